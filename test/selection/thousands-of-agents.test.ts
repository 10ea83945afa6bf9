import { describe, expect, it } from "vitest";
import {
  binPack,
  clusterOf,
  customConstraint,
  match,
  spread,
  weighted,
  type Fitness,
  type Offer,
  type Policy,
  type RunningTask,
  type Task,
} from "../../src/index.ts";
import { offer, runningOn, task } from "../support/build.ts";

// Thousands of agents of few shapes, and some of rare ones: so many that most are passed over in bulk. What few tasks get, one after
// the other, is what a plain loop over columns of thousandths finds, the first agent on ties.

const agents = 5000;
const shapes = [
  [4000, 8000],
  [8000, 8000],
  [16_000, 64_000],
  [16_000, 32_000],
] as const;

interface Columns {
  readonly freeCpus: Float64Array;
  readonly freeMem: Float64Array;
  readonly heldCpus: Float64Array;
  readonly heldMem: Float64Array;
}

interface Asked {
  readonly cpus: number;
  readonly mem: number;
}

/** Whole numbers below a limit, the same for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function columnsOf(roll: (below: number) => number): Columns {
  const [freeCpus, freeMem, heldCpus, heldMem] = Array.from({ length: 4 }, () => new Float64Array(agents));
  if (!(freeCpus && freeMem && heldCpus && heldMem)) throw new Error("too few");
  for (let i = 0; i < agents; i++) {
    const [cpus, mem] = roll(20) === 0 ? [roll(40) * 500, roll(90) * 1000] : (shapes[roll(4)] ?? shapes[0]);
    const isUsed = roll(3) === 0;
    heldCpus[i] = isUsed ? Math.min(cpus, roll(5) * 1000) : 0;
    heldMem[i] = isUsed ? Math.min(mem, roll(5) * 2000) : 0;
    freeCpus[i] = cpus - (heldCpus[i] ?? 0);
    freeMem[i] = mem - (heldMem[i] ?? 0);
  }
  return { freeCpus, freeMem, heldCpus, heldMem };
}

function nameOf(i: number): string {
  return `a${String(i).padStart(4, "0")}`;
}

/** The offers of the agents, and what runs on them. */
function clusterFor({ freeCpus, freeMem, heldCpus, heldMem }: Columns) {
  const offers: Offer[] = [];
  const running: RunningTask[] = [];
  for (let i = 0; i < agents; i++) {
    const name = nameOf(i);
    const resources = { cpus: (freeCpus[i] ?? 0) / 1000, mem: (freeMem[i] ?? 0) / 1000 };
    offers.push(offer({ id: name, agentId: name, hostname: name, resources }));
    const held = { cpus: (heldCpus[i] ?? 0) / 1000, mem: (heldMem[i] ?? 0) / 1000 };
    if (held.cpus + held.mem > 0) {
      running.push({ ...runningOn(i, { id: `r${i}`, resources: held }), agentId: name, hostname: name });
    }
  }
  return clusterOf(offers, running);
}

/** Of the fitness, by default; that of other parts counts nothing here. */
const weight = 35;

type Formula = (columns: Columns, i: number, asked: Asked) => number;

function fill(held: number, free: number, asked: number): number {
  return held + free > 0 ? (held + asked) / (held + free) : 0;
}

const packed: Formula = ({ freeCpus, freeMem, heldCpus, heldMem }, i, { cpus, mem }) =>
  (fill(heldCpus[i] ?? 0, freeCpus[i] ?? 0, cpus) + fill(heldMem[i] ?? 0, freeMem[i] ?? 0, mem)) / 2;
const emptier: Formula = ({ freeCpus, heldCpus }, i, { cpus }) => {
  const [free, held] = [freeCpus[i] ?? 0, heldCpus[i] ?? 0];
  return free + held > 0 ? 1 - fill(held, free, cpus) : 0;
};

const fitnesses: readonly (readonly [name: string, fitness: Fitness, formula: Formula])[] = [
  ["binPack", binPack("cpus", "mem"), packed],
  ["spread", spread("cpus"), emptier],
  [
    "weighted",
    weighted([
      [binPack("cpus", "mem"), 1],
      [spread("cpus"), 3],
    ]),
    (columns, i, asked) => (packed(columns, i, asked) + 3 * emptier(columns, i, asked)) / 4,
  ],
];

