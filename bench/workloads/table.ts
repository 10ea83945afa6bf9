import { attributeLike, binPack, customConstraint, locality, spread, weighted } from "stowage";
import { drawn, type DrawnOptions } from "./drawn.ts";
import { drawnMaterial, firstRound, steadyRound } from "./rounds.ts";
import { equalTasks } from "./draw-tasks.ts";
import { randomOf } from "../random.ts";
import { drawOffers } from "./draw-offers.ts";
import { coTaskRows } from "./co-tasks.ts";
import { familyNames, familyWorkload, fleetRows, growthRows } from "./families.ts";
import { ownFitnessRows, ownPacking } from "./own-fitness.ts";
import { saturated, saturatedRows } from "./saturated.ts";
import { standingWorkloads } from "./standing.ts";
import { turnRows } from "./turns.ts";
import { worstCases } from "./worst-cases.ts";
import type { Workload } from "./workload.ts";

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
  ["near their co-tasks", { tasks: "groups", policy: { fitness: locality(["hostname", "rack", "zone"]) } }],
  [
    "packing, and near their co-tasks, weighted",
    {
      tasks: "groups",
      policy: {
        fitness: weighted([
          [binPack("cpus", "mem"), 2],
          [locality(["hostname", "rack", "zone"]), 1],
        ]),
      },
    },
  ],
  ["unique agents, balanced zones, all tasks", { tasks: "constraints on all" }],
  ["attributes must match", { tasks: "attributes" }],
  ["hosts by a pattern each", { tasks: "host patterns" }],
  ["exclusive tasks, 10 %", { tasks: "exclusive" }],
  ["three preferences each", { tasks: "preferences" }],
  ["a preference that spreads, or packs", { tasks: "rather spread" }],
  ["a hundred roles", { offers: { roles: true }, tasks: "roles" }],
  ["GPU devices, parts and several", { offers: { devices: true }, tasks: "devices" }],
  ["numbers of ports", { tasks: "port counts" }],
  ["fixed ports, ranges of ports", { offers: { fragmentedPorts: true }, tasks: "port ranges" }],
  ["disks fill first", { tasks: "disk" }],
  ["good enough at 0.5", { policy: { fitness: binPack("cpus", "mem"), goodEnough: 0.5 } }],
  ["a fitness of the user's own", { policy: ownPacking }],
  ["agents too small for any task", { offers: { freeShare: 0.001 } }],
];

function featureRows(agents: number, tasks: number): readonly Workload[] {
  const plain = familyWorkload("distinct", agents, tasks);
  return [
    ...features.map(([name, options]) => drawn({ name, section: "features", agents, tasks, plain }, options)),
    saturated(agents, tasks),
    ownConstraint(agents, tasks),
    withoutAgents(tasks),
    steady(agents),
    first(agents),
  ];
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
  const plain = familyWorkload("distinct", 10_000, 10_000);
  return [
    ...standingWorkloads(),
    ...growthRows(),
    ...featureRows(10_000, 1000),
    ...ownFitnessRows(10_000, 10_000, plain),
    ...coTaskRows(10_000, 10_000),
    ...saturatedRows(10_000, 10_000),
    ...turnRows(10_000, 10_000),
    ...fleetRows(),
  ];
}

/** The rows of the quick form: the same kinds, small; always there, so that their counters can be kept. */
export function quickWorkloads(): readonly Workload[] {
  return [
    ...familyNames.map((name) => familyWorkload(name, 2000, 1000)),
    ...featureRows(1000, 500),
    ...ownFitnessRows(1000, 500, familyWorkload("distinct", 1000, 500)),
    ...coTaskRows(1000, 1000),
    ...saturatedRows(1000, 500),
    ...turnRows(1000, 500),
    ...worstCases(1000, 300),
  ];
}
