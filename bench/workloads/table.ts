import {
  attributeLike,
  binPack,
  customConstraint,
  customFitness,
  locality,
  spread,
  weighted,
  type AgentView,
  type Policy,
} from "stowage";
import { drawn, packing, type DrawnOptions } from "./drawn.ts";
import { drawnMaterial, firstRound, steadyRound } from "./rounds.ts";
import { drawTasks, equalTasks } from "./draw-tasks.ts";
import { randomOf } from "../random.ts";
import { drawOffers } from "./draw-offers.ts";
import { standingWorkloads } from "./standing.ts";
import type { Family, Workload } from "./workload.ts";

/** Packing with a user's own function in the place of the library's. */
const ownPacking: Policy = {
  fitness: customFitness("own packing", ({ resources }) => {
    const { cpus = 0, mem = 0 } = resources;
    return (agent) => (shareWith(agent, "cpus", cpus) + shareWith(agent, "mem", mem)) / 2;
  }),
};

function shareWith(agent: AgentView, name: string, asked: number): number {
  const total = agent.total(name);
  return total === 0 ? 0 : (total - agent.free(name) + asked) / total;
}

const sizesOfGrowth = [100, 1000, 10_000, 100_000];

/** How each family of growth differs from packing different tasks. */
const familyOptions: Readonly<Record<string, DrawnOptions>> = {
  distinct: {},
  equal: { tasks: "equal" },
  constraints: { tasks: "service constraints" },
};

function growthRows(): readonly Workload[] {
  return Object.entries(familyOptions).flatMap(([name, options]) => {
    const overAgents: Family = { name, axis: "agents" };
    const overTasks: Family = { name, axis: "tasks" };
    return [
      ...sizesOfGrowth.map((agents) => {
        const families = agents === 10_000 ? [overAgents, overTasks] : [overAgents];
        return drawn({ name, section: "growth", agents, tasks: 1000, families }, options);
      }),
      ...[100, 10_000, 100_000].map((tasks) =>
        drawn(
          { name, section: "growth", agents: 10_000, tasks, families: [overTasks], isHeavy: tasks > 10_000 },
          options,
        ),
      ),
    ];
  });
}

const features: readonly (readonly [name: string, options: DrawnOptions])[] = [
  ["spread", { policy: { fitness: spread("cpus", "mem") } }],
  ["locality, 3 copies", { tasks: "locations", policy: { fitness: locality(["hostname", "rack", "zone"]) } }],
  [
    "packing and locality, weighted",
    {
      tasks: "locations",
      policy: {
        fitness: weighted([
          [binPack("cpus", "mem"), 2],
          [locality(["hostname", "rack"]), 1],
        ]),
      },
    },
  ],
  ["unique agents, balanced zones, all tasks", { tasks: "constraints on all" }],
  ["attributes must match", { tasks: "attributes" }],
  ["exclusive tasks, 10 %", { tasks: "exclusive" }],
  ["three preferences each", { tasks: "preferences" }],
  ["GPU devices, parts and several", { offers: { devices: true }, tasks: "devices" }],
  ["numbers of ports", { tasks: "port counts" }],
  ["fixed ports, ranges of ports", { offers: { fragmentedPorts: true }, tasks: "port ranges" }],
  ["disks fill first", { tasks: "disk" }],
  ["good enough at 0.5", { policy: { fitness: binPack("cpus", "mem"), goodEnough: 0.5 } }],
  ["a fitness of the user's own", { policy: ownPacking }],
  ["agents too small for any task", { offers: { freeShare: 0.001 } }],
];

function featureRows(agents: number, tasks: number): readonly Workload[] {
  return [
    ...features.map(([name, options]) => drawn({ name, section: "features", agents, tasks }, options)),
    saturated(agents, tasks),
    ownConstraint(agents, tasks),
    withoutAgents(tasks),
    steady(agents),
    first(agents),
  ];
}

/** Each agent runs one task that holds nearly all of it. */
function saturated(agents: number, tasks: number): Workload {
  return {
    name: "saturated: nothing fits now",
    section: "features",
    agents,
    tasks,
    prepare: ({ clusterOf, match }) => {
      const whole = drawOffers(agents, randomOf(1));
      const left = drawOffers(agents, randomOf(1), { freeShare: 0.001 });
      const running = whole.map(({ agentId, hostname, resources: { cpus = 0, mem = 0 } }) => ({
        task: { id: `on-${agentId}`, resources: { cpus: 0.999 * cpus, mem: 0.999 * mem } },
        agentId,
        hostname,
      }));
      const cluster = clusterOf(left, running);
      const pending = drawTasks(tasks, randomOf(2));
      return { run: () => match({ cluster, tasks: pending, policy: packing, nowMs: 0 }) };
    },
  };
}

function ownConstraint(agents: number, tasks: number): Workload {
  return {
    name: "a constraint of the user's own, and a pattern",
    section: "features",
    agents,
    tasks,
    prepare: ({ clusterOf, match }) => {
      const cluster = clusterOf(drawOffers(agents, randomOf(1)));
      const own = customConstraint("not in zone-0", () => (agent) => agent.attribute("zone") !== "zone-0");
      const constraints = [attributeLike("rack", "rack-[0-9]*[13579]"), own];
      const pending = equalTasks(tasks).map((task) => ({ ...task, constraints }));
      return { run: () => match({ cluster, tasks: pending, nowMs: 0 }) };
    },
  };
}

function withoutAgents(tasks: number): Workload {
  return {
    name: "no agent at all",
    section: "features",
    agents: 0,
    tasks,
    prepare: ({ emptyCluster, match }) => {
      const pending = equalTasks(tasks);
      return { run: () => match({ cluster: emptyCluster, tasks: pending, nowMs: 0 }) };
    },
  };
}

/** A round of a cluster in use. */
export function steady(agents: number): Workload {
  return {
    name: "steady: 100 tasks arrive, 1 % of the agents changed",
    section: "features",
    agents,
    tasks: 100,
    prepare: (library) => steadyRound(library, drawnMaterial(agents, agents + 100), agents),
  };
}

/** A round that begins with nothing. */
export function first(agents: number): Workload {
  return {
    name: "100 tasks arrive, all offers are new",
    section: "features",
    agents,
    tasks: 100,
    prepare: (library) => firstRound(library, drawnMaterial(agents, 100)),
  };
}

/** Every row of the bench. */
export function allWorkloads(): readonly Workload[] {
  return [...standingWorkloads(), ...growthRows(), ...featureRows(10_000, 1000)];
}

/** The rows of the quick form: the same kinds, small; always there, so that their counters can be kept. */
export function quickWorkloads(): readonly Workload[] {
  return [
    ...Object.entries(familyOptions).map(([name, options]) =>
      drawn({ name, section: "growth", agents: 2000, tasks: 1000 }, options),
    ),
    ...featureRows(1000, 500),
  ];
}

/** What the gates of the quick form compare: one kind of workload at one size. */
export function familyWorkload(
  name: "distinct" | "equal" | "constraints",
  agents: number,
  tasks: number,
): Workload {
  return drawn({ name, section: "growth", agents, tasks }, familyOptions[name]);
}
