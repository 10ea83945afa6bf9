import { test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  clusterOf,
  customFitness,
  exclusive,
  explain,
  match,
  maxPer,
  renderExplanation,
  uniqueBy,
  type Gang,
  type Round,
  type Task,
} from "../../src/index.ts";
import { inputOf, scenario } from "../arbitraries/scenarios.ts";
import {
  offer,
  offerOf,
  offersOf,
  placesOf,
  refusalText,
  roundOver,
  runningOn,
  task,
} from "../support/build.ts";

/** So many tasks of the gang `ring`, each asking 3 cpus: one fits on an agent of 4. */
function ring(count: number, gang: Gang = {}, fields: Partial<Task> = {}): readonly Task[] {
  return Array.from({ length: count }, (_, i) =>
    task({ id: `g${i + 1}`, group: "ring", gang, resources: { cpus: 3 }, ...fields }),
  );
}

function reasonsOf({ unmatched }: Round): Readonly<Record<string, string>> {
  return Object.fromEntries(unmatched.map(({ taskId, reason }) => [taskId, reason]));
}

const three = offersOf({}, {}, {});

describe("a gang", () => {
  it("starts when all its tasks find an agent", () => {
    expect(placesOf(roundOver(three, ring(3)))).toEqual({ g1: "a1", g2: "a2", g3: "a3" });
  });

  it("starts not at all when one of them finds none, and leaves its room to others", () => {
    const round = roundOver(three, [...ring(4), task({ id: "t1", resources: { cpus: 4 } })]);
    expect(placesOf(round)).toEqual({ t1: "a1" });
    expect(reasonsOf(round)).toEqual({
      g1: "gang-incomplete",
      g2: "gang-incomplete",
      g3: "gang-incomplete",
      g4: "no-agent-fits",
    });
    expect(round.cluster.agents.flatMap(({ running }) => running.map((one) => one.task.id))).toEqual(["t1"]);
  });

  it("starts with the least number of tasks that it says, and as many more as find an agent", () => {
    const some = roundOver(three, ring(5, { least: 2 }));
    expect(placesOf(some)).toEqual({ g1: "a1", g2: "a2", g3: "a3" });
    expect(reasonsOf(some)).toEqual({ g4: "no-agent-fits", g5: "no-agent-fits" });
    expect(placesOf(roundOver(three, ring(5, { least: 4 })))).toEqual({});
  });

  it("counts those of its group that run already, or were placed before it", () => {
    const running = [runningOn(1, { id: "r1", group: "ring", resources: { cpus: 3 } })];
    const lacking = roundOver(three.slice(1), ring(2, { least: 4 }), {}, running);
    expect(placesOf(lacking)).toEqual({});
    expect(placesOf(roundOver(three.slice(1), ring(2, { least: 3 }), {}, running))).toEqual({
      g1: "a2",
      g2: "a3",
    });
    const alone = task({ id: "t1", group: "ring", resources: { cpus: 3 } });
    expect(placesOf(roundOver(three, [alone, ...ring(2, { least: 3 })]))).toEqual({
      t1: "a1",
      g1: "a2",
      g2: "a3",
    });
    expect(placesOf(roundOver(three, ring(4, { least: 1 }), {}, running))).toEqual({
      g1: "a1",
      g2: "a2",
      g3: "a3",
    });
  });

  it("without a least wants all that are given, whatever runs of its group already", () => {
    const running = [runningOn(1, { id: "r1", group: "ring", resources: { cpus: 3 } })];
    expect(placesOf(roundOver(three.slice(1), ring(3), {}, running))).toEqual({});
    expect(placesOf(roundOver(three.slice(1), ring(2), {}, running))).toEqual({ g1: "a2", g2: "a3" });
  });

  it("is tried when its first task's turn comes, and is listed there", () => {
    const [first, second] = ring(2, {}, { resources: { cpus: 9 } });
    const tasks = [first, task({ id: "t1", resources: { cpus: 9 } }), second].filter(
      (one) => one !== undefined,
    );
    expect(roundOver(three, tasks).unmatched).toEqual([
      { taskId: "g1", reason: "no-agent-fits" },
      { taskId: "g2", reason: "gang-incomplete" },
      { taskId: "t1", reason: "no-agent-fits" },
    ]);
  });

  it("is not tried further once too few are left", () => {
    const asked: string[] = [];
    const fitness = customFitness("noting", ({ id }) => () => {
      asked.push(id);
      return 1;
    });
    const [first, ...others] = ring(3);
    const tasks = [{ ...first, id: "big", group: "ring", gang: {}, resources: { cpus: 9 } }, ...others];
    expect(reasonsOf(roundOver(three, tasks, { fitness }))).toEqual({
      big: "no-agent-fits",
      g2: "gang-incomplete",
      g3: "gang-incomplete",
    });
    expect(asked).toEqual([]);
  });

  it("waits for all its tasks to be ready, or as many as it must have", () => {
    const [first, ...others] = ring(3);
    const late = [...others, { ...first, id: "late", resources: {}, readyAtMs: 1 }];
    expect(placesOf(roundOver(three, late))).toEqual({});
    const least = late.map((one) => ({ ...one, gang: { least: 2 } }));
    expect(placesOf(roundOver(three, least))).toEqual({ g2: "a1", g3: "a2" });
  });

  it("is held to the limits of its group and of the round as one", () => {
    const limited = roundOver(three, ring(3), { groupLimits: { ring: { cpus: 8 } } });
    expect(reasonsOf(limited)).toEqual({ g1: "gang-incomplete", g2: "gang-incomplete", g3: "group-limit" });
    const after = [...ring(3), task({ id: "t1", group: "ring", resources: { cpus: 4 } })];
    expect(placesOf(roundOver(three, after, { groupLimits: { ring: { cpus: 8 } } }))).toEqual({ t1: "a1" });
    expect(placesOf(roundOver(three, ring(3), { maxAssignments: 2 }))).toEqual({});
    expect(placesOf(roundOver(three, ring(3), { maxAssignments: 3 }))).toEqual({
      g1: "a1",
      g2: "a2",
      g3: "a3",
    });
  });

  it("may want agents of several roles", () => {
    const offers = [offer(), offerOf(2, { role: "ads" })];
    const tasks = [...ring(1), ...ring(1, {}, { id: "g2", resources: { cpus: 1 }, role: "ads" })];
    expect(placesOf(roundOver(offers, tasks))).toEqual({ g1: "a1", g2: "a2" });
    const failing = [...tasks, ...ring(1, {}, { id: "g3", resources: { cpus: 9 } })];
    const others = [
      task({ id: "t1", resources: { cpus: 4 } }),
      task({ id: "t2", role: "ads", resources: { cpus: 4 } }),
    ];
    expect(placesOf(roundOver(offers, [...failing, ...others]))).toEqual({ t1: "a1", t2: "a2" });
  });

  it("is explained: its tasks that found no agent, and those that were taken back", () => {
    const round = roundOver(three, ring(4));
    expect(explain(round, "g1").outcome).toBe("gang-incomplete");
    expect(explain(round, "g1").fitsNow).toBe(true);
    expect(renderExplanation(explain(round, "g1")).split("\n")[0]).toBe(
      'Task "g1" is pending: too few of its gang could be placed; it fits now',
    );
    const limited = roundOver(three, ring(3), { maxAssignments: 2 });
    expect(reasonsOf(limited)).toEqual({ g1: "gang-incomplete", g2: "gang-incomplete", g3: "round-limit" });
    expect(renderExplanation(explain(limited, "g1")).split("\n")[0]).toBe(
      'Task "g1" is pending: too few of its gang could be placed; it fits now',
    );
  });
});

