// What is to run: the jobs of a file, and what an instance of a job is to stowage and to Mesos.
import type { Task } from "stowage";
import {
  checkLaunchable,
  podTask,
  type MesosTask,
  type MesosTaskFields,
  type NewVolume,
  type Pod,
  type PodTask,
  type TaskGiven,
} from "stowage/mesos";
import { attemptId, itemLabel, type Item } from "./items.ts";
import { isFields, listAt, at, type Fields } from "./json.ts";

/** Equal instances of a task or a pod: those of a service start again for ever, those of a batch run to their end once. */
export interface Job {
  readonly id: string;
  readonly kind: "service" | "batch";
  /** Default 1. */
  readonly instances?: number;
  /** What a task asks: all that a stowage task has, beside what is filled in. A pod has `pod` instead. */
  readonly task?: Omit<Task, "id" | "readyAtMs">;
  readonly pod?: Omit<Pod, "id" | "readyAtMs" | "tasks"> & { readonly tasks: readonly Member[] };
  /** Run by the agent's shell; the ports are $PORT0, $PORT1, … */
  readonly command?: string;
  /** More of the TaskInfo: container, labels, health_check, … */
  readonly info?: Fields;
  /** What the task keeps on its agent over all its attempts; all that it takes is reserved for it then. */
  readonly volumes?: readonly Omit<NewVolume, "id">[];
  /** After how long of waiting for the agent of its volumes an instance starts without them; default: never. */
  readonly forgetVolumesAfterMs?: number;
  /** How often an instance of a batch may fail; default 5. */
  readonly maxFailures?: number;
}

/** A task of a pod; its id is made of the pod's and the name. */
export type Member = Omit<PodTask, "id"> & {
  readonly name: string;
  readonly command: string;
  readonly info?: Fields;
};

/** The jobs of a file: `{ jobs: [...] }`. Throws for what cannot be right. */
export function jobsFrom(text: string): readonly Job[] {
  const jobs = listAt(JSON.parse(text), "jobs").map((job) => {
    if (!isJob(job)) throw new Error(`not a job: ${JSON.stringify(job)}`);
    return job;
  });
  if (jobs.length === 0) throw new Error("a job file has a list of `jobs`");
  const ids = new Set(jobs.map(({ id }) => id));
  if (ids.size < jobs.length) throw new Error("each job has an id of its own");
  for (const job of jobs) checkLaunchable(taskOf(job, newItem(job, 0)));
  return jobs;
}

function isJob(job: unknown): job is Job {
  if (!isFields(job) || typeof job["id"] !== "string") return false;
  const runs = isFields(job["pod"]) !== (isFields(job["task"]) && typeof job["command"] === "string");
  return runs && (job["kind"] === "service" || job["kind"] === "batch");
}

/** The instances of a job, none of which has been tried. */
export function itemsOf(job: Job): readonly Item[] {
  return Array.from({ length: job.instances ?? 1 }, (_, n) => newItem(job, n));
}

function newItem({ id }: Job, n: number): Item {
  return { id: `${id}.${n}`, jobId: id, attempt: 1, failures: 0, phase: "waiting", sinceMs: 0, readyAtMs: 0 };
}

/** The role of a job. */
export function roleOf({ task, pod }: Job): string {
  return task?.role ?? pod?.role ?? "*";
}

/** How long a service runs, for all that anybody knows: not on an agent that goes down before. */
const forEverMs = 10 * 365 * 24 * 3_600_000;

/** The next attempt of an instance, as a task to be placed. */
export function taskOf(job: Job, item: Item): MesosTask {
  const id = attemptId(item);
  const { jobId: group, readyAtMs, claim } = item;
  const lasting = job.kind === "service" ? { expectedDurationMs: forEverMs } : {};
  if (job.pod !== undefined) {
    const tasks = job.pod.tasks.map(({ name, command: _command, info: _info, ...asked }) => ({
      ...asked,
      id: memberId(id, name),
    }));
    return podTask({ group, ...lasting, ...job.pod, tasks, id, readyAtMs });
  }
  const { ports, disks, ...task } = job.task ?? { resources: {} };
  const common = { group, ...lasting, ...task, id, readyAtMs, ...(ports && { ports }) };
  if (claim?.isSure === true) return { ...common, ...claim.asked };
  const asked = { ...common, ...(disks && { disks }) };
  if (job.volumes === undefined) return asked;
  const volumes = job.volumes.map((volume, i) => ({ ...volume, id: `${id}.${i}` }));
  return { ...asked, mesos: { reserve: { labels: { [itemLabel]: item.id } }, volumes } };
}

function memberId(podId: string, name: string): string {
  return `${podId}.${name}`;
}

/** The ids by which the master knows the attempt: those of a pod's tasks. */
export function taskIdsOf(job: Job, item: Item): readonly string[] {
  const id = attemptId(item);
  return job.pod?.tasks.map(({ name }) => memberId(id, name)) ?? [id];
}

/** What an attempt, or a task of a pod, is to Mesos: a command of the shell. */
export function taskInfoOf(job: Job, { id }: Task, { member, resources }: TaskGiven): MesosTaskFields {
  const { command: value = "", info } =
    job.pod?.tasks.find(({ name }) => memberId(id, name) === member?.id) ?? job;
  const ports = resources.filter(({ name }) => name === "ports").flatMap((each) => portsIn(each.ranges));
  const variables = ports.map((port, i) => ({ name: `PORT${i}`, value: String(port) }));
  const environment = variables.length > 0 ? { environment: { variables } } : {};
  return { ...info, name: job.id, command: { shell: true, value, ...environment } };
}

function portsIn(ranges: unknown): readonly number[] {
  return listAt(ranges, "range").flatMap((range) => {
    const [begin, end] = [Number(at(range, "begin")), Number(at(range, "end"))];
    return Array.from({ length: end - begin + 1 }, (_, i) => begin + i);
  });
}
