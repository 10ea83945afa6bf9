// Layout. A column per resource name, made when first asked for: `free[row]`, `held[row]`, both in thousandths, exact
// integers. free: what the role's offers still give. held: what all tasks on the row's agent hold, of any role.
// Per block of rows (blocks.ts) a column keeps bounds: the greatest free amount (-1 in an empty block), the greatest and least part of the
// total that is held, the greatest and least total that is not 0; and `alike`, a row of the block if all its rows have the same free
// and held, else -1. A row is spent, and in no block, once it has less of something than every task asks: nothing will fit it any more
// in this round. Only `take` and `settle` write.

import { toThousandths, type Scalars } from "../model/quantity.ts";
import { boundBlock, type AmountColumn } from "./bounds.ts";
import { Blocks, type Likeness } from "./blocks.ts";
import type { Rows } from "./rows.ts";

/** What is known of the tasks to come, to arrange the rows by. */
export interface Outlook {
  /** Per resource that every task asks, the least that any asks, in thousandths, > 0. */
  readonly leastAsked: ReadonlyMap<string, number>;
  /** The resources that the fitness looks at; undefined where rows must stay in tie order. */
  readonly likeness: readonly string[] | undefined;
}

/** What is free and held of every resource that somebody asks about. */
export class Amounts {
  readonly blocks: Blocks;
  readonly #rows: Rows;
  readonly #outlook: Outlook;
  readonly #columns = new Map<string, AmountColumn>();

  constructor(rows: Rows, outlook: Outlook) {
    this.#rows = rows;
    this.#outlook = outlook;
    const { leastAsked, likeness } = outlook;
    const named = [...new Set([...leastAsked.keys(), ...(likeness ?? [])])].map((name) => this.#read(name));
    const alikeBy = likeness?.map((name) => this.#columns.get(name)!);
    const spent = Uint8Array.from({ length: rows.count }, (_, row) => (this.#isSpent(row) ? 1 : 0));
    this.blocks = new Blocks(rows, alikeBy && likenessOf(alikeBy), spent);
    for (const column of named) this.#boundAll(column);
  }

  /**
   * The column of a resource. Costs O(rows) when first asked. A task's resources are asked about before it is placed,
   * so a column made later owes nothing to tasks placed before.
   */
  column(name: string): AmountColumn {
    let column = this.#columns.get(name);
    if (column === undefined) {
      column = this.#read(name);
      this.#boundAll(column);
    }
    return column;
  }

  /** Moves the amount, in thousandths, from free to held: a task is placed on the row. To be settled afterwards. */
  take(name: string, row: number, amount: number): void {
    const { free, held } = this.column(name);
    const { agentOf, firstRow, nextRow } = this.#rows;
    free[row]! -= amount;
    for (let r = firstRow[agentOf[row]!]!; r !== -1; r = nextRow[r]!) held[r]! += amount;
  }

  /** Files the agent's rows anew once all of a task has been taken. Costs O(columns × rows of a block). */
  settle(row: number): void {
    const { agentOf, firstRow, nextRow } = this.#rows;
    const { blocks } = this;
    for (let r = firstRow[agentOf[row]!]!; r !== -1; r = nextRow[r]!) {
      if (blocks.blockOf[r] === -1) continue;
      const touched = this.#isSpent(r) ? [blocks.remove(r)] : blocks.refile(r);
      for (const block of touched) this.#bound(block);
    }
  }

  #isSpent(row: number): boolean {
    for (const [name, asked] of this.#outlook.leastAsked) {
      if (this.#columns.get(name)!.free[row]! < asked) return true;
    }
    return false;
  }

  #read(name: string): AmountColumn {
    const { count, agents, agentOf, offersOf } = this.#rows;
    const free = new Float64Array(count);
    const held = new Float64Array(count);
    for (let row = 0; row < count; row++) {
      for (const { resources } of offersOf[row]!) free[row]! += amountIn(resources, name);
      for (const { task } of agents[agentOf[row]!]!.running) held[row]! += amountIn(task.resources, name);
    }
    const column: AmountColumn = {
      free,
      held,
      greatestFree: [],
      greatestFill: [],
      leastFill: [],
      greatestTotal: [],
      leastTotal: [],
      alike: [],
    };
    this.#columns.set(name, column);
    return column;
  }

  #bound(block: number): void {
    for (const column of this.#columns.values()) boundBlock(column, this.blocks, block);
  }

  #boundAll(column: AmountColumn): void {
    for (let block = 0; block < this.blocks.count; block++) boundBlock(column, this.blocks, block);
  }
}

/** Rows are alike by the totals of some resources, then by how much of them is held, all together. */
function likenessOf(columns: readonly AmountColumn[]): Likeness {
  return {
    totals: (row) => columns.map(({ free, held }) => free[row]! + held[row]!),
    use: (row) => {
      let use = 0;
      for (const { free, held } of columns) {
        const total = free[row]! + held[row]!;
        if (total > 0) use += held[row]! / total;
      }
      return use;
    },
  };
}

/** The amount of a resource in thousandths, 0 where it is not named. */
export function amountIn(resources: Scalars, name: string): number {
  return Object.hasOwn(resources, name) ? toThousandths(resources[name]!) : 0;
}
