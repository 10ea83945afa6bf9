import { expect, it } from "vitest";
import {
  emptyCluster,
  match,
  update,
  type Assignment,
  type DeviceGrant,
  type Round,
  type Task,
} from "../../src/index.ts";
import { describeWithShared } from "../support/shared-files.ts";
import { goldenFiles, readScenarios, type GoldenAssignment, type Scenario } from "./golden.ts";
import { recordAll, recordedOf } from "./finding.ts";
import { reportsOf } from "./reports.ts";
import { stepsOf, type Step } from "./steps.ts";

describeWithShared("golden/parity", "where no difference on purpose can show, a round is Fenzo's", () => {
  for (const file of goldenFiles("parity")) {
    const scenarios = readScenarios(file);

    it(`equals Fenzo in every round of the ${scenarios.length} scenarios of ${file}`, () => {
      for (const scenario of scenarios) expectParity(scenario);
    });
  }

  it("leaves out 22 of the 3133 scores: D18 changes how a balance over one expected value is graded", () => {
    const scores = goldenFiles("parity")
      .flatMap(readScenarios)
      .flatMap(stepsOf)
      .flatMap(expectedAssignments)
      .map(({ fenzoScore }) => fenzoScore);
    expect(scores).toHaveLength(3133);
    expect(scores.filter((score) => score === "D18")).toHaveLength(22);
  });
});

/** A task that went to an agent, and what it was given there. */
interface Placed {
  readonly task: string;
  readonly agentId: string;
  readonly hostname: string;
  readonly ports: readonly number[];
  readonly devices: readonly DeviceGrant[];
  readonly devicesScore: number;
  readonly fenzoScore: number | "NaN" | "D18";
}

/** Runs the rounds on the state that stowage itself carries from one to the next. */
function expectParity(scenario: Scenario): void {
  let cluster = emptyCluster;
  for (const [at, step] of stepsOf(scenario).entries()) {
    const { tasks, policy, nowMs, expected } = step;
    const input = { cluster: update(cluster, step.events), tasks, policy, nowMs };
    const round = match(input);
    const where = `${scenario.id}, round ${at}`;
    expect(assignmentsOf(round, tasks), `assignments of ${where}`).toEqual(expectedAssignments(step));
    expect(
      round.unmatched.map(({ taskId }) => taskId),
      `unmatched of ${where}`,
    ).toEqual(leftOver(step));
    const reports = recordAll(reportsOf(input, round));
    expect(reports, `failures of ${where}`).toEqual(recordedOf(expected.failed));
    expect(offersUsed(round), `offers used in ${where}`).toEqual(expected.offersUsed);
    expect(round.held.toSorted(), `offers held after ${where}`).toEqual(expected.offersHeld);
    const rejected = [...step.rejected, ...round.declines.map(({ offerId }) => offerId)];
    expect(rejected.toSorted(), `offers rejected in ${where}`).toEqual(expected.offersRejected ?? []);
    cluster = round.cluster;
  }
}

function assignmentsOf(round: Round, tasks: readonly Task[]): readonly Placed[] {
  const taskById = new Map(tasks.map((task) => [task.id, task]));
  return round.assignments.map((assignment) => {
    const { taskId, agentId, hostname, ports, devices, score } = assignment;
    const fenzoScore = fenzoScoreOf(assignment, taskById.get(taskId));
    return { task: taskId, agentId, hostname, ports, devices, devicesScore: score.devices, fenzoScore };
  });
}

/** Fenzo's combined number, from the parts of stowage's: for Fenzo a task without soft constraints has them all. */
function fenzoScoreOf({ score }: Assignment, task: Task | undefined): Placed["fenzoScore"] {
  if (showsD18(task)) return "D18";
  const soft = task?.preferences?.length === 0 ? 1 : score.preferences;
  return (15 * score.devices + 50 * soft + 35 * score.fitness) / 100;
}

function expectedAssignments({ expected, tasks }: Step): readonly Placed[] {
  const taskById = new Map(tasks.map((task) => [task.id, task]));
  return expected.assigned.map((assignment) => {
    const task = taskById.get(assignment.task);
    return {
      task: assignment.task,
      agentId: assignment.host,
      hostname: assignment.host,
      ports: assignment.ports ?? [],
      devices: expectedDevices(assignment, task),
      devicesScore: assignment.sets?.[0]?.fitness ?? 0,
      fenzoScore: showsD18(task) ? "D18" : assignment.fitness,
    };
  });
}

/** Fenzo grades a balance otherwise where one value is expected and used; the agent chosen is the same all the same. */
function showsD18(task: Task | undefined): boolean {
  return (task?.preferences ?? []).some(
    (preference) =>
      preference.kind === "prefer" &&
      preference.constraint.kind === "balancedBy" &&
      (preference.constraint.expectedValues ?? 0) <= 1,
  );
}

/** The vectors say which device of each set was given, the task how much of it: all that it asked of the set. */
function expectedDevices({ sets = [] }: GoldenAssignment, task: Task | undefined): Placed["devices"] {
  const units = new Map((task?.devices ?? []).map((request) => [request.name, request.units]));
  return sets.map(({ set, index, value }) => {
    const asked = units.get(set);
    if (asked === undefined) throw new Error(`${task?.id} asks nothing of the set ${set}`);
    return { name: set, index, units: asked, binding: value };
  });
}

/** The tasks that Fenzo did not place. */
function leftOver({ expected, tasks }: Step): readonly string[] {
  const assigned = new Set(expected.assigned.map(({ task }) => task));
  return tasks.map(({ id }) => id).filter((id) => !assigned.has(id));
}

function offersUsed(round: Round): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(round.launches.map(({ hostname, offerIds }) => [hostname, offerIds]));
}
