// What a policy, and the preferences of a task, pack and spread: rows can be kept in the order of that.

import type { Liked, Ordering, Shares } from "../dense/order.ts";
import type { Fitness, Preference, Weighted } from "../model/fitness.ts";
import { defaultFitness, defaultWeights, type Policy } from "../model/policy.ts";

/** By weights that come to less, scores are rounded to so few digits that no order tells them. */
export const leastTold: number = 2 ** -1000;

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
 * What the order of the rows can tell for all tasks: what the fitness packs and spreads. With equal totals, its score is these likes' sum of coefficient × share in use,
 * something that depends on the task alone, and the rest (locality, custom ones, the constants of resources that all rows have).
 */
export function orderingOf(
  { fitness = defaultFitness, weights = defaultWeights }: Policy,
  shares: Shares,
): Ordering {
  const likes = new Map<string, Liked>();
  if (weights.fitness > 0) collect(fitness, weights.fitness, shares, likes);
  return orderingBy(likes, shares);
}

/** What it can tell for a task with these preferences; undefined where that is no more. */
export function orderingWith(
  preferences: readonly Preference[],
  { fitness = defaultFitness, weights = defaultWeights }: Policy,
  shares: Shares,
): Ordering | undefined {
  if (weights.preferences === 0) return undefined;
  const likes = new Map<string, Liked>();
  let sum = 0;
  for (const each of preferences) sum += each.weight;
  if (sum < leastTold) return undefined;
  for (const each of preferences) {
    if (each.kind !== "preferHigh") continue;
    collect(each.fitness, weights.preferences * (each.weight / sum), shares, likes);
  }
  if (likes.size === 0) return undefined;
  if (weights.fitness > 0) collect(fitness, weights.fitness, shares, likes);
  return orderingBy(likes, shares);
}

/** The finest step of a coefficient: well above what rounding can do to one, and well below what matters to a bound. */
const step = 2 ** -46;

/** The likes of tasks that like the same, but not as much, become the same. */
function orderingBy(likes: ReadonlyMap<string, Liked>, shares: Shares): Ordering {
  let weight = 0;
  for (const { coefficient, constant } of likes.values()) {
    weight = Math.max(weight, Math.abs(coefficient), constant);
  }
  const share = (number: number): number => (weight === 0 ? 0 : Math.round(number / weight / step) * step);
  const shared = Array.from(likes.values(), ({ name, coefficient, constant }): Liked => ({
    name,
    coefficient: share(coefficient),
    constant: share(constant),
  }));
  return { likes: shared.toSorted((a, b) => (a.name < b.name ? -1 : 1)), weight, shares };
}

/** A text that tasks have in common for which {@link orderingWith} is the same. */
export function likingText(preferences: readonly Preference[]): string {
  let text = "";
  let sum = 0;
  for (const each of preferences) {
    sum += each.weight;
    if (each.kind === "preferHigh") text += ` ${each.weight} ${textOf(each.fitness)}`;
  }
  return `${sum}${text}`;
}

/** The text of what a fitness packs and spreads. */
function textOf(fitness: Fitness): string {
  let text: string = fitness.kind;
  switch (fitness.kind) {
    case "binPack":
    case "spread":
      for (const name of fitness.resources) text += ` ${name.length}:${name}`;
      return text;
    case "weighted":
      text += ` ${fitness.parts.length}`;
      for (const [part, weight] of fitness.parts) text += ` ${weight} ${textOf(part)}`;
      return text;
    case "locality":
    case "customFitness":
      return text;
  }
}

function collect(fitness: Fitness, weight: number, shares: Shares, likes: Map<string, Liked>): void {
  switch (fitness.kind) {
    case "binPack":
    case "spread":
      for (const name of fitness.resources) {
        if (shares.isIdle(name)) continue;
        const { coefficient, constant } = likes.get(name) ?? { coefficient: 0, constant: 0 };
        const part = weight / fitness.resources.length;
        const isPack = fitness.kind === "binPack";
        likes.set(name, {
          name,
          coefficient: coefficient + (isPack ? part : -part),
          constant: isPack || shares.isFull(name) ? constant : constant + part,
        });
      }
      break;
    case "weighted": {
      const weights = weightOf(fitness);
      if (weights < leastTold) break;
      for (const [part, each] of fitness.parts) collect(part, weight * (each / weights), shares, likes);
      break;
    }
    case "locality":
    case "customFitness":
  }
}

function weightOf({ parts }: Weighted): number {
  return parts.reduce((sum, [, weight]) => sum + weight, 0);
}
