import fc from "fast-check";
import {
  binPack,
  preferHigh,
  spread,
  weighted,
  type Fitness,
  type Offer,
  type Task,
} from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";
import { inTurn } from "./shapes.ts";

/** An amount of one of a few sizes, or of any. */
const amount = fc.oneof(
  fc.constantFrom(1, 2, 4, 8, 16),
  fc.integer({ min: 1, max: 40_000 }).map((n) => n / 1000),
);
/** What an agent has of a role; nothing if it has no part reserved for it. */
const part = fc.option(fc.tuple(amount, amount), { freq: 9 });

const fitness = fc.constantFrom<Fitness>(
  binPack("cpus", "mem"),
  spread("cpus", "mem"),
  spread("mem"),
  weighted([
    [binPack("cpus"), 2],
    [spread("mem"), 1],
  ]),
);
const preferences = fc.constantFrom(preferHigh(spread("cpus")), preferHigh(binPack("mem", "cpus"), 2));

const task = fc.record({
  role: fc.nat({ max: 4 }),
  resources: fc.record({ cpus: fc.constantFrom(0.1, 0.5, 1, 2, 3.7), mem: fc.constantFrom(0, 0.25, 1, 4) }),
  executor: fc.option(fc.nat({ max: 4 }), { freq: 8 }),
  preference: fc.option(preferences, { freq: 6 }),
});

/** A round of tasks of several roles, over agents that have a part for each: what one role takes counts among what the row of another has in all. */
export function reservedScenario(): fc.Arbitrary<Scenario> {
  return fc
    .record({
      agents: fc.integer({ min: 8, max: 150 }),
      parts: fc.array(fc.array(part, { minLength: 2, maxLength: 5 }), {
        minLength: 1,
        maxLength: 60,
        size: "max",
      }),
      tasks: fc.array(task, { minLength: 20, maxLength: 120, size: "max" }),
      fitness,
    })
    .map(({ agents, parts, tasks, fitness: liked }) => ({
      events: [
        {
          type: "offers-received",
          offers: Array.from({ length: agents }, (_, i) => offersOf(i, inTurn(parts, i))).flat(),
        },
      ],
      tasks: tasks.map(({ role, resources, executor, preference }, i): Task => ({
        id: `t${i}`,
        role: `r${role}`,
        resources,
        ...(executor !== null && {
          executor: { id: `e${executor}-${role}`, resources: { cpus: 0.1, mem: 0.5 } },
        }),
        ...(preference !== null && { preferences: [preference] }),
      })),
      policy: { fitness: liked },
      nowMs: 0,
    }));
}

function offersOf(
  place: number,
  parts: readonly (readonly [cpus: number, mem: number] | null)[],
): readonly Offer[] {
  return parts.flatMap((each, role) =>
    each === null
      ? []
      : {
          id: `o${place}-${role}`,
          agentId: `a${place}`,
          hostname: `h${(place * 7919) % 1009}`,
          role: `r${role}`,
          resources: { cpus: each[0], mem: each[1] },
        },
  );
}
