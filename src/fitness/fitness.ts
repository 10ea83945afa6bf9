import type { Context } from "../agents/context.ts";
import { prepareEvaluator } from "../agents/evaluators.ts";
import { amountIn } from "../dense/amounts.ts";
import { blockRows } from "../dense/blocks.ts";
import { boundOfFill, boundOfSpace } from "../dense/bounds.ts";
import { addFill, addSpace, addWeighted, divideAll, scoreEach } from "../dense/score.ts";
import type { BinPack, Fitness, Spread, Weighted } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";
import { localityScore } from "./locality.ts";

/** Scores rows for one task, as the round stands. */
export interface Scorer {
  /** Writes the scores of `rows[0..n)` to `out[0..n)`, each 0..1. */
  readonly score: (rows: Int32Array, n: number, out: Float64Array) => void;
  /** No row of the block that can hold the task scores more: exact, to the last bit. */
  readonly bound: (block: number) => number;
}

/** The scorer of a fitness. It is given at most `blockRows` rows at once. Scoring costs O(resources) per row. */
export function scorerOf(fitness: Fitness, task: Task, context: Context): Scorer {
  switch (fitness.kind) {
    case "binPack":
      return meanScorer(addFill, boundOfFill, fitness, task, context);
    case "spread":
      return meanScorer(addSpace, boundOfSpace, fitness, task, context);
    case "locality":
      return rowScorer(localityScore(fitness, task, context.tables));
    case "weighted":
      return weightedScorer(fitness, task, context);
    case "customFitness":
      return rowScorer(prepareEvaluator(fitness, task, context, isScore, "a number within 0..1"));
  }
}

/** Scores each row by a function whose results are within 0..`greatest`. */
export function rowScorer(score: (row: number) => number, greatest: number = 1): Scorer {
  return { score: (rows, n, out) => scoreEach(score, rows, n, out), bound: () => greatest };
}

/**
 * The weighted mean of scorers: the sum of weight × score, in order, divided by the sum of the weights, in order.
 */
export function meanOf(parts: readonly (readonly [scorer: Scorer, weight: number])[]): Scorer {
  const scores = new Float64Array(blockRows);
  const weights = parts.reduce((sum, [, weight]) => sum + weight, 0);
  return {
    score: (rows, n, out) => {
      out.fill(0, 0, n);
      for (const [scorer, weight] of parts) {
        scorer.score(rows, n, scores);
        addWeighted(scores, weight, n, out);
      }
      divideAll(weights, n, out);
    },
    bound: (block) => parts.reduce((sum, [{ bound }, weight]) => sum + weight * bound(block), 0) / weights,
  };
}

function meanScorer(
  add: typeof addFill,
  boundOf: typeof boundOfFill,
  { resources }: BinPack | Spread,
  task: Task,
  { tables }: Context,
): Scorer {
  const columns = resources.map((name) => ({
    column: tables.amounts.column(name),
    asked: amountIn(task.resources, name),
  }));
  return {
    score: (rows, n, out) => {
      out.fill(0, 0, n);
      for (const { column, asked } of columns) add(column, asked, rows, n, out);
      divideAll(columns.length, n, out);
    },
    bound: (block) => {
      let sum = 0;
      for (const { column, asked } of columns) sum += boundOf(column, asked, block);
      return sum / columns.length;
    },
  };
}

function weightedScorer({ parts }: Weighted, task: Task, context: Context): Scorer {
  return meanOf(parts.map(([fitness, weight]) => [scorerOf(fitness, task, context), weight]));
}

function isScore(result: unknown): result is number {
  return typeof result === "number" && result >= 0 && result <= 1;
}
