// What is found out about kinds of tasks, kept from one such task to the next. Only `of` and `forget` write.

/** What tells a kind from others, one thing after the other: where one ends another may go on. */
export type Kind = readonly (string | number | undefined)[];

/** Kinds that begin alike. */
interface Branch<T> {
  /** Whether it has been asked about itself. */
  isAsked: boolean;
  known: T | undefined;
  /** What comes next; made when first needed. */
  next: Map<string | number | undefined, Branch<T>> | undefined;
}

/** What is known per kind. Texts that tasks bring are looked up as they are: to put them together would take longer than all the rest. */
export class Kinds<T> {
  readonly #make: () => T;
  readonly #all: Branch<T> = newBranch();
  /** Those of which something is known. */
  #known: Branch<T>[] = [];

  /** @param make what is known at first. */
  constructor(make: () => T) {
    this.#make = make;
  }

  /** What is known of the kind; undefined when it is asked about for the first time. */
  of(kind: Kind): T | undefined {
    let branch = this.#all;
    for (let i = 0; i < kind.length; i++) branch = after(branch, kind[i]);
    if (!branch.isAsked) {
      branch.isAsked = true;
      return undefined;
    }
    if (branch.known === undefined) {
      branch.known = this.#make();
      this.#known.push(branch);
    }
    return branch.known;
  }

  /** Nothing is known any more. */
  forget(): void {
    for (const branch of this.#known) branch.known = undefined;
    this.#known = [];
  }
}

function newBranch<T>(): Branch<T> {
  return { isAsked: false, known: undefined, next: undefined };
}

function after<T>(branch: Branch<T>, part: string | number | undefined): Branch<T> {
  branch.next ??= new Map();
  let next = branch.next.get(part);
  if (next === undefined) {
    next = newBranch();
    branch.next.set(part, next);
  }
  return next;
}
