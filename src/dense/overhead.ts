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
  /** Whether it runs, or may run, on an agent of the block. */
  readonly runsIn: (block: number) => boolean;
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
  const agents = executors.agentsWith(executor.id);
  let blocks: ReadonlySet<number> | undefined;
  const runsIn = (block: number): boolean =>
    agents.size > pool.few || (agents.size > 0 && (blocks ??= blocksOf(agents, pool)).has(block));
  return {
    executor,
    agents,
    names,
    columns: names.map((name) => pool.column(name)),
    amounts,
    asked: names.map((name, i) => amountIn(resources, name) + amounts[i]!),
    runsIn,
  };
}

function blocksOf(agents: AgentSet, pool: Pool): ReadonlySet<number> {
  const blocks = new Set<number>();
  for (const agent of agents) {
    const row = pool.rowOf(agent);
    if (row !== -1) blocks.add(pool.blocks.blockOf[row]!);
  }
  return blocks;
}

/** Whether a row of the block may have room for what the task asks and its executor, or have that already. */
export function mayHaveRoom({ columns, asked, runsIn }: Overhead, block: number): boolean {
  for (let i = 0; i < asked.length; i++) if (columns[i]!.mostFree[block]! < asked[i]!) return runsIn(block);
  return true;
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
