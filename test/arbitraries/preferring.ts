import fc from "fast-check";
import type {
  Among,
  Attributes,
  ClusterEvent,
  Constraint,
  Fitness,
  Offer,
  Policy,
  Preference,
  Task,
} from "../../src/index.ts";
import {
  attributeIs,
  attributeLike,
  awayFrom,
  balancedBy,
  binPack,
  exclusive,
  locality,
  maxPer,
  near,
  not,
  prefer,
  preferHigh,
  sameBy,
  spread,
  uniqueBy,
  weighted,
} from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";
import { inTurn, rarely } from "./shapes.ts";

const attribute = fc.constantFrom("hostname", "hostname", "rack", "rack", "zone");
const group = fc.constantFrom("red", "green");
const among: fc.Arbitrary<Among | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: group.map((name) => ({ group: name })) },
);

const balanced: fc.Arbitrary<Constraint> = fc
  .tuple(attribute, fc.constantFrom({}, {}, { expectedValues: 2 }, { expectedValues: 400 }), among)
  .map(([name, options, picked]) => balancedBy(name, options, picked));

/** What it says of an agent turns as tasks come to it, or elsewhere. */
const turning: fc.Arbitrary<Constraint> = fc
  .oneof<fc.Arbitrary<Constraint>[]>(
    fc.tuple(attribute, among).map(([name, picked]) => uniqueBy(name, picked)),
    fc
      .tuple(attribute, fc.integer({ min: 1, max: 3 }), among)
      .map(([name, n, picked]) => maxPer(name, n, picked)),
    fc.tuple(among, attribute).map(([picked, name]) => near(picked, name)),
    fc.tuple(among, attribute).map(([picked, name]) => awayFrom(picked, name)),
    fc.tuple(attribute, among).map(([name, picked]) => sameBy(name, picked)),
    fc.constant(exclusive()),
  )
  .chain((one) => fc.constantFrom(one, one, not(one)));

const ofAttributes: fc.Arbitrary<Constraint> = fc.constantFrom(
  attributeIs("zone", "z1"),
  attributeIs("rack", "r7"),
  attributeLike("hostname", "h\\d*5"),
  attributeLike("rack", "r1.*"),
);

const likes: fc.Arbitrary<Fitness> = fc.constantFrom(
  locality(["hostname", "rack", "zone"]),
  locality(["rack"]),
  binPack("mem"),
  spread("cpus"),
  weighted([
    [locality(["rack", "zone"]), 2],
    [binPack("cpus"), 1],
  ]),
);

const weight = fc.constantFrom(1, 1, 2, 0.1, 0.3);

const ofTurning: fc.Arbitrary<Preference> = fc.tuple(turning, weight).map(([one, many]) => prefer(one, many));

const ofAny: fc.Arbitrary<Preference> = fc.oneof<fc.MaybeWeightedArbitrary<Preference>[]>(
  { weight: 2, arbitrary: ofTurning },
  { weight: 2, arbitrary: fc.tuple(balanced, weight).map(([one, many]) => prefer(one, many)) },
  { weight: 2, arbitrary: fc.tuple(ofAttributes, weight).map(([one, many]) => prefer(one, many)) },
  { weight: 2, arbitrary: fc.tuple(likes, weight).map(([one, many]) => preferHigh(one, many)) },
);

const preferences = fc.oneof<fc.Arbitrary<readonly Preference[]>[]>(
  ofTurning.map((one) => [one]),
  fc.array(ofTurning, { minLength: 2, maxLength: 3 }),
  fc.array(ofAny, { minLength: 1, maxLength: 3 }),
);

/** What the tasks of a kind have beside their preferences. */
const beside: fc.Arbitrary<Pick<Task, "group" | "locations" | "constraints">> = fc.record(
  {
    group,
    locations: fc.constantFrom<Attributes[]>(
      { rack: ["r3", "r40"], zone: "z1" },
      { hostname: ["h5", "h70"], rack: "r270" },
      { rack: Array.from({ length: 40 }, (_, i) => `r${i * 5}`) },
    ),
    constraints: rarely(
      3,
      ofAttributes.map((one) => [one]),
      turning.map((one) => [one]),
    ),
  },
  { requiredKeys: ["group"], noNullPrototype: true },
);

