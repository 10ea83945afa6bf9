import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  binPack,
  locality,
  match,
  spread,
  weighted,
  clusterOf,
  type Fitness,
  type Offer,
  type Task,
} from "../../src/index.ts";
import { offer, runningOn, task } from "../support/build.ts";

// Hundreds of agents of few shapes, used more and more: what one task after the other gets is what a look at every agent finds.

interface Amounts {
  readonly cpus: number;
  readonly mem: number;
}

/** An agent with what each role has free, and what is held of it in all. */
interface Seen {
  readonly id: string;
  readonly free: Map<string, Amounts>;
  held: Amounts;
}

const none: Amounts = { cpus: 0, mem: 0 };
const shapes: readonly Amounts[] = [
  { cpus: 4, mem: 8 },
  { cpus: 8, mem: 8 },
  { cpus: 16, mem: 64 },
];

function plus(a: Amounts, b: Amounts, sign: 1 | -1 = 1): Amounts {
  return { cpus: a.cpus + sign * b.cpus, mem: a.mem + sign * b.mem };
}

function fill(held: number, free: number, asked: number): number {
  return held + free > 0 ? (held + asked) / (held + free) : 0;
}

/** Candidates are compared by the weighted sum: what the last bits of the fitness tell may be lost in it. */
const fitnessWeight = 35;

type Formula = (held: Amounts, free: Amounts, asked: Amounts) => number;

const packed: Formula = (held, free, asked) =>
  (fill(held.cpus, free.cpus, asked.cpus) + fill(held.mem, free.mem, asked.mem)) / 2;
const emptier: Formula = (held, free, asked) =>
  held.cpus + free.cpus > 0 ? 1 - fill(held.cpus, free.cpus, asked.cpus) : 0;

const policies: readonly (readonly [name: string, fitness: Fitness, formula: Formula])[] = [
  ["binPack", binPack("cpus", "mem"), packed],
  ["spread", spread("cpus"), emptier],
  [
    "weighted",
    weighted([
      [binPack("cpus", "mem"), 1],
      [spread("cpus"), 3],
    ]),
    (held, free, asked) => (packed(held, free, asked) + 3 * emptier(held, free, asked)) / 4,
  ],
  [
    "weighted with a locality that nobody has",
    weighted([
      [binPack("cpus", "mem"), 2],
      [locality(["rack"]), 1],
    ]),
    (held, free, asked) => (2 * packed(held, free, asked)) / 3,
  ],
];

function holds(free: Amounts, asked: Amounts): boolean {
  return free.cpus >= asked.cpus && free.mem >= asked.mem;
}

function amountsOf({ resources }: Task | Offer): Amounts {
  return { cpus: resources["cpus"] ?? 0, mem: resources["mem"] ?? 0 };
}

/** Where each task goes, by a look at every agent. */
function lookAtAll(agents: readonly Seen[], tasks: readonly Task[], formula: Formula): readonly string[] {
  return tasks.flatMap((pending) => {
    const role = pending.role ?? "*";
    const asked = amountsOf(pending);
    let best: Seen | undefined;
    let bestScore = -1;
    for (const agent of agents) {
      const free = agent.free.get(role);
      if (free === undefined || !holds(free, asked)) continue;
      const score = fitnessWeight * formula(agent.held, free, asked);
      if (score > bestScore) [best, bestScore] = [agent, score];
    }
    if (best === undefined) return [];
    best.free.set(role, plus(best.free.get(role) ?? none, asked, -1));
    best.held = plus(best.held, asked);
    return [`${pending.id} on ${best.id}`];
  });
}

const whole = (max: number) => fc.integer({ min: 0, max });
const agentShape = fc.record({
  shape: fc.oneof({ weight: 9, arbitrary: whole(2) }, { weight: 1, arbitrary: whole(60).map((i) => i + 3) }),
  used: whole(4),
  isShared: fc.boolean(),
});
const taskShape = fc.record({ cpus: whole(3), mem: whole(4), isAds: fc.boolean() });

function runs([, fitness, formula]: (typeof policies)[number], leastCpus: number) {
  fc.assert(
    fc.property(
      fc.array(agentShape, { minLength: 40, maxLength: 330, size: "max" }),
      fc.array(taskShape, { minLength: 20, maxLength: 300, size: "max" }),
      (agentShapes, taskShapes) => {
        const offers: Offer[] = [];
        const seen = agentShapes.map(({ shape, isShared }, i): Seen => {
          const id = `a${String(i).padStart(3, "0")}`;
          const resources = shapes[shape] ?? { cpus: shape, mem: 2 * shape };
          offers.push(offer({ id, agentId: id, hostname: id, resources: { ...resources } }));
          if (isShared)
            offers.push(
              offer({
                id: `${id}-ads`,
                agentId: id,
                hostname: id,
                role: "ads",
                resources: { cpus: 2, mem: 2 },
              }),
            );
          return {
            id,
            free: new Map([["*", resources], ...(isShared ? [["ads", { cpus: 2, mem: 2 }] as const] : [])]),
            held: none,
          };
        });
        const running = agentShapes.map(({ used }, i) => {
          const agent = seen[i];
          if (agent !== undefined) agent.held = { cpus: used, mem: 0 };
          return {
            ...runningOn(i, { id: `r${i}`, resources: { cpus: used } }),
            agentId: agent?.id ?? "",
            hostname: agent?.id ?? "",
          };
        });
        const tasks = taskShapes.map(({ cpus, mem, isAds }, i) =>
          task({ id: `t${i}`, resources: { cpus: cpus + leastCpus, mem }, ...(isAds && { role: "ads" }) }),
        );
        const { assignments } = match({
          cluster: clusterOf(offers, running),
          tasks,
          policy: { fitness, roles: ["ads"] },
          nowMs: 0,
        });
        expect(assignments.map(({ taskId, agentId }) => `${taskId} on ${agentId}`)).toEqual(
          lookAtAll(seen, tasks, formula),
        );
      },
    ),
    { numRuns: 8 },
  );
}

describe("a round over hundreds of agents", () => {
  it.each(policies)("places every task as a look at every agent does: %s", (...policy) => {
    runs(policy, 1);
  });

  it.each(policies)("does so for tasks some of which ask nothing: %s", (...policy) => {
    runs(policy, 0);
  });

  it("fills agents of one shape one after the other, and passes over those that are full", () => {
    const offers = Array.from({ length: 256 }, (_, i) =>
      offer({ id: `o${i}`, agentId: `a${i}`, hostname: `h${String(i).padStart(3, "0")}` }),
    );
    const tasks = Array.from({ length: 1024 }, (_, i) => task({ id: `t${i}` }));
    const { assignments, stats } = match({ cluster: clusterOf(offers), tasks, nowMs: 0 });
    expect(assignments.map(({ agentId }) => agentId)).toEqual(tasks.map((_, i) => `a${Math.floor(i / 4)}`));
    expect(stats.agentsVisited).toBeLessThan((tasks.length * offers.length) / 2);
  });

  it("spreads tasks over agents of one shape evenly", () => {
    const offers = Array.from({ length: 200 }, (_, i) =>
      offer({ id: `o${i}`, agentId: `a${i}`, hostname: `h${String(i).padStart(3, "0")}` }),
    );
    const tasks = Array.from({ length: 600 }, (_, i) => task({ id: `t${i}` }));
    const { assignments } = match({
      cluster: clusterOf(offers),
      tasks,
      policy: { fitness: spread("cpus") },
      nowMs: 0,
    });
    expect(assignments.map(({ agentId }) => agentId)).toEqual(tasks.map((_, i) => `a${i % 200}`));
  });
});
