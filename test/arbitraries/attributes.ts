import fc from "fast-check";
import type { Attributes, AttributeValue } from "../../src/index.ts";
import { dictionaryOf, rarely } from "./shapes.ts";

/** A value of an attribute: texts and numbers that look alike. */
export const attributeValue: fc.Arbitrary<AttributeValue> = rarely<AttributeValue>(
  4,
  fc.constantFrom("x", "y", "z"),
  fc.constantFrom<AttributeValue>("1", 1, 2, -0.5, "X", "xy", "__proto__", ""),
);

/** An attribute that agents carry. */
export const ownAttribute: fc.Arbitrary<string> = rarely(
  10,
  fc.constantFrom("zone", "rack"),
  fc.constantFrom("__proto__", "constructor", "os"),
);

/** An attribute that evaluators ask for: those of agents, and those that always exist. */
export const attributeName: fc.Arbitrary<string> = rarely(
  4,
  ownAttribute,
  fc.constantFrom("hostname", "agentId"),
);

/** What agents mostly say of themselves: a zone and a rack, of few. */
export const usualAttributes: fc.Arbitrary<Attributes> = fc.record(
  { zone: attributeValue, rack: attributeValue },
  { noNullPrototype: true },
);

/** What an agent may say of itself, or a task of where its data is. */
export const attributes: fc.Arbitrary<Attributes> = dictionaryOf<AttributeValue | readonly AttributeValue[]>(
  rarely(30, ownAttribute, fc.constantFrom("hostname", "agentId")),
  rarely<AttributeValue | readonly AttributeValue[]>(
    5,
    attributeValue,
    fc.array(attributeValue, { maxLength: 3 }),
  ),
  3,
);
