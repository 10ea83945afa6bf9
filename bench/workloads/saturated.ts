import { attributeIs, type Disk, type Task } from "stowage";
import { randomOf } from "../random.ts";
import { drawOffers } from "./draw-offers.ts";
import { drawTasks, equalTasks } from "./draw-tasks.ts";
import { packing } from "./drawn.ts";
import type { Packing, Workload } from "./workload.ts";

/** The heading of the rows of tasks that fit nowhere. */
export const saturatedSection = "saturated";

/** Tasks that fit nowhere, of several kinds. */
export function saturatedRows(agents: number, tasks: number): readonly Workload[] {
  return [
    { ...saturated(agents, tasks), name: "distinct tasks, no room", section: saturatedSection },
    row("equal tasks, no room", agents, tasks, () => fullAgents(agents, equalTasks(tasks))),
    row("a GPU that nobody has", agents, tasks, () => ({
      offers: drawOffers(agents, randomOf(1), { devices: true }),
      tasks: asking(tasks, () => ({ devices: [{ name: "gpu-of-another-make", units: 1 }] })),
    })),
    row("an attribute that nobody has", agents, tasks, () => ({
      offers: drawOffers(agents, randomOf(1)),
      tasks: asking(tasks, () => ({ constraints: [attributeIs("region", "elsewhere")] })),
    })),
    row("a port that nobody has", agents, tasks, () => ({
      offers: drawOffers(agents, randomOf(1)),
      tasks: asking(tasks, () => ({ ports: [80] })),
    })),
    row("a port of its own that nobody has", agents, tasks, () => ({
      offers: drawOffers(agents, randomOf(1)),
      tasks: asking(tasks, (i) => ({ ports: [i % 30_000] })),
    })),
    row("an executor of its own that nobody has room for", agents, tasks, () => ({
      offers: drawOffers(agents, randomOf(1)),
      tasks: asking(tasks, (i) => ({ executor: { id: `executor-${i}`, resources: { cpus: 100 } } })),
    })),
    row("one disk more than anybody has", agents, tasks, () => ({
      offers: drawOffers(agents, randomOf(1)).map((offer) => ({ ...offer, disks: wholeDisks(3) })),
      tasks: asking(tasks, () => ({ disks: Array.from({ length: 4 }, () => ({ type: "ssd", amount: 1 })) })),
    })),
    row("volumes of agents that are away", agents, tasks, () => ({
      offers: drawOffers(agents, randomOf(1)).map((offer) => ({ ...offer, disks: wholeDisks(3) })),
      tasks: asking(tasks, (i) => ({ disks: [{ type: "ssd", id: `of-task-${i}` }] })),
    })),
  ];
}

/** Each agent runs one task that holds nearly all of it. */
export function saturated(agents: number, tasks: number): Workload {
  return {
    ...row("saturated: nothing fits now", agents, tasks, () =>
      fullAgents(agents, drawTasks(tasks, randomOf(2))),
    ),
    section: "features",
  };
}

function row(name: string, agents: number, tasks: number, draw: () => Packing): Workload {
  return {
    name,
    section: saturatedSection,
    agents,
    tasks,
    prepare: ({ clusterOf, match }) => {
      const drawn = draw();
      const cluster = clusterOf(drawn.offers, drawn.running);
      const canScan = drawn.tasks.every(
        ({ devices, disks, ports, constraints, executor }) =>
          !devices && !disks && !ports && !constraints && !executor,
      );
      return {
        run: () => match({ cluster, tasks: drawn.tasks, policy: packing, nowMs: 0 }),
        ...(canScan && { packing: drawn }),
      };
    },
  };
}

function fullAgents(agents: number, tasks: readonly Task[]): Packing {
  const running = drawOffers(agents, randomOf(1)).map(
    ({ agentId, hostname, resources: { cpus = 0, mem = 0 } }) => ({
      task: { id: `on-${agentId}`, resources: { cpus: 0.999 * cpus, mem: 0.999 * mem } },
      agentId,
      hostname,
    }),
  );
  return { offers: drawOffers(agents, randomOf(1), { freeShare: 0.001 }), running, tasks };
}

function wholeDisks(count: number): readonly Disk[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `disk-${i}`,
    type: "ssd",
    amount: 100,
    use: "whole",
  }));
}

function asking(count: number, extraOf: (i: number) => Partial<Task>): readonly Task[] {
  return drawTasks(count, randomOf(2)).map((task, i) => ({ ...task, ...extraOf(i) }));
}
