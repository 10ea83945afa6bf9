import { describe, expect, it } from "vitest";
import { emptyHistory, type Task } from "../../src/index.ts";
import { runningOn } from "../support/build.ts";
import { asked, four, holding, rule, smalls, statesOf, tasksOf, turn } from "./turn.ts";

const rules = [rule({ shapes: [four] })];

/** A gang whose tasks fill an agent each; `fields` of the one at `at` differ. */
function gangOf(n: number, fields: Partial<Task> = {}, at: number = -1): readonly Task[] {
  return tasksOf(n, { group: "g", gang: {}, resources: { cpus: 4 } }).map((task, i) =>
    i === at ? { ...task, ...fields } : task,
  );
}

describe("a gang that is short of agents", () => {
  it("gets agents for all its tasks, or none", () => {
    expect(asked(turn({ tasks: gangOf(3), rules }))).toEqual({ small: 3 });
    const few = turn({ tasks: gangOf(3), rules: [rule({ shapes: [four], maxSize: 2 })] });
    expect(few.actions).toEqual([]);
    expect(statesOf(few)).toEqual({ t1: "at-max-size", t2: "at-max-size", t3: "at-max-size" });
  });

  it.each([0, 1, 2])("gets none while its task %i is not ready", (at) => {
    const out = turn({ tasks: gangOf(3, { readyAtMs: 1000 }, at), rules });
    expect(out.actions).toEqual([]);
    expect(new Set(Object.values(statesOf(out)))).toEqual(new Set(["limited"]));
    const ready = turn({
      tasks: gangOf(3, { readyAtMs: 1000 }, at),
      rules,
      nowMs: 1000,
      history: out.history,
    });
    expect(asked(ready)).toEqual({ small: 3 });
  });

  it("is limited while it waits, though other tasks get agents", () => {
    const other = { id: "other", resources: { cpus: 4 } };
    const out = turn({ tasks: [...gangOf(2, { readyAtMs: 1000 }, 0), other], rules });
    expect(statesOf(out)).toEqual({ t2: "limited", other: "asked" });
  });

  it.each([0, 2, 4])("gets none where a round may not place so many, with %i agents there", (n) => {
    const out = turn({
      tasks: gangOf(4),
      offers: smalls(n),
      policy: { ...holding, maxAssignments: 2 },
      rules,
    });
    expect(out.actions).toEqual([]);
    expect(new Set(Object.values(statesOf(out)))).toEqual(new Set(["limited"]));
  });

  it.each([0, 2, 3])("gets none where its group may not hold so much, with %i agents there", (n) => {
    const policy = { ...holding, groupLimits: { g: { cpus: 8 } } };
    const out = turn({ tasks: gangOf(3), offers: smalls(n), policy, rules });
    expect(out.actions).toEqual([]);
    expect(new Set(Object.values(statesOf(out)))).toEqual(new Set(["limited"]));
  });

  it("gets agents for as many as may start, where so many suffice", () => {
    const tasks = gangOf(4, { readyAtMs: 1000 }, 0).map((task) => ({ ...task, gang: { least: 3 } }));
    const out = turn({ tasks, rules });
    expect(out.actions).toMatchObject([{ agents: 3, taskIds: ["t2", "t3", "t4"] }]);
    const more = tasks.map((task) => ({ ...task, gang: { least: 4 } }));
    expect(statesOf(turn({ tasks: more, rules }))).toEqual({ t2: "limited", t3: "limited", t4: "limited" });
  });

  it("gets agents where enough of it runs, so that what may start suffices", () => {
    const tasks = gangOf(3, { readyAtMs: 1000 }, 0).map((task) => ({ ...task, gang: { least: 3 } }));
    const running = [runningOn(1, { id: "r1", group: "g" }), runningOn(2, { id: "r2", group: "other" })];
    expect(turn({ tasks, running, rules }).actions).toMatchObject([{ agents: 2, taskIds: ["t2", "t3"] }]);
    const other = running.slice(1);
    expect(statesOf(turn({ tasks, running: other, rules }))).toEqual({ t2: "limited", t3: "limited" });
  });

  it("gets agents beside tasks of its group that wait for some too, and count where they go first", () => {
    const [plain, ...rest] = gangOf(3) as [Task, ...Task[]];
    const { gang: _, ...first } = plain;
    const gang = rest.map((task) => ({ ...task, gang: { least: 3 } }));
    expect(asked(turn({ tasks: [first, ...gang], rules }))).toEqual({ small: 3 });
    const after = turn({ tasks: [...gang, first], rules });
    expect(asked(after)).toEqual({ small: 1 });
    expect(statesOf(after)).toEqual({ t1: "asked", t2: "limited", t3: "limited" });
    const unready = { ...first, readyAtMs: 1000 };
    expect(statesOf(turn({ tasks: [unready, ...gang], rules }))).toEqual({ t2: "limited", t3: "limited" });
    const alone = { ...first, group: "other" };
    expect(asked(turn({ tasks: [alone, ...gang], rules }))).toEqual({ small: 1 });
  });

  it("that takes the place of another task says so of it", () => {
    const plan = [rule({ shapes: [four], minSize: 1, maxSize: 2 })];
    const { history } = turn({ rules: plan });
    const tasks = [...gangOf(2), ...tasksOf(3).slice(2)];
    const out = turn({ tasks, rules: plan, history, nowMs: 1 });
    expect(asked(out)).toEqual({ small: 1 });
    expect(statesOf(out)).toEqual({ t1: "asked", t2: "asked", t3: "at-max-size" });
  });

  it("gets none where enough of it waits for something else by now, also if agents were asked for", () => {
    const short = [{ taskId: "t2", sinceMs: 0, askedAtMs: 0 }];
    const tasks = gangOf(2, { readyAtMs: 1000 }, 0);
    expect(statesOf(turn({ tasks, rules, history: { ...emptyHistory, short } }))).toEqual({ t2: "limited" });
  });

  it("is unservable where no agent can run one of its tasks, though others of its group are limited", () => {
    const others = ["first", "second"].map((id) => ({ id, group: "g", resources: { cpus: 3 } }));
    const tasks = [...others, ...gangOf(2, { resources: { disk: 1 } }, 1)].map((task) => {
      return task.id === "t1" ? { ...task, resources: {} } : task;
    });
    const policy = { ...holding, groupLimits: { g: { cpus: 5 } } };
    expect(statesOf(turn({ tasks, policy, rules }))).toEqual({
      first: "asked",
      second: "limited",
      t1: "unservable",
      t2: "unservable",
    });
  });

  it("is limited where one of its tasks is, save those that no agent can run", () => {
    const gang = gangOf(3, { resources: { disk: 1 } }, 2);
    const tasks = gang.map((task) => ({ ...task, gang: { least: 2 } }));
    const policy = { ...holding, groupLimits: { g: { cpus: 4 } } };
    expect(statesOf(turn({ tasks, policy, rules }))).toEqual({
      t1: "limited",
      t2: "limited",
      t3: "unservable",
    });
  });

  it("is unservable where no agent can run one of its tasks", () => {
    const out = turn({ tasks: gangOf(2, { resources: { cpus: 5 } }, 1), rules });
    expect(statesOf(out)).toEqual({ t1: "unservable", t2: "unservable" });
  });
});
