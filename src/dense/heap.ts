// Layout. A binary heap of the numbers 0..count-1: `#heap[0..#size]` holds those that are in, each before its two children `2i + 1` and `2i + 2`;
// `#placeOf[number]` is where, -1 for those that have been taken out. Only `pop` and `moved` write.

/** Keeps the first of some numbers at the top. */
export class Heap {
  readonly #heap: Int32Array;
  readonly #placeOf: Int32Array;
  readonly #isBefore: (a: number, b: number) => boolean;
  #size: number;

  /**
   * Of the numbers 0..count-1. Costs O(count); each change O(log count).
   *
   * @param isBefore which of two is first, as things stand; never both.
   */
  constructor(count: number, isBefore: (a: number, b: number) => boolean) {
    this.#heap = Int32Array.from({ length: count }, (_, number) => number);
    this.#placeOf = this.#heap.slice();
    this.#isBefore = isBefore;
    this.#size = count;
    for (let place = (count >> 1) - 1; place >= 0; place--) this.#sink(place);
  }

  /** The first; -1 for none. */
  get top(): number {
    return this.#size === 0 ? -1 : this.#heap[0]!;
  }

  /** Takes the first out, of which there is one. */
  pop(): void {
    this.#placeOf[this.#heap[0]!] = -1;
    this.#size--;
    if (this.#size === 0) return;
    this.#put(this.#heap[this.#size]!, 0);
    this.#sink(0);
  }

  /** The number may have another place in the order now, if it is still in. */
  moved(number: number): void {
    const place = this.#placeOf[number]!;
    if (place !== -1) this.#sink(this.#rise(place));
  }

  #put(number: number, place: number): void {
    this.#heap[place] = number;
    this.#placeOf[number] = place;
  }

  #rise(from: number): number {
    const number = this.#heap[from]!;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(number, this.#heap[parent]!)) break;
      this.#put(this.#heap[parent]!, place);
      place = parent;
    }
    this.#put(number, place);
    return place;
  }

  #sink(from: number): void {
    const number = this.#heap[from]!;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.#isBefore(this.#heap[child + 1]!, this.#heap[child]!)) child++;
      if (!this.#isBefore(this.#heap[child]!, number)) break;
      this.#put(this.#heap[child]!, place);
      place = child;
    }
    this.#put(number, place);
  }
}
