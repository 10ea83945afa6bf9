// Layout. Per agent: `count`, the tasks on it, running and assigned; `exclusive`, 1 where one of them wants the agent for
// itself, and `anyExclusive` whether there is one; `assigned`, those placed in this round. Only `add` writes.

import type { Agent } from "../model/cluster.ts";
import type { Constraint } from "../model/constraint.ts";
import type { RunningTask, Task } from "../model/task.ts";

const nobody: readonly RunningTask[] = [];

/** The tasks on every agent. */
export class Residents {
  readonly count: Int32Array;
  readonly exclusive: Uint8Array;
  anyExclusive = false;
  readonly #assigned: (readonly RunningTask[] | undefined)[];

  constructor(agents: readonly Agent[]) {
    this.count = new Int32Array(agents.length);
    this.exclusive = new Uint8Array(agents.length);
    this.#assigned = Array.from({ length: agents.length });
    for (let agent = 0; agent < agents.length; agent++) {
      const { running } = agents[agent]!;
      this.count[agent] = running.length;
      if (running.some(({ task }) => isExclusive(task))) this.#exclude(agent);
    }
  }

  assignedTo(agent: number): readonly RunningTask[] {
    return this.#assigned[agent] ?? nobody;
  }

  /** A task is placed on the agent. */
  add(agent: number, running: RunningTask): void {
    this.count[agent]!++;
    if (isExclusive(running.task)) this.#exclude(agent);
    this.#assigned[agent] = [...this.assignedTo(agent), running];
  }

  #exclude(agent: number): void {
    this.exclusive[agent] = 1;
    this.anyExclusive = true;
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