describe("a gang that is taken back", () => {
  const failing = ring(1, {}, { id: "g9", resources: { cpus: 99 } });

  it("gives back its ports and devices", () => {
    const offers = [
      offer({
        ports: [[31000, 31002]],
        devices: [
          { name: "gpu", count: 2, capacity: 1 },
          { name: "eni", count: 1, capacity: 1 },
        ],
      }),
      offerOf(2, { resources: { cpus: 4 } }),
    ];
    const asks = {
      ports: ["any", 31001] as const,
      devices: [{ name: "gpu", units: 0.5, binding: "blue" }],
      resources: { cpus: 1 },
    };
    const before = task({ id: "t0", ports: [31002], devices: [{ name: "gpu", units: 0.25 }], resources: {} });
    const after = task({ id: "t1", ...asks, devices: [{ name: "gpu", units: 1 }] });
    const alone = roundOver(offers, [before, after]);
    const plain = ring(1, {}, { id: "g2", resources: { cpus: 1 }, devices: [{ name: "eni", units: 1 }] });
    const round = roundOver(offers, [
      before,
      ...ring(1, {}, asks),
      ...plain,
      ...ring(1, {}, { id: "g3", resources: {} }),
      ...failing,
      after,
    ]);
    expect(round.assignments).toEqual(alone.assignments);
    expect(round.assignments.map(({ ports, devices }) => [ports, devices])).toEqual([
      [[31002], [{ name: "gpu", index: 0, units: 0.25 }]],
      [[31000, 31001], [{ name: "gpu", index: 1, units: 1 }]],
    ]);
  });

  it("no longer keeps an agent for itself, nor counts as a co-task", () => {
    const lonely = ring(1, {}, { id: "g1", constraints: [exclusive()] });
    const web = task({
      id: "t1",
      group: "ring",
      constraints: [uniqueBy("hostname")],
      resources: { cpus: 4 },
    });
    const near = task({ id: "t2", constraints: [maxPer("hostname", 1, { ids: ["g1", "g9"] })] });
    const one = [offer({ resources: { cpus: 5 } })];
    const round = roundOver(one, [near, ...lonely, ...failing, web, { ...near, id: "t3" }]);
    expect(placesOf(round)).toEqual({ t1: "a1", t2: "a1" });
    expect(reasonsOf(round)).toEqual({ g1: "no-agent-fits", g9: "gang-incomplete", t3: "no-agent-fits" });
    const free = roundOver([offer({ resources: { cpus: 6 } })], [...lonely, ...failing, near, web]);
    expect(placesOf(free)).toEqual({ t1: "a1", t2: "a1" });
  });

  it("is no co-task of those that have been asked about before, by id or by group", () => {
    const byIds = task({ id: "t1", constraints: [maxPer("hostname", 1, { ids: ["g1", "t1", "t2"] })] });
    const byGroup = task({
      id: "t2",
      group: "ring",
      constraints: [uniqueBy("hostname")],
      resources: { cpus: 4 },
    });
    const offers = [offer({ resources: { cpus: 5 } })];
    const round = roundOver(offers, [byIds, ...ring(1), ...failing, byGroup]);
    expect(placesOf(round)).toEqual({ t1: "a1", t2: "a1" });
  });

  it("makes agents that had no room left candidates again", () => {
    const full = ring(2, {}, { resources: { cpus: 4 } });
    const tasks = [
      ...full,
      ...failing,
      ...ring(0),
      task({ id: "t1", resources: { cpus: 4 } }),
      task({ id: "t2", resources: { cpus: 4 } }),
    ];
    expect(placesOf(roundOver(three.slice(0, 2), tasks))).toEqual({ t1: "a1", t2: "a2" });
  });

  test.prop([scenario()])("leaves no trace: the others go where they would go without it", (given) => {
    const input = inputOf(given);
    const round = match(input);
    const gone = new Set(
      round.unmatched.filter(({ reason }) => reason === "gang-incomplete").map(({ taskId }) => taskId),
    );
    const groups = new Set(input.tasks.filter(({ id }) => gone.has(id)).map(({ group }) => group));
    const tasks = input.tasks.filter(({ gang, group }) => gang === undefined || !groups.has(group));
    const without = match({ ...input, tasks });
    expect(without.assignments).toEqual(round.assignments);
    expect(without.launches).toEqual(round.launches);
    expect(without.cluster.agents.map(({ running }) => running)).toEqual(
      round.cluster.agents.map(({ running }) => running),
    );
  });
});

describe("gangs that cannot be right", () => {
  it("are refused: without a group, or of tasks that disagree", () => {
    expect(refusalText(() => roundOver([], [task({ gang: {} })]))).toBe(
      "tasks[0].group is undefined, expected a group, since the task is one of a gang",
    );
    const tasks = [...ring(1, { least: 2 }), ...ring(1, { least: 3 }, { id: "g2" })];
    expect(refusalText(() => roundOver([], tasks))).toBe(
      "tasks[1].gang.least is 3, expected 2, as the tasks of its gang before it say",
    );
    const mixed = [...ring(1), ...ring(1, { least: 3 }, { id: "g2" })];
    expect(refusalText(() => match({ cluster: clusterOf([]), tasks: mixed, nowMs: 0 }))).toBe(
      "tasks[1].gang.least is 3, expected none, as the tasks of its gang before it say",
    );
  });
});
