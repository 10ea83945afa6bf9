// What is found out about kinds of tasks, kept from one such task to the next. Only `of` and `forget` write.

/** In the text of a kind, a name of which it is clear where it ends. */
export function named(name: string): string {
  return `${name.length}:${name}`;
}

/** What is known per kind. */
export class Kinds<T> {
  readonly #make: () => T;
  readonly #known = new Map<string, T | undefined>();

  /** @param make what is known at first. */
  constructor(make: () => T) {
    this.#make = make;
  }

  /** What is known of the kind; undefined when it is asked about for the first time. */
  of(kind: string): T | undefined {
    const known = this.#known.get(kind);
    if (known !== undefined) return known;
    const made = this.#known.has(kind) ? this.#make() : undefined;
    this.#known.set(kind, made);
    return made;
  }

  /** Nothing is known any more. */
  forget(): void {
    this.#known.forEach((_, kind) => this.#known.set(kind, undefined));
  }
}
