// Layout. Per agent: `count`, the tasks on it, running and assigned; `exclusive`, 1 where one of them wants the agent for itself, and
// `anyExclusive` whether there is one; `disabledUntilMs`, -Infinity where it is not; `assigned`, the tasks placed in this round. Only `add` and
// `takeBack` write, on the copy of a round.

import type { Agent } from "../model/cluster.ts";
import type { Constraint } from "../model/constraint.ts";
import type { RunningTask, Task } from "../model/task.ts";
import type { Assigned } from "./pool.ts";
import { allNew, fillColumn, type Succession } from "./succession.ts";

const nobody: readonly RunningTask[] = [];

/** The tasks on every agent, and whether it is disabled. */
export class Residents {
  readonly count: Int32Array;
  readonly exclusive: Uint8Array;
  readonly disabledUntilMs: Float64Array;
  anyExclusive: boolean;
  /** The tasks placed in the round, those taken back not among them. */
  readonly #assigned: readonly Assigned[];
  /** Made when first asked for. */
  #byAgent: Map<number, RunningTask[]> | undefined;
  /** Copies of these lists that evaluators have seen, until another task comes to the agent. */
  readonly #seen = new Map<number, readonly RunningTask[]>();

  private constructor(
    count: Int32Array,
    exclusive: Uint8Array,
    disabledUntilMs: Float64Array,
    assigned: readonly Assigned[] = [],
  ) {
    this.#assigned = assigned;
    this.count = count;
    this.exclusive = exclusive;
    this.disabledUntilMs = disabledUntilMs;
    this.anyExclusive = exclusive.includes(1);
  }

  /** Before a round. Costs O(agents + running tasks). */
  static of(agents: readonly Agent[]): Residents {
    const none = new Residents(new Int32Array(), new Uint8Array(), new Float64Array());
    return none.after(agents, allNew(agents.length));
  }

  /** Those of later agents. */
  after(agents: readonly Agent[], from: Succession): Residents {
    return new Residents(
      fillColumn(new Int32Array(agents.length), this.count, from, (agent) => agents[agent]!.running.length),
      fillColumn(new Uint8Array(agents.length), this.exclusive, from, (agent) =>
        agents[agent]!.running.some(({ task }) => isExclusive(task)) ? 1 : 0,
      ),
      fillColumn(
        new Float64Array(agents.length),
        this.disabledUntilMs,
        from,
        (agent) => agents[agent]!.disabledUntilMs ?? -Infinity,
      ),
    );
  }

  /** For a round to write to, which keeps its list of placed tasks. */
  copy(assigned: readonly Assigned[]): Residents {
    return new Residents(this.count.slice(), this.exclusive.slice(), this.disabledUntilMs, assigned);
  }

  /** The tasks placed on the agent in this round. Costs O(assigned tasks) when first asked. */
  assignedTo(agent: number): readonly RunningTask[] {
    if (this.#byAgent === undefined) {
      this.#byAgent = new Map();
      for (const each of this.#assigned) this.#list(this.#byAgent, each);
    }
    return this.#byAgent.get(agent) ?? nobody;
  }

  /** The same for evaluators, frozen: a list of its own, which stays as it is. Costs O(them) when first asked since the last came. */
  seenOn(agent: number): readonly RunningTask[] {
    let seen = this.#seen.get(agent);
    if (seen === undefined) {
      seen = Object.freeze([...this.assignedTo(agent)]);
      this.#seen.set(agent, seen);
    }
    return seen;
  }

  /** A task is placed on the agent, and will be in the list. */
  add(assigned: Assigned): void {
    const { agent, running } = assigned;
    this.count[agent]!++;
    if (isExclusive(running.task)) {
      this.exclusive[agent] = 1;
      this.anyExclusive = true;
    }
    if (this.#byAgent !== undefined) this.#list(this.#byAgent, assigned);
  }

  /** The task placed last, no more in the list, is taken back. Nobody else was on the agent of one that wanted it for itself. */
  takeBack({ agent, running }: Assigned): void {
    this.count[agent]!--;
    if (isExclusive(running.task)) this.exclusive[agent] = 0;
    this.#byAgent?.get(agent)?.pop();
    this.#seen.delete(agent);
  }

  #list(byAgent: Map<number, RunningTask[]>, { agent, running }: Assigned): void {
    const tasks = byAgent.get(agent);
    if (tasks === undefined) byAgent.set(agent, [running]);
    else tasks.push(running);
    this.#seen.delete(agent);
  }
}

/** Whether the task wants its agent for itself: it says `exclusive()`, or `allOf` with it. */
export function isExclusive(task: Task): boolean {
  return task.constraints?.some(demandsAgent) ?? false;
}

function demandsAgent(constraint: Constraint): boolean {
  return (
    constraint.kind === "exclusive" ||
    (constraint.kind === "allOf" && constraint.constraints.some(demandsAgent))
  );
}
