// Layout. Per row the set of its free ports (port-set.ts) and, in `column`, their number: ports count like a resource. Sets are those of the roster until
// a port is taken from them. Only `take` and `reset` write.

import type { PortRange } from "../model/offer.ts";
import { AmountColumn } from "./amount-column.ts";
import { PortHolders } from "./port-holders.ts";
import { removePort, type PortSet } from "./port-set.ts";

/** The free ports of every row before a round, and their numbers. */
export interface FreePorts {
  readonly sets: readonly PortSet[];
  readonly counts: Float64Array;
}

/** The free ports of every row of a role, in one round. */
export class Ports {
  readonly column: AmountColumn;
  readonly #before: FreePorts;
  readonly #sets: PortSet[];
  readonly #isOwn: Uint8Array;
  /** Made when first asked for. */
  #holders: PortHolders | undefined;

  constructor(before: FreePorts) {
    const { sets, counts } = before;
    this.#before = before;
    this.#sets = [...sets];
    this.#isOwn = new Uint8Array(sets.length);
    this.column = new AmountColumn(counts.slice());
  }

  /** The free ports of a row; not to be changed. */
  freeAt(row: number): Readonly<PortSet> {
    return this.#sets[row]!;
  }

  /** The free ports of a row as ranges. */
  rangesAt(row: number): readonly PortRange[] {
    const set = this.#sets[row]!;
    const ranges: PortRange[] = [];
    for (let i = 0; i < set.length; i += 2) ranges.push([set[i]!, set[i + 1]!]);
    return ranges;
  }

  /** Which rows have which ports free as the round begins. Costs O(rows + ranges) when first asked. */
  get holders(): PortHolders {
    return (this.#holders ??= new PortHolders(this.#before.sets));
  }

  /** Takes the port from the row, if it has it. */
  take(row: number, port: number): void {
    if (this.#isOwn[row] === 0) {
      this.#sets[row] = [...this.#sets[row]!];
      this.#isOwn[row] = 1;
    }
    if (removePort(this.#sets[row]!, port)) this.column.free[row]!--;
  }

  /** The row as it was before the round, less these ports. */
  reset(row: number, taken: readonly number[]): void {
    this.#sets[row] = this.#before.sets[row]!;
    this.#isOwn[row] = 0;
    this.column.free[row] = this.#before.counts[row]!;
    for (const port of taken) this.take(row, port);
  }
}
