import { describe, expect, it } from "vitest";
import { queueOf, type Queue, type QueueOptions, type Scalars, type Task } from "../../src/index.ts";
import { runningOn } from "../support/build.ts";
import { asked, four, rule, statesOf, tasksOf, turn } from "./turn.ts";

const rules = [rule({ shapes: [four] })];

function queued(tasks: readonly Task[], options: QueueOptions): Queue {
  return queueOf(tasks, options);
}

describe("the tasks of a queue", () => {
  it("get no more agents than the capacity of their tier can use", () => {
    const tasks = queued(tasksOf(10, { resources: { cpus: 4 } }), { tiers: [{ capacity: { cpus: 8 } }] });
    const out = turn({ tasks, rules });
    expect(asked(out)).toEqual({ small: 2 });
    expect(out.actions).toMatchObject([{ taskIds: ["t1", "t2"] }]);
    expect(Object.values(statesOf(out))).toEqual(["asked", "asked", ...Array<string>(8).fill("limited")]);
  });

  it("count towards it with those that run", () => {
    const tasks = queued(tasksOf(5), { tiers: [{ capacity: { cpus: 4 } }] });
    const running = [runningOn(1, { id: "r", resources: { cpus: 3 } })];
    const out = turn({ tasks, running, rules });
    expect(out.actions).toMatchObject([{ agents: 1, taskIds: ["t1"] }]);
  });

  it("get the agents by shares of the same total as in a round", () => {
    const ofA = tasksOf(4, { bucket: "a", resources: { cpus: 1 } });
    const ofB = tasksOf(4, { bucket: "b", resources: { cpus: 1, mem: 1 } }).map((task) => ({
      ...task,
      id: `b-${task.id}`,
    }));
    const shapes = [{ offers: [{ resources: { cpus: 4, mem: 100 } }] }];
    const idsFor = (total: Scalars) =>
      turn({ tasks: queued([...ofA, ...ofB], { total }), rules: [rule({ shapes, maxSize: 1 })] }).actions;
    expect(idsFor({ cpus: 100, mem: 100 })).toMatchObject([{ taskIds: ["t1", "t2", "b-t1", "b-t2"] }]);
    expect(idsFor({ cpus: 100, mem: 1 })).toMatchObject([{ taskIds: ["t1", "t2", "t3", "b-t1"] }]);
  });

  it("get the agents by the weights of their buckets", () => {
    const light = tasksOf(4, { bucket: "light" }).map((task) => ({ ...task, id: `light-${task.id}` }));
    const tasks = queued([...tasksOf(4, { bucket: "heavy" }), ...light], {
      tiers: [{ buckets: { heavy: { weight: 3 } } }],
      total: { cpus: 100 },
    });
    const out = turn({ tasks, rules: [rule({ shapes: [four], maxSize: 1 })] });
    expect(out.actions).toMatchObject([{ agents: 1, taskIds: ["t1", "t2", "t3", "light-t1"] }]);
  });

  it("get the agents in the order of their turns, what is guaranteed first", () => {
    const late = tasksOf(2, { bucket: "late" }).map((task) => ({ ...task, id: `late-${task.id}` }));
    const tasks = queued([...tasksOf(8, { bucket: "early" }), ...late], {
      tiers: [{ capacity: { cpus: 8 }, buckets: { late: { guarantee: { cpus: 2 } } } }],
    });
    const out = turn({ tasks, rules: [rule({ shapes: [four], maxSize: 1 })] });
    expect(out.actions).toMatchObject([{ agents: 1, taskIds: ["t1", "t2", "late-t1", "late-t2"] }]);
    expect(statesOf(out)).toMatchObject({
      t3: "at-max-size",
      t6: "at-max-size",
      t7: "limited",
      t8: "limited",
    });
  });
});
