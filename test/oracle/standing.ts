import type {
  Agent,
  Among,
  MatchInput,
  Offer,
  Queue,
  RunningTask,
  Task,
  TaskExecutor,
} from "../../src/index.ts";
import { amountOf, compare, namesWithin, sum, takenBy, thousandths } from "./amounts.ts";
import { valuesOf } from "./attribute-values.ts";
import { once } from "./once.ts";

/** A round at one of its moments. Whatever else is asked of it is counted anew from these. */
export interface Standing {
  readonly input: MatchInput;
  /** In which the tasks wait, if they do. */
  readonly queue?: Queue;
  /** Every agent of the cluster, in tie order. */
  readonly agents: readonly Agent[];
  /** Tasks placed so far, in the order they were. */
  readonly assigned: readonly RunningTask[];
}

/** The role of a task or an offer. */
export function roleOf(one: { readonly role?: string }): string {
  return one.role ?? "*";
}

/** The round before its first task. */
export function beginningOf(input: MatchInput, queue?: Queue): Standing {
  const agents = input.cluster.agents.toSorted(
    (a, b) => compare(a.hostname, b.hostname) || compare(a.id, b.id),
  );
  return { input, agents, assigned: [], ...(queue === undefined ? {} : { queue }) };
}

/** The agent's offers of the role. */
export const offersOf: (agent: Agent, role: string) => readonly Offer[] = once((agent, role) =>
  agent.offers.filter((offer) => roleOf(offer) === role),
);

/** Whether the agent is disabled at the time of the round. */
export function isDisabled(standing: Standing, agent: Agent): boolean {
  return agent.disabledUntilMs !== undefined && standing.input.nowMs < agent.disabledUntilMs;
}

/** Whether the agent is in an active group. */
export function isActive(standing: Standing, agent: Agent): boolean {
  const groups = standing.input.cluster.activeGroups;
  return groups === null || valuesOf(agent, groups.attribute).some((value) => groups.values.includes(value));
}

/** For how long the task is taken to run, in ms. */
export function durationOf({ input }: Standing, { expectedDurationMs }: Task): number {
  return expectedDurationMs ?? input.policy?.assumedDurationMs ?? 0;
}

/** Whether the agent is unavailable at some time from now on, until so much later. */
export function isAway(
  { input: { nowMs } }: Standing,
  { unavailability }: Agent,
  durationMs: number,
): boolean {
  if (unavailability === undefined) return false;
  const isOver = nowMs >= unavailability.startMs + (unavailability.durationMs ?? Infinity);
  const hasBegun = unavailability.startMs <= nowMs;
  return !isOver && (hasBegun || unavailability.startMs < nowMs + durationMs);
}

/** The scarce resources that the agent has, none of which the task asks; none where the task may have the agent. */
export function keptFrom(
  { scarce = [] }: Agent,
  { resources, executor, devices = [] }: Task,
): readonly string[] {
  const asked = [
    ...[resources, executor?.resources ?? {}].flatMap((amounts) =>
      Object.keys(amounts).filter((name) => amountOf(amounts, name) > 0),
    ),
    ...devices.filter(({ units }) => thousandths(units) > 0).map(({ name }) => name),
  ].flatMap(namesWithin);
  return scarce.some((name) => asked.includes(name)) ? [] : scarce;
}

/** The agents that a task of the role may be put on, in tie order. */
export const candidatesOf: (standing: Standing, role: string) => readonly Agent[] = once((standing, role) =>
  standing.agents.filter(
    (agent) =>
      offersOf(agent, role).length > 0 &&
      !isDisabled(standing, agent) &&
      isActive(standing, agent) &&
      !isAway(standing, agent, 0),
  ),
);

/** The tasks placed on the agent in this round. */
export function assignedOn(standing: Standing, agent: Agent): readonly RunningTask[] {
  return assignedByAgent(standing).get(agent.id) ?? [];
}

const assignedByAgent = once((standing: Standing) => {
  const byAgent = new Map<string, RunningTask[]>();
  for (const placed of standing.assigned) {
    byAgent.set(placed.agentId, [...(byAgent.get(placed.agentId) ?? []), placed]);
  }
  return byAgent;
});

/** All tasks on the agent: running, then assigned. */
export function tasksOn(standing: Standing, agent: Agent): readonly RunningTask[] {
  const assigned = assignedOn(standing, agent);
  return assigned.length === 0 ? agent.running : [...agent.running, ...assigned];
}

/** Thousandths that the role's offers of the agent still give of the resource. */
export function freeOf(standing: Standing, agent: Agent, role: string, name: string): number {
  const offered = sum(offersOf(agent, role).map((offer) => amountOf(offer.resources, name)));
  const ofRole = assignedOn(standing, agent).filter((placed) => roleOf(placed.task) === role);
  return offered - sum(ofRole.map((placed) => takenBy(placed, name)));
}

/** Thousandths of the resource that the agent's tasks hold. */
export function heldOf(standing: Standing, agent: Agent, name: string): number {
  return sum(tasksOn(standing, agent).map((placed) => takenBy(placed, name)));
}

/** Whether the executor of the task runs on the agent: the agent's newest offer or a task there says so. */
export function isExecutorOn(standing: Standing, agent: Agent, { executor }: Task): boolean {
  if (agent.executors?.some((id) => id === executor?.id) ?? false) return true;
  return tasksOn(standing, agent).some(({ task }) => task.executor?.id === executor?.id);
}

/** What the task would start on the agent: its executor, unless that runs there. */
export function startedBy(standing: Standing, agent: Agent, task: Task): TaskExecutor | undefined {
  if (task.executor === undefined || isExecutorOn(standing, agent, task)) return undefined;
  return task.executor;
}

/** A task that runs or was placed, and the agent where it is. */
export interface Located {
  readonly placed: RunningTask;
  readonly agent: Agent;
}

/** Every task that runs or was placed in this round. */
export const tasksOfAll: (standing: Standing) => readonly Located[] = once((standing) =>
  standing.agents.flatMap((agent) => tasksOn(standing, agent).map((placed): Located => ({ placed, agent }))),
);

/** The co-tasks of the task: those picked by `among`, else those of its own group. */
export function coTasksOf(standing: Standing, task: Task, among?: Among): readonly Located[] {
  return coTasksAmong(standing, task, among);
}

const coTasksAmong = once((standing: Standing, task: Task, among: Among | undefined) =>
  tasksOfAll(standing).filter(({ placed: { task: other } }) => {
    if (other.id === task.id) return false;
    if (among !== undefined && "ids" in among) return among.ids.includes(other.id);
    const group = among === undefined ? task.group : among.group;
    return group !== undefined && other.group === group;
  }),
);
