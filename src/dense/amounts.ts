// Layout. A column per resource name, made when first asked for: `free[row]`, `held[row]`, both in thousandths, exact
// integers. free: what the role's offers still give. held: what all tasks on the row's agent hold, of any role.
// Rows lie in blocks of `blockRows`. Per block a column keeps bounds over the rows that are not spent: the greatest free amount, the
// greatest and least part of the total that is held, the least and greatest total that is not 0 (a block without such rows has
// greatestFree -1, and nothing fits it). A row is spent when it has less of something than every task asks: nothing will fit it any
// more in this round. Only `take` and `settle` write.

import { toThousandths, type Scalars } from "../model/quantity.ts";
import type { Rows } from "./rows.ts";

/** Rows in a block, a power of two. */
export const blockRows = 64;
const blockShift = 6;

/** One resource over all rows. */
export interface AmountColumn {
  readonly free: Float64Array;
  readonly held: Float64Array;
  readonly greatestFree: Float64Array;
  readonly greatestFill: Float64Array;
  readonly leastFill: Float64Array;
  readonly greatestTotal: Float64Array;
  readonly leastTotal: Float64Array;
}

/** What is free and held of every resource that somebody asks about. */
export class Amounts {
  readonly #rows: Rows;
  readonly #leastAsked: ReadonlyMap<string, number>;
  readonly #spent: Uint8Array;
  readonly #columns = new Map<string, AmountColumn>();

  /** @param leastAsked per resource the least, in thousandths, that any task will ask; a task that asks none of it makes it 0. */
  constructor(rows: Rows, leastAsked: ReadonlyMap<string, number>) {
    this.#rows = rows;
    this.#leastAsked = leastAsked;
    this.#spent = new Uint8Array(rows.count);
    const columns = [...leastAsked.keys()].map((name) => this.#read(name));
    for (let row = 0; row < rows.count; row++) this.#judge(row);
    for (const column of columns) boundAll(column, this.#spent);
  }

  /**
   * The column of a resource. Costs O(rows) when first asked. A task's resources are asked about before it is placed,
   * so a column made later owes nothing to tasks placed before.
   */
  column(name: string): AmountColumn {
    const column = this.#columns.get(name);
    if (column !== undefined) return column;
    const made = this.#read(name);
    boundAll(made, this.#spent);
    return made;
  }

  /** Moves the amount, in thousandths, from free to held: a task is placed on the row. To be settled afterwards. */
  take(name: string, row: number, amount: number): void {
    const { free, held } = this.column(name);
    const { agentOf, firstRow, nextRow } = this.#rows;
    free[row]! -= amount;
    for (let r = firstRow[agentOf[row]!]!; r !== -1; r = nextRow[r]!) held[r]! += amount;
  }

  /** Brings the bounds up to date once all of a task has been taken. Costs O(columns × rows of a block). */
  settle(row: number): void {
    const { agentOf, firstRow, nextRow } = this.#rows;
    this.#judge(row);
    for (let r = firstRow[agentOf[row]!]!; r !== -1; r = nextRow[r]!) {
      for (const column of this.#columns.values()) boundBlock(column, r >> blockShift, this.#spent);
    }
  }

  #judge(row: number): void {
    for (const [name, asked] of this.#leastAsked) {
      if (this.#columns.get(name)!.free[row]! < asked) this.#spent[row] = 1;
    }
  }

  #read(name: string): AmountColumn {
    const { count, agents, agentOf, offersOf } = this.#rows;
    const blocks = (count + blockRows - 1) >> blockShift;
    const column = {
      free: new Float64Array(count),
      held: new Float64Array(count),
      greatestFree: new Float64Array(blocks),
      greatestFill: new Float64Array(blocks),
      leastFill: new Float64Array(blocks),
      greatestTotal: new Float64Array(blocks),
      leastTotal: new Float64Array(blocks),
    };
    for (let row = 0; row < count; row++) {
      for (const { resources } of offersOf[row]!) column.free[row]! += amountIn(resources, name);
      for (const { task } of agents[agentOf[row]!]!.running)
        column.held[row]! += amountIn(task.resources, name);
    }
    this.#columns.set(name, column);
    return column;
  }
}

/** The amount of a resource in thousandths, 0 where it is not named. */
export function amountIn(resources: Scalars, name: string): number {
  return Object.hasOwn(resources, name) ? toThousandths(resources[name]!) : 0;
}

function boundAll(column: AmountColumn, spent: Uint8Array): void {
  for (let block = 0; block < column.greatestFree.length; block++) boundBlock(column, block, spent);
}

function boundBlock(column: AmountColumn, block: number, spent: Uint8Array): void {
  const { free, held } = column;
  const end = Math.min(free.length, (block + 1) << blockShift);
  let greatestFree = -1;
  let greatestFill = 0;
  let leastFill = 1;
  let greatestTotal = 0;
  let leastTotal = Infinity;
  for (let row = block << blockShift; row < end; row++) {
    if (spent[row] === 1) continue;
    const amount = free[row]!;
    if (amount > greatestFree) greatestFree = amount;
    const total = amount + held[row]!;
    if (total === 0) continue;
    const fill = held[row]! / total;
    if (fill > greatestFill) greatestFill = fill;
    if (fill < leastFill) leastFill = fill;
    if (total > greatestTotal) greatestTotal = total;
    if (total < leastTotal) leastTotal = total;
  }
  column.greatestFree[block] = greatestFree;
  column.greatestFill[block] = greatestFill;
  column.leastFill[block] = leastFill;
  column.greatestTotal[block] = greatestTotal;
  column.leastTotal[block] = leastTotal;
}

/** No row of the block that can hold the task is fuller with it (`addFill`, score.ts); exact but for rounding. */
export function boundOfFill(
  { greatestFill, leastTotal }: AmountColumn,
  asked: number,
  block: number,
): number {
  const bound = greatestFill[block]! + asked / leastTotal[block]!;
  return bound < 1 ? bound : 1;
}

/** No row of the block that can hold the task is emptier with it (`addSpace`, score.ts); exact but for rounding. */
export function boundOfSpace(
  { leastFill, greatestTotal }: AmountColumn,
  asked: number,
  block: number,
): number {
  const total = greatestTotal[block]!;
  return total === 0 ? 0 : 1 - leastFill[block]! - asked / total;
}

/** Whether no row of the block has so much free. */
export function lacksAmount({ greatestFree }: AmountColumn, asked: number, block: number): boolean {
  return greatestFree[block]! < asked;
}
