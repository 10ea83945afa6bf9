import type { Amount } from "./order.ts";

const nothing = new Float64Array();

/** What is free and held of something, in thousandths, with bounds for every block. All are of one class, so that V8 sees one kind wherever columns are read. */
export class AmountColumn implements Amount {
  readonly free: Float64Array;
  readonly held: Float64Array;
  /** Per block, once it is bounded (blocks.ts). */
  mostFree: Float64Array = nothing;
  /** The greatest total of all rows, once no more tasks are placed and somebody has asked. */
  mostTotal: number | undefined = undefined;

  /** @param held empty where it is not counted: nothing asks. */
  constructor(free: Float64Array, held: Float64Array = nothing) {
    this.free = free;
    this.held = held;
  }
}
