// What a policy, and the preferences of a task, pack and spread: rows can be kept in the order of that.

import type { Liked, Ordering } from "../dense/order.ts";
import type { Fitness, Preference, Weighted } from "../model/fitness.ts";
import { defaultFitness, defaultWeights, type Policy } from "../model/policy.ts";

/** Adds the resources that a fitness packs or spreads. */
export function addLiked(fitness: Fitness, names: Set<string>): void {
  switch (fitness.kind) {
    case "binPack":
    case "spread":
      for (const name of fitness.resources) names.add(name);
      break;
    case "weighted":
      for (const [part] of fitness.parts) addLiked(part, names);
      break;
    case "locality":
    case "customFitness":
  }
}

/**
 * What the order of the rows can tell for all tasks: what the fitness packs and spreads. With equal totals, its score is these likes' sum of coefficient ×
 * share in use, something that depends on the task alone, and the rest (locality, custom ones).
 */
export function orderingOf(
  { fitness = defaultFitness, weights = defaultWeights }: Policy,
  idle: Ordering["idle"],
): Ordering {
  const { fitness: weight } = weights;
  const likes = new Map<string, Liked>();
  if (weight > 0) collect(fitness, 1, idle, likes);
  return { likes: [...likes.values()], weight, hasPreferences: false, idle };
}

/** What it can tell for a task with these preferences; undefined where that is no more. */
export function orderingFor(
  preferences: readonly Preference[],
  { fitness = defaultFitness, weights = defaultWeights }: Policy,
  idle: Ordering["idle"],
): Ordering | undefined {
  if (weights.preferences === 0) return undefined;
  const likes = new Map<string, Liked>();
  let sum = 0;
  for (const each of preferences) sum += each.weight;
  const weight = weights.fitness + weights.preferences;
  for (const each of preferences) {
    if (each.kind !== "preferHigh") continue;
    collect(each.fitness, (weights.preferences / weight) * (each.weight / sum), idle, likes);
  }
  if (likes.size === 0) return undefined;
  if (weights.fitness > 0) collect(fitness, weights.fitness / weight, idle, likes);
  return { likes: [...likes.values()], weight, hasPreferences: true, idle };
}

/** A text that tasks have in common for which {@link orderingFor} is the same. */
export function likingText(preferences: readonly Preference[]): string {
  let text = "";
  let sum = 0;
  for (const each of preferences) {
    sum += each.weight;
    if (each.kind === "preferHigh") text += ` ${each.weight} ${textOf(each.fitness)}`;
  }
  return `${sum}${text}`;
}

/** The text of a fitness; of those that tasks have most without JSON, which takes several times as long. */
function textOf(fitness: Fitness): string {
  if (fitness.kind !== "binPack" && fitness.kind !== "spread") return JSON.stringify(fitness);
  let text: string = fitness.kind;
  for (const name of fitness.resources) text += ` ${name.length}:${name}`;
  return text;
}

function collect(fitness: Fitness, weight: number, idle: Ordering["idle"], likes: Map<string, Liked>): void {
  switch (fitness.kind) {
    case "binPack":
    case "spread":
      for (const name of fitness.resources) {
        if (idle.has(name)) continue;
        const { coefficient, constant } = likes.get(name) ?? { coefficient: 0, constant: 0 };
        const part = weight / fitness.resources.length;
        likes.set(
          name,
          fitness.kind === "binPack"
            ? { name, coefficient: coefficient + part, constant }
            : { name, coefficient: coefficient - part, constant: constant + part },
        );
      }
      break;
    case "weighted":
      for (const [part, each] of fitness.parts)
        collect(part, (weight * each) / weightOf(fitness), idle, likes);
      break;
    case "locality":
    case "customFitness":
  }
}

function weightOf({ parts }: Weighted): number {
  return parts.reduce((sum, [, weight]) => sum + weight, 0);
}
