import { expectFields, expectWhole, refuse } from "../model/input/expect.ts";

/** An inclusive range as the v1 API writes it (mesos.proto, Value.Range). */
export interface MesosRange {
  readonly begin: number;
  readonly end: number;
}

/** Throws unless the value is a range of whole numbers within 0..`most`; paths are relative to it. */
export function checkRange(value: unknown, most: number): asserts value is MesosRange {
  const range = expectFields("", value);
  const begin = expectWhole("begin", range["begin"], 0, most);
  const end = expectWhole("end", range["end"], 0, most);
  if (begin > end) refuse("begin", begin, `a number ≤ ${end}, the end of the range`);
}
