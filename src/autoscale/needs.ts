import { toThousandths } from "../model/quantity.ts";
import type { Task } from "../model/task.ts";
import type { ShapeCount } from "./actions.ts";
import { noteStates, settleTrial, trialWithout, type Bench } from "./bench.ts";
import type { Expected } from "./history.ts";
import { fullTrial, type FullTrial, type Left } from "./full-trial.ts";
import { withoutAgents } from "./scene.ts";
import type { AgentShape, ScalingRule } from "./settings.ts";
import { boundedTrial, leastTrial } from "./trial.ts";

/** What one rule may do for tasks. */
export interface Supply {
  readonly rule: ScalingRule;
  readonly shapes: readonly AgentShape[];
  readonly expected: readonly Expected[];
  /** So many agents it may have more. */
  readonly room: number;
  readonly isCooling: boolean;
}

/** Agents that one rule needs for tasks. */
export interface Need {
  readonly agents: number;
  readonly shapes: readonly ShapeCount[];
  readonly taskIds: readonly string[];
}

/** No agents for no task. */
export const nothing: Need = { agents: 0, shapes: [], taskIds: [] };

/** What each rule is to do for the tasks that are due: in the order of the rules, each takes what it can. */
export function needsOf(
  supplies: readonly Supply[],
  due: readonly Task[],
  method: "trial" | "count",
  bench: Bench,
): readonly Need[] {
  const { states } = bench;
  if (due.length === 0) return supplies.map(() => nothing);
  let left = leftIn(due, bench);
  const needs = supplies.map((supply): Need => {
    if (left.tasks.length === 0 || supply.shapes.length === 0) return nothing;
    const step = method === "count" ? countStep(supply, left, bench) : trialStep(supply, left, bench);
    for (const id of step.need.taskIds) states.set(id, supply.isCooling ? "cooldown" : "asked");
    left = step.left;
    return supply.isCooling ? nothing : step.need;
  });
  for (const { id } of left.tasks) if (left.base.placed.has(id)) states.set(id, "covered");
  settleTrial(left.base, bench);
  return needs;
}

function leftIn(tasks: readonly Task[], bench: Bench): Left {
  const base = trialWithout(tasks, bench);
  noteStates(base, tasks, bench);
  return { tasks, base };
}

/** What a rule takes, and what it leaves. */
interface Step {
  readonly need: Need;
  readonly left: Left;
}

/** One agent a task: for every task that an agent of its own could serve. */
function countStep({ rule, shapes, room }: Supply, left: Left, bench: Bench): Step {
  const { full } = fullNotedTrial(left, shapes, bench);
  const { shortfallFactor = 1 } = rule;
  const perTask = toThousandths(shortfallFactor);
  const taken = left.tasks
    .filter(({ id }) => full.placed.has(id))
    .slice(0, Math.floor((room * 1000) / perTask));
  const isTaken = new Set(taken.map(({ id }) => id));
  return {
    need: { agents: Math.ceil((taken.length * perTask) / 1000), shapes: [], taskIds: [...isTaken] },
    left: { ...left, tasks: left.tasks.filter(({ id }) => !isTaken.has(id)) },
  };
}

/** The fewest agents with which a round places all that it would place with one agent a task. */
function trialStep({ shapes, room }: Supply, left: Left, bench: Bench): Step {
  const { full, trials } = fullNotedTrial(left, shapes, bench);
  const { tasks, base } = left;
  const least = full.used.length > room ? full : leastTrial(full, base, trials);
  const trial = least.used.length > room ? boundedTrial(least, base, room, trials) : least;
  if (trial.used.length === 0) return { need: nothing, left };
  settleTrial(trial, bench);
  const used = new Set(trial.used);
  const unused = trial.newAgents.filter(({ place }) => !used.has(place));
  bench.cluster = withoutAgents(
    bench.cluster,
    unused.map(({ id }) => id),
  );
  for (const id of base.placed) if (trial.placed.has(id)) bench.states.set(id, "covered");
  const need = {
    agents: trial.used.length,
    shapes: shapes.flatMap((shape, at) => {
      const agents = trial.used.filter((i) => i % shapes.length === at).length;
      return agents === 0 ? [] : [{ shape, agents }];
    }),
    taskIds: tasks.flatMap(({ id }) => (trial.placed.has(id) && !base.placed.has(id) ? [id] : [])),
  };
  const others = tasks.filter(({ id }) => !trial.placed.has(id));
  return { need, left: leftIn(others, bench) };
}

/** The full trial, by which states are known. */
function fullNotedTrial(left: Left, shapes: readonly AgentShape[], bench: Bench): FullTrial {
  const made = fullTrial(left, shapes, bench);
  noteStates(made.full, left.tasks, bench);
  for (const id of made.full.placed) bench.states.set(id, "at-max-size");
  return made;
}
