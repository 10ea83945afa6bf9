import type { Context } from "../agents/context.ts";
import { prepareEvaluator } from "../agents/evaluators.ts";
import { amountsOf } from "../agents/views.ts";
import { numberAt, textAt } from "../dense/number-at.ts";
import type { Amount } from "../dense/order.ts";
import type { Pool } from "../dense/pool.ts";
import type { Request } from "../dense/request.ts";
import { amountIn } from "../dense/roster.ts";
import { fillMean, spaceMean } from "../dense/score.ts";
import type { BinPack, CustomFitness, Fitness, Spread } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";
import { localityScorer } from "./locality.ts";
import { leastTold } from "./ordering.ts";
import { areWhole, meanOf, scoreMean, scoreStrata, strataOf, type Part } from "./mean.ts";
import { scorerWith, type Scorer, type StrataBound } from "./scorer.ts";

/** The scorer of a fitness. Scoring costs O(resources) per row. */
export function scorerOf(fitness: Fitness, task: Task, context: Context, pool: Pool): Scorer {
  switch (fitness.kind) {
    case "binPack":
    case "spread": {
      const asked: number[] = [];
      for (const name of fitness.resources) asked.push(amountIn(task.resources, name));
      return meanScorer(fitness, asked, pool);
    }
    case "locality":
      return localityScorer(fitness, task, context.tables, pool);
    case "weighted":
      return weightedScorer(
        fitness.parts.map(([part, weight]) => ({ scorer: scorerOf(part, task, context, pool), weight })),
        pool,
      );
    case "customFitness":
      return scorerWith({ score: customScore(fitness, task, context, pool), most: 1, rest: 1 });
  }
}

function weightedScorer(parts: readonly Part[], pool: Pool): Scorer {
  const { weights, most, rest, isLiked, isEven, better } = meanOf(parts);
  const score = (row: number): number => scoreMean(parts, weights, row);
  if (isLiked && weights < leastTold) return scorerWith({ score, most, rest: most });
  const isBounded = parts.some(({ scorer }) => scorer.ofStrata !== undefined);
  let bound: StrataBound | undefined;
  return scorerWith({
    score,
    most,
    rest,
    isLiked,
    isEven,
    better,
    ofStrata: isBounded ? () => (bound ??= boundOf(parts, weights, pool)) : undefined,
  });
}

function boundOf(parts: readonly Part[], weights: number, pool: Pool): StrataBound {
  const strata = strataOf(parts, pool.strata);
  const most = new Float64Array(strata.examples.length);
  scoreStrata(parts, weights, strata, most);
  return { strata, most, isWhole: areWhole(parts, strata) };
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

/** Scores by what is asked of each resource of the fitness, in thousandths, as it stands whenever a row is scored. */
function meanScorer({ kind, resources }: BinPack | Spread, asked: readonly number[], pool: Pool): Scorer {
  const mean = kind === "binPack" ? fillMean : spaceMean;
  const shares = pool.ordering?.shares;
  const columns: Amount[] = [];
  let isLiked = false;
  let most = 0;
  let rest = 0;
  for (const name of resources) {
    columns.push(pool.column(name));
    const isIdle = shares?.isIdle(name) === true;
    const isFull = kind === "spread" && shares?.isFull(name) === true;
    if (!isIdle) isLiked = true;
    if (!isIdle || isFull) most++;
    if (isFull) rest++;
  }
  const { length } = resources;
  return scorerWith({
    score: (row) => mean(columns, asked, row),
    most: most / length,
    rest: rest / length,
    isLiked,
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
