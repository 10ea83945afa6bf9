import type { Agent, BalancedBy, Preference, Score, Task } from "../../src/index.ts";
import { sum } from "./amounts.ts";
import { valuesOf } from "./attribute-values.ts";
import { countOf, holds, usedValues } from "./constraints.ts";
import { fitnessOf } from "./fitness.ts";
import type { Standing } from "./standing.ts";
import { coTasksOf } from "./standing.ts";

/** The score of an agent, and the sum by which agents are compared. */
export interface Scored {
  readonly score: Score;
  readonly weightedSum: number;
}

/** The score of the agent for the task, whose devices part is given. */
export function scoreOf(standing: Standing, task: Task, agent: Agent, devices: number): Scored {
  const policy = standing.input.policy ?? {};
  const weights = policy.weights ?? { fitness: 35, preferences: 50, devices: 15 };
  const asksDevices = (task.devices ?? []).length > 0;
  const prefers = (task.preferences ?? []).length > 0;

  const fitness = fitnessOf(
    standing,
    task,
    agent,
    policy.fitness ?? { kind: "binPack", resources: ["cpus", "mem"] },
  );
  const preferences = prefers ? preferencesOf(standing, task, agent) : 0;

  let weightedSum = 0;
  let weight = 0;
  if (asksDevices) weightedSum += weights.devices * devices;
  if (asksDevices) weight += weights.devices;
  if (prefers) weightedSum += weights.preferences * preferences;
  if (prefers) weight += weights.preferences;
  weightedSum += weights.fitness * fitness;
  weight += weights.fitness;

  const total = weight === 0 ? 0 : weightedSum / weight;
  return { score: { total, fitness, preferences, devices: asksDevices ? devices : 0 }, weightedSum };
}

function preferencesOf(standing: Standing, task: Task, agent: Agent): number {
  const preferences = task.preferences ?? [];
  const scores = preferences.map((one) => one.weight * gradeOf(standing, task, agent, one));
  return sum(scores) / sum(preferences.map((one) => one.weight));
}

function gradeOf(standing: Standing, task: Task, agent: Agent, preference: Preference): number {
  if (preference.kind === "preferHigh") return fitnessOf(standing, task, agent, preference.fitness);
  const { constraint } = preference;
  if (constraint.kind === "balancedBy") return balanceOf(standing, task, agent, constraint);
  return holds(standing, task, agent, constraint) ? 1 : 0;
}

function balanceOf(standing: Standing, task: Task, agent: Agent, constraint: BalancedBy): number {
  const { attribute } = constraint;
  const coTasks = coTasksOf(standing, task, constraint.among);
  const all = sum(usedValues(coTasks, attribute).map((value) => countOf(coTasks, attribute, value)));
  const grades = valuesOf(agent, attribute).map((value) => {
    const count = countOf(coTasks, attribute, value);
    return count === 0 ? 1 : (all - count) / all;
  });
  return grades.length === 0 ? 0 : Math.min(...grades);
}
