import type { Assignment } from "../model/round.ts";
import type { TaskExecutor } from "../model/task.ts";
import { needsOf, type MesosNeeds, type MesosTask, type NewVolume, type PodTask } from "./needs.ts";
import { portsAsked } from "./pod.ts";
import type { Asked } from "./take.ts";

/** One that is given resources of its own: an executor, a task, or a task of a pod. */
export interface Taker {
  readonly kind: "executor" | "task";
  /** Of a pod, which of its tasks. */
  readonly member?: PodTask;
  readonly asked: Asked;
  readonly volumes: readonly NewVolume[];
}

/** What an assignment means to a master. */
export interface Work {
  readonly task: MesosTask;
  readonly assignment: Assignment;
  readonly needs: MesosNeeds;
  /** The executor first, if it is to be started. */
  readonly takers: readonly Taker[];
}

/** The work of the assignment. Throws for needs that cannot be right; paths are relative to the assignment. */
export function workOf(task: MesosTask, assignment: Assignment): Work {
  const needs = needsOf(task);
  return { task, assignment, needs, takers: takersOf(task, assignment, needs) };
}

function takersOf(
  task: MesosTask,
  { ports, disks = [], executor, resources = task.resources }: Assignment,
  { pod, volumes = [] }: MesosNeeds,
): readonly Taker[] {
  if (pod === undefined) {
    const own: Taker = { kind: "task", asked: { amounts: resources, ports, disks }, volumes };
    return executor === undefined ? [own] : [executorTaker(executor), own];
  }
  const portsLeft = [...ports];
  const disksLeft = [...disks];
  const members = pod.tasks.map((member): Taker => {
    const asked = {
      amounts: member.resources,
      ports: portsLeft.splice(0, portsAsked(member).length),
      disks: disksLeft.splice(0, member.disks?.length ?? 0),
    };
    return { kind: "task", member, asked, volumes: member.volumes ?? [] };
  });
  return [executorTaker(pod.executor), ...members];
}

function executorTaker({ resources }: TaskExecutor): Taker {
  return { kind: "executor", asked: { amounts: resources, ports: [], disks: [] }, volumes: [] };
}
