/** @dcos/recordio has no types of its own. */
declare module "@dcos/recordio" {
  /** The records at the beginning of the text, and the rest of it. */
  export function read(text: string): [records: string[], rest: string];
}
