// Layout. Per row the set of its disks (disk-set.ts), that of the roster until something of it is taken. Per type that somebody has asked for a column like
// those of amounts: `free[row]` is the most that one disk of the type still gives, in thousandths, -1 where there is none. A request that asks more
// cannot be served; one that asks no more, and no id, can, if it is alone. Only `take` and `reset` write.

import type { DiskGrant } from "../model/disk.ts";
import { without, type DiskSet } from "./disk-set.ts";
import { AmountColumn } from "./amount-column.ts";
import type { Pool } from "./pool.ts";

/** The free disks of every row of a role, in one round. */
export class Disks {
  readonly #before: readonly DiskSet[];
  readonly #sets: DiskSet[];
  readonly #columns = new Map<string, AmountColumn>();
  readonly #bound: (column: AmountColumn) => void;
  #holders: ReadonlyMap<string, readonly number[]> | undefined;

  /** @param bound is told of every column that is made. */
  constructor(before: readonly DiskSet[], bound: (column: AmountColumn) => void) {
    this.#before = before;
    this.#sets = [...before];
    this.#bound = bound;
  }

  /** The disks of a row. */
  setAt(row: number): DiskSet {
    return this.#sets[row]!;
  }

  /** The most that one disk of a type gives. Costs O(rows + disks) when first asked. */
  most(type: string): AmountColumn {
    let column = this.#columns.get(type);
    if (column === undefined) {
      column = new AmountColumn(Float64Array.from(this.#sets, (set) => mostOf(set, type)));
      this.#columns.set(type, column);
      this.#bound(column);
    }
    return column;
  }

  /**
   * Of the agents with offers of the role those of which an offer names a disk of the id, or a running task of the role holds one; each may come more than once. Costs O(rows + disks +
   * running tasks) when first asked.
   */
  agentsWith(id: string, pool: Pool): readonly number[] {
    return (this.#holders ??= this.#holdersIn(pool)).get(id) ?? nobody;
  }

  #holdersIn(pool: Pool): ReadonlyMap<string, readonly number[]> {
    const { agents, agentOf, roster } = pool;
    const holders = new Map<string, number[]>();
    const add = (id: string, agent: number): void => {
      const found = holders.get(id);
      if (found === undefined) holders.set(id, [agent]);
      else found.push(agent);
    };
    for (let row = 0; row < agentOf.length; row++) {
      if (roster.isIdle[row] === 1) continue;
      const agent = agentOf[row]!;
      for (const { id } of this.#before[row]!) add(id, agent);
      for (const { task, disks } of agents[agent]!.running)
        if (disks !== undefined && pool.isOwn(task)) for (const { id } of disks) add(id, agent);
    }
    return holders;
  }

  /** These have been given of the row's disks. */
  take(row: number, grants: readonly DiskGrant[]): void {
    this.#put(row, without(this.#sets[row]!, grants));
  }

  /** The row as it was before the round, less these. */
  reset(row: number, taken: readonly DiskGrant[]): void {
    this.#put(row, without(this.#before[row]!, taken));
  }

  #put(row: number, set: DiskSet): void {
    this.#sets[row] = set;
    for (const [type, { free }] of this.#columns) free[row] = mostOf(set, type);
  }
}

const nobody: readonly number[] = [];

function mostOf(set: DiskSet, type: string): number {
  let most = -1;
  for (const disk of set) if (disk.type === type && disk.left > most) most = disk.left;
  return most;
}
