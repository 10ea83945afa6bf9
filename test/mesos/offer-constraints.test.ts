import { describe, expect, it } from "vitest";
import {
  allOf,
  anyOf,
  attributeIn,
  attributeIs,
  attributeLike,
  customConstraint,
  enqueue,
  exclusive,
  hasAttribute,
  not,
  queueOf,
  uniqueBy,
  type Constraint,
  type Task,
} from "../../src/index.ts";
import { offerConstraintsFor, type MesosOfferConstraints } from "../../src/mesos/index.ts";
import { refusalText, task } from "../support/build.ts";

const hostname = { pseudoattribute_type: "HOSTNAME" } as const;
const zone = { pseudoattribute_type: "ZONE" } as const;
const region = { pseudoattribute_type: "REGION" } as const;
const rack = { attribute_name: "rack" } as const;
const os = { attribute_name: "os" } as const;
const exists = { exists: {} } as const;
const anyText = { text_not_matches: { regex: "(?s).*" } } as const;

function equal(value: string): { readonly text_equals: { readonly value: string } } {
  return { text_equals: { value } };
}

function unequal(value: string): { readonly text_not_equals: { readonly value: string } } {
  return { text_not_equals: { value } };
}

function like(regex: string): { readonly text_matches: { readonly regex: string } } {
  return { text_matches: { regex } };
}

function unlike(regex: string): { readonly text_not_matches: { readonly regex: string } } {
  return { text_not_matches: { regex } };
}

type Asked = MesosOfferCase[number];
type MesosOfferCase = readonly (readonly (readonly [selector: object, predicate: object])[])[];

/** The constraints of groups of selectors and predicates, for the role `*`. */
function groups(...list: MesosOfferCase): unknown {
  const filled = list.map((group) => ({
    attribute_constraints: group.map(([selector, predicate]) => ({ selector, predicate })),
  }));
  return { role_constraints: { "*": { groups: filled } } };
}

const unconstrained = { role_constraints: {} };

/** The constraints for tasks with a constraint each, where racks come once at most. */
function compiled(...constraints: readonly Constraint[]): MesosOfferConstraints {
  const tasks = constraints.map((each, i) => task({ id: `t${i}`, constraints: [each] }));
  return offerConstraintsFor(tasks, { roles: ["*"], single: ["rack"] });
}

/** How many groups there are for the role `*`; undefined for no constraint. */
function countOf({ role_constraints }: MesosOfferConstraints): number | undefined {
  return role_constraints["*"]?.groups.length;
}

function racks(count: number, from = 0): readonly string[] {
  return Array.from({ length: count }, (_, i) => `r${from + i}`);
}

/** A constraint whose fields JSON passes over. */
class OnRack {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  get kind() {
    return "attributeIs" as const;
  }
  get name() {
    return "rack";
  }
  get value() {
    return this.#value;
  }
}

