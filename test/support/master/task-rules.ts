import { leastCpus, leastMem } from "./agents.ts";
import { at, canonical, isFields, listAt, textAt, type Fields } from "./json.ts";
import {
  amountOf,
  hasAll,
  joined,
  lengthOf,
  poolOf,
  type Pool,
  type Portion,
  type Range,
} from "./portions.ts";
import { inWords, portionOf, problemOf } from "./resource.ts";
import type { Agent, Candidate, Executor } from "./state.ts";

/** What a task, or a group of tasks, is checked against. */
export interface Ground {
  readonly agent: Agent;
  readonly candidate: Candidate;
  /** What operations and tasks before it have left of the offers. */
  readonly left: Pool;
}

/** A good task: what it takes, with its executor if that is new. */
export interface Accepted {
  readonly portions: readonly Portion[];
  readonly executor:
    | { readonly info: Fields; readonly running: Executor | undefined; readonly portions: readonly Portion[] }
    | undefined;
}

/** A bad one. */
export interface Refused {
  readonly problem: string;
}

/** Judges a task of a LAUNCH, as src/master/validation.cpp of Mesos does, check by check. */
export function judgeTask(info: unknown, ground: Ground): Accepted | Refused {
  const { left, candidate } = ground;
  const portions = listAt(info, "resources").map(portionOf);
  const problem = problemOfTask(info, ground);
  if (problem !== undefined) return { problem };
  const own = at(info, "executor");
  if ((own === undefined) === (at(info, "command") === undefined)) {
    return {
      problem: "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present",
    };
  }
  const executor = isFields(own) ? executorOf(own, ground) : undefined;
  const bad = executor === undefined ? undefined : problemOfExecutor(executor.info, "CUSTOM", ground);
  if (bad !== undefined) return { problem: bad };
  const total = [...portions, ...newOf(executor)];
  const mixed = problemOfMix(total) ?? problemOfOverlap([portions, executor?.portions ?? []]);
  if (mixed !== undefined) return { problem: mixed };
  if (!isLeft(left, total)) {
    const [all, rest] = [inWords(total, candidate.role), inWords(left.values(), candidate.role)];
    return {
      problem: `Total resources ${all} required by task and its executor is more than available ${rest}`,
    };
  }
  return { portions, executor };
}

/** Judges the tasks of a LAUNCH_GROUP together: all of them, or none. */
export function judgeGroup(
  group: unknown,
  executorInfo: Fields,
  ground: Ground,
): readonly Accepted[] | Refused {
  const { left, candidate } = ground;
  const infos = listAt(group, "tasks");
  const ids = infos.map((info) => textAt(info, "task_id", "value") ?? "");
  for (const [i, info] of infos.entries()) {
    const problem =
      problemOfTask(info, ground) ??
      (ids.indexOf(ids[i] ?? "") < i ? `Task has duplicate ID: ${ids[i]}` : undefined) ??
      (textAt(info, "container", "type") === "DOCKER"
        ? "Docker ContainerInfo is not supported on the task"
        : undefined);
    if (problem !== undefined) return { problem: `Task '${ids[i]}' is invalid: ${problem}` };
    const own = at(info, "executor");
    if (own !== undefined && canonical(own) !== canonical(executorInfo)) {
      return { problem: `The \`ExecutorInfo\` of task '${ids[i]}' is different from executor` };
    }
  }
  const type = textAt(executorInfo, "type");
  if (type === undefined) return { problem: "'ExecutorInfo.type' must be set" };
  if (textAt(executorInfo, "framework_id", "value") === undefined) {
    return { problem: "'ExecutorInfo.framework_id' must be set" };
  }
  const executor = executorOf(executorInfo, ground);
  const bad =
    problemOfExecutor(executorInfo, type, ground) ?? problemOfSize(executor.info, executor.portions);
  if (bad !== undefined) return { problem: bad };
  const each = infos.map((info) => listAt(info, "resources").map(portionOf));
  const total = [...each.flat(), ...newOf(executor)];
  const mixed = problemOfMix(total) ?? problemOfOverlap([...each, executor.portions]);
  if (mixed !== undefined) return { problem: mixed };
  if (!isLeft(left, total)) {
    const [all, rest] = [inWords(total, candidate.role), inWords(left.values(), candidate.role)];
    return {
      problem: `Total resources ${all} required by task group and its executor are more than available ${rest}`,
    };
  }
  return each.map((portions) => ({ portions, executor }));
}

function problemOfTask(info: unknown, { agent, candidate }: Ground): string | undefined {
  const { framework, role } = candidate;
  const id = textAt(info, "task_id", "value") ?? "";
  const agentId = textAt(info, "agent_id", "value") ?? "";
  const badId = problemOfId(id);
  if (badId !== undefined) return `Task has an invalid ID: ${badId}`;
  if (framework.tasks.has(id)) return `Task has duplicate ID: ${id}`;
  if (agentId !== agent.id) return `Task uses invalid agent ${agentId} while agent ${agent.id} is expected`;
  const resources = listAt(info, "resources");
  if (resources.length === 0) return "Task uses no resources";
  const problem = problemOfResources(resources);
  if (problem !== undefined) return `Task uses invalid resources: ${problem}`;
  const roles = problemOfRoles(resources, role);
  if (roles !== undefined) return `Invalid task resources: ${roles}`;
  return problemOfMix(resources.map(portionOf));
}

function problemOfId(id: string): string | undefined {
  if (id === "") return "ID must not be empty";
  if (id.length > 255) return "ID must not be greater than 255 characters";
  if (id === "." || id === "..") return `'${id}' is disallowed`;
  return /[/\\\p{Cc}\s]/u.test(id) ? `'${id}' contains invalid characters` : undefined;
}

