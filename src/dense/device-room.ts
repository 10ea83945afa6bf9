// What devices of one name every row's agent has room for, as columns like those of amounts: `most.free[row]`, the greatest number of
// units that one device still gives; `all.free[row]`, the units that all of them give together. Both in thousandths. A request that asks more of
// either cannot be served; one that asks less perhaps. Of the devices in use that still give something, `#mostUsed[row]` and `#leastUsed[row]` are the
// greatest and least number of units used, -1 where there is none; `#hasIdle[row]` is 1 where one is idle. Only `update` writes.

import { AmountColumn } from "./amount-column.ts";
import type { Devices } from "./devices.ts";

/** Bounds of what the devices of a name can serve. */
export class DeviceRoom {
  readonly most: AmountColumn;
  readonly all: AmountColumn;
  readonly #devices: Devices;
  readonly #agentOf: Int32Array;
  readonly #mostUsed: Float64Array;
  readonly #leastUsed: Float64Array;
  readonly #hasIdle: Uint8Array;

  constructor(devices: Devices, agentOf: Int32Array) {
    this.#devices = devices;
    this.#agentOf = agentOf;
    this.most = new AmountColumn(new Float64Array(agentOf.length));
    this.all = new AmountColumn(new Float64Array(agentOf.length));
    this.#mostUsed = new Float64Array(agentOf.length);
    this.#leastUsed = new Float64Array(agentOf.length);
    this.#hasIdle = new Uint8Array(agentOf.length);
    for (let row = 0; row < agentOf.length; row++) this.update(row);
  }

  /** No device of the row's agent that serves so many units, in thousandths, scores more (fit-devices.ts). */
  mostScore(row: number, units: number): number {
    if (units === 0) return 1;
    const capacity = this.#devices.capacity[this.#agentOf[row]!]!;
    const whole = capacity + 1000;
    const idle = this.#hasIdle[row] === 1 ? 500 / whole : 0;
    const room = capacity - units;
    if (this.#mostUsed[row] === -1 || this.#leastUsed[row]! > room) return idle;
    const used = Math.min(this.#mostUsed[row]!, room);
    return Math.max(idle, Math.min(1, (used + units + 1000) / whole));
  }

  /** Devices of the row's agent have been granted. */
  update(row: number): void {
    const { first, count, capacity, used, holders } = this.#devices;
    const agent = this.#agentOf[row]!;
    let most = 0;
    let all = 0;
    let mostUsed = -1;
    let leastUsed = -1;
    let hasIdle = 0;
    for (let device = first[agent]!; device < first[agent]! + count[agent]!; device++) {
      const free = capacity[agent]! - used[device]!;
      if (free <= 0) continue;
      all += free;
      if (free > most) most = free;
      if (holders[device] === 0) {
        hasIdle = 1;
        continue;
      }
      if (used[device]! > mostUsed) mostUsed = used[device]!;
      if (leastUsed === -1 || used[device]! < leastUsed) leastUsed = used[device]!;
    }
    this.#mostUsed[row] = mostUsed;
    this.#leastUsed[row] = leastUsed;
    this.#hasIdle[row] = hasIdle;
    this.most.free[row] = most;
    this.all.free[row] = all;
  }
}
