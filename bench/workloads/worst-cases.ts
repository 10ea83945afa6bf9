import {
  attributeIn,
  attributeIs,
  attributeLike,
  binPack,
  maxPer,
  spread,
  uniqueBy,
  type Constraint,
  type Offer,
  type Policy,
  type PortRange,
  type PortRequest,
  type RunningTask,
  type Scalars,
  type Task,
} from "stowage";
import { randomOf, type Random } from "../random.ts";
import { drawOffers, zones } from "./draw-offers.ts";
import { drawTasks } from "./draw-tasks.ts";
import type { Packing, Workload } from "./workload.ts";

/** The heading of the rows. */
export const worstSection = "worst cases";

/** What bounds, groups and what equal tasks share help least with; a plain scan can do each of them. */
export function worstCases(agents: number, tasks: number): readonly Workload[] {
  return Object.entries(cases).map(([name, draw]) => ({
    name,
    section: worstSection,
    agents,
    tasks,
    prepare: ({ clusterOf, match }) => {
      const packing = draw(agents, tasks);
      const cluster = clusterOf(packing.offers, packing.running);
      const policy: Policy = { fitness: packing.isSpread ? spread("cpus", "mem") : binPack("cpus", "mem") };
      return { run: () => match({ cluster, tasks: packing.tasks, policy, nowMs: 0 }), packing };
    },
  }));
}

const gib = 1024;

const cases: Readonly<Record<string, (agents: number, tasks: number) => Packing>> = {
  "agents different in all totals": (agents, tasks) => ({
    offers: unlikeOffers(agents),
    tasks: drawTasks(tasks, randomOf(2)),
  }),
  "the same, spread": (agents, tasks) => ({
    offers: unlikeOffers(agents),
    tasks: drawTasks(tasks, randomOf(2)),
    isSpread: true,
  }),
  "tasks different in every resource": (agents, tasks) => ({
    offers: drawOffers(agents, randomOf(1)),
    tasks: unlikeTasks(tasks),
  }),
  "agents and tasks different in everything": (agents, tasks) => ({
    offers: unlikeOffers(agents),
    tasks: unlikeTasks(tasks),
  }),
  "ports in fragments": (agents, tasks) => ({
    offers: fragmentedOffers(agents),
    tasks: drawn(tasks, ({ task, random }) => ({ ...task, ports: scatteredPorts(random) })),
  }),
  "a constraint of its own for every task": (agents, tasks) => ({
    offers: drawOffers(agents, randomOf(1)),
    tasks: drawn(tasks, ({ task, at, random }) => ({
      ...task,
      group: `group-${Math.floor(at / 20)}`,
      constraints: [ownConstraint(at, random, Math.ceil(agents / 40))],
    })),
  }),
  "huge and tiny tasks in turns": (agents, tasks) => ({
    offers: drawOffers(agents, randomOf(1)),
    tasks: drawn(tasks, ({ task, at, random }) => ({
      ...task,
      resources: at % 2 === 0 ? hugeAmounts(random) : { cpus: 0.001 * random.integer(1, 100), mem: 1 },
    })),
  }),
  "nearly full, of cpus and of mem in turns": (agents, tasks) => ({
    ...nearlyFull(agents),
    tasks: drawTasks(tasks, randomOf(2)),
  }),
  "nearly full, of cpus and of mem in turns, spread": (agents, tasks) => ({
    ...nearlyFull(agents),
    tasks: drawTasks(tasks, randomOf(2)),
    isSpread: true,
  }),
};

/** Drawn tasks, each made into another. */
function drawn(
  count: number,
  change: (each: { readonly task: Task; readonly at: number; readonly random: Random }) => Task,
): readonly Task[] {
  const random = randomOf(3);
  return drawTasks(count, randomOf(2)).map((task, at) => change({ task, at, random }));
}

/** No two agents have the same total of anything. */
function unlikeOffers(count: number): readonly Offer[] {
  const random = randomOf(4);
  return drawOffers(count, randomOf(1)).map((offer, at) => ({
    ...offer,
    resources: {
      cpus: 8 + (88 * at) / count + random.unit() / 100,
      mem: 16 * gib + ((7919 * at) % count) * ((600 * gib) / count) + random.unit(),
      network: 1000 + ((104_729 * at) % count) + random.unit(),
      disk: 800 * gib + ((1_299_709 * at) % count) * 64 + random.unit(),
      gpus: (((15_485_863 * at) % count) * 8) / count,
    },
  }));
}

/** No two tasks ask for the same amount of anything, each for some of everything that all agents have. */
function unlikeTasks(count: number): readonly Task[] {
  return drawn(count, ({ task, random }) => ({
    ...task,
    resources: {
      cpus: 0.125 + 8 * random.unit(),
      mem: 64 + 32 * gib * random.unit(),
      network: 1 + 400 * random.unit(),
      disk: 1 + 90 * gib * random.unit(),
    },
  }));
}

function fragmentedOffers(count: number): readonly Offer[] {
  const random = randomOf(5);
  return drawOffers(count, randomOf(1)).map((offer) => ({ ...offer, ports: fragments(random) }));
}

/** Some 24 ranges of one or two ports, scattered over a thousand. */
function fragments(random: Random): readonly PortRange[] {
  const ranges: PortRange[] = [];
  for (let first = 31_000 + random.integer(0, 40); first < 32_000; first += random.integer(3, 80)) {
    ranges.push([first, first + random.integer(0, 1)]);
  }
  return ranges;
}

/** One port in particular, which one agent in thirty has, or two of them, and one of a short range. */
function scatteredPorts(random: Random): readonly PortRequest[] {
  const low = 31_000 + random.integer(0, 400);
  const high = 31_500 + random.integer(0, 480);
  const fixed = random.chance(0.3) ? [low, low + 50] : [low];
  return [...fixed, [high, high + random.integer(0, 20)]];
}

function ownConstraint(at: number, random: Random, racks: number): Constraint {
  const rack = (): string => `rack-${random.integer(0, racks - 1)}`;
  switch (at % 5) {
    case 0:
      return attributeIs("rack", rack());
    case 1:
      return attributeIn("rack", [rack(), rack(), rack()]);
    case 2:
      return attributeLike("rack", `rack-[0-9]*(${random.integer(0, 99)}|${random.integer(0, 9)}[0-4])`);
    case 3:
      return uniqueBy("hostname");
    default:
      return maxPer("zone", 1 + Math.ceil(20 / zones.length));
  }
}

/** Most of a large agent. */
function hugeAmounts(random: Random): Scalars {
  return { cpus: random.integer(40, 90), mem: random.integer(80, 180) * gib };
}

/** One agent has little cpus left, the next little mem; one in fifty has some of both. */
function nearlyFull(agents: number): Pick<Packing, "offers" | "running"> {
  const random = randomOf(6);
  const offers: Offer[] = [];
  const running: RunningTask[] = [];
  for (const [at, whole] of drawOffers(agents, randomOf(1)).entries()) {
    const { cpus = 0, mem = 0 } = whole.resources;
    const little = random.integer(0, 5) / 1000;
    const much = random.integer(800, 990) / 1000;
    const hasBoth = random.chance(0.02);
    const left = {
      cpus: cpus * (hasBoth || at % 2 === 0 ? much : little),
      mem: mem * (hasBoth || at % 2 === 1 ? much : little),
    };
    const held = { cpus: cpus - left.cpus, mem: mem - left.mem };
    const { agentId, hostname } = whole;
    offers.push({ ...whole, resources: { ...whole.resources, ...left } });
    running.push({ task: { id: `on-${agentId}`, resources: held }, agentId, hostname });
  }
  return { offers, running };
}
