// Devices by how much of them is in use, at one of 30 levels, each a bit of a number: those of a row, or of a block of rows, are one number. A last bit is for
// idle ones. `#leastUsed`, `#mostUsed`, `#leastCapacity` and `#mostCapacity` hold, per bit, between what the devices lie that have been at the level, in thousandths.
// Only `bitOf` and `noteIdle` write.

const levels = 30;
/** The bit of idle devices. */
export const idleBit: number = 1 << levels;
/** The bits of all levels. */
export const allLevels: number = 2 * idleBit - 1;

/** The levels of the devices of one name. */
export class DeviceLevels {
  readonly #leastUsed = new Float64Array(levels + 1).fill(Infinity);
  readonly #mostUsed = new Float64Array(levels + 1);
  readonly #leastCapacity = new Float64Array(levels + 1).fill(Infinity);
  readonly #mostCapacity = new Float64Array(levels + 1);

  /** The bit of a device in use that still gives something, both in thousandths. */
  bitOf(used: number, capacity: number): number {
    const level = Math.min(levels - 1, Math.floor((levels * used) / capacity));
    this.#note(level, used, capacity);
    return 1 << level;
  }

  /** There are idle devices of such a capacity, in thousandths. */
  noteIdle(capacity: number): void {
    this.#note(levels, 0, capacity);
  }

  /**
   * Writes what a device of each level scores at most (fit-devices.ts) where it serves so many units, > 0, and -1 where it cannot. Requests of the same task have
   * been granted `before` units of one device at most.
   */
  writeMost(units: number, before: number, scores: Float64Array): void {
    for (let level = 0; level <= levels; level++) {
      const room = this.#mostCapacity[level]! - units;
      const whole = this.#leastCapacity[level]! + 1000;
      const idle = level === levels ? 500 / whole : 0;
      if (room < this.#leastUsed[level]!) scores[level] = -1;
      else if (level === levels && before === 0) scores[level] = idle;
      else {
        const used = Math.min(this.#mostUsed[level]! + before, room);
        scores[level] = Math.max(idle, Math.min(1, (used + units + 1000) / whole));
      }
    }
  }

  #note(level: number, used: number, capacity: number): void {
    if (used < this.#leastUsed[level]!) this.#leastUsed[level] = used;
    if (used > this.#mostUsed[level]!) this.#mostUsed[level] = used;
    if (capacity < this.#leastCapacity[level]!) this.#leastCapacity[level] = capacity;
    if (capacity > this.#mostCapacity[level]!) this.#mostCapacity[level] = capacity;
  }
}

/** Room for what {@link DeviceLevels.writeMost} writes. */
export function newLevelScores(): Float64Array {
  return new Float64Array(levels + 1);
}

/** The greatest score of the levels that have their bits in `mask`; -1 for none. */
export function mostOf(scores: Float64Array, mask: number): number {
  let most = -1;
  for (let left = mask; left !== 0; left &= left - 1) {
    const score = scores[31 - Math.clz32(left & -left)]!;
    if (score > most) most = score;
  }
  return most;
}
