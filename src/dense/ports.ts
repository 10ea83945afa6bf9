// Layout. Per row the set of its free ports and, in `count`, their number. Built whole when the first port is asked for.
// Only `take` writes.

import type { PortRange } from "../model/offer.ts";
import type { Rows } from "./rows.ts";
import { countPorts, portSetOf, removePort, type PortSet } from "./port-set.ts";

/** The free ports of every row. */
export class Ports {
  readonly count: Int32Array;
  readonly #rows: Rows;
  readonly #free: readonly PortSet[];

  constructor(rows: Rows) {
    this.#rows = rows;
    this.count = new Int32Array(rows.count);
    const free: PortSet[] = [];
    for (let row = 0; row < rows.count; row++) {
      const set = portSetOf(rows.offersOf[row]!.flatMap(({ ports }) => ports ?? []));
      for (const { ports } of rows.agentAt(row).running)
        for (const port of ports ?? []) removePort(set, port);
      free.push(set);
      this.count[row] = countPorts(set);
    }
    this.#free = free;
  }

  /** The free ports of a row; not to be changed. */
  freeAt(row: number): Readonly<PortSet> {
    return this.#free[row]!;
  }

  /** The free ports of a row as ranges. */
  rangesAt(row: number): readonly PortRange[] {
    const set = this.#free[row]!;
    const ranges: PortRange[] = [];
    for (let i = 0; i < set.length; i += 2) ranges.push([set[i]!, set[i + 1]!]);
    return ranges;
  }

  /** Takes the port from the row, and from every other row of its agent: a port is an agent's once. */
  take(row: number, port: number): void {
    const { agentOf, firstRow, nextRow } = this.#rows;
    for (let r = firstRow[agentOf[row]!]!; r !== -1; r = nextRow[r]!) {
      if (removePort(this.#free[r]!, port)) this.count[r]!--;
    }
  }
}
