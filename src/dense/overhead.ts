// What the executor of a task takes on agents where it does not run, beside the task: `amounts[i]` of `columns[i]`, and with what the task itself asks of
// it `asked[i]`; all > 0.

import type { Scalars } from "../model/quantity.ts";
import type { TaskExecutor } from "../model/task.ts";
import { untilTaken, type RowCheck } from "./checks.ts";
import type { AgentSet } from "./executor-index.ts";
import type { Executors } from "./executors.ts";
import type { AmountColumn } from "./amount-column.ts";
import type { Pool } from "./pool.ts";
import { amountIn, amountOf } from "./roster.ts";

/** What the executor of a task takes. */
export interface Overhead {
  readonly executor: TaskExecutor;
  /** Where it runs and takes nothing more. */
  readonly agents: AgentSet;
  readonly names: readonly string[];
  readonly columns: readonly AmountColumn[];
  readonly amounts: readonly number[];
  readonly asked: readonly number[];
}

/** The overhead of a task that asks these resources. Costs O(rows) for each resource that is asked about for the first time. */
export function overheadOf(
  executor: TaskExecutor,
  resources: Scalars,
  pool: Pool,
  executors: Executors,
): Overhead {
  const names = Object.keys(executor.resources).filter((name) => amountOf(executor.resources, name) > 0);
  const amounts = names.map((name) => amountOf(executor.resources, name));
  return {
    executor,
    agents: executors.agentsWith(executor.id),
    names,
    columns: names.map((name) => pool.column(name)),
    amounts,
    asked: names.map((name, i) => amountIn(resources, name) + amounts[i]!),
  };
}

/** Passes rows, which have what the task asks, that have room for its executor too, or on whose agents it runs. */
export function hasOverhead({ agentOf }: Pool, overhead: Overhead): RowCheck {
  const { executor, agents, names, columns, asked } = overhead;
  return {
    passes: (row) => {
      for (let i = 0; i < asked.length; i++) {
        if (columns[i]!.free[row]! < asked[i]!) return agents.has(agentOf[row]!);
      }
      return true;
    },
    epoch: untilTaken,
    // Executors that run nowhere are alike if they take as much.
    kind: `executor ${JSON.stringify([agents.size > 0 && executor.id, names, asked])}`,
  };
}
