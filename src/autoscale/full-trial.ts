import { numberAt } from "../dense/number-at.ts";
import { defaultFitness } from "../model/policy.ts";
import type { Task } from "../model/task.ts";
import { isInGang } from "../queue/gangs.ts";
import { gradesNames, tellsApart } from "./alike.ts";
import { settingOf, type Bench } from "./bench.ts";
import { candidatesOf } from "./scene.ts";
import type { AgentShape } from "./settings.ts";
import { trialWith, type Trial, type Trials } from "./trial.ts";

/** A trial that shows what agents of some shapes can do for tasks, and how others of these are made. */
export interface FullTrial {
  readonly full: Trial;
  readonly trials: Trials;
}

/** Tasks that no rule has taken, and the trial of these without new agents. */
export interface Left {
  readonly tasks: readonly Task[];
  readonly base: Trial;
}

/**
 * The trial with one agent of each shape a task: what it does not place, these shapes cannot serve. It is made with fewer agents where no more would
 * change anything: where it places all tasks, or of each shape one has been free all the time, which any task would have taken rather than another like it. Costs a round;
 * a few small ones where few tasks can be served.
 */
export function fullTrial({ tasks, base }: Left, shapes: readonly AgentShape[], bench: Bench): FullTrial {
  const setting = settingOf(bench, tasks);
  // How many agents there are decides whose turn it is in a queue, and so who is placed if not all are.
  const areAlike =
    Array.isArray(setting.tasks) &&
    !gradesNames(bench.policy.fitness ?? defaultFitness) &&
    !tasks.some((task) => tellsApart(task));
  const most = mostAtOnce(tasks);
  const candidateAt = candidatesOf(shapes, bench.nextId);
  const trials: Trials = (agents, from) =>
    trialWith(numbersFrom(from.agents, agents).map(candidateAt), from, setting);
  let full = base;
  let counts = shapes.map(() => 0);
  let wanted = shapes.map(() => Math.min(tasks.length, fewAgents + most));
  for (let isFirst = true; ; isFirst = false) {
    const more = shapes.flatMap((_, shape) =>
      numbersFrom(numberAt(counts, shape), numberAt(wanted, shape)).map((turn) =>
        candidateAt(turn * shapes.length + shape),
      ),
    );
    full = trialWith(more, full, setting);
    counts = wanted;
    const used = usedOf(full, shapes.length);
    const isScarce = counts.map(
      (count, i) => count < tasks.length && (!areAlike || count - numberAt(used, i) <= most),
    );
    if (full.placed.size === tasks.length || !isScarce.includes(true)) return { full, trials };
    // As many more as the tasks placed let expect; where that is not much less than all, all.
    const perServed = (1.25 * tasks.length) / Math.max(1, full.placed.size - base.placed.size);
    wanted = counts.map((count, i) => {
      if (isScarce[i] !== true) return count;
      const next = Math.max(4 * count, Math.ceil(count * perServed) + most);
      return 2 * next < tasks.length && (areAlike || isFirst) ? next : tasks.length;
    });
  }
}

/** The numbers from one on, to before another. */
function numbersFrom(first: number, end: number): readonly number[] {
  return Array.from({ length: end - first }, (_, i) => first + i);
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

/** Of how many agents of each shape the trial has made use. */
function usedOf({ used }: Trial, shapes: number): readonly number[] {
  const counts = Array.from({ length: shapes }, () => 0);
  for (const place of used) counts[place % shapes] = numberAt(counts, place % shapes) + 1;
  return counts;
}
