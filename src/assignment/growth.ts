import { floatAt } from "../dense/number-at.ts";
import { amountIn } from "../dense/roster.ts";
import type { Tables } from "../dense/tables.ts";
import type { Quotas } from "../feasibility/quotas.ts";
import { fromThousandths } from "../model/quantity.ts";
import type { Placement } from "./assignment.ts";

/**
 * Gives a task that can use more than it needs as much of that as its agent has left and its quotas allow; the next such task of the agent
 * finds it gone. Costs O(what it can use).
 */
export function grow({ agent, running, growing }: Placement, tables: Tables, quotas: Quotas): void {
  if (growing === undefined) return;
  const { task } = running;
  const { upTo = {} } = task;
  const pool = tables.pool(task.role ?? "*");
  for (const name of Object.keys(upTo)) {
    const needed = amountIn(task.resources, name);
    const free = floatAt(pool.column(name).free, pool.rowOf(agent));
    const more = Math.min(amountIn(upTo, name) - needed, free, quotas.roomFor(task, name));
    if (more <= 0) continue;
    tables.giveMore({ agent, running }, name, more);
    // Defined, not assigned: a resource may be called `__proto__`.
    Object.defineProperty(growing, name, { ...ownField, value: fromThousandths(needed + more) });
    quotas.hold(task, { [name]: fromThousandths(more) }, 1);
  }
}

const ownField = { configurable: true, enumerable: true, writable: true };
