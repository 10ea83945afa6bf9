// Pieces by name, each made when first asked for and never changed after. What nobody has asked for in the last rounds is not carried
// on: names that come and go leave nothing behind.

/** For so many rounds a piece is carried on without being asked for. */
const patience = 8;

interface Piece<V> {
  readonly value: V;
  /** The round in which it was last asked for. */
  asked: number;
}

/** Pieces that one round makes and later ones go on using. */
export class Kept<V> {
  readonly #pieces = new Map<string, Piece<V>>();
  readonly #round: number;

  constructor(round: number = 0) {
    this.#round = round;
  }

  /** The piece of the name; `make` makes it the first time. */
  get(name: string, make: () => V): V {
    let piece = this.#pieces.get(name);
    if (piece === undefined) {
      piece = { value: make(), asked: this.#round };
      this.#pieces.set(name, piece);
    }
    piece.asked = this.#round;
    return piece.value;
  }

  /** What a later round goes on with: each piece as `carry` makes it fit; undefined drops it. */
  carried(carry: (value: V) => V | undefined): Kept<V> {
    const next = new Kept<V>(this.#round + 1);
    for (const [name, { value, asked }] of this.#pieces) {
      const later = this.#round - asked < patience ? carry(value) : undefined;
      if (later !== undefined) next.#pieces.set(name, { value: later, asked });
    }
    return next;
  }
}