/** The agent of each task, -1 for none: the best, the first on ties; or the first that is good enough, if there is one. */
function lookAtAll(
  columns: Columns,
  tasks: readonly Asked[],
  formula: Formula,
  goodEnough: number,
): readonly number[] {
  const { freeCpus, freeMem, heldCpus, heldMem } = columns;
  return tasks.map((asked) => {
    const { cpus, mem } = asked;
    let best = -1;
    let bestSum = -1;
    for (let i = 0; i < agents && bestSum / weight < goodEnough; i++) {
      if ((freeCpus[i] ?? 0) < cpus || (freeMem[i] ?? 0) < mem) continue;
      const sum = weight * formula(columns, i, asked);
      if (sum <= bestSum) continue;
      best = i;
      bestSum = sum;
    }
    if (best !== -1) {
      freeCpus[best] = (freeCpus[best] ?? 0) - cpus;
      freeMem[best] = (freeMem[best] ?? 0) - mem;
      heldCpus[best] = (heldCpus[best] ?? 0) + cpus;
      heldMem[best] = (heldMem[best] ?? 0) + mem;
    }
    return best;
  });
}

function tasksOf(roll: (below: number) => number, leastCpus: number): readonly Asked[] {
  return Array.from({ length: 60 }, () => ({
    cpus: leastCpus + (roll(2) === 0 ? roll(5) * 1000 : roll(16) * 100),
    mem: roll(8) * 1000,
  }));
}

function pendingOf(asked: readonly Asked[], fields: Partial<Task> = {}): readonly Task[] {
  return asked.map(({ cpus, mem }, i) =>
    task({ id: `t${i}`, resources: { cpus: cpus / 1000, mem: mem / 1000 }, ...fields }),
  );
}

describe("a round of few tasks over thousands of agents", () => {
  const cases = fitnesses.flatMap(([name, fitness, formula]) =>
    [1, 2].flatMap((seed) =>
      [undefined, 0.8].map((goodEnough) => ({ name, fitness, formula, seed, goodEnough })),
    ),
  );

  it.each(cases)(
    "places every task as a loop over all agents does: $name, seed $seed, good enough $goodEnough",
    ({ fitness, formula, seed, goodEnough }) => {
      const roll = dice(seed);
      const columns = columnsOf(roll);
      const asked = tasksOf(roll, seed === 1 ? 0 : 500);
      const cluster = clusterFor(columns);
      const policy: Policy = { fitness, ...(goodEnough !== undefined && { goodEnough }) };
      const { assignments } = match({ cluster, tasks: pendingOf(asked), policy, nowMs: 0 });
      const expected = lookAtAll(columns, asked, formula, goodEnough ?? Infinity);
      expect(assignments.map(({ taskId, agentId }) => [taskId, agentId])).toEqual(
        expected.flatMap((i, at) => (i === -1 ? [] : [[`t${at}`, nameOf(i)]])),
      );
    },
  );

  it("passes over most agents", () => {
    const roll = dice(3);
    const cluster = clusterFor(columnsOf(roll));
    const { stats } = match({ cluster, tasks: pendingOf(tasksOf(roll, 100)), nowMs: 0 });
    expect(stats.agentsVisited).toBeLessThan((60 * agents) / 10);
  });

  it.each(fitnesses)("asks every agent that holds the task where none is good: %s", (_, fitness) => {
    const roll = dice(4);
    const columns = columnsOf(roll);
    const cluster = clusterFor(columns);
    const seen: string[] = [];
    const refuse = customConstraint("refuse", () => ({ agentId }) => {
      seen.push(agentId);
      return false;
    });
    const [first] = pendingOf([{ cpus: 3500, mem: 5000 }], { constraints: [refuse] });
    const others = pendingOf(tasksOf(roll, 0));
    const asking = { ...task({ ...first }), id: "asking" };
    const { assignments } = match({ cluster, tasks: [...others, asking], policy: { fitness }, nowMs: 0 });
    const left = new Set(Array.from({ length: agents }, (__, i) => nameOf(i)));
    const used = new Map<string, Asked>();
    for (const { agentId, taskId } of assignments) {
      const { resources = {} } = others.find(({ id }) => id === taskId) ?? {};
      const { cpus, mem } = used.get(agentId) ?? { cpus: 0, mem: 0 };
      used.set(agentId, {
        cpus: cpus + Math.round((resources["cpus"] ?? 0) * 1000),
        mem: mem + Math.round((resources["mem"] ?? 0) * 1000),
      });
    }
    for (let i = 0; i < agents; i++) {
      const { cpus, mem } = used.get(nameOf(i)) ?? { cpus: 0, mem: 0 };
      const isHeld = (columns.freeCpus[i] ?? 0) - cpus >= 3500 && (columns.freeMem[i] ?? 0) - mem >= 5000;
      if (!isHeld) left.delete(nameOf(i));
    }
    expect(seen.toSorted()).toEqual([...left].toSorted());
  });
});