function problemOfResources(resources: readonly unknown[]): string | undefined {
  for (const resource of resources) {
    const problem = problemOf(resource);
    if (problem !== undefined) return problem;
    const { kind } = portionOf(resource);
    if (kind.isShared && kind.volumeId === undefined) return "Only persistent volumes can be shared";
  }
  return undefined;
}

/** Resources without an allocation count as allocated to the role of the offers. */
export function problemOfRoles(resources: readonly unknown[], role: string): string | undefined {
  const roles = [...new Set(resources.map((each) => textAt(each, "allocation_info", "role") ?? role))];
  if (roles.length > 1) {
    return `The resources have multiple allocation roles ('${roles.toSorted().reverse().join("' and '")}') but only one allocation role is allowed`;
  }
  return roles[0] === undefined || roles[0] === role
    ? undefined
    : `The resources are allocated to '${roles[0]}', not to '${role}'`;
}

function problemOfMix(portions: readonly Portion[]): string | undefined {
  const revocable = new Map<string, boolean>();
  const volumes = new Set<string>();
  for (const { kind } of portions) {
    const { name, isRevocable, volumeId, isShared } = kind;
    if ((revocable.get(name) ?? isRevocable) !== isRevocable) {
      return `Task mixes revocable and non-revocable resources: Cannot use both revocable and non-revocable '${name}' at the same time`;
    }
    revocable.set(name, isRevocable);
    if (volumeId === undefined || isShared) continue;
    if (volumes.has(kind.key))
      return `Task uses duplicate persistence ID: Persistence ID '${volumeId}' is not unique`;
    volumes.add(kind.key);
  }
  return undefined;
}

/** Ranges and items may not be asked twice, by two tasks or by a task and its executor. */
function problemOfOverlap(lists: readonly (readonly Portion[])[]): string | undefined {
  const asked = new Map<string, { readonly ranges: Range[]; readonly items: string[] }>();
  for (const { kind, ranges, items } of lists.flatMap((list) => [...poolOf(list).values()])) {
    if (kind.type === "SCALAR") continue;
    const before = asked.get(kind.key) ?? { ranges: [], items: [] };
    asked.set(kind.key, before);
    before.ranges.push(...ranges);
    before.items.push(...items);
  }
  for (const { ranges, items } of asked.values()) {
    if (lengthOf(joined(ranges)) < lengthOf(ranges) || new Set(items).size < items.length) {
      return "There are overlapping resources in the tasks' resources and/or executor resources";
    }
  }
  return undefined;
}

function executorOf(
  info: Fields,
  { agent, candidate: { framework } }: Ground,
): NonNullable<Accepted["executor"]> {
  const id = textAt(info, "executor_id", "value") ?? "";
  const running = [...agent.executors].find((each) => each.framework === framework && each.id === id);
  return { info, running, portions: listAt(info, "resources").map(portionOf) };
}

/** What a new executor takes; one that runs takes nothing. */
function newOf(executor: Accepted["executor"]): readonly Portion[] {
  return executor === undefined || executor.running !== undefined ? [] : executor.portions;
}

function problemOfExecutor(info: Fields, type: string, ground: Ground): string | undefined {
  const { framework, role } = ground.candidate;
  const id = textAt(info, "executor_id", "value") ?? "";
  const badId = problemOfId(id);
  if (badId !== undefined) return `Executor has an invalid ID: ${badId}`;
  const given = textAt(info, "type") ?? type;
  if (given !== type) return `'ExecutorInfo.type' must be '${type}'`;
  const hasCommand = at(info, "command") !== undefined;
  if (type === "DEFAULT" && hasCommand)
    return "'ExecutorInfo.command' must not be set for 'DEFAULT' executor";
  if (type === "CUSTOM" && !hasCommand) return "'ExecutorInfo.command' must be set for 'CUSTOM' executor";
  const frameworkId = textAt(info, "framework_id", "value") ?? framework.id;
  if (frameworkId !== framework.id) {
    return `ExecutorInfo has an invalid FrameworkID (Actual: ${frameworkId} vs Expected: ${framework.id})`;
  }
  const resources = listAt(info, "resources");
  const problem = problemOfResources(resources) ?? problemOfRoles(resources, role);
  if (problem !== undefined) return `Executor uses invalid resources: ${problem}`;
  const { running, portions } = executorOf(info, ground);
  if (portions.some(({ kind }) => kind.isShared))
    return "Executor resources should not contain any shared resources";
  return running === undefined || running.key === executorKey(info)
    ? undefined
    : "ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID.";
}

/** The same for two infos that are compatible: the master itself fills in the framework's id. */
export function executorKey({ framework_id: _filledIn, ...info }: Fields): string {
  const resources = listAt(info, "resources").map(portionOf);
  return canonical({
    ...info,
    resources: [...poolOf(resources).values()].map(({ kind, ...rest }) => [kind.key, rest]),
  });
}

function problemOfSize(info: Fields, portions: readonly Portion[]): string | undefined {
  const id = textAt(info, "executor_id", "value");
  const names = new Set(portions.map(({ kind }) => kind.name));
  const [cpus, mem] = [amountOf(portions, "cpus"), amountOf(portions, "mem")];
  if (cpus < leastCpus)
    return `Executor '${id}' uses less CPUs (${cpus / 1000}) than the minimum required (0.01)`;
  if (mem < leastMem)
    return `Executor '${id}' uses less memory (${mem / 1000}MB) than the minimum required (32MB)`;
  return names.has("disk") ? undefined : `Executor '${id}' uses no disk`;
}

function isLeft(left: Pool, total: readonly Portion[]): boolean {
  return hasAll(left, poolOf(total).values());
}
