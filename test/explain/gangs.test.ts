import { describe, expect, it } from "vitest";
import {
  attributeIs,
  customFitness,
  explain,
  renderExplanation,
  type GangShortfall,
  type Round,
  type Task,
} from "../../src/index.ts";
import { offer, roundOver, runningOn, task } from "../support/build.ts";

/** So many tasks of the gang `ring`, of 1 cpu each: four find room on the agent. */
function ring(count: number, least?: number): readonly Task[] {
  const gang = least === undefined ? {} : { least };
  return Array.from({ length: count }, (_, i) => task({ id: `g${i + 1}`, group: "ring", gang }));
}

function gangsIn(round: Round): readonly (GangShortfall | undefined)[] {
  return round.unmatched.map(({ taskId }) => explain(round, taskId).gang);
}

describe("the explanation of a task whose gang did not start", () => {
  it("tells how many of it had to find an agent, and how many did", () => {
    const made = roundOver([offer()], ring(5));
    expect(gangsIn(made)).toEqual(ring(5).map(() => ({ needed: 5, found: 4 })));
    expect(renderExplanation(explain(made, "g1")).split("\n").slice(0, 2)).toEqual([
      'Task "g1" is pending: too few of its gang could be placed; it fits now',
      "  gang: 4 found an agent, 5 must to start",
    ]);
  });

  it("counts neither those that run already nor those beyond the least", () => {
    const running = [runningOn(1, { id: "r1", group: "ring", gang: { least: 7 } })];
    expect(gangsIn(roundOver([offer()], ring(8, 7), {}, running))[0]).toEqual({ needed: 6, found: 4 });
  });

  it("does not count tasks that were placed before it", () => {
    const made = roundOver([offer()], [task({ id: "t1" }), ...ring(5)]);
    expect(gangsIn(made)).toEqual(ring(5).map(() => ({ needed: 5, found: 3 })));
  });

  it("tells that none was tried where too few were given, and what stopped those that were", () => {
    expect(gangsIn(roundOver([offer()], ring(1, 5)))).toEqual([{ needed: 5, found: 0 }]);
    expect(gangsIn(roundOver([offer()], ring(3), { maxAssignments: 2 }))[0]).toEqual({ needed: 3, found: 2 });
  });
});

it("the explanation of a task of a gang that started without it shows what the others were given", () => {
  const gang = { least: 1 };
  const tasks = [
    task({ id: "g1", group: "ring", gang, upTo: { cpus: 3 } }),
    task({ id: "g2", group: "ring", gang, resources: { cpus: 2 }, constraints: [attributeIs("rack", "r1")] }),
  ];
  const made = roundOver([offer()], tasks);
  expect(made.assignments.map(({ taskId, resources }) => [taskId, resources])).toEqual([["g1", { cpus: 3 }]]);
  expect(explain(made, "g2").agents[0]?.failures[0]).toMatchObject({ name: "cpus", asked: 2, free: 1 });
});

it("the explanation of any other task tells nothing of gangs", () => {
  const other = task({ id: "t9", group: "ring", resources: { cpus: 9 } });
  const made = roundOver([offer()], [...ring(5, 3), other]);
  expect(made.unmatched.map(({ taskId }) => taskId)).toEqual(["g5", "t9"]);
  for (const id of ["g1", "g5", "t9"]) expect(explain(made, id)).not.toHaveProperty("gang");
  const short = roundOver([offer()], [...ring(5), other]);
  expect(explain(short, "t9")).not.toHaveProperty("gang");
});

it("an evaluator that explains a task of a gang sees those of it placed before as they were then", () => {
  const seen: unknown[] = [];
  const fitness = customFitness("spy", ({ id }) => ({ assigned }) => {
    if (id === "g3") seen.push(structuredClone(assigned));
    return 0.5;
  });
  const grows = task({
    id: "g2",
    group: "ring",
    gang: {},
    resources: { cpus: 0.50004, mem: 128 },
    upTo: { cpus: 2, gpus: 1 },
  });
  const [g1, , g3] = ring(3) as [Task, Task, Task];
  const made = roundOver([offer()], [g1, grows, g3], { fitness });
  expect(seen).toMatchObject([[{ task: g1 }, { task: grows, resources: { cpus: 0.5, mem: 128 } }]]);
  explain(made, "g3");
  expect(seen).toHaveLength(2);
  expect(seen[1]).toEqual(seen[0]);
});
