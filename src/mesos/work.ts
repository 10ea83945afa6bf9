import type { DiskGrant } from "../model/disk.ts";
import type { Assignment } from "../model/round.ts";
import { toThousandths, type Scalars } from "../model/quantity.ts";
import type { TaskExecutor } from "../model/task.ts";
import { checkNotMixed, isGpus } from "./launchable.ts";
import { needsOf, type MesosNeeds, type MesosTask, type NewVolume } from "./needs.ts";
import { portsAsked } from "./pod.ts";
import type { Pools } from "./pools.ts";
import { ownOf } from "./record.ts";
import { askOnce } from "./shared-volumes.ts";
import { takeOwn, type Own } from "./take.ts";

/** One that is given resources of its own: an executor, a task, or a task of a pod. */
export interface Taker {
  /** What is to be taken: what an assignment gives a task, or a part of it. */
  readonly amounts: Scalars;
  readonly ports: readonly number[];
  readonly disks: readonly DiskGrant[];
  readonly volumes: readonly NewVolume[];
  readonly own: Own;
}

/** What an assignment means to a master. */
export interface Work {
  readonly task: MesosTask;
  readonly assignment: Assignment;
  readonly needs: MesosNeeds;
  /** The executor first, if it is to be started. */
  readonly takers: readonly Taker[];
}

/**
 * The work of the assignment: what only one of its takers can have is taken from the pools. Throws where that is not there, and for needs that cannot be right; paths are
 * relative to the assignment.
 */
export function workOf(pools: Pools, task: MesosTask, assignment: Assignment): Work {
  const needs = needsOf(task);
  return { task, assignment, needs, takers: takersOf(pools, task, assignment, needs) };
}

function takersOf(
  pools: Pools,
  task: MesosTask,
  { ports, disks = none, executor, resources = task.resources }: Assignment,
  { pod, volumes = none }: MesosNeeds,
): readonly Taker[] {
  // whether it is started or runs: a master looks at both as the task names them
  const beside = pod === undefined ? task.executor?.resources : undefined;
  checkNotMixed({ amounts: [resources, beside ?? {}], ports: ports.length, disks });
  if (pod === undefined) {
    askOnce(disks);
    const amounts = task.upTo === undefined ? resources : inWholes(resources, task.resources, pools);
    const taker = takerOf(pools, amounts, ports, disks, volumes);
    return executor === undefined ? [taker] : [executorTaker(pools, executor), taker];
  }
  const portsLeft = [...ports];
  const disksLeft = [...disks];
  const members = pod.tasks.map((member) => {
    const itsPorts = portsLeft.splice(0, portsAsked(member).length);
    const itsDisks = disksLeft.splice(0, member.disks?.length ?? 0);
    return takerOf(pools, member.resources, itsPorts, itsDisks, member.volumes ?? none);
  });
  return [executorTaker(pools, pod.executor), ...members];
}

const none: readonly never[] = Object.freeze([]);

/**
 * What a task that can use more is given, gpus and what is counted in sets and ranges rounded down: limits on its group or its tier may leave a part of one. A part that it
 * needs stays, and is refused.
 */
function inWholes(amounts: Scalars, needed: Scalars, { sets, ranges }: Pools): Scalars {
  const whole = Object.entries(amounts).map(([name, amount]): [string, number] => {
    const isCounted = isGpus(name) || (ownOf(sets, name) ?? ownOf(ranges, name)) !== undefined;
    return [name, isCounted && isWhole(ownOf(needed, name)) ? Math.floor(amount) : amount];
  });
  return Object.fromEntries(whole);
}

function isWhole(amount: number = 0): boolean {
  return toThousandths(amount) % 1000 === 0;
}

function takerOf(
  pools: Pools,
  amounts: Scalars,
  ports: readonly number[],
  disks: readonly DiskGrant[],
  volumes: readonly NewVolume[],
): Taker {
  return { amounts, ports, disks, volumes, own: takeOwn(pools, amounts, disks) };
}

function executorTaker(pools: Pools, { resources }: TaskExecutor): Taker {
  return takerOf(pools, resources, none, none, none);
}
