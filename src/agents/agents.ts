import { attributeOf } from "../dense/attributes.ts";
import { Rows } from "../dense/rows.ts";
import type { ActiveGroups, Agent } from "../model/cluster.ts";

/** Whether the agent takes no tasks at this time. */
export function isDisabled(agent: Agent, nowMs: number): boolean {
  return agent.disabledUntilMs !== undefined && nowMs < agent.disabledUntilMs;
}

/** Whether the agent is in an active group: one of its values of the attribute is among the active ones. */
export function isActive(agent: Agent, groups: ActiveGroups | null): boolean {
  if (groups === null) return true;
  const given = attributeOf(agent, groups.attribute);
  if (given === undefined) return false;
  return typeof given === "object"
    ? given.some((value) => groups.values.includes(value))
    : groups.values.includes(given);
}

/** Whether the agent, if it has an offer, takes tasks at this time. */
export function takesTasks(agent: Agent, nowMs: number, groups: ActiveGroups | null): boolean {
  return !isDisabled(agent, nowMs) && isActive(agent, groups);
}

/** The rows of a round: agents that hold an offer of the role, are not disabled and are active. `agents` is in tie order. */
export function candidateRows(
  agents: readonly Agent[],
  roles: Iterable<string>,
  nowMs: number,
  groups: ActiveGroups | null,
): Rows {
  const open = agents.map((agent) => takesTasks(agent, nowMs, groups));
  return new Rows(agents, roles, (agent, offers) => open[agent] === true && offers.length > 0);
}

/** The rows that an explanation looks at: every agent in each role, `agents.length` rows a role. */
export function everyRow(agents: readonly Agent[], roles: Iterable<string>): Rows {
  return new Rows(agents, roles, () => true);
}

/** The roles that the agents' offers have. */
export function rolesOffered(agents: readonly Agent[]): ReadonlySet<string> {
  const roles = new Set<string>();
  for (const { offers } of agents) for (const { role = "*" } of offers) roles.add(role);
  return roles;
}
