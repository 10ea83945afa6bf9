import fc from "fast-check";
import type { Among, Constraint, Offer, Policy, Task } from "../../src/index.ts";
import {
  allOf,
  anyOf,
  attributeIn,
  attributeIs,
  awayFrom,
  balancedBy,
  binPack,
  exclusive,
  maxPer,
  near,
  not,
  sameBy,
  spread,
  uniqueBy,
} from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";
import { inTurn } from "./shapes.ts";

const group = fc.constantFrom("red", "green", "blue");
const among: fc.Arbitrary<Among | undefined> = fc.oneof(
  fc.constant(undefined),
  group.map((name) => ({ group: name })),
);
const attribute = fc.constantFrom("hostname", "rack", "zone");

/** Constraints of which what they say of an agent turns as tasks come to it, or elsewhere. */
const turning: fc.Arbitrary<Constraint> = fc.oneof(
  fc.constantFrom(exclusive(), not(exclusive())),
  fc.tuple(attribute, among).map(([name, picked]) => uniqueBy(name, picked)),
  fc
    .tuple(attribute, fc.integer({ min: 1, max: 6 }), among)
    .map(([name, n, picked]) => maxPer(name, n, picked)),
  fc.tuple(attribute, fc.integer({ min: 1, max: 3 })).map(([name, maxSkew]) => balancedBy(name, { maxSkew })),
  fc.tuple(among, attribute).map(([picked, name]) => near(picked, name)),
  fc.tuple(among, attribute).map(([picked, name]) => awayFrom(picked, name)),
  attribute.map((name) => sameBy(name)),
);

const lasting: fc.Arbitrary<Constraint> = fc.oneof(
  fc.integer({ min: 0, max: 2 }).map((i) => attributeIs("zone", `zone-${i}`)),
  fc.integer({ min: 0, max: 4 }).map((i) => attributeIn("rack", [`rack-${i}`, `rack-${i + 2}`])),
);

const leaf = fc.oneof({ weight: 3, arbitrary: turning }, { weight: 1, arbitrary: lasting });

const constraint: fc.Arbitrary<Constraint> = fc.oneof(
  { weight: 2, arbitrary: leaf },
  { weight: 2, arbitrary: fc.tuple(leaf, leaf).map(([one, other]) => anyOf(one, not(other))) },
  { weight: 1, arbitrary: fc.tuple(leaf, leaf).map(([one, other]) => not(allOf(one, other))) },
);

/** A crowd is of a group, and has one of a few lists of constraints. */
const crowd = fc.record({ group, list: fc.nat({ max: 2 }) });

const policy: fc.Arbitrary<Policy> = fc.record(
  {
    fitness: fc.constantFrom(binPack("cpus"), binPack("cpus", "mem"), spread("cpus")),
    goodEnough: fc.constantFrom(0.4, 0.8),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** A round in which many tasks of a few crowds come in turns: what one of a crowd was refused, another may be given, or must not be looked for again. */
export function crowdScenario(): fc.Arbitrary<Scenario> {
  return fc
    .record({
      agents: fc.integer({ min: 8, max: 80 }),
      shapes: fc.array(fc.constantFrom(1, 2, 4, 8), { minLength: 1, maxLength: 3 }),
      lists: fc.array(fc.array(constraint, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
      crowds: fc.array(crowd, { minLength: 2, maxLength: 4 }),
      turns: fc.array(fc.nat({ max: 5 }), { minLength: 30, maxLength: 120, size: "max" }),
      sizes: fc.array(fc.constantFrom(0.5, 1, 2, 4), { minLength: 1, maxLength: 4 }),
      policy,
    })
    .map(({ agents, shapes, lists, crowds, turns, sizes, policy: given }) => ({
      events: [
        { type: "offers-received", offers: Array.from({ length: agents }, (_, i) => offerAt(i, shapes)) },
      ],
      tasks: turns.map((turn, i) => ({
        id: `t${i}`,
        resources: { cpus: inTurn(sizes, i) },
        ...ofCrowd(crowds[turn], lists),
      })),
      policy: given,
      nowMs: 0,
    }));
}

/** What all tasks of a crowd have; nothing for tasks of none. */
function ofCrowd(
  of: { readonly group: string; readonly list: number } | undefined,
  lists: readonly (readonly Constraint[])[],
): Pick<Task, "group" | "constraints"> {
  return of === undefined ? {} : { group: of.group, constraints: lists[of.list % lists.length] ?? [] };
}

function offerAt(place: number, shapes: readonly number[]): Offer {
  return {
    id: `o${place}`,
    agentId: `a${place}`,
    hostname: `h${(place * 7919) % 1009}`,
    resources: { cpus: inTurn(shapes, place), mem: 4 },
    attributes: { zone: `zone-${place % 3}`, ...(place % 5 > 0 && { rack: `rack-${place % 7}` }) },
  };
}
