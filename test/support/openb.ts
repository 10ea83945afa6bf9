import {
  attributeIn,
  clusterOf,
  customFitness,
  match,
  type Fitness,
  type Offer,
  type Round,
  type Task,
} from "../../src/index.ts";
import { cellNumber, cellText, readSharedCsv, readSharedJsonl } from "./shared-files.ts";

/** Where the cluster, the workloads and the published curves are. */
export const openbFolder = "data/openb";

/** A workload of the paper: its pods, and one order of arrivals and one of nodes per seed. */
export interface Workload {
  readonly name: string;
  readonly pods: readonly Pod[];
  readonly runs: readonly Run[];
}

/** One run: the pods that arrive, as rows of the workload's pods, and which node wins a tie. */
export interface Run {
  readonly seed: number;
  readonly order: readonly number[];
  readonly noderank: readonly number[];
}

interface Pod {
  readonly cpuMilli: number;
  readonly memMib: number;
  readonly gpus: number;
  /** Of each GPU. */
  readonly gpuMilli: number;
  /** Models that will do; empty: any. */
  readonly models: readonly string[];
}

interface Node {
  readonly id: string;
  readonly cpuMilli: number;
  readonly memMib: number;
  readonly gpus: number;
  readonly model: string;
}

/** The sum of the amounts allocated, in hundredths of a percent, over the events of one arrived percent. */
export interface CurveCell {
  readonly sum: number;
  readonly events: number;
}

/**
 * The paper's policy that depends on one node only: 1 less the mean of what is asked times what is left, cpus and GPUs, each
 * of the greatest there is (128 cores, 8 GPUs), truncated to hundredths.
 */
export const dotProd: Fitness = customFitness("DotProd", (task) => {
  const cpuMilli = milli(task.resources["cpus"] ?? 0);
  const gpuMilli = gpuMilliOf(task);
  return (agent) => {
    let gpuLeft = 0;
    for (const { free } of agent.devices("gpu")) gpuLeft += milli(free);
    const cpuShare = (milli(agent.free("cpus")) * cpuMilli) / 128_000 ** 2;
    const gpuShare = (gpuLeft * gpuMilli) / 8000 ** 2;
    return Math.trunc(100 * (1 - (cpuShare + gpuShare) / 2)) / 100;
  };
});

/** A workload; `eventsOf` names the one whose arrivals it shares. */
export function readWorkload(name: string, eventsOf: string = name): Workload {
  const file = name === "default" ? "pods_default.csv" : `pods_${name}.csv.gz`;
  const pods = readSharedCsv(`${openbFolder}/${file}`).map((row) => ({
    cpuMilli: cellNumber(row, "cpu_milli"),
    memMib: cellNumber(row, "memory_mib"),
    gpus: cellNumber(row, "num_gpu"),
    gpuMilli: cellNumber(row, "gpu_milli"),
    models: cellText(row, "gpu_spec")
      .split("|")
      .filter((model) => model !== ""),
  }));
  return { name, pods, runs: readSharedJsonl<Run>(`${openbFolder}/events_${eventsOf}.jsonl.gz`) };
}

/** The nodes of the cluster. */
export function readNodes(): readonly Node[] {
  return readSharedCsv(`${openbFolder}/nodes_gpu.csv`).map((row) => ({
    id: cellText(row, "sn"),
    cpuMilli: cellNumber(row, "cpu_milli"),
    memMib: cellNumber(row, "memory_mib"),
    gpus: cellNumber(row, "gpu"),
    model: cellText(row, "model"),
  }));
}

/** The published curve of a policy: per arrived percent the percent allocated, to two decimals. */
export function readPublishedCurve(
  workload: string,
  policy: string,
  seed: number,
): ReadonlyMap<number, string> {
  const row = readSharedCsv(`${openbFolder}/published_alloc_pct.csv.gz`).find(
    (candidate) =>
      cellText(candidate, "workload") === workload &&
      cellText(candidate, "sc_policy") === policy &&
      cellText(candidate, "seed") === String(seed),
  );
  if (row === undefined) throw new Error(`no curve is published for ${workload}, ${policy}, ${seed}`);
  const cells = [...row].filter(([column, text]) => /^\d+$/u.test(column) && text !== "");
  return new Map(cells.map(([column, text]) => [Number(column), text]));
}

