// What devices of one name every row's agent has room for, as columns like those of amounts: `most.free[row]`, the greatest number of
// units that one device still gives; `all.free[row]`, the units that all of them give together. Both in thousandths. A request that asks more of
// either cannot be served; one that asks less perhaps. Only `update` writes.

import type { Column } from "./group.ts";
import type { Devices } from "./devices.ts";

/** Bounds of what the devices of a name can serve. */
export class DeviceRoom {
  readonly most: Column;
  readonly all: Column;
  readonly #devices: Devices;
  readonly #agentOf: Int32Array;

  constructor(devices: Devices, agentOf: Int32Array) {
    this.#devices = devices;
    this.#agentOf = agentOf;
    this.most = newColumn(agentOf.length);
    this.all = newColumn(agentOf.length);
    for (let row = 0; row < agentOf.length; row++) this.update(row);
  }

  /** Devices of the row's agent have been granted. */
  update(row: number): void {
    const { first, count, capacity, used } = this.#devices;
    const agent = this.#agentOf[row]!;
    let most = 0;
    let all = 0;
    for (let device = first[agent]!; device < first[agent]! + count[agent]!; device++) {
      const free = capacity[agent]! - used[device]!;
      if (free <= 0) continue;
      all += free;
      if (free > most) most = free;
    }
    this.most.free[row] = most;
    this.all.free[row] = all;
  }
}

function newColumn(rows: number): Column {
  return { free: new Float64Array(rows), held: new Float64Array(), mostFree: new Float64Array() };
}
