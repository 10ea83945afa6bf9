// What the devices that a task asks add to the score of rows at most. One for all searches of a pool: `begin` makes it ready for the next.

import { DeviceBlocks } from "./device-blocks.ts";
import { allLevels, idleBit, mostOf, newLevelScores } from "./device-levels.ts";
import type { Devices } from "./devices.ts";
import type { DeviceFit } from "./fit-devices.ts";
import type { Pool } from "./pool.ts";

/** The bound of one request. */
interface Part {
  blocks: DeviceBlocks;
  binding: number;
  /** Whether it asks no units: then devices that give nothing serve it too. */
  isFree: boolean;
  /** What it counts in the mean. */
  share: number;
  /** What devices of each level score at most. */
  readonly scores: Float64Array;
  /** The levels that still count. */
  levels: number;
}

/** Bounds of the devices' score. */
export class DeviceBound {
  /** No row scores more. */
  most = 1;
  readonly #pool: Pool;
  readonly #blocks = new Map<Devices, DeviceBlocks>();
  readonly #parts: Part[] = [];
  #count = 0;
  #weight = 0;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** For one more task; `weight` is what a whole score of the devices adds. Costs O(requests²). */
  begin(fits: readonly DeviceFit[], weight: number): void {
    let granted = 0;
    for (const { chosen } of fits) granted += chosen.length;
    for (let i = 0; i < fits.length; i++) {
      const { devices, units, binding, chosen } = fits[i]!;
      let before = 0;
      for (let j = 0; j < i; j++) if (fits[j]!.devices === devices) before += fits[j]!.units;
      const part = this.#partAt(i, this.#blocksOf(devices));
      part.binding = binding;
      part.isFree = units === 0;
      part.share = chosen.length / granted;
      part.levels = -1;
      part.blocks.room.levels.writeMost(units, before, part.scores);
    }
    this.#count = fits.length;
    this.#weight = weight;
    this.#setMost();
  }

  /** How many requests there are. */
  get requests(): number {
    return this.#count;
  }

  /** The rows of which devices in use serve the request's binding; undefined where it has none. */
  rowsBound(request: number): ReadonlySet<number> | undefined {
    const { blocks, binding, isFree } = this.#parts[request]!;
    return binding === 0 || isFree ? undefined : blocks.room.rowsBound(binding);
  }

  /** From now on the rows that {@link rowsBound} tells do not count. */
  leaveOutBound(request: number): void {
    this.#parts[request]!.levels = idleBit;
    this.#setMost();
  }

  /** By how much what the devices of any row of the block add falls short of the most, at least; Infinity where none can serve. */
  lackOfBlock(block: number): number {
    let sum = 0;
    for (let i = 0; i < this.#count; i++) {
      const part = this.#parts[i]!;
      sum += mostOfPart(part, part.blocks.levels(block, part.binding !== 0));
    }
    return this.#lackOf(sum);
  }

  /** By how much what the row's devices add falls short of the most, at least; Infinity where they cannot serve. */
  lackOfRow(row: number): number {
    let sum = 0;
    for (let i = 0; i < this.#count; i++) {
      const part = this.#parts[i]!;
      const { open, bound } = part.blocks.room;
      sum += mostOfPart(part, part.binding === 0 ? open[row]! : bound[row]!);
    }
    return this.#lackOf(sum);
  }

  /** Whether both rows score the same. */
  isAlike(a: number, b: number): boolean {
    for (let i = 0; i < this.#count; i++) if (!this.#parts[i]!.blocks.room.isAlike(a, b)) return false;
    return true;
  }

  /** Whether all rows of the block score the same. */
  isBlockAlike(block: number): boolean {
    for (let i = 0; i < this.#count; i++) if (!this.#parts[i]!.blocks.isAlike(block)) return false;
    return true;
  }

  #lackOf(sum: number): number {
    return sum === -Infinity ? Infinity : this.#weight * (this.most - sum);
  }

  #setMost(): void {
    this.most = 0;
    for (let i = 0; i < this.#count; i++) this.most += Math.max(0, mostOfPart(this.#parts[i]!, allLevels));
  }

  #blocksOf(devices: Devices): DeviceBlocks {
    let blocks = this.#blocks.get(devices);
    if (blocks === undefined) {
      blocks = new DeviceBlocks(this.#pool.room(devices), this.#pool.blocks);
      this.#blocks.set(devices, blocks);
    }
    return blocks;
  }

  #partAt(i: number, blocks: DeviceBlocks): Part {
    const known = this.#parts[i];
    if (known !== undefined) {
      known.blocks = blocks;
      return known;
    }
    const made = { blocks, binding: 0, isFree: false, share: 0, scores: newLevelScores(), levels: -1 };
    this.#parts.push(made);
    return made;
  }
}

/** What the request adds to the mean at most, where devices are at these levels; -Infinity where they cannot serve. */
function mostOfPart({ isFree, scores, share, levels }: Part, mask: number): number {
  if (isFree) return share;
  const most = mostOf(scores, levels & mask);
  return most === -1 ? -Infinity : share * most;
}
