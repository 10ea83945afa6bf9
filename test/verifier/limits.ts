import type { Agent, MatchInput, Task } from "../../src/index.ts";
import type { Scene } from "./scene.ts";
import { exact, total } from "./scene.ts";

/** Where a policy's limit is passed, or an agent got a task though it takes none. */
export function limitViolations(scene: Scene): readonly string[] {
  const { input, placed } = scene;
  const violations = [...groupViolations(scene), ...gangViolations(scene)];
  if (placed.length > (input.policy?.maxAssignments ?? Infinity)) violations.push("too many assignments");
  for (const { agent, task } of placed) {
    if (input.nowMs < (agent.disabledUntilMs ?? -Infinity)) {
      violations.push(`task ${task.id} is on the disabled agent ${agent.id}`);
    }
    if (input.nowMs < (task.readyAtMs ?? -Infinity)) violations.push(`task ${task.id} is not ready`);
    if (isGone(input, agent, task)) violations.push(`task ${task.id} outlasts its agent ${agent.id}`);
    if (!isWorthy(input, agent, task))
      violations.push(`task ${task.id} is on ${agent.id}, which is kept for others`);
    if (!isActive(input, agent)) violations.push(`task ${task.id} is on the inactive agent ${agent.id}`);
  }
  return violations;
}

function groupViolations({ input, before, placed }: Scene): string[] {
  const limits = Object.entries(input.policy?.groupLimits ?? {});
  return limits.flatMap(([group, limit]) => {
    if (!placed.some((seat) => seat.task.group === group)) return [];
    const members = [...before, ...placed].filter((seat) => seat.task.group === group);
    return Object.keys(limit)
      .filter((name) => total(members.map((seat) => exact(seat.resources, name))) > exact(limit, name))
      .map((name) => `group ${group} holds more ${name} than its limit`);
  });
}

/** Where a part of a gang was placed that is too small. */
function gangViolations({ input, before, placed }: Scene): readonly string[] {
  const gangs = new Map(
    input.tasks.filter((task) => task.gang !== undefined).map((task) => [task.group, task.gang?.least]),
  );
  return [...gangs].flatMap(([group, least]) => {
    const given = input.tasks.filter((task) => task.gang !== undefined && task.group === group);
    const begun = placed.filter((seat) => given.includes(seat.task));
    const first = placed.findIndex((seat) => given.includes(seat.task));
    const others = [...before, ...placed.slice(0, first)].filter((seat) => seat.task.group === group);
    const isWhole =
      least === undefined ? begun.length === given.length : begun.length + others.length >= least;
    return begun.length === 0 || isWhole ? [] : [`only ${begun.length} of the gang ${group} are placed`];
  });
}

/** Whether the agent is away at one of the moments from now until the task is to end. */
function isGone({ nowMs, policy }: MatchInput, { unavailability }: Agent, task: Task): boolean {
  if (unavailability === undefined) return false;
  const { startMs, durationMs } = unavailability;
  if (durationMs !== undefined && nowMs >= startMs + durationMs) return false;
  const lasts = task.expectedDurationMs ?? policy?.assumedDurationMs ?? 0;
  return nowMs >= startMs || nowMs + lasts > startMs;
}

/** Whether the task asks something scarce of the agent, or the agent shows, and has shown, nothing that is scarce. */
function isWorthy({ cluster }: MatchInput, agent: Agent, task: Task): boolean {
  const names = (cluster.scarce ?? []).filter((name) => {
    const given = [
      ...agent.offers,
      ...agent.running.map(({ task: { resources }, ...one }) => ({ resources, ...one })),
      ...agent.running.flatMap(({ executor }) => executor ?? []),
    ];
    return (
      agent.scarce?.includes(name) === true ||
      given.some(({ resources }) =>
        Object.keys(resources).some((each) => isOf(each, name) && exact(resources, each) > 0n),
      ) ||
      agent.devices.some((set) => isOf(set.name, name) && set.count > 0)
    );
  });
  const asked = [
    ...[task, ...(task.executor === undefined ? [] : [task.executor])].flatMap(({ resources }) =>
      Object.keys(resources).filter((name) => exact(resources, name) > 0n),
    ),
    ...(task.devices ?? []).flatMap(({ name, units }) => (exact({ units }, "units") > 0n ? [name] : [])),
  ];
  return names.length === 0 || names.some((name) => asked.some((each) => isOf(each, name)));
}

/** Whether the name is that of the resource, or of a class of it. */
function isOf(name: string, resource: string): boolean {
  return `${name}@`.startsWith(`${resource}@`);
}

function isActive({ cluster: { activeGroups } }: MatchInput, agent: Agent): boolean {
  if (activeGroups === null) return true;
  const { attribute, values } = activeGroups;
  if (attribute === "hostname") return values.includes(agent.hostname);
  if (attribute === "agentId") return values.includes(agent.id);
  const mine = Object.entries(agent.attributes).find(([name]) => name === attribute)?.[1] ?? [];
  return values.some((value) => (typeof mine === "object" ? mine.includes(value) : mine === value));
}
