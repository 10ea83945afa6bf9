import { describe, expect, it } from "vitest";
import {
  attributeIn,
  attributeIs,
  attributeLike,
  balancedBy,
  hasAttribute,
  maxPer,
  not,
  sameBy,
  uniqueBy,
} from "../../../src/index.ts";
import { marathonConstraints, type MarathonConstraint } from "../../../src/mesos/marathon/constraints.ts";
import { holes, refusalText } from "../../support/build.ts";
import { allowedBy, instancesOn, offersWith } from "./where.ts";

/** Racks r1, r1, r2, r3, and none. */
const racks = offersWith({ rack: "r1" }, { rack: "r1" }, { rack: "r2" }, { rack: "r3" }, {});

function allowed(list: readonly MarathonConstraint[], ...running: readonly number[]): readonly string[] {
  return allowedBy(marathonConstraints(list), racks, instancesOn(...running));
}

describe("marathonConstraints", () => {
  it.each<[MarathonConstraint, readonly unknown[]]>([
    [["hostname", "UNIQUE"], [uniqueBy("hostname")]],
    [["@hostname", "UNIQUE"], [uniqueBy("hostname")]],
    [["@zone", "UNIQUE"], [uniqueBy("@zone")]],
    [
      ["rack", "CLUSTER"],
      [hasAttribute("rack"), sameBy("rack")],
    ],
    [
      ["rack", "CLUSTER", ""],
      [hasAttribute("rack"), sameBy("rack")],
    ],
    [["rack", "CLUSTER", "r1"], [attributeIs("rack", "r1")]],
    [["level", "CLUSTER", "7"], [attributeIn("level", ["7", 7])]],
    [["level", "CLUSTER", "7.0"], [attributeIs("level", "7.0")]],
    [["level", "CLUSTER", "0.1234"], [attributeIs("level", "0.1234")]],
    [["rack", "GROUP_BY"], [balancedBy("rack", { maxSkew: 1 })]],
    [["rack", "GROUP_BY", "3"], [balancedBy("rack", { expectedValues: 3, maxSkew: 1 })]],
    [["rack", "GROUP_BY", "12"], [balancedBy("rack", { expectedValues: 12, maxSkew: 1 })]],
    [["rack", "GROUP_BY", "-2147483648"], [balancedBy("rack", { maxSkew: 1 })]],
    [["rack", "MAX_PER", "2147483647"], [maxPer("rack", 2_147_483_647)]],
    [["rack", "GROUP_BY", "-3"], [balancedBy("rack", { maxSkew: 1 })]],
    [["rack", "LIKE", "r[12]"], [attributeLike("rack", "r[12]")]],
    [["rack", "UNLIKE", "r[12]"], [not(attributeLike("rack", "r[12]"))]],
    [["rack", "MAX_PER", "2"], [maxPer("rack", 2)]],
    [["rack", "MAX_PER", "+2"], [maxPer("rack", 2)]],
    [["rack", "MAX_PER", "0"], [maxPer("rack", 1)]],
    [["@region", "IS", "east/1_a.b-c"], [attributeIs("@region", "east/1_a.b-c")]],
    [["level", "IS", "7"], [attributeIn("level", ["7", 7])]],
    [["level", "IS", "120"], [attributeIn("level", ["120", 120])]],
    [["level", "IS", "1e3"], [attributeIs("level", "1e3")]],
    [["level", "IS", "0x10"], [attributeIs("level", "0x10")]],
    [["level", "IS", "0.0011"], [attributeIn("level", ["0.0011", 0.0011, 0.001])]],
    [["level", "IS", "0.80"], [attributeIn("level", ["0.80", 0.8])]],
    [["level", "IS", "-1.5"], [attributeIn("level", ["-1.5", -1.5])]],
    [["level", "IS", "0.8001"], [attributeIn("level", ["0.8001", 0.8001, 0.8])]],
    [["level", "IS", "0.8009"], [attributeIn("level", ["0.8009", 0.8009, 0.801])]],
    [["level", "IS", "0.0625"], [attributeIn("level", ["0.0625", 0.0625, 0.062])]],
    [["level", "IS", "0.1875"], [attributeIn("level", ["0.1875", 0.1875, 0.188])]],
    [["level", "IS", "9".repeat(400)], [attributeIs("level", "9".repeat(400))]],
    [["rack", "unique"], [uniqueBy("rack")]],
    [["rack", "Max_Per", "2"], [maxPer("rack", 2)]],
    [{ fieldName: "@hostname", operator: "UNIQUE" }, [uniqueBy("hostname")]],
    [{ fieldName: "rack", operator: "IS", value: "r1" }, [attributeIs("rack", "r1")]],
    [
      JSON.parse('{ "fieldName": "rack", "operator": "CLUSTER", "value": null }'),
      [hasAttribute("rack"), sameBy("rack")],
    ],
  ])("reads %j", (constraint, expected) => {
    expect(marathonConstraints([constraint])).toStrictEqual(expected);
  });

  it("keeps the order of the list", () => {
    expect(
      marathonConstraints([
        ["rack", "CLUSTER"],
        ["hostname", "UNIQUE"],
      ]),
    ).toStrictEqual([hasAttribute("rack"), sameBy("rack"), uniqueBy("hostname")]);
    expect(marathonConstraints([])).toStrictEqual([]);
  });
});

