import type { Task } from "stowage";
import { randomOf } from "../random.ts";
import { drawOffers } from "./draw-offers.ts";
import { drawTasks } from "./draw-tasks.ts";
import { packing } from "./drawn.ts";
import type { Prepared, Library, Workload } from "./workload.ts";

/** The heading of the rows of queues, gangs and tasks that can use more than they need. */
export const turnsSection = "queues, gangs, ranges";

/** Tasks of a gang. */
const gangSize = 8;

/** The same tasks in a list, in queues of few and many buckets, in gangs, and such that can use more. */
export function turnRows(agents: number, tasks: number): readonly Workload[] {
  const plain = row("in a list", agents, tasks, (library) => overList(library, agents, drawn(tasks)));
  const rows = [
    row("in a queue of 10 buckets", agents, tasks, (library) =>
      overQueue(library, agents, inBuckets(tasks, 10)),
    ),
    row("in a queue of a bucket for each task", agents, tasks, (library) =>
      overQueue(library, agents, inBuckets(tasks, tasks)),
    ),
    row("in gangs of eight", agents, tasks, (library) => overList(library, agents, inGangs(tasks, false))),
    row("in gangs of eight whose last task fits nowhere", agents, tasks, (library) =>
      overList(library, agents, inGangs(tasks, true)),
    ),
    row("that can use twice what they need", agents, tasks, (library) =>
      overList(
        library,
        agents,
        drawn(tasks).map((task) => ({ ...task, upTo: doubled(task) })),
      ),
    ),
  ];
  return [plain, ...rows.map((each) => ({ ...each, plain }))];
}

/** A queue of a thousand buckets, and the same tasks in a list. */
export function queueBesideList(agents: number, tasks: number): readonly [queue: Workload, list: Workload] {
  return [
    row("in a queue of 1,000 buckets", agents, tasks, (library) =>
      overQueue(library, agents, inBuckets(tasks, 1000)),
    ),
    row("in a list", agents, tasks, (library) => overList(library, agents, drawn(tasks))),
  ];
}

function row(name: string, agents: number, tasks: number, prepare: (library: Library) => Prepared): Workload {
  return { name, section: turnsSection, agents, tasks, prepare };
}

function overList({ clusterOf, match }: Library, agents: number, tasks: readonly Task[]): Prepared {
  const cluster = clusterOf(drawOffers(agents, randomOf(1)));
  return { run: () => match({ cluster, tasks, policy: packing, nowMs: 0 }) };
}

function overQueue({ clusterOf, match, queueOf }: Library, agents: number, tasks: readonly Task[]): Prepared {
  const cluster = clusterOf(drawOffers(agents, randomOf(1)));
  const queue = queueOf(tasks);
  return { run: () => match({ cluster, tasks: queue, policy: packing, nowMs: 0 }) };
}

function drawn(count: number): readonly Task[] {
  return drawTasks(count, randomOf(2));
}

function inBuckets(count: number, buckets: number): readonly Task[] {
  const random = randomOf(3);
  return drawn(count).map((task) => ({ ...task, bucket: `user-${random.integer(0, buckets - 1)}` }));
}

function inGangs(count: number, isHopeless: boolean): readonly Task[] {
  return drawn(count).map((task, at) => ({
    ...task,
    group: `gang-${Math.floor(at / gangSize)}`,
    gang: {},
    resources:
      isHopeless && at % gangSize === gangSize - 1 ? { ...task.resources, cpus: 1e6 } : task.resources,
  }));
}

function doubled({ resources }: Task): Task["resources"] {
  return Object.fromEntries(Object.entries(resources).map(([name, amount]) => [name, 2 * amount]));
}
