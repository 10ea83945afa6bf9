import { EvaluatorError } from "../errors.ts";
import { describe } from "../model/input/expect.ts";
import type { AgentView, RoundView } from "../model/evaluator.ts";
import type { Task } from "../model/task.ts";
import type { Pool } from "../dense/pool.ts";
import type { Context } from "./context.ts";

/** A custom constraint or fitness. */
interface Evaluator {
  readonly name: string;
  readonly prepare: (task: Task, view: RoundView) => (agent: AgentView) => unknown;
}

/**
 * Prepares a custom evaluator for one task and returns it as a function of the row. `isResult` says what it may return,
 * `expected` says it in words. `viewAt` gives what it sees of an agent: by default, all.
 *
 * @throws EvaluatorError where it throws, or returns anything else; so does the function returned.
 */
export function prepareEvaluator<T>(
  { name, prepare }: Evaluator,
  task: Task,
  { views, counters }: Context,
  pool: Pool,
  isResult: (result: unknown) => result is T,
  expected: string,
  viewAt: (row: number) => AgentView = (row) => views.agent(pool, row),
): (row: number) => T {
  const failed = (problem: string, agentId?: string, cause?: unknown): EvaluatorError =>
    new EvaluatorError({
      evaluator: name,
      taskId: task.id,
      ...(agentId !== undefined && { agentId }),
      problem,
      cause,
    });
  const attempt = <R>(call: () => R, agentId?: string): R => {
    try {
      return call();
    } catch (error) {
      throw failed(`threw ${textOf(error)}`, agentId, error);
    }
  };

  const evaluate = attempt(() => prepare(task, views.round(task)));
  if (typeof evaluate !== "function") throw failed("prepared no function of an agent");
  return (row) => {
    const agent = viewAt(row);
    const { id } = pool.agentAt(row);
    counters.evaluatorCalls++;
    const result = attempt(() => evaluate(agent), id);
    if (!isResult(result)) throw failed(`returned ${textOf(result)}, expected ${expected}`, id);
    return result;
  };
}

/** What was thrown, or returned. To look at it may throw as well: it is the evaluator's own. */
function textOf(value: unknown): string {
  try {
    return value instanceof Error ? `${value.name}: ${value.message}` : describe(value);
  } catch {
    return "what cannot be printed";
  }
}
