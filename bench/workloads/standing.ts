import { balancedBy, prefer, uniqueBy, type Offer, type PortRange, type Task } from "stowage";
import { hasShared, readSharedJson } from "../shared-data.ts";
import { packing } from "./drawn.ts";
import { firstRound, secondRound, steadyRound, type Material } from "./rounds.ts";
import type { Library, Prepared, Workload } from "./workload.ts";

const folder = "data/workload-10k";
const gibOfEqualTask = 4;

/** The standing workload's rows as its README gives them. */
interface Table<Row> {
  readonly ports?: readonly PortRange[];
  readonly rows: readonly Row[];
}
type AgentRow = readonly [string, number, number, number, number, number, zone: string, rack: string];
type TaskRow = readonly [
  string,
  number,
  number,
  number,
  number,
  ports: number,
  gpus: number,
  service: number,
];

/** The titles of the rows, as the table of what users have today gives them. */
export const standingTitles = [
  "1,000 tasks",
  "10,000 tasks",
  "the same, with constraints on (10 % of the tasks)",
  "10,000 equal tasks",
  "one task, all offers new",
  "1,000 new tasks, 10,000 running, all used agents offer the rest again",
  "100 new tasks, 10,000 running, 1 % of the agents changed",
  "100 tasks, all offers new",
] as const;

/** The heading of the rows. */
export const standingSection = "standing workload";
/** The cluster sizes of the rows. */
export const standingSizes = [1000, 5000, 10_000] as const;

/** The rows over the standing workload; none where it is not there. */
export function standingWorkloads(): readonly Workload[] {
  if (!hasShared(folder)) return [];
  return standingSizes.flatMap((agents) => standingTitles.map((title) => rowOf(title, agents)));
}

/** One row of them; undefined where the standing workload is not there. */
export function standingWorkload(
  title: (typeof standingTitles)[number],
  agents: number,
): Workload | undefined {
  return hasShared(folder) ? rowOf(title, agents) : undefined;
}

/** So many offers, and 10,000 different tasks; undefined where the standing workload is not there. */
export function standingMaterial(agents: number): Material | undefined {
  return hasShared(folder) ? { offers: offersOf(agents), tasks: distinctTasks(10_000) } : undefined;
}

function rowOf(title: (typeof standingTitles)[number], agents: number): Workload {
  const tasks = tasksIn(title);
  return {
    name: title,
    section: standingSection,
    agents,
    tasks,
    prepare: (library) => prepare(title, agents, library),
  };
}

function tasksIn(title: (typeof standingTitles)[number]): number {
  if (title.startsWith("one task")) return 1;
  if (title.startsWith("100 ")) return 100;
  return title.startsWith("1,000") ? 1000 : 10_000;
}

function prepare(title: (typeof standingTitles)[number], agents: number, library: Library): Prepared {
  const offers = offersOf(agents);
  switch (title) {
    case "1,000 tasks":
      return onlyMatch(library, { offers, tasks: distinctTasks(1000) });
    case "10,000 tasks":
      return onlyMatch(library, { offers, tasks: distinctTasks(10_000) });
    case "the same, with constraints on (10 % of the tasks)":
      return withoutPacking(onlyMatch(library, { offers, tasks: constrainedTasks(10_000) }));
    case "10,000 equal tasks":
      return onlyMatch(library, { offers, tasks: equalTasks(10_000) });
    case "one task, all offers new":
      return firstRound(library, { offers, tasks: distinctTasks(1) });
    case "100 tasks, all offers new":
      return firstRound(library, { offers, tasks: distinctTasks(100) });
    case "1,000 new tasks, 10,000 running, all used agents offer the rest again":
      return secondRound(library, { offers, tasks: tasksAndMore(1000) }, 10_000);
    case "100 new tasks, 10,000 running, 1 % of the agents changed":
      return steadyRound(library, { offers, tasks: tasksAndMore(100) }, 10_000);
  }
}

function onlyMatch({ clusterOf, match }: Library, { offers, tasks }: Material): Prepared {
  const cluster = clusterOf(offers);
  return { run: () => match({ cluster, tasks, policy: packing, nowMs: 0 }), packing: { offers, tasks } };
}

function withoutPacking({ run }: Prepared): Prepared {
  return { run };
}

function offersOf(agents: number): readonly Offer[] {
  const { rows, ports = [] } = readSharedJson<Table<AgentRow>>(`${folder}/agents.json`);
  return rows.slice(0, agents).map(([hostname, cpus, mem, network, disk, gpus, zone, rack]) => ({
    id: `offer-of-${hostname}`,
    agentId: hostname,
    hostname,
    resources: { cpus, mem, network, disk, gpus },
    ports,
    attributes: { zone, rack },
  }));
}

function taskRows(): readonly TaskRow[] {
  return readSharedJson<Table<TaskRow>>(`${folder}/tasks.json`).rows;
}

function taskOf([id, cpus, mem, network, disk, ports, gpus]: TaskRow): Task {
  return { id, resources: { cpus, mem, network, disk, gpus }, ports };
}

function distinctTasks(count: number): readonly Task[] {
  return taskRows().slice(0, count).map(taskOf);
}

/** All tasks, and the first so many of them once more under new ids. */
function tasksAndMore(count: number): readonly Task[] {
  const tasks = distinctTasks(10_000);
  return [...tasks, ...tasks.slice(0, count).map((task) => ({ ...task, id: `new-${task.id}` }))];
}

function constrainedTasks(count: number): readonly Task[] {
  return taskRows()
    .slice(0, count)
    .map((row): Task => {
      const service = row[7];
      if (service < 0) return taskOf(row);
      return {
        ...taskOf(row),
        group: `service-${service}`,
        constraints: [uniqueBy("hostname")],
        preferences: [prefer(balancedBy("zone", { expectedValues: 3 }))],
      };
    });
}

function equalTasks(count: number): readonly Task[] {
  const resources = { cpus: 1, mem: gibOfEqualTask * 1024 };
  return Array.from({ length: count }, (_, at) => ({ id: `task-${at}`, resources }));
}
