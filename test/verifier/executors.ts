import { isDeepStrictEqual } from "node:util";
import type { Scene, Seat } from "./scene.ts";

/** Where a task starts an executor that runs already, or not its own, or none where it must. */
export function executorViolations({ before, placed }: Scene): readonly string[] {
  return placed.flatMap((seat, index) => {
    const { task, agent, started } = seat;
    const others = [...before, ...placed.slice(0, index)].filter((other) => other.agent === agent);
    const isDue = task.executor !== undefined && !runsOn(seat, task.executor.id, others);
    if (isDeepStrictEqual(started, isDue ? task.executor : undefined)) return [];
    const what = started === undefined ? "no executor" : `the executor ${started.id}`;
    return [`task ${task.id} starts ${what} on agent ${agent.id}`];
  });
}

function runsOn({ agent }: Seat, id: string, others: readonly Seat[]): boolean {
  const { executors = [] } = agent;
  return executors.includes(id) || others.some((other) => other.task.executor?.id === id);
}
