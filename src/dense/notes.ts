// Layout. What is known of an object that was made here lies in a private field of it: nobody sees it, no copy has it, and it goes when the object goes. A
// WeakMap would tell the same; but V8 takes its values, and all they lead to, for alive until it next looks at the whole heap.

/** Gives back what it is given: the field of a subclass is put on that. */
const Host = function give(object: object): object {
  return object;
} as unknown as new (object: object) => object;

/** What is known of some objects. */
export interface Notes<V> {
  /** Of an object of which nothing has been noted, and which is not frozen yet. */
  readonly note: (object: object, value: V) => void;
  /** What has been noted of it; undefined for anything else. */
  readonly find: (value: unknown) => V | undefined;
  /** What has been noted of an object of which something has. */
  readonly of: (object: object) => V;
}

/** Notes of nothing. */
export function newNotes<V>(): Notes<V> {
  class Note extends Host {
    readonly #value: V;

    constructor(object: object, value: V) {
      super(object);
      this.#value = value;
    }

    static find(value: unknown): V | undefined {
      return typeof value === "object" && value !== null && #value in value ? value.#value : undefined;
    }
  }
  return {
    note: (object, value) => void new Note(object, value),
    find: (value) => Note.find(value),
    of: (object) => Note.find(object)!,
  };
}
