import type { Column } from "./group.ts";

/** What is free and held of one resource, in thousandths, with bounds for blocks. */
export class AmountColumn implements Column {
  readonly free: Float64Array;
  readonly held: Float64Array;
  mostFree: Float64Array = new Float64Array();

  constructor(free: Float64Array, held: Float64Array) {
    this.free = free;
    this.held = held;
  }
}
