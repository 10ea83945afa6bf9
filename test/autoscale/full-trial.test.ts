import { describe, expect, it } from "vitest";
import {
  attributeIs,
  attributeLike,
  allOf,
  anyOf,
  customConstraint,
  emptyCluster,
  exclusive,
  not,
  queueOf,
  spread,
  uniqueBy,
  type AgentShape,
  type Constraint,
  type Task,
} from "../../src/index.ts";
import { trialWithout, type Bench } from "../../src/autoscale/bench.ts";
import { fullTrial } from "../../src/autoscale/full-trial.ts";
import { idSource } from "../../src/autoscale/scene.ts";
import { trialPolicy } from "../../src/autoscale/trial.ts";
import { asked, holding, rule, statesOf, tasksOf, turn } from "./turn.ts";

const two: AgentShape = { offers: [{ resources: { cpus: 2 } }] };
const eight: AgentShape = { offers: [{ resources: { cpus: 8 } }] };

/** Of 40 tasks every tenth can be served. */
function mostlyTooLarge(fields: Partial<Task> = {}): readonly Task[] {
  return tasksOf(40).map((task, i) => ({
    ...task,
    ...fields,
    resources: { cpus: i % 10 === 3 ? 2 : 100 },
  }));
}

function countStates(out: ReturnType<typeof turn>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const state of Object.values(statesOf(out))) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

describe("agents for many tasks of which few can be served", () => {
  it("are asked for those few", () => {
    const out = turn({ tasks: mostlyTooLarge(), rules: [rule({ shapes: [two] })] });
    expect(asked(out)).toEqual({ small: 4 });
    expect(countStates(out)).toEqual({ asked: 4, unservable: 36 });
    const larger = turn({ tasks: mostlyTooLarge(), rules: [rule({ shapes: [two, eight] })] });
    // The first of both shapes are tried together, and the smaller is the better filled.
    expect(asked(larger)).toEqual({ small: 2 });
    expect(countStates(larger)).toEqual({ asked: 4, unservable: 36 });
  });

  it("are not asked for where none can", () => {
    const out = turn({
      tasks: tasksOf(40, { resources: { cpus: 9 } }),
      rules: [rule({ shapes: [two, eight] })],
    });
    expect(asked(out)).toEqual({});
    expect(countStates(out)).toEqual({ unservable: 40 });
  });

  it("are as many as a gang needs that starts with all its tasks or none", () => {
    const gang = tasksOf(30, { group: "g", gang: {}, constraints: [exclusive()] });
    const others = tasksOf(30).map((task) => ({ ...task, id: `x${task.id}`, resources: { cpus: 100 } }));
    const out = turn({ tasks: [...others, ...gang], rules: [rule({ shapes: [two] })] });
    expect(asked(out)).toEqual({ small: 30 });
    expect(countStates(out)).toEqual({ asked: 30, unservable: 30 });
  });

  it("are as many as there are tasks where each needs its own", () => {
    const tasks = tasksOf(50, { group: "g", constraints: [uniqueBy("hostname")] });
    expect(asked(turn({ tasks, rules: [rule({ shapes: [two] })] }))).toEqual({ small: 50 });
    expect(asked(turn({ tasks, rules: [rule({ shapes: [two], maxSize: 7 })] }))).toEqual({ small: 7 });
    const limited = turn({ tasks, rules: [rule({ shapes: [two], maxSize: 7 })] });
    expect(countStates(limited)).toEqual({ asked: 7, "at-max-size": 43 });
  });

  it("are as many as hold the tasks, several each", () => {
    const tasks = tasksOf(400);
    expect(asked(turn({ tasks, rules: [rule({ shapes: [eight] })] }))).toEqual({ small: 50 });
    expect(asked(turn({ tasks, rules: [rule({ shapes: [eight], maxSize: 11 })] }))).toEqual({ small: 11 });
  });

  it("are the fewest where more than the rule may have would share the tasks", () => {
    const policy = { ...holding, fitness: spread("cpus") };
    const rules = [rule({ shapes: [eight], maxSize: 9 })];
    expect(asked(turn({ tasks: tasksOf(40), policy, rules }))).toEqual({ small: 5 });
    const larger = [rule({ shapes: [eight], maxSize: 55 })];
    expect(asked(turn({ tasks: tasksOf(400), policy, rules: larger }))).toEqual({ small: 50 });
  });

  it("are the fewest where one a task would be just as many as the rule may have", () => {
    const policy = { ...holding, fitness: spread("cpus") };
    expect(
      asked(turn({ tasks: tasksOf(4), policy, rules: [rule({ shapes: [eight], maxSize: 4 })] })),
    ).toEqual({ small: 1 });
  });

  it("are asked for where they fill the size and the first shape serves none", () => {
    const tasks = tasksOf(1, { resources: { cpus: 8 } });
    expect(asked(turn({ tasks, rules: [rule({ shapes: [two, eight], maxSize: 1 })] }))).toEqual({ small: 1 });
  });

  it("are asked for up to the size where the first shape serves none", () => {
    const tasks = tasksOf(50, { resources: { cpus: 4 } });
    const out = turn({ tasks, rules: [rule({ shapes: [two, two, eight], maxSize: 5 })] });
    expect(asked(out)).toEqual({ small: 5 });
    expect(countStates(out)).toEqual({ asked: 10, "at-max-size": 40 });
  });
});

