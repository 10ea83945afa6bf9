import { attributeOf } from "../dense/attributes.ts";
import { someValue } from "../dense/checks.ts";
import { floatAt, intAt } from "../dense/number-at.ts";
import type { Pool } from "../dense/pool.ts";
import type { Tables } from "../dense/tables.ts";
import type { ActiveGroups, Agent } from "../model/cluster.ts";
import { endOf } from "../model/offer.ts";

/** Whether the agent takes no tasks at this time. */
export function isDisabled(agent: Pick<Agent, "disabledUntilMs">, nowMs: number): boolean {
  return agent.disabledUntilMs !== undefined && nowMs < agent.disabledUntilMs;
}

/** Whether the agent is unavailable at some time from `nowMs` until `untilMs`. */
export function isUnavailable(
  { unavailability }: Pick<Agent, "unavailability">,
  nowMs: number,
  untilMs: number = nowMs,
): boolean {
  if (unavailability === undefined || nowMs >= endOf(unavailability)) return false;
  return unavailability.startMs < untilMs || unavailability.startMs <= nowMs;
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
  return !isDisabled(agent, nowMs) && isActive(agent, groups) && !isUnavailable(agent, nowMs);
}

/**
 * The rows of a pool whose agents take no tasks: without offers of the role, disabled, unavailable, or in no active group; 1 for such, 0 for candidates. Costs O(rows + values of
 * the attribute).
 */
export function closedRows(
  pool: Pool,
  tables: Tables,
  nowMs: number,
  groups: ActiveGroups | null,
): Uint8Array {
  const { absences } = tables;
  const { disabledUntilMs } = tables.residents;
  const isClosed = pool.roster.isIdle.slice();
  for (let row = 0; row < pool.count; row++) {
    if (nowMs < floatAt(disabledUntilMs, intAt(pool.agentOf, row))) isClosed[row] = 1;
  }
  if (absences.any) {
    for (let row = 0; row < pool.count; row++) {
      if (absences.has(intAt(pool.agentOf, row), nowMs, nowMs)) isClosed[row] = 1;
    }
  }
  if (groups === null) return isClosed;
  const column = tables.attribute(groups.attribute);
  const active = new Set(groups.values.map((value) => column.numberOf(value)));
  const isActiveRow = someValue(pool, column, (value) => active.has(value));
  for (let row = 0; row < pool.count; row++) if (!isActiveRow(row)) isClosed[row] = 1;
  return isClosed;
}
