import { attributeOf } from "../dense/attributes.ts";
import { elementAt, numberAt } from "../dense/number-at.ts";
import type { Pool } from "../dense/pool.ts";
import type { Roster } from "../dense/roster.ts";
import { RowView } from "../dense/row-view.ts";
import type { Tables } from "../dense/tables.ts";
import type { AgentView, CoTask, RoundView } from "../model/evaluator.ts";
import type { Task } from "../model/task.ts";

/** What custom evaluators see. */
export interface Views {
  /** The agent of the row; always the same view, which shows the row as it stands. */
  readonly agent: (pool: Pool, row: number) => AgentView;
  /** The round for one task. */
  readonly round: (task: Task) => RoundView;
}

/** The views of a round; each is made when first asked for. `isCandidate` says which rows can be given tasks. */
export function viewsOf(
  tables: Tables,
  nowMs: number,
  isCandidate: (pool: Pool, row: number) => boolean,
): Views {
  // The pools of one role have the same rows.
  const views = new Map<Roster, AgentView[]>();
  const agent = (pool: Pool, row: number): AgentView => {
    let ofRole = views.get(pool.roster);
    if (ofRole === undefined) {
      ofRole = [];
      views.set(pool.roster, ofRole);
    }
    return (ofRole[row] ??= new RowView(tables, pool, row));
  };
  const round = (task: Task): RoundView => ({
    nowMs,
    coTasks: (among) => {
      const { tasks, agents } = tables.coTasks.select(task, among);
      return tasks.map(({ task: coTask }, i): CoTask => {
        const where = elementAt(tables.agents, numberAt(agents, i));
        return {
          task: coTask,
          agentId: where.id,
          hostname: where.hostname,
          attribute: (name) => attributeOf(where, name),
        };
      });
    },
    agents: () => {
      const pool = tables.pool(task.role ?? "*");
      return pool.rows.filter((row) => isCandidate(pool, row)).map((row) => agent(pool, row));
    },
  });
  return { agent, round };
}

/** What is free and in all of some resources of an agent, and nothing else: asking for more throws. */
export function amountsOf(agent: AgentView, resources: ReadonlySet<string>): AgentView {
  const refuse = (member: string): never => {
    const allowed = [...resources].map((name) => JSON.stringify(name)).join(", ") || "nothing";
    throw new TypeError(`a fitness that depends on ${allowed} looked at ${member}`);
  };
  return {
    free: (name) => (resources.has(name) ? agent.free(name) : refuse(`free(${JSON.stringify(name)})`)),
    total: (name) => (resources.has(name) ? agent.total(name) : refuse(`total(${JSON.stringify(name)})`)),
    get agentId() {
      return refuse("agentId");
    },
    get hostname() {
      return refuse("hostname");
    },
    attribute: (name) => refuse(`attribute(${JSON.stringify(name)})`),
    devices: (name) => refuse(`devices(${JSON.stringify(name)})`),
    get ports() {
      return refuse("ports");
    },
    get disks() {
      return refuse("disks");
    },
    get running() {
      return refuse("running");
    },
    get assigned() {
      return refuse("assigned");
    },
  };
}