describe("offerConstraintsFor", () => {
  it("reads constraints of a class, and passes over fields that it does not know", () => {
    const noted = { ...attributeIs("rack", "c"), note: 10n };
    expect(compiled(new OnRack("a"), new OnRack("b"), noted)).toEqual(
      compiled(...["a", "b", "c"].map((value) => attributeIs("rack", value))),
    );
  });

  it.each<readonly [string, Constraint, readonly Asked[]]>([
    ["a value of a single attribute", attributeIs("rack", "a"), [[[rack, equal("a")]]]],
    ["a value of one that may have several", attributeIs("os", "a"), [[[os, exists]]]],
    ["a number, which a master cannot compare", attributeIs("rack", 1), [[[rack, exists]]]],
    ["several values", attributeIn("rack", ["b", "a"]), [[[rack, equal("a")]], [[rack, equal("b")]]]],
    ["several of several", attributeIn("os", ["a", "b"]), [[[os, exists]]]],
    ["a pattern", attributeLike("rack", "r[0-9]+"), [[[rack, like("r[0-9]+")]]]],
    ["a pattern of several", attributeLike("os", "r.*"), [[[os, exists]]]],
    ["a pattern that masters may read otherwise", attributeLike("rack", "(?i)r"), [[[rack, exists]]]],
    ["an attribute", hasAttribute("os"), [[[os, exists]]]],
    ["a host", attributeIs("hostname", "h1"), [[[hostname, equal("h1")]]]],
    ["a host by a pattern", attributeLike("hostname", "h.*"), [[[hostname, like("h.*")]]]],
    ["a zone", attributeIs("@zone", "z1"), [[[zone, equal("z1")]]]],
    ["a region", hasAttribute("@region"), [[[region, exists]]]],
    ["not a value", not(attributeIs("os", "a")), [[[os, unequal("a")]]]],
    [
      "none of several values",
      not(attributeIn("os", ["b", 1, "a"])),
      [
        [
          [os, unequal("a")],
          [os, unequal("b")],
        ],
      ],
    ],
    ["not a pattern", not(attributeLike("os", "r.*")), [[[os, unlike("r.*")]]]],
    ["no attribute", not(hasAttribute("os")), [[[os, anyText]]]],
    ["no region", not(hasAttribute("@region")), [[[region, anyText]]]],
    ["twice not", not(not(attributeIs("rack", "a"))), [[[rack, equal("a")]]]],
    [
      "all of",
      allOf(attributeIs("rack", "a"), hasAttribute("os"), uniqueBy("rack")),
      [
        [
          [os, exists],
          [rack, equal("a")],
        ],
      ],
    ],
    [
      "any of",
      anyOf(attributeIs("rack", "a"), not(attributeIs("os", "b"))),
      [[[os, unequal("b")]], [[rack, equal("a")]]],
    ],
    [
      "not all of",
      not(allOf(attributeIs("rack", "a"), attributeIs("os", "b"))),
      [[[os, unequal("b")]], [[rack, unequal("a")]]],
    ],
    [
      "not any of",
      not(anyOf(attributeIs("rack", "a"), attributeIs("os", "b"))),
      [
        [
          [os, unequal("b")],
          [rack, unequal("a")],
        ],
      ],
    ],
    [
      "any of within all of",
      allOf(anyOf(attributeIs("rack", "a"), attributeIs("rack", "b")), hasAttribute("os")),
      [
        [
          [os, exists],
          [rack, equal("a")],
        ],
        [
          [os, exists],
          [rack, equal("b")],
        ],
      ],
    ],
    [
      "what asks more beside what asks less",
      anyOf(allOf(attributeIs("rack", "a"), hasAttribute("os")), hasAttribute("os")),
      [[[os, exists]]],
    ],
    ["nothing that any agent is", attributeIn("rack", []), [[[hostname, { not_exists: {} }]]]],
    ["a host that is a number", attributeIs("hostname", 1), [[[hostname, { not_exists: {} }]]]],
    ["no hostname", not(hasAttribute("hostname")), [[[hostname, { not_exists: {} }]]]],
    [
      "what never holds, and more",
      allOf(anyOf(), anyOf(attributeIs("rack", "a"), attributeIs("rack", "b"))),
      [[[hostname, { not_exists: {} }]]],
    ],
    ["half a character", attributeIs("rack", "\uD800"), [[[rack, exists]]]],
    ["a whole one", attributeIs("rack", "\u{1F600}"), [[[rack, equal("\u{1F600}")]]]],
  ])("asks of the master %s", (_, constraint, expected) => {
    expect(compiled(constraint)).toEqual(groups(...expected));
  });

  it.each<readonly [string, Constraint]>([
    ["of co-tasks", uniqueBy("rack")],
    ["of co-tasks, denied", not(uniqueBy("rack"))],
    ["to be alone", exclusive()],
    ["of the user's own", customConstraint("mine", () => () => true)],
    ["on the id of the agent", attributeIs("agentId", "a1")],
    ["on the id of the agent, denied", not(attributeIs("agentId", "a1"))],
    ["on there being an id", hasAttribute("agentId")],
    ["on there being none", not(hasAttribute("agentId"))],
    ["on there being a hostname", hasAttribute("hostname")],
    ["that is met or not met", anyOf(attributeIs("rack", "a"), exclusive())],
    ["of nothing", allOf()],
    ["not to be a number", not(attributeIs("rack", 1))],
    ["not to match what masters may read otherwise", not(attributeLike("rack", "\\pL"))],
    ["not to be half a character", not(attributeIs("rack", "a\uDC00"))],
    ["with half a character in the name", attributeIs("\uD800", "a")],
  ])("asks nothing for a constraint %s", (_, constraint) => {
    expect(compiled(constraint)).toEqual(unconstrained);
  });

  it("asks that all constraints of a task hold, for one task or another", () => {
    const tasks: readonly Task[] = [
      task({ id: "t1", constraints: [attributeIs("rack", "a"), attributeIs("hostname", "h1")] }),
      task({ id: "t2", constraints: [attributeIs("rack", "b")] }),
    ];
    const expected = groups(
      [[rack, equal("b")]],
      [
        [rack, equal("a")],
        [hostname, equal("h1")],
      ],
    );
    expect(offerConstraintsFor(tasks, { roles: ["*"], single: ["rack"] })).toEqual(expected);
  });

  it("gives the same whatever the order of the tasks", () => {
    const some = [attributeIs("rack", "a"), attributeIn("rack", ["a", "b"]), not(hasAttribute("os"))];
    expect(compiled(...some.toReversed())).toStrictEqual(compiled(...some));
    expect(JSON.stringify(compiled(...some.toReversed()))).toBe(JSON.stringify(compiled(...some)));
  });

  it("leaves out roles with a task that may go anywhere, roles without tasks and roles that were not named", () => {
    const constraints = [attributeIs("hostname", "h1")];
    const tasks: readonly Task[] = [
      task({ id: "t1", role: "pinned", constraints }),
      task({ id: "t2", role: "free", constraints }),
      task({ id: "t3", role: "free" }),
      task({ id: "t4", role: "other", constraints }),
    ];
    const { role_constraints } = offerConstraintsFor(tasks, { roles: ["free", "pinned", "idle", "pinned"] });
    expect(Object.keys(role_constraints)).toEqual(["pinned"]);
  });

  it("takes a queue, and roles of any name", () => {
    const constraints = [attributeIs("hostname", "h1")];
    const queue = enqueue(queueOf(), [task({ role: "__proto__", constraints })]);
    const { role_constraints } = offerConstraintsFor(queue, { roles: ["__proto__"] });
    expect(Object.entries(role_constraints)).toHaveLength(1);
  });

  it("asks only that attributes are there where there would be more than 32 groups", () => {
    expect(countOf(compiled(attributeIn("rack", racks(32))))).toBe(32);
    expect(compiled(attributeIn("rack", racks(33)))).toEqual(groups([[rack, exists]]));
    expect(compiled(attributeIn("rack", racks(20)), attributeIn("rack", racks(20, 20)))).toEqual(
      groups([[rack, exists]]),
    );
    const patterns = racks(33).map((name) => allOf(attributeLike("rack", `${name}.`), hasAttribute("os")));
    expect(compiled(...patterns)).toEqual(
      groups([
        [os, exists],
        [rack, exists],
      ]),
    );
    expect(compiled(attributeIn("@zone", racks(33)))).toEqual(groups([[zone, exists]]));
    expect(compiled(attributeIn("hostname", racks(33)))).toEqual(unconstrained);
    expect(compiled(...racks(33).map((name) => not(attributeIs("rack", name))))).toEqual(unconstrained);
    const names = racks(33).map((name) => hasAttribute(name));
    expect(compiled(...names)).toEqual(unconstrained);
  });

  it("leaves out of what must all hold that with which there would be more than 32 groups", () => {
    const few = anyOf(hasAttribute("a"), hasAttribute("b"));
    const some = attributeIn("rack", racks(17));
    expect(countOf(compiled(allOf(some, few)))).toBe(2);
    expect(countOf(compiled(allOf(attributeIn("rack", racks(16)), few)))).toBe(32);
    // Not even tried: the 33rd choice, and too many pairs.
    const same = Array.from({ length: 32 }, () => anyOf(hasAttribute("a"), hasAttribute("b")));
    const last = anyOf(hasAttribute("b"), hasAttribute("c"));
    expect(countOf(compiled(allOf(...same, last)))).toBe(2);
    expect(compiled(allOf(...same.slice(1), last))).not.toEqual(compiled(allOf(...same, last)));
    const most = attributeIn("rack", racks(32));
    const others = anyOf(...["a", "b", "c", "d", "e"].map((name) => hasAttribute(name)));
    expect(countOf(compiled(allOf(most, others)))).toBe(5);
    // Tried, since many may come to few.
    const again = attributeIn("rack", racks(4));
    expect(countOf(compiled(allOf(attributeIn("rack", racks(32)), again)))).toBe(4);
    const shifted = compiled(allOf(attributeIn("rack", racks(6)), attributeIn("rack", racks(6, 1))));
    expect(shifted).toEqual(
      groups(
        ...racks(5, 1).map((name) => [[rack, equal(name)] as const]),
        ["r0", "r6"].map((name) => [rack, equal(name)] as const),
      ),
    );
  });

  it("asks no more than 64 things in a group", () => {
    const { role_constraints } = compiled(not(attributeIn("rack", racks(65))));
    expect(role_constraints["*"]?.groups.map((group) => group.attribute_constraints.length)).toEqual([64]);
  });

  it.each<readonly [string, unknown, unknown]>([
    ["tasks is 1, expected an array of tasks, or a queue", 1, { roles: [] }],
    ['tasks[0].id is "", expected a non-empty string', [{ id: "", resources: {} }], { roles: [] }],
    ["options is undefined, expected an object", [], undefined],
    ["options.roles is undefined, expected an array", [], {}],
    ['options.roles[1] is "", expected a non-empty string', [], { roles: ["a", ""] }],
    ["options.single is 1, expected an array", [], { roles: [], single: 1 }],
    ["options.single[0] is 1, expected a non-empty string", [], { roles: [], single: [1] }],
  ])("refuses: %s", (text, tasks, options) => {
    expect(refusalText(() => Reflect.apply(offerConstraintsFor, undefined, [tasks, options]))).toBe(text);
  });
});
