// What devices of one name every row's agent has room for, as columns like those of amounts: `most.free[row]`, the greatest number of
// units that one device still gives; `all.free[row]`, the units that all of them give together. Both in thousandths. A request that asks more of
// either cannot be served; one that asks less perhaps. `open[row]` has a bit for each level (device-levels.ts) of the devices that still give something to
// requests without a binding, `bound[row]` to those with one. Only `update` writes, but `rowsBound` forgets rows that serve no more.

import { AmountColumn } from "./amount-column.ts";
import { DeviceLevels, idleBit } from "./device-levels.ts";
import type { Devices } from "./devices.ts";

/** Bounds of what the devices of a name can serve. */
export class DeviceRoom {
  readonly most: AmountColumn;
  readonly all: AmountColumn;
  readonly open: Int32Array;
  readonly bound: Int32Array;
  readonly levels: DeviceLevels = new DeviceLevels();
  readonly #devices: Devices;
  readonly #agentOf: Int32Array;
  readonly #isOut: Uint8Array | undefined;
  /** Per binding the rows that serve it, and perhaps some that did. */
  readonly #rowsBound = new Map<number, Set<number>>();

  /** @param isOut 1 for rows that nobody asks about. */
  constructor(devices: Devices, agentOf: Int32Array, isOut?: Uint8Array) {
    this.#devices = devices;
    this.#agentOf = agentOf;
    this.#isOut = isOut;
    this.most = new AmountColumn(new Float64Array(agentOf.length));
    this.all = new AmountColumn(new Float64Array(agentOf.length));
    this.open = new Int32Array(agentOf.length);
    this.bound = new Int32Array(agentOf.length);
    for (let row = 0; row < agentOf.length; row++) this.update(row);
  }

  /** The rows of which a device serves a binding, which is not none, and still gives something. Costs O(their devices). */
  rowsBound(binding: number): ReadonlySet<number> {
    const rows = this.#rowsBound.get(binding);
    if (rows === undefined) return noRows;
    for (const row of rows) if (!this.#serves(row, binding)) rows.delete(row);
    return rows;
  }

  /** Whether the devices of both rows' agents are in the same state, one after the other. */
  isAlike(a: number, b: number): boolean {
    if (this.all.free[a] !== this.all.free[b] || this.most.free[a] !== this.most.free[b]) return false;
    if (this.open[a] !== this.open[b] || this.bound[a] !== this.bound[b]) return false;
    const { first, count, capacity, used, holders, binding } = this.#devices;
    const agent = this.#agentOf[a]!;
    const other = this.#agentOf[b]!;
    const length = count[agent]!;
    if (length !== count[other] || capacity[agent] !== capacity[other]) return false;
    // All are idle.
    if (this.all.free[a] === length * capacity[agent]! && this.open[a] === idleBit) {
      if (this.bound[a] === idleBit) return true;
    }
    const from = first[agent]!;
    const to = first[other]!;
    for (let i = 0; i < length; i++) {
      if (used[from + i] !== used[to + i] || binding[from + i] !== binding[to + i]) return false;
      if ((holders[from + i] === 0) !== (holders[to + i] === 0)) return false;
    }
    return true;
  }

  /** Devices of the row's agent have been granted. */
  update(row: number): void {
    if (this.#isOut?.[row] === 1) return;
    const { first, count, capacity, used, holders, binding } = this.#devices;
    const agent = this.#agentOf[row]!;
    let most = 0;
    let all = 0;
    let open = 0;
    let bound = 0;
    for (let device = first[agent]!; device < first[agent]! + count[agent]!; device++) {
      const free = capacity[agent]! - used[device]!;
      if (free <= 0) continue;
      all += free;
      if (free > most) most = free;
      if (holders[device] === 0) {
        open |= idleBit;
        bound |= idleBit;
      } else if (binding[device] === 0) {
        open |= this.levels.bitOf(used[device]!, capacity[agent]!);
      } else {
        bound |= this.levels.bitOf(used[device]!, capacity[agent]!);
        this.#noteBound(binding[device]!, row);
      }
    }
    if (((open | bound) & idleBit) !== 0) this.levels.noteIdle(capacity[agent]!);
    this.open[row] = open;
    this.bound[row] = bound;
    this.most.free[row] = most;
    this.all.free[row] = all;
  }

  #noteBound(binding: number, row: number): void {
    const rows = this.#rowsBound.get(binding);
    if (rows === undefined) this.#rowsBound.set(binding, new Set([row]));
    else rows.add(row);
  }

  #serves(row: number, asked: number): boolean {
    const { first, count, capacity, used, holders, binding } = this.#devices;
    const agent = this.#agentOf[row]!;
    for (let device = first[agent]!; device < first[agent]! + count[agent]!; device++) {
      if (binding[device] !== asked || holders[device] === 0) continue;
      if (used[device]! < capacity[agent]!) return true;
    }
    return false;
  }
}

const noRows: ReadonlySet<number> = new Set();