describe("UNIQUE", () => {
  it("wants a value that no other instance has", () => {
    expect(allowed([["rack", "UNIQUE"]])).toEqual(["a1", "a2", "a3", "a4"]);
    expect(allowed([["rack", "UNIQUE"]], 1)).toEqual(["a3", "a4"]);
    expect(allowed([["hostname", "UNIQUE"]], 1, 5)).toEqual(["a2", "a3", "a4"]);
  });
});

describe("CLUSTER", () => {
  it("wants the value of the first instance, which may go wherever there is one", () => {
    expect(allowed([["rack", "CLUSTER"]])).toEqual(["a1", "a2", "a3", "a4"]);
    expect(allowed([["rack", "CLUSTER"]], 1)).toEqual(["a1", "a2"]);
    expect(allowed([["hostname", "CLUSTER"]], 5)).toEqual(["a5"]);
  });

  it("with a value wants that one", () => {
    expect(allowed([["rack", "CLUSTER", "r1"]])).toEqual(["a1", "a2"]);
    expect(allowed([["rack", "CLUSTER", "r1"]], 3)).toEqual(["a1", "a2"]);
    expect(allowed([["hostname", "CLUSTER", "h4"]])).toEqual(["a4"]);
    expect(allowed([["rack", "CLUSTER", "r"]])).toEqual([]);
  });
});

describe("GROUP_BY", () => {
  it("wants an unused value, or one with the fewest instances", () => {
    expect(allowed([["rack", "GROUP_BY"]])).toEqual(["a1", "a2", "a3", "a4"]);
    expect(allowed([["rack", "GROUP_BY"]], 1, 3)).toEqual(["a1", "a2", "a3", "a4"]);
    expect(allowed([["rack", "GROUP_BY"]], 1, 2, 3)).toEqual(["a3", "a4"]);
  });

  it("wants neither of the values that have more than the fewest, even if one has still more", () => {
    expect(allowed([["rack", "GROUP_BY"]], 1, 1, 1, 3, 3, 4)).toEqual(["a4"]);
  });

  it("wants an unused value while fewer are in use than the number says", () => {
    expect(allowed([["rack", "GROUP_BY", "2"]], 1)).toEqual(["a3", "a4"]);
    expect(allowed([["rack", "GROUP_BY", "3"]], 1, 3)).toEqual(["a4"]);
    expect(allowed([["rack", "GROUP_BY", "2"]], 1, 3)).toEqual(["a1", "a2", "a3", "a4"]);
  });
});

