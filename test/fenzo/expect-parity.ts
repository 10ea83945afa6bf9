import { expect } from "vitest";
import { match, type Assignment, type DeviceGrant, type MatchInput, type Round } from "../../src/index.ts";
import { recordAll, recordedOf } from "./finding.ts";
import { outcomeIn, type GoldenAssignment } from "./golden.ts";
import type { Facts } from "./model/facts.ts";
import { answerTo } from "./model/round.ts";
import { noOddities } from "./model/rules.ts";
import { combinedOf, within } from "./model/score.ts";
import { reportsOf } from "./reports.ts";
import type { Step } from "./steps.ts";

/** A task that went to an agent, and what it was given there. */
interface Placed {
  readonly task: string;
  readonly hostname: string;
  readonly ports: readonly number[];
  readonly devices: readonly DeviceGrant[];
  readonly devicesScore: number;
  readonly fenzoScore: number | "NaN";
}

/** Checks that stowage's round is what the vector tells of Fenzo's, in every respect; returns it. */
export function expectParity(input: MatchInput, step: Step, facts: Facts, where: string): Round {
  const expected = outcomeIn(step.expected);
  expect(step.expected, where).not.toHaveProperty("throws");
  const round = match(input);
  expect(placedBy(round, step, facts), `assignments of ${where}`).toEqual(
    expected.assigned.map(placedIn(step)),
  );
  expect(offersUsed(round), `offers used in ${where}`).toEqual(expected.offersUsed);
  expect(round.held.toSorted(), `offers held after ${where}`).toEqual(expected.offersHeld);
  const rejected = [...step.rejected, ...round.declines.map(({ offerId }) => offerId)];
  expect(rejected.toSorted(), `offers rejected in ${where}`).toEqual(expected.offersRejected ?? []);
  const left = round.unmatched.filter(({ reason }) => reason === "round-limit").map(({ taskId }) => taskId);
  expect(left, `unreported in ${where}`).toEqual(expected.unreported ?? []);
  const reports = reportsOf(input, round).filter(({ task }) => !left.includes(task));
  expect(recordAll(reports), `failures of ${where}`).toEqual(recordedOf(expected.failed));
  return round;
}

function placedBy(round: Round, step: Step, facts: Facts): readonly Placed[] {
  const grades = gradesOf(facts);
  return round.assignments.map((assignment, at) => {
    const { taskId, hostname, ports, devices, score } = assignment;
    const fenzoScore = within(
      facts.scenario.fitnessTolerance ?? 0,
      fenzoScoreOf(assignment, step, grades),
      outcomeIn(step.expected).assigned[at]?.fitness,
    );
    return { task: taskId, hostname, ports, devices, devicesScore: score.devices, fenzoScore };
  });
}

/** Fenzo's combined number, from the parts of stowage's, where D18 grades the preferences. */
function fenzoScoreOf({ taskId, score }: Assignment, { tasks }: Step, grades: Grades): number {
  const { fitness, devices } = score;
  const hasPreferences = tasks.some(({ id, preferences = [] }) => id === taskId && preferences.length > 0);
  if (!hasPreferences) return combinedOf({ fitness, preferences: undefined, devices });
  const grade = grades.get(taskId);
  const preferences = grade?.stowage === score.preferences ? grade.fenzo : score.preferences;
  return combinedOf({ fitness, preferences, devices });
}

/** The preferences part of each task's score by the model, without D18 and with it. */
type Grades = ReadonlyMap<
  string,
  { readonly stowage: number | undefined; readonly fenzo: number | undefined }
>;

function gradesOf(facts: Facts): Grades {
  const [plain, odd] = [answerTo(facts, noOddities), answerTo(facts, new Set(["D18"]))];
  if ("refusal" in plain || "refusal" in odd) return new Map();
  const fenzo = new Map(odd.placements.map(({ task, parts }) => [task, parts.preferences]));
  return new Map(
    plain.placements.map(({ task, parts }) => [task, { stowage: parts.preferences, fenzo: fenzo.get(task) }]),
  );
}

function placedIn(step: Step): (assignment: GoldenAssignment) => Placed {
  return (assignment) => ({
    task: assignment.task,
    hostname: assignment.host,
    ports: assignment.ports ?? [],
    devices: devicesIn(assignment, step),
    devicesScore: meanOf((assignment.sets ?? []).map(({ fitness }) => fitness)),
    fenzoScore: assignment.fitness,
  });
}

/** The mean; 0 of none. */
function meanOf(scores: readonly number[]): number {
  return scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** The vectors say which device of each set was given, the task how much of it: all that it asked of the set. */
function devicesIn({ task: id, sets = [] }: GoldenAssignment, { tasks }: Step): Placed["devices"] {
  const requests = tasks.find((task) => task.id === id)?.devices ?? [];
  const units = new Map(requests.map((request) => [request.name, request.units]));
  return sets.map(({ set, index, value }) => {
    const asked = units.get(set);
    if (asked === undefined) throw new Error(`${id} asks nothing of the set ${set}`);
    return { name: set, index, units: asked, binding: value };
  });
}

function offersUsed(round: Round): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(round.launches.map(({ hostname, offerIds }) => [hostname, offerIds]));
}
