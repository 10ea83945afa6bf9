import type { Agent, MatchInput } from "../../src/index.ts";
import type { Scene } from "./scene.ts";
import { exact, total } from "./scene.ts";

/** Where a policy's limit is passed, or an agent got a task though it takes none. */
export function limitViolations(scene: Scene): readonly string[] {
  const { input, placed } = scene;
  const violations = groupViolations(scene);
  if (placed.length > (input.policy?.maxAssignments ?? Infinity)) violations.push("too many assignments");
  for (const { agent, task } of placed) {
    if (input.nowMs < (agent.disabledUntilMs ?? -Infinity)) {
      violations.push(`task ${task.id} is on the disabled agent ${agent.id}`);
    }
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
      .filter((name) => total(members.map((seat) => exact(seat.task.resources, name))) > exact(limit, name))
      .map((name) => `group ${group} holds more ${name} than its limit`);
  });
}

function isActive({ cluster: { activeGroups } }: MatchInput, agent: Agent): boolean {
  if (activeGroups === null) return true;
  const { attribute, values } = activeGroups;
  if (attribute === "hostname") return values.includes(agent.hostname);
  if (attribute === "agentId") return values.includes(agent.id);
  const mine = Object.entries(agent.attributes).find(([name]) => name === attribute)?.[1] ?? [];
  return values.some((value) => (typeof mine === "object" ? mine.includes(value) : mine === value));
}
