import { numberAt } from "../dense/number-at.ts";
import { defaultFitness } from "../model/policy.ts";
import type { Task } from "../model/task.ts";
import { isInGang } from "../queue/gangs.ts";
import { gradesNames, tellsApart } from "./alike.ts";
import { trialsOn, type Bench } from "./bench.ts";
import type { NewAgent } from "./scene.ts";
import type { AgentShape } from "./settings.ts";
import type { Trial, Trials } from "./trial.ts";

/** A trial that shows what agents of some shapes can do for tasks, and what it was made of. */
export interface FullTrial {
  readonly full: Trial;
  readonly candidates: readonly NewAgent[];
  readonly trials: Trials;
}

/** Tasks that no rule has taken, and the trial of these without new agents. */
export interface Left {
  readonly tasks: readonly Task[];
  readonly base: Trial;
}

/**
 * The trial with one agent of each shape a task: what it does not place, these shapes cannot serve. It is made with fewer agents where no more would
 * change anything: where of each shape one has been free all the time, which any task would have taken rather than another like it. Costs a round; a
 * few small ones where few tasks can be served.
 */
export function fullTrial({ tasks, base }: Left, shapes: readonly AgentShape[], bench: Bench): FullTrial {
  const line = bench.toLine(tasks);
  // How many agents there are decides whose turn it is in a queue.
  const areAlike =
    Array.isArray(line) &&
    !gradesNames(bench.policy.fitness ?? defaultFitness) &&
    !tasks.some((task) => tellsApart(task));
  const most = areAlike ? mostAtOnce(tasks) : 0;
  const candidates: NewAgent[] = [];
  let perShape = areAlike ? Math.min(tasks.length, fewAgents + most) : tasks.length;
  for (;;) {
    while (candidates.length < perShape * shapes.length) {
      for (const shape of shapes) candidates.push({ id: bench.nextId(), shape });
    }
    const trials = trialsOn(bench, line, candidates);
    const full = trials(candidates.length);
    if (perShape === tasks.length || perShape - mostUsed(full, shapes.length) > most) {
      return { full, candidates, trials };
    }
    // As many more as the tasks placed let expect; where that is not much less than all, all.
    const served = full.placed.size - base.placed.size;
    const expected = Math.ceil((1.25 * perShape * tasks.length) / Math.max(1, served)) + most;
    const next = Math.max(4 * perShape, expected);
    perShape = 2 * next < tasks.length ? next : tasks.length;
  }
}

const fewAgents = 4;

/** How many agents tasks may take for a while without keeping them: as many as a gang has tasks, or one. */
function mostAtOnce(tasks: readonly Task[]): number {
  const sizes = new Map<string, number>();
  let most = 1;
  for (const task of tasks) {
    if (!isInGang(task)) continue;
    const size = (sizes.get(task.group) ?? 0) + 1;
    sizes.set(task.group, size);
    most = Math.max(most, size);
  }
  return most;
}

/** Of how many agents of one shape the trial has made use, at most. */
function mostUsed({ used }: Trial, shapes: number): number {
  const counts = Array.from({ length: shapes }, () => 0);
  for (const i of used) counts[i % shapes] = numberAt(counts, i % shapes) + 1;
  return Math.max(...counts);
}
