import {
  InvalidInputError,
  match,
  type Assignment,
  type MatchInput,
  type Round,
  type Task,
} from "../../src/index.ts";
import { sortReports } from "./finding.ts";
import { reportsOf } from "./reports.ts";
import type { Answer, Refusal } from "./model/round.ts";
import { noOddities } from "./model/rules.ts";
import { worthOf } from "./model/score.ts";

/** What is compared between a round of stowage and the model's answer without oddities. */
export interface ToldByStowage {
  readonly assigned: readonly unknown[];
  /** Why the others went nowhere, each in full. */
  readonly failed: readonly unknown[];
  readonly postponed: readonly string[];
  readonly offersUsed: Readonly<Record<string, readonly string[]>>;
  readonly offersHeld: readonly string[];
  readonly offersDeclined: readonly string[];
}

/** The round that stowage makes of the input; none where that is bad, or absent. */
export function outcomeOf(input: MatchInput | undefined): ToldByStowage | "no outcome" {
  if (input === undefined) return "no outcome";
  try {
    return toldByStowage(input);
  } catch (error) {
    if (error instanceof InvalidInputError) return "no outcome";
    throw error;
  }
}

/** The model's answer in the same words. */
export function tellAsStowage(answer: Answer | Refusal): ToldByStowage | "no outcome" {
  if ("refusal" in answer) return "no outcome";
  const declined = answer.rejection.certain;
  return {
    assigned: answer.placements.map(({ task, host, ports, grants, parts }) => ({
      task,
      host,
      ports,
      devices: grants.map(({ set, index, units, value }) => ({ name: set, index, units, binding: value })),
      fitness: parts.fitness,
      preferences: parts.preferences,
      devicesScore: parts.devices,
      total: worthOf(parts, noOddities).total,
    })),
    failed: sortReports(answer.reports),
    postponed: answer.postponed,
    offersUsed: answer.used,
    offersHeld: answer.kept.filter((id) => !declined.includes(id)).toSorted(),
    offersDeclined: declined.toSorted(),
  };
}

function toldByStowage(input: MatchInput): ToldByStowage {
  const round = match(input);
  const postponed = round.unmatched.flatMap(({ taskId, reason }) =>
    reason === "round-limit" ? [taskId] : [],
  );
  const tasks = new Map(input.tasks.map((task) => [task.id, task]));
  return {
    assigned: round.assignments.map((assignment) => assigned(assignment, tasks.get(assignment.taskId))),
    failed: sortReports(reportsOf(input, round)).filter(({ task }) => !postponed.includes(task)),
    postponed,
    offersUsed: offersUsed(round),
    offersHeld: round.held.toSorted(),
    offersDeclined: round.declines.map(({ offerId }) => offerId).toSorted(),
  };
}

/** A part of the score that does not apply to the task is left out. */
function assigned({ taskId, hostname, ports, devices, score }: Assignment, task: Task | undefined): unknown {
  return {
    task: taskId,
    host: hostname,
    ports,
    devices,
    fitness: score.fitness,
    preferences: task?.preferences?.length === 0 ? undefined : score.preferences,
    devicesScore: task?.devices?.length === 0 ? undefined : score.devices,
    total: score.total,
  };
}

function offersUsed({ launches }: Round): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(launches.map(({ hostname, offerIds }) => [hostname, offerIds]));
}