/** How many new agents of the shapes the full trial of the tasks has. */
function agentsTried(
  tasks: readonly Task[],
  shapes: readonly AgentShape[] = [two, eight],
  toLine: Bench["toLine"] = (some) => some,
): readonly number[] {
  const bench: Bench = {
    policy: trialPolicy({}, tasks),
    toLine,
    nowMs: 0,
    nextId: idSource(emptyCluster, []),
    cluster: emptyCluster,
    used: new Set(),
    states: new Map(),
  };
  const { full } = fullTrial({ tasks, base: trialWithout(tasks, bench) }, shapes, bench);
  return shapes.map((wanted) => full.newAgents.filter(({ shape }) => shape === wanted).length);
}

const inQueue: Bench["toLine"] = (tasks) => queueOf(tasks);

describe("the full trial", () => {
  const pairs = tasksOf(1000, { resources: { cpus: 2 } });

  it("has no more agents than place all tasks, about", () => {
    const [twos, eights] = agentsTried(pairs);
    expect(twos).toBe(eights);
    expect(twos).toBeLessThan(300);
  });

  it("has one agent a task only of the shapes that run out", () => {
    const [twos, eights] = agentsTried([...pairs, { id: "large", resources: { cpus: 9 } }]);
    expect(twos).toBe(1001);
    expect(eights).toBeLessThan(300);
  });

  it("has one agent a task of every shape for tasks of a queue, unless fewer place all", () => {
    const shapes: readonly AgentShape[] = [two, { offers: [{ resources: { cpus: 1000 } }] }];
    expect(agentsTried(pairs, shapes, inQueue)).toEqual([5, 5]);
    const tooLarge = { id: "large", resources: { cpus: 1001 } };
    expect(agentsTried([...pairs, tooLarge], shapes, inQueue)).toEqual([1001, 1001]);
    expect(agentsTried([...pairs, tooLarge], shapes)).toEqual([1001, 5]);
  });
});

describe("agents that differ in nothing but their names", () => {
  const named: readonly Constraint[] = [
    attributeLike("hostname", ".*7"),
    attributeLike("agentId", ".*7"),
    not(not(attributeLike("hostname", ".*7"))),
    allOf(attributeLike("hostname", ".*7")),
    anyOf(attributeIs("hostname", "h"), attributeLike("hostname", ".*7")),
    customConstraint(
      "seventh",
      () =>
        ({ hostname }) =>
          hostname.endsWith("7"),
    ),
  ];

  it.each(named)("are told apart by the tasks that ask for names: %j", (constraint) => {
    // One agent a task has been tried: of 40 names these end in 7.
    const tasks = tasksOf(40, { resources: { cpus: 2 }, constraints: [constraint] });
    expect(countStates(turn({ tasks, rules: [rule({ shapes: [two] })] }))).toEqual({
      asked: 4,
      unservable: 36,
    });
  });
});
