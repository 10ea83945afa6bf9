import {
  expectEach,
  expectFields,
  expectNumber,
  expectText,
  refuse,
  type Fields,
} from "../model/input/expect.ts";
import type { Attributes, AttributeValue } from "../model/offer.ts";
import { checkRange } from "./range.ts";
import { recordOf } from "./record.ts";

/**
 * The attributes of an offer: a TEXT is its string, a SCALAR its number, a SET its items, RANGES a text `first-last` each. Several of one name are
 * several values, in order. The fault domain alone gives `@region` and `@zone`, as Marathon names them. Undefined where there are none.
 */
export function attributesOf(offer: Fields): Attributes | undefined {
  const values = new Map<string, AttributeValue[]>();
  if (offer["attributes"] !== undefined) {
    expectEach("attributes", offer["attributes"], (attribute) => readAttribute(values, attribute));
  }
  for (const name of ["@region", "@zone"]) values.delete(name);
  const domain = offer["domain"] === undefined ? {} : expectFields("domain", offer["domain"]);
  if (domain["fault_domain"] !== undefined) {
    const { region, zone } = expectFields("domain.fault_domain", domain["fault_domain"]);
    values.set("@region", [nameOf("domain.fault_domain.region", region)]);
    values.set("@zone", [nameOf("domain.fault_domain.zone", zone)]);
  }
  if (values.size === 0) return undefined;
  const attributes: Map<string, AttributeValue | readonly AttributeValue[]> = values;
  for (const [name, list] of values) {
    const [only] = list;
    if (list.length === 1 && only !== undefined) attributes.set(name, only);
  }
  return recordOf(attributes);
}

function nameOf(path: string, value: unknown): string {
  return expectText(`${path}.name`, expectFields(path, value)["name"]);
}

/** Adds the values of the attribute to those of its name. Paths are relative to it. */
function readAttribute(values: Map<string, AttributeValue[]>, value: unknown): void {
  const attribute = expectFields("", value);
  const name = expectText("name", attribute["name"]);
  let list = values.get(name);
  if (list === undefined) {
    list = [];
    values.set(name, list);
  }
  const { type } = attribute;
  if (type === "TEXT") list.push(textOf("text.value", expectFields("text", attribute["text"])["value"]));
  else if (type === "SCALAR") {
    const number = expectFields("scalar", attribute["scalar"])["value"];
    list.push(expectNumber("scalar.value", number, -Infinity, "a finite number"));
  } else if (type === "SET") addItems(list, expectFields("set", attribute["set"])["item"]);
  else if (type === "RANGES") addRanges(list, expectFields("ranges", attribute["ranges"])["range"]);
  else refuse("type", type, "TEXT, SCALAR, SET or RANGES");
}

function addItems(list: AttributeValue[], items: unknown): void {
  if (items !== undefined) expectEach("set.item", items, (item) => list.push(textOf("", item)));
}

function addRanges(list: AttributeValue[], ranges: unknown): void {
  if (ranges === undefined) return;
  expectEach("ranges.range", ranges, (range) => {
    checkRange(range, 2 ** 64);
    list.push(`${range.begin}-${range.end}`);
  });
}

/** A text, which may be empty. */
function textOf(path: string, value: unknown): string {
  if (typeof value !== "string") refuse(path, value, "a string");
  return value;
}
