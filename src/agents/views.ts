import { attributeOf } from "../dense/attributes.ts";
import { numberAt } from "../dense/number-at.ts";
import { RowView } from "../dense/row-view.ts";
import type { Tables } from "../dense/tables.ts";
import type { AgentView, RoundView } from "../model/evaluator.ts";
import type { Task } from "../model/task.ts";

/** What custom evaluators see. */
export interface Views {
  /** The agent of the row; always the same view, which shows the row as it stands. */
  readonly agent: (row: number) => AgentView;
  /** The round for one task. */
  readonly round: (task: Task) => RoundView;
}

/** The views of a round; each is made when first asked for. `isCandidate` says which rows can be given tasks. */
export function viewsOf(tables: Tables, nowMs: number, isCandidate: (row: number) => boolean): Views {
  const { rows } = tables;
  const views: (AgentView | undefined)[] = [];
  const agent = (row: number): AgentView => (views[row] ??= new RowView(tables, row));
  const round = (task: Task): RoundView => ({
    nowMs,
    coTasks: (among) => {
      const { tasks, agents } = tables.coTasks.select(task, among);
      return tasks.map(({ task: coTask }, i) => {
        const where = rows.agentNumbered(numberAt(agents, i));
        return {
          task: coTask,
          agentId: where.id,
          hostname: where.hostname,
          attribute: (name) => attributeOf(where, name),
        };
      });
    },
    agents: () =>
      rows
        .rowsOf(task.role ?? "*")
        .filter(isCandidate)
        .map(agent),
  });
  return { agent, round };
}
