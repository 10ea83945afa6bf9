import { expectFields, expectList, expectString, expectText, refuse } from "../../model/input/expect.ts";
import { given } from "./given.ts";

/** One of Marathon's constraints, taken apart, each part with its path. */
export interface Words {
  readonly field: Word;
  readonly operator: Word;
  /** The operator in upper case, where it may be in lower case too. */
  readonly known: string;
  readonly value?: Word;
}

/** A text and its path. */
export interface Word {
  readonly path: string;
  readonly text: string;
}

/** Throws unless the value is a list of Marathon's constraints. */
export function readWords(path: string, value: unknown): readonly Words[] {
  return expectList(path, value).map((each, i) =>
    Array.isArray(each) ? wordsOfList(`${path}[${i}]`, each) : wordsOfObject(`${path}[${i}]`, each),
  );
}

function wordsOfList(path: string, list: readonly unknown[]): Words {
  if (list.length < 2 || list.length > 3) {
    refuse(path, list, "[field, operator] or [field, operator, value]");
  }
  const field = wordOf(`${path}[0]`, list[0]);
  const operator = wordOf(`${path}[1]`, list[1]);
  const words = { field, operator, known: operator.text.toUpperCase() };
  return list.length === 2 ? words : { ...words, value: stringOf(`${path}[2]`, list[2]) };
}

function wordsOfObject(path: string, value: unknown): Words {
  const fields = expectFields(path, value);
  const operator = wordOf(`${path}.operator`, fields["operator"]);
  const field = wordOf(`${path}.fieldName`, fields["fieldName"]);
  const words = { field, operator, known: operator.text };
  const argument = given(fields, "value");
  return argument === undefined ? words : { ...words, value: stringOf(`${path}.value`, argument) };
}

function wordOf(path: string, value: unknown): Word {
  return { path, text: expectText(path, value) };
}

/** A text that may be empty. */
function stringOf(path: string, value: unknown): Word {
  return { path, text: expectString(path, value) };
}
