// Layout. A column per resource name, made when first asked for: `free[row]`, `held[row]`, both in thousandths, exact
// integers. free: what the role's offers still give. held: what all tasks on the row's agent hold, of any role.
// Only `take` writes.

import { toThousandths, type Scalars } from "../model/quantity.ts";
import type { Rows } from "./rows.ts";

/** One resource over all rows. */
export interface AmountColumn {
  readonly free: Float64Array;
  readonly held: Float64Array;
}

/** What is free and held of every resource that somebody asks about. */
export class Amounts {
  readonly #rows: Rows;
  readonly #columns = new Map<string, AmountColumn>();

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  /**
   * The column of a resource. Costs O(rows) when first asked. A task's resources are asked about before it is placed,
   * so a column made later owes nothing to tasks placed before.
   */
  column(name: string): AmountColumn {
    let column = this.#columns.get(name);
    if (column === undefined) {
      column = this.#build(name);
      this.#columns.set(name, column);
    }
    return column;
  }

  /** Moves the amount, in thousandths, from free to held: a task is placed on the row. */
  take(name: string, row: number, amount: number): void {
    const { free, held } = this.column(name);
    const { agentOf, firstRow, nextRow } = this.#rows;
    free[row]! -= amount;
    for (let r = firstRow[agentOf[row]!]!; r !== -1; r = nextRow[r]!) held[r]! += amount;
  }

  #build(name: string): AmountColumn {
    const { count, agents, agentOf, offersOf } = this.#rows;
    const free = new Float64Array(count);
    const held = new Float64Array(count);
    for (let row = 0; row < count; row++) {
      for (const { resources } of offersOf[row]!) free[row]! += amountIn(resources, name);
      for (const { task } of agents[agentOf[row]!]!.running) held[row]! += amountIn(task.resources, name);
    }
    return { free, held };
  }
}

/** The amount of a resource in thousandths, 0 where it is not named. */
export function amountIn(resources: Scalars, name: string): number {
  return Object.hasOwn(resources, name) ? toThousandths(resources[name]!) : 0;
}
