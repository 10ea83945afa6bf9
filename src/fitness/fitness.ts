import type { Context } from "../agents/context.ts";
import { prepareEvaluator } from "../agents/evaluators.ts";
import { amountsOf } from "../agents/views.ts";
import { numberAt, textAt } from "../dense/number-at.ts";
import type { Pool } from "../dense/pool.ts";
import type { Request } from "../dense/request.ts";
import { amountIn } from "../dense/roster.ts";
import { fillMean, spaceMean } from "../dense/score.ts";
import type { BinPack, CustomFitness, Fitness, Spread } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";
import { localityScorer } from "./locality.ts";
import { scorerWith, type Better, type Scorer } from "./scorer.ts";

/** The scorer of a fitness. Scoring costs O(resources) per row. */
export function scorerOf(fitness: Fitness, task: Task, context: Context, pool: Pool): Scorer {
  switch (fitness.kind) {
    case "binPack":
    case "spread": {
      const asked = fitness.resources.map((name) => amountIn(task.resources, name));
      return meanScorer(fitness, asked, pool);
    }
    case "locality":
      return localityScorer(fitness, task, context.tables, pool);
    case "weighted":
      return meanOf(
        fitness.parts.map(([part, weight]) => ({ scorer: scorerOf(part, task, context, pool), weight })),
      );
    case "customFitness":
      return scorerWith({ score: customScore(fitness, task, context, pool), most: 1, rest: 1 });
  }
}

/** A custom fitness as a function of the row; one that depends on some resources is asked once for each state of them. */
function customScore(
  fitness: CustomFitness,
  task: Task,
  context: Context,
  pool: Pool,
): (row: number) => number {
  const expected = "a number within 0..1";
  const { dependsOn } = fitness;
  if (dependsOn === undefined) return prepareEvaluator(fitness, task, context, pool, isScore, expected);
  const resources = new Set(dependsOn);
  const evaluate = prepareEvaluator(fitness, task, context, pool, isScore, expected, (row) =>
    amountsOf(context.views.agent(pool, row), resources),
  );
  const states = pool.states(dependsOn);
  const known = new Map<number, number>();
  return (row) => {
    const state = states.of(row);
    let score = known.get(state);
    if (score === undefined) {
      score = evaluate(row);
      known.set(state, score);
    }
    return score;
  };
}

/** A scorer, and what it counts in a mean. */
export interface Part {
  readonly scorer: Scorer;
  readonly weight: number;
}

/**
 * The weighted mean of scorers: the sum of weight × score, in order, divided by the sum of the weights, in order.
 */
export function meanOf(parts: readonly Part[]): Scorer {
  const weights = weightsOf(parts);
  let most = 0;
  let rest = 0;
  for (const { scorer, weight } of parts) {
    most += weight * scorer.most;
    rest += weight * scorer.rest;
  }
  const better = betterOf(parts, weights);
  return scorerWith({
    score: meanScore(parts, weights),
    most: most / weights,
    rest: rest / weights,
    isEven: parts.every(({ scorer }) => scorer.isEven),
    better,
  });
}

/** The score of the mean. */
function meanScore(parts: readonly Part[], weights: number): (row: number) => number {
  return (row) => {
    let sum = 0;
    for (const { scorer, weight } of parts) sum += weight * scorer.score(row);
    return sum / weights;
  };
}

/** The sum of the weights, in order. */
export function weightsOf(parts: readonly Part[]): number {
  let sum = 0;
  for (const { weight } of parts) sum += weight;
  return sum;
}

/** The better agents of one part after the other's: of the parts before, rows of no other agent count. Undefined where no part has any. */
function betterOf(parts: readonly Part[], weights: number): readonly Better[] | undefined {
  if (parts.every(({ scorer }) => scorer.better === undefined)) return undefined;
  const elsewheres = new Map<Scorer, number>();
  return parts.flatMap(({ scorer }) =>
    (scorer.better ?? []).map(({ count, list, elsewhere }) => {
      elsewheres.set(scorer, elsewhere);
      let sum = 0;
      for (const each of parts) sum += each.weight * (elsewheres.get(each.scorer) ?? each.scorer.rest);
      return { count, list, elsewhere: sum / weights };
    }),
  );
}

/** Scores by what is asked of each resource of the fitness, in thousandths, as it stands whenever a row is scored. */
function meanScorer({ kind, resources }: BinPack | Spread, asked: readonly number[], pool: Pool): Scorer {
  const mean = kind === "binPack" ? fillMean : spaceMean;
  const columns = resources.map((name) => pool.column(name));
  let most = 0;
  let rest = 0;
  for (const name of resources) {
    const isIdle = pool.ordering?.idle.get(name);
    const ofIdle = isIdle === true && kind === "spread" ? 1 : 0;
    most += isIdle === undefined ? 1 : ofIdle;
    rest += ofIdle;
  }
  const { length } = resources;
  return scorerWith({
    score: (row) => mean(columns, asked, row),
    most: most / length,
    rest: rest / length,
    isEven: true,
  });
}

/** Makes the scorers of a fitness for one task after the other; each is good until the next is asked for. */
export type ScorerSource = (request: Request) => Scorer;

/** The source of a fitness's scorers: one scorer serves all tasks where nothing but amounts tells them apart. */
export function scorersOf(fitness: Fitness, context: Context, pool: Pool): ScorerSource {
  if (fitness.kind !== "binPack" && fitness.kind !== "spread") {
    return ({ task }) => scorerOf(fitness, task, context, pool);
  }
  const { resources } = fitness;
  const asked = resources.map(() => 0);
  const scorer = meanScorer(fitness, asked, pool);
  return ({ layout, amounts }) => {
    for (let i = 0; i < resources.length; i++) {
      const place = layout.placeOf(textAt(resources, i));
      asked[i] = place === -1 ? 0 : numberAt(amounts, place);
    }
    return scorer;
  };
}

function isScore(result: unknown): result is number {
  return typeof result === "number" && result >= 0 && result <= 1;
}