describe("MAX_PER", () => {
  it("wants a value that fewer instances have", () => {
    expect(allowed([["rack", "MAX_PER", "2"]], 1, 2, 3)).toEqual(["a3", "a4"]);
    expect(allowed([["rack", "MAX_PER", "3"]], 1, 2, 3)).toEqual(["a1", "a2", "a3", "a4"]);
  });

  it("never refuses the first instance of a value", () => {
    expect(allowed([["rack", "MAX_PER", "0"]], 1)).toEqual(["a3", "a4"]);
  });
});

describe("LIKE and UNLIKE", () => {
  it("want the whole value to match, and not to", () => {
    expect(allowed([["rack", "LIKE", "r[12]"]])).toEqual(["a1", "a2", "a3"]);
    expect(allowed([["rack", "LIKE", "[12]"]])).toEqual([]);
    expect(allowed([["hostname", "LIKE", "h1|h2"]])).toEqual(["a1", "a2"]);
    expect(allowed([["hostname", "UNLIKE", "h[1-4]"]])).toEqual(["a5"]);
  });

  it("differ where there is no value: UNLIKE holds", () => {
    expect(allowed([["rack", "LIKE", ".*"]])).toEqual(["a1", "a2", "a3", "a4"]);
    expect(allowed([["rack", "UNLIKE", "r1"]])).toEqual(["a3", "a4", "a5"]);
    expect(allowed([["rack", "UNLIKE", ".*"]])).toEqual(["a5"]);
  });

  it("match a scalar as text", () => {
    const offers = offersWith({ level: 7 }, { level: 70 }, { level: 0.5 });
    expect(allowedBy(marathonConstraints([["level", "LIKE", "7.?"]]), offers)).toEqual(["a1", "a2"]);
    expect(allowedBy(marathonConstraints([["level", "UNLIKE", "0\\.5"]]), offers)).toEqual(["a1", "a2"]);
  });
});

describe("IS", () => {
  const offers = offersWith({ level: 0.8 }, { level: "0.80" }, { level: 7 }, { level: "high" }, {});
  const where = (value: string) => allowedBy(marathonConstraints([["level", "IS", value]]), offers);

  it("wants that text", () => {
    expect(where("high")).toEqual(["a4"]);
    expect(where("hig")).toEqual([]);
    expect(allowed([["@hostname", "IS", "h3"]])).toEqual(["a3"]);
  });

  it("compares a scalar by number, to the nearest thousandth", () => {
    expect(where("0.8")).toEqual(["a1"]);
    expect(where("0.80")).toEqual(["a1", "a2"]);
    expect(where("0.8001")).toEqual(["a1"]);
    expect(where("0.801")).toEqual([]);
    expect(where("7.000")).toEqual(["a3"]);
  });

  it("reads the fault domain", () => {
    const domains = offersWith({ "@region": "east", "@zone": "a" }, { "@region": "west", "@zone": "a" });
    expect(allowedBy(marathonConstraints([["@region", "IS", "west"]]), domains)).toEqual(["a2"]);
    expect(allowedBy(marathonConstraints([["@zone", "IS", "a"]]), domains)).toEqual(["a1", "a2"]);
  });
});