const judging: fc.Arbitrary<Policy> = fc.record(
  {
    fitness: fc.constantFrom<Fitness[]>(
      binPack("cpus", "mem"),
      binPack("cpus"),
      spread("cpus"),
      locality(["rack", "zone"]),
      weighted([
        [locality(["hostname", "rack"]), 1],
        [binPack("cpus"), 1],
      ]),
    ),
    weights: fc.constantFrom(
      { fitness: 1, preferences: 1, devices: 0 },
      { fitness: 1, preferences: 0.1, devices: 0 },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const policy: fc.Arbitrary<Policy> = rarely(
  6,
  judging,
  fc.tuple(judging, fc.constantFrom(0.4, 0.8)).map(([one, goodEnough]) => ({ ...one, goodEnough })),
);

/**
 * A round in which tasks of a few kinds come in turns; what they prefer turns as tasks come. There are so many hosts, and about so many racks, that these do not tell
 * agents apart.
 */
export function preferringScenario(): fc.Arbitrary<Scenario> {
  return fc
    .record({
      agents: fc.integer({ min: 250, max: 320 }),
      racks: fc.constantFrom(20, 34, 100, 255, 257),
      usual: fc.constantFrom("red", "red", "green", null),
      others: fc.array(fc.tuple(fc.nat({ max: 319 }), fc.constantFrom("red", "green", null)), {
        maxLength: 12,
        size: "max",
      }),
      shapes: fc.array(fc.constantFrom(1, 2, 4, 8), { minLength: 1, maxLength: 3 }),
      lists: fc.array(preferences, { minLength: 1, maxLength: 2 }),
      kinds: fc.array(fc.tuple(beside, fc.nat({ max: 1 })), { minLength: 1, maxLength: 4 }),
      turns: fc.array(fc.nat({ max: 59 }), { minLength: 20, maxLength: 60, size: "max" }),
      sizes: fc.array(fc.constantFrom(0.5, 1, 2, 4), { minLength: 1, maxLength: 4 }),
      policy,
    })
    .map(({ agents, racks, usual, others, shapes, lists, kinds, turns, sizes, policy: given }) => ({
      events: Array.from({ length: agents }, (_, i) => {
        const other = others.find(([place]) => place === i);
        return eventsAt(i, other === undefined ? usual : other[1], offerAt(i, racks, shapes));
      }).flat(),
      tasks: turns.map((turn, i) => ({
        id: `t${i}`,
        resources: { cpus: inTurn(sizes, i), mem: 0.5 },
        ...ofKind(kinds[turn % (kinds.length + 1)], lists),
      })),
      policy: given,
      nowMs: 0,
    }));
}

/** What all tasks of a kind have; nothing for tasks of none. */
function ofKind(
  kind: readonly [beside: Partial<Task>, list: number] | undefined,
  lists: readonly (readonly Preference[])[],
): Partial<Task> {
  if (kind === undefined) return {};
  const [own, list] = kind;
  return { ...own, preferences: inTurn(lists, list) };
}

/** An agent comes, on which a task of the group runs already, if any. */
function eventsAt(place: number, group: string | null, offer: Offer): readonly ClusterEvent[] {
  const received: ClusterEvent = { type: "offers-received", offers: [offer] };
  if (group === null) return [received];
  const { agentId, hostname } = offer;
  const task = { id: `r${place}`, resources: { cpus: 0.5 }, group };
  return [received, { type: "task-started", running: { task, agentId, hostname } }];
}

function offerAt(place: number, racks: number, shapes: readonly number[]): Offer {
  return {
    id: `o${place}`,
    agentId: `a${place}`,
    hostname: `h${(place * 7919) % 1009}`,
    resources: { cpus: inTurn(shapes, place), mem: 4 },
    attributes: {
      zone: `z${place % 3}`,
      ...(place % 31 > 0 && {
        rack: place % 11 === 0 ? [rackAt(place, racks), rackAt(place + 1, racks)] : rackAt(place, racks),
      }),
    },
  };
}

function rackAt(place: number, racks: number): string {
  return `r${place % racks}`;
}
