import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Among, RunningTask } from "../../src/index.ts";
import { AttributeColumn } from "../../src/dense/attributes.ts";
import { CoTaskIndex } from "../../src/dense/co-task-index.ts";
import { CoTasks, isOwnGroup, ValueCounter } from "../../src/dense/co-tasks.ts";
import { runningOn, task } from "../support/build.ts";
import { agentOf, agentsOf } from "./chains.ts";

const racks = ["a", "b", ["a", "b"], "c", undefined, ["b", "c", "d"], "a"] as const;
const agents = racks.map((rack, i) => agentOf(i, rack === undefined ? {} : { attributes: { rack } }));
const column = AttributeColumn.of("rack", agents);

/** How many of the agents, each counted once for each of its values, have each value. */
function naiveCounts(places: readonly number[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const place of places) {
    for (const value of [racks[place] ?? []].flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

describe("the counter of co-tasks per value", () => {
  it("knows after any sequence of tasks what counting anew finds", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(racks.length - 1), { maxLength: 60 }), (places) => {
        const counter = new ValueCounter(column);
        for (const [i, place] of places.entries()) {
          counter.add(place);
          const counts = naiveCounts(places.slice(0, i + 1));
          const each = [...counts.values()];
          const least = Math.min(...each, Infinity);
          for (let expected = 0; expected <= 5; expected++) {
            expect(counter.least(expected)).toBe(each.length < expected || each.length === 0 ? 0 : least);
          }
          expect(counter.greatest).toBe(Math.max(0, ...each));
          expect(counter.sum).toBe(each.reduce((sum, count) => sum + count, 0));
          expect(counter.valued).toBe(places.slice(0, i + 1).filter((other) => other !== 4).length);
          expect(counter.used.map((value) => column.values[value])).toEqual([...counts.keys()]);
          expect(counter.used.map((value) => counter.counts.of(value))).toEqual(each);
          const near = [...counts.keys()].flatMap((value) =>
            racks.flatMap((rack, agent) => ([rack].flat().some((each) => each === value) ? [agent] : [])),
          );
          expect(counter.near.count).toBe(near.length);
          expect(counter.near.list()).toEqual(near);
        }
      }),
    );
  });

  it("has 0 for the least, and for the greatest, before the first task", () => {
    const counter = new ValueCounter(column);
    expect([counter.least(0), counter.least(1), counter.greatest, counter.sum]).toEqual([0, 0, 0, 0]);
  });
});

describe("the selections of co-tasks", () => {
  const among: readonly (Among | undefined)[] = [
    undefined,
    { group: "web" },
    { group: "db" },
    { ids: ["t1", "t4", "t1"] },
    { ids: ["t3", "nobody"] },
    { ids: [] },
  ];
  const places = fc.record({
    agent: fc.nat(4),
    group: fc.constantFrom(undefined, "web", "db"),
    isRunning: fc.boolean(),
  });

  it("are what the task asks for, running or assigned, whenever it is first asked", () => {
    fc.assert(
      fc.property(
        fc.array(places, { maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(8), fc.constantFrom(...among)), { maxLength: 8 }),
        (tasks, questions) => {
          const all = tasks.map(({ agent, group, isRunning }, i) => ({
            agent,
            isRunning,
            running: runningOn(agent, { id: `t${i}`, ...(group !== undefined && { group }) }),
          }));
          const held = agentsOf(5).map((each, agent) => ({
            ...each,
            running: all.filter((one) => one.isRunning && one.agent === agent).map(({ running }) => running),
          }));
          const coTasks = new CoTasks(CoTaskIndex.of(held));
          const asker = task({ id: "asker", group: "web" });
          const known = all.filter(({ isRunning }) => isRunning).map(({ running }) => running);
          const assigned = all.filter(({ isRunning }) => !isRunning);
          const ask = (one: Among | undefined): void => {
            const { tasks: found, agents: where } = coTasks.select(asker, one);
            expect(idsOf(found)).toEqual(idsOf(known.filter((running) => isAmong(running, one))));
            expect(found.map(({ agentId }) => agentId)).toEqual(where.map((agent) => `a${agent}`));
          };
          for (const [i, { agent, running }] of assigned.entries()) {
            for (const [at, one] of questions) if (at === i) ask(one);
            coTasks.add({ agent, running });
            known.push(running);
          }
          for (const one of among) ask(one);
        },
      ),
    );
  });

  it("have all of a group that came before anyone asked", () => {
    const coTasks = new CoTasks(CoTaskIndex.of(agents));
    for (const id of ["t1", "t2"]) coTasks.add({ agent: 1, running: runningOn(1, { id, group: "web" }) });
    expect(idsOf(coTasks.select(task({ group: "web" }), undefined).tasks)).toEqual(["t1", "t2"]);
  });

  it("count tasks per value as they come", () => {
    const coTasks = new CoTasks(CoTaskIndex.of(agents));
    const counter = coTasks.select(task({ group: "web" }), undefined).counter(column);
    coTasks.add({ agent: 2, running: runningOn(2, { id: "t1", group: "web" }) });
    coTasks.add({ agent: 1, running: runningOn(1, { id: "t2", group: "db" }) });
    expect(coTasks.select(task({ group: "web" }), undefined).counter(column)).toBe(counter);
    expect(column.values.map((_, value) => counter.counts.of(value))).toEqual([1, 1, 0, 0]);
  });

  it("are without what has been taken back, whenever they are first asked for", () => {
    const running = runningOn(1, { id: "t1", group: "web" });
    const asker = task({ group: "web" });
    for (const asked of [[], [["t1"]], [["t2"]]]) {
      const coTasks = new CoTasks(CoTaskIndex.of(agents));
      for (const ids of asked) expect(coTasks.select(asker, { ids }).tasks).toEqual([]);
      coTasks.add({ agent: 1, running });
      coTasks.takeBack(running);
      expect(coTasks.select(asker, { ids: ["t1"] }).tasks).toEqual([]);
      expect(coTasks.select(asker, undefined).tasks).toEqual([]);
    }
  });

  it("are empty for a task without a group", () => {
    const coTasks = new CoTasks(CoTaskIndex.of(agents));
    coTasks.add({ agent: 0, running: runningOn(0, { id: "t1" }) });
    expect(coTasks.select(task(), undefined).tasks).toEqual([]);
  });
});

function isAmong({ task: { id, group } }: RunningTask, among: Among | undefined): boolean {
  return among !== undefined && "ids" in among ? among.ids.includes(id) : group === (among?.group ?? "web");
}

function idsOf(tasks: readonly RunningTask[]): readonly string[] {
  return tasks.map(({ task: { id } }) => id).toSorted();
}

describe("the own group of a task", () => {
  it("is meant where nothing is said, or the group is named", () => {
    const web = task({ group: "web" });
    expect(isOwnGroup(web, undefined)).toBe(true);
    expect(isOwnGroup(web, { group: "web" })).toBe(true);
    expect(isOwnGroup(web, { group: "db" })).toBe(false);
    expect(isOwnGroup(web, { ids: ["t1"] })).toBe(false);
    expect(isOwnGroup(task(), undefined)).toBe(true);
  });
});