describe("a list that Marathon refuses", () => {
  it.each<[unknown, string]>([
    [{}, "constraints is an object, expected an array"],
    [["hostname"], 'constraints[0] is "hostname", expected an object'],
    [
      [["hostname"]],
      "constraints[0] is an array of 1, expected [field, operator] or [field, operator, value]",
    ],
    [
      [["a", "LIKE", "b", "c"]],
      "constraints[0] is an array of 4, expected [field, operator] or [field, operator, value]",
    ],
    [[["", "UNIQUE"]], 'constraints[0][0] is "", expected a non-empty string'],
    [[["a", 7]], "constraints[0][1] is 7, expected a non-empty string"],
    [
      [["a", "in", "b"]],
      'constraints[0][1] is "in", expected one of UNIQUE, CLUSTER, GROUP_BY, LIKE, UNLIKE, MAX_PER, IS',
    ],
    [[["a", "MAX_PER", 2]], "constraints[0][2] is 2, expected a string"],
    [[["a", "UNIQUE", ""]], 'constraints[0][2] is "", expected nothing: UNIQUE takes no value'],
    [
      [
        ["a", "UNIQUE"],
        ["a", "MAX_PER"],
      ],
      'constraints[1][1] is "MAX_PER", expected a value after it',
    ],
    [[["a", "MAX_PER", "two"]], 'constraints[0][2] is "two", expected a whole number as text, "3" say'],
    [[["a", "MAX_PER", "2.5"]], 'constraints[0][2] is "2.5", expected a whole number as text, "3" say'],
    [[["a", "GROUP_BY", ""]], 'constraints[0][2] is "", expected a whole number as text, "3" say'],
    [
      [["a", "GROUP_BY", "2147483648"]],
      'constraints[0][2] is "2147483648", expected a whole number as text, "3" say',
    ],
    [
      [["a", "GROUP_BY", "-2147483649"]],
      'constraints[0][2] is "-2147483649", expected a whole number as text, "3" say',
    ],
    [[["a", "LIKE"]], 'constraints[0][1] is "LIKE", expected a value after it'],
    [[["a", "UNLIKE"]], 'constraints[0][1] is "UNLIKE", expected a value after it'],
    [[["a", "LIKE", ""]], 'constraints[0][2] is "", expected a regular expression that is not empty'],
    [[["a", "IS"]], 'constraints[0][1] is "IS", expected a value after it'],
    [
      [["a", "IS", ""]],
      'constraints[0][2] is "", expected a text or scalar value of Mesos: letters, digits, _, /, . and -',
    ],
    ...["r 1", " r1", "r1 ", "r1,r2"].map((value): [unknown, string] => [
      [["a", "IS", value]],
      `constraints[0][2] is "${value}", expected a text or scalar value of Mesos: letters, digits, _, /, . and -`,
    ]),
    [
      [["a", "IS", "[0-9]"]],
      'constraints[0][2] is "[0-9]", expected a text or scalar value of Mesos: letters, digits, _, /, . and -',
    ],
    [
      [["agentId", "UNIQUE"]],
      'constraints[0][0] is "agentId", expected the name of another attribute, since this one is the agent\'s id',
    ],
    [[{ operator: "UNIQUE" }], "constraints[0].fieldName is undefined, expected a non-empty string"],
    [
      [{ fieldName: "a", operator: "unique" }],
      'constraints[0].operator is "unique", expected one of UNIQUE, CLUSTER, GROUP_BY, LIKE, UNLIKE, MAX_PER, IS',
    ],
    [[{ fieldName: "a", operator: "IS", value: 7 }], "constraints[0].value is 7, expected a string"],
    [[{ fieldName: "a", operator: "LIKE" }], 'constraints[0].operator is "LIKE", expected a value after it'],
  ])("%j throws: %s", (list, text) => {
    expect(refusalText(() => marathonConstraints(JSON.parse(JSON.stringify(list))))).toBe(text);
  });

  it("throws where it has holes", () => {
    expect(refusalText(() => marathonConstraints(holes(1)))).toBe(
      "constraints[0] is undefined, expected an object",
    );
  });

  it("throws for a regular expression that RE2 does not know", () => {
    for (const pattern of ["(", "(?=a)", "(a)\\1", "*"]) {
      expect(refusalText(() => marathonConstraints([["a", "LIKE", pattern]]))).toMatch(
        /^constraints\[0\]\[2\] is .*, expected a pattern in RE2 syntax/,
      );
    }
  });
});