/** The round that places all pods of a run, one by one, in their order of arrival. */
export function replay(nodes: readonly Node[], workload: Workload, run: Run): Round {
  return match({
    cluster: clusterOf(nodes.map((node, at) => offerOf(node, run.noderank[at] ?? 0))),
    tasks: run.order.map((row, at) => taskOf(podAt(workload, row), at)),
    policy: { fitness: dotProd, weights: { fitness: 1, preferences: 0, devices: 0 } },
    nowMs: 0,
  });
}

/** The curve of a round: per arrived percent what was allocated, over all its events. */
export function allocationCurve(
  nodes: readonly Node[],
  workload: Workload,
  run: Run,
  round: Round,
): ReadonlyMap<number, CurveCell> {
  const total = nodes.reduce((sum, { gpus }) => sum + 1000 * gpus, 0);
  const placed = new Set(round.assignments.map(({ taskId }) => taskId));
  const curve = new Map<number, CurveCell>();
  let arrived = 0;
  let granted = 0;
  for (const [at, row] of run.order.entries()) {
    const { gpus, gpuMilli } = podAt(workload, row);
    arrived += gpus * gpuMilli;
    if (placed.has(idOf(at))) granted += gpus * gpuMilli;
    const percent = roundHalfToEven(100 * arrived, total);
    const { sum, events } = curve.get(percent) ?? { sum: 0, events: 0 };
    curve.set(percent, { sum: sum + roundHalfToEven(10_000 * granted, total), events: events + 1 });
  }
  return curve;
}

/** Whether the mean of a cell, rounded to two decimals, is the one published. */
export function isPublished({ sum, events }: CurveCell, published: string): boolean {
  const hundredths = Math.round(Number(published) * 100);
  return 2 * Math.abs(sum - hundredths * events) <= events;
}

function offerOf({ id, cpuMilli, memMib, gpus, model }: Node, rank: number): Offer {
  return {
    id: `offer-of-${id}`,
    agentId: id,
    // Ties go to the smallest hostname, in the paper to the smallest rank.
    hostname: `rank-${String(rank).padStart(4, "0")}`,
    resources: { cpus: cpuMilli / 1000, mem: memMib },
    devices: [{ name: "gpu", count: gpus, capacity: 1 }],
    attributes: { model },
  };
}

function taskOf({ cpuMilli, memMib, gpus, gpuMilli, models }: Pod, at: number): Task {
  return {
    id: idOf(at),
    resources: { cpus: cpuMilli / 1000, mem: memMib },
    ...(gpus > 0 && { devices: [{ name: "gpu", units: gpuMilli / 1000, count: gpus }] }),
    ...(models.length > 0 && { constraints: [attributeIn("model", models)] }),
  };
}

function idOf(at: number): string {
  return `pod-${at}`;
}

function podAt({ pods }: Workload, row: number): Pod {
  const pod = pods[row];
  if (pod === undefined) throw new Error(`there is no pod ${row}, only ${pods.length}`);
  return pod;
}

function gpuMilliOf({ devices = [] }: Task): number {
  return devices.reduce((sum, { units, count = 1 }) => sum + count * milli(units), 0);
}

function milli(amount: number): number {
  return Math.round(1000 * amount);
}

/** The quotient, rounded as the paper's scripts do: to the even neighbour where both are equally near. */
function roundHalfToEven(dividend: number, divisor: number): number {
  const below = Math.floor(dividend / divisor);
  const twice = 2 * (dividend - below * divisor);
  return twice > divisor || (twice === divisor && below % 2 === 1) ? below + 1 : below;
}
