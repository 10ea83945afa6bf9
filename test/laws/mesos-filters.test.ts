import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { expect } from "vitest";
import {
  allOf,
  anyOf,
  attributeIn,
  attributeIs,
  attributeLike,
  clusterOf,
  exclusive,
  hasAttribute,
  match,
  not,
  uniqueBy,
  type Constraint,
  type Offer,
  type Task,
} from "../../src/index.ts";
import { minAllocatableFor, offerConstraintsFor, offersFrom } from "../../src/mesos/index.ts";
import { mesosScene } from "../arbitraries/mesos.ts";
import { rarely } from "../arbitraries/shapes.ts";
import { isAllocatable, isOffered, type WireAgent, type WireAttribute } from "../mesos/filters.ts";
import { offersEvent, wireOffer, type WireOffer } from "../mesos/wire.ts";
import { runs, timeLimitMs } from "./runs.ts";

/** Whether the task can be placed on these offers, all of one agent. */
function fits(offers: readonly Offer[], task: Task): boolean {
  return match({ cluster: clusterOf(offers), tasks: [task], nowMs: 0 }).assignments.length === 1;
}

function readOffers(offers: readonly WireOffer[], role: string): readonly Offer[] {
  const read = offersFrom(offersEvent(...offers), { role });
  expect(read.unreadable).toEqual([]);
  return read.offers;
}

const text = fc.constantFrom("x", "y", "xy", "1", "");
const name = fc.constantFrom("rack", "rack", "rack", "os", "@zone", "hostname");

const attribute: fc.Arbitrary<WireAttribute> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ name, type: fc.constant("TEXT"), text: fc.record({ value: text }) }),
  },
  fc.record({ name, type: fc.constant("SCALAR"), scalar: fc.record({ value: fc.nat({ max: 2 }) }) }),
  fc.record({ name, type: fc.constant("SET"), set: fc.record({ item: fc.array(text, { maxLength: 2 }) }) }),
  fc.record({
    name,
    type: fc.constant("RANGES"),
    ranges: fc.constantFrom({}, { range: [{ begin: 1, end: 1 }] }),
  }),
);

const zone = fc.constantFrom("x", "y");
const domain = zone.map((value) => ({ fault_domain: { region: { name: "x" }, zone: { name: value } } }));
const hostname = fc.constantFrom("x", "y", "h");

const agent: fc.Arbitrary<WireAgent> = fc
  .tuple(hostname, fc.array(attribute, { maxLength: 4 }), fc.option(domain, { nil: undefined }))
  .map(([host, attributes, place]) => ({
    hostname: host,
    attributes,
    ...(place !== undefined && { domain: place }),
  }));

/** Trees of what a master can be asked of texts, or of anything. */
function constraintOf(isOfTexts: boolean): fc.Arbitrary<Constraint> {
  const asked = isOfTexts
    ? fc.constantFrom("rack", "os", "@zone", "hostname")
    : rarely(6, name, fc.constantFrom("@region", "agentId"));
  const value = isOfTexts ? text : rarely<string | number>(5, text, fc.constantFrom(0, 1, 2));
  const pattern = isOfTexts
    ? fc.constantFrom("x.*", "[^x]", "x|1", "")
    : fc.constantFrom("x.*", "[^x]", ".*", "(?i)X", "\\d");
  const leaf: fc.Arbitrary<Constraint> = fc.oneof(
    fc.tuple(asked, value).map(([of, one]) => attributeIs(of, one)),
    fc.tuple(asked, fc.array(value, { maxLength: 2 })).map(([of, list]) => attributeIn(of, list)),
    fc.tuple(asked, pattern).map(([of, one]) => attributeLike(of, one)),
    asked.map((of) => hasAttribute(of)),
    ...(isOfTexts ? [] : [fc.constantFrom(exclusive(), uniqueBy("rack"))]),
  );
  const denied = fc.oneof(leaf, leaf.map(not));
  const pair = fc.array(denied, { maxLength: 2 });
  const tree = fc.oneof(
    denied,
    pair.map((parts) => allOf(...parts)),
    pair.map((parts) => anyOf(...parts)),
  );
  if (isOfTexts) return fc.oneof(tree, tree.map(not));
  const trees = fc.array(tree, { maxLength: 8 });
  return fc.oneof(
    { weight: 6, arbitrary: leaf },
    tree,
    trees.map((parts) => allOf(...parts)),
    trees.map((parts) => not(anyOf(...parts))),
    trees.map((parts) => anyOf(...parts)),
  );
}

function tasksOf(lists: readonly (readonly Constraint[])[]): readonly Task[] {
  return lists.map((constraints, i) => ({ id: `t${i}`, role: "svc", resources: {}, constraints }));
}

/** Names of attributes that the agent has once at most. */
function singleIn({ attributes = [] }: WireAgent): readonly string[] {
  return ["rack", "os"].filter((one) => attributes.filter((each) => each.name === one).length < 2);
}

const lists = fc.oneof(
  constraintOf(false).map((only) => [[only]]),
  fc.array(fc.array(constraintOf(false), { minLength: 1, maxLength: 2 }), { maxLength: 3 }),
);

test.prop([agent, lists], runs(2))(
  "an agent on which a task may be placed is offered, whatever its attributes",
  (one, asked) => {
    const tasks = tasksOf(asked);
    const offers = readOffers([wireOffer(1, [], { ...one })], "svc");
    const mayGo = tasks.some((task) => fits(offers, task));
    for (const single of [[], singleIn(one)]) {
      const constraints = offerConstraintsFor(tasks, { roles: ["svc"], single });
      if (mayGo) expect(isOffered(constraints, "svc", one)).toBe(true);
    }
  },
  timeLimitMs,
);

const textAgent = fc.record<WireAgent>({
  hostname,
  domain,
  attributes: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom("rack", "os"),
      type: fc.constant("TEXT"),
      text: fc.record({ value: text }),
    }),
    { selector: (each) => each.name, maxLength: 2 },
  ),
});

test.prop([textAgent, fc.array(constraintOf(true), { minLength: 1, maxLength: 2 })], runs(2))(
  "an agent that has one text of each name is offered if and only if a task may be placed on it",
  (one, list) => {
    const tasks = tasksOf(list.map((each) => [each]));
    const offers = readOffers([wireOffer(1, [], { ...one })], "svc");
    const constraints = offerConstraintsFor(tasks, { roles: ["svc"], single: ["rack", "os"] });
    expect(isOffered(constraints, "svc", one)).toBe(tasks.some((task) => fits(offers, task)));
  },
  timeLimitMs,
);

test.prop([mesosScene], runs(0.5))(
  "an offer that could take a task, alone or with those that are held, is not too small to be made",
  ({ offers, tasks, role }) => {
    const roles = ["svc", "ads"];
    const read = readOffers(offers, role);
    const filters = minAllocatableFor(tasks, { roles });
    for (const [i, { agentId, role: to = "" }] of read.entries()) {
      const resources = offers[i]?.resources ?? [];
      const ours = tasks.filter((task) => task.role === to);
      const alone = read.slice(i, i + 1);
      if (ours.some((task) => fits(alone, task))) expect(isAllocatable(filters, to, resources)).toBe(true);
      const held = read.filter((each, j) => j !== i && each.agentId === agentId && each.role === to);
      const beside = minAllocatableFor(tasks, { roles, cluster: clusterOf(held) });
      if (ours.some((task) => fits([...held, ...alone], task))) {
        expect(isAllocatable(beside, to, resources)).toBe(true);
      }
    }
  },
  timeLimitMs,
);
