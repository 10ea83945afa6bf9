import {
  expectEach,
  expectFields,
  expectString,
  expectNumber,
  expectText,
  refuse,
  type Fields,
} from "../model/input/expect.ts";
import type { Attributes, AttributeValue } from "../model/offer.ts";
import { checkRange } from "./range.ts";
import { ownOf, setOwn } from "./record.ts";

/**
 * The attributes of an offer: a TEXT is its string, a SCALAR its number, a SET its items, RANGES a text `first-last` each. Several of one name are
 * several values, in order. The fault domain alone gives `@region` and `@zone`, as Marathon names them. Undefined where there are none.
 */
export function attributesOf(offer: Fields): Attributes | undefined {
  let values: Record<string, AttributeValue | AttributeValue[]> | undefined;
  const add = (name: string, value: AttributeValue | AttributeValue[]): void => {
    values ??= {};
    const before = ownOf(values, name);
    setOwn(values, name, before === undefined ? value : joined(before, value));
  };
  if (offer["attributes"] !== undefined) {
    expectEach("attributes", offer["attributes"], (element) => {
      const attribute = expectFields("", element);
      const name = expectText("name", attribute["name"]);
      const value = valueOf(attribute);
      if (name !== "@region" && name !== "@zone") add(name, value);
    });
  }
  const domain = offer["domain"] === undefined ? {} : expectFields("domain", offer["domain"]);
  if (domain["fault_domain"] !== undefined) {
    const { region, zone } = expectFields("domain.fault_domain", domain["fault_domain"]);
    add("@region", nameOf("domain.fault_domain.region", region));
    add("@zone", nameOf("domain.fault_domain.zone", zone));
  }
  return values;
}

function nameOf(path: string, value: unknown): string {
  return expectText(`${path}.name`, expectFields(path, value)["name"]);
}

/** The value of the attribute, or a list of several, or of none. Paths are relative to it. */
function valueOf(attribute: Fields): AttributeValue | AttributeValue[] {
  const { type } = attribute;
  if (type === "TEXT") return expectString("text.value", expectFields("text", attribute["text"])["value"]);
  if (type === "SCALAR") {
    const number = expectFields("scalar", attribute["scalar"])["value"];
    return expectNumber("scalar.value", number, -Infinity, "a finite number");
  }
  if (type === "SET") return itemsOf(expectFields("set", attribute["set"])["item"]);
  if (type === "RANGES") return rangesOf(expectFields("ranges", attribute["ranges"])["range"]);
  return refuse("type", type, "TEXT, SCALAR, SET or RANGES");
}

function itemsOf(items: unknown): AttributeValue | AttributeValue[] {
  const list: string[] = [];
  if (items !== undefined) expectEach("set.item", items, (item) => list.push(expectString("", item)));
  return single(list);
}

function rangesOf(ranges: unknown): AttributeValue | AttributeValue[] {
  const list: string[] = [];
  if (ranges !== undefined) {
    expectEach("ranges.range", ranges, (range) => {
      checkRange(range, 2 ** 64);
      list.push(`${range.begin}-${range.end}`);
    });
  }
  return single(list);
}

/** The values of both, in the list of the first if it has one. */
function joined(
  before: AttributeValue | AttributeValue[],
  more: AttributeValue | AttributeValue[],
): AttributeValue | AttributeValue[] {
  const list = Array.isArray(before) ? before : [before];
  if (Array.isArray(more)) for (const value of more) list.push(value);
  else list.push(more);
  return single(list);
}

/** The only value of the list; otherwise the list. */
function single(list: AttributeValue[]): AttributeValue | AttributeValue[] {
  const [only] = list;
  return list.length === 1 && only !== undefined ? only : list;
}
