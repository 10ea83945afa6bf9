import { describe, expect, it } from "vitest";
import { clusterOf, match, spread, type Policy, type Task } from "../../src/index.ts";
import { expectDecisions } from "../laws/decisions.ts";
import { naiveMatch } from "../oracle/match.ts";
import { offer, runningOn, task } from "../support/build.ts";

const roles = Array.from({ length: 12 }, (_, i) => `role ${i}`);

/** Agents that offer in two roles each; no two neighbours in the same. */
const offers = Array.from({ length: 36 }, (_, i) =>
  [0, 5].map((step) =>
    offer({
      id: `o${i} ${step}`,
      agentId: `a${i}`,
      hostname: `h${i}`,
      role: roles[(i + step) % roles.length] ?? "*",
      resources: { cpus: 2, mem: 1024 },
    }),
  ),
).flat();
const cluster = clusterOf(offers, [
  runningOn(3, { id: "r", role: "role 3", resources: { cpus: 1, mem: 1 } }),
]);

function play(fields: (i: number) => Partial<Task>, policy: Policy = {}) {
  const tasks = Array.from({ length: 60 }, (_, i) =>
    task({
      id: `t${i}`,
      resources: { cpus: 0.5, mem: 128 },
      role: roles[i % roles.length] ?? "*",
      ...fields(i),
    }),
  );
  const input = { cluster, tasks, policy, nowMs: 0 };
  const round = match(input);
  expectDecisions(round, naiveMatch(input).round);
  return round;
}

describe("many roles", () => {
  it("see what tasks of other roles take from the same agents", () => {
    expect(play(() => ({})).assignments).toHaveLength(60);
    play(() => ({}), { fitness: spread("cpus", "mem") });
  });

  it("see that a gang is taken back", () => {
    const { assignments } = play((i) =>
      i % 12 === 4 ? { group: "g", gang: {}, resources: { cpus: 1.5, mem: 1 } } : {},
    );
    expect(assignments.some(({ taskId }) => taskId === "t4")).toBe(true);
    const short = play((i) =>
      i % 12 === 4 ? { group: "g", gang: {}, resources: { cpus: 2, mem: 900 } } : {},
    );
    expect(short.assignments.some(({ taskId }) => taskId === "t4")).toBe(true);
    const none = play((i) =>
      i % 12 === 4 ? { group: "g", gang: {}, resources: { cpus: 2, mem: i * 25 } } : {},
    );
    expect(none.assignments.some(({ taskId }) => taskId === "t4")).toBe(false);
  });

  it("see what a task takes beyond what it needs", () => {
    play((i) => (i % 3 === 0 ? { upTo: { cpus: 1.25 } } : {}));
  });
});
