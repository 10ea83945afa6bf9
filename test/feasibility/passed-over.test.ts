import { expect, it } from "vitest";
import { clusterOf, match, type Scalars } from "../../src/index.ts";
import { offersOf, task } from "../support/build.ts";

it("a block of agents of which none has enough is passed over: only the task that fits opens it", () => {
  const cluster = clusterOf(offersOf({}, {}));
  const tasks = [task({ id: "huge", resources: { cpus: 99 } }), task({ id: "small" })];
  const { unmatched, stats } = match({ cluster, tasks, nowMs: 0 });
  expect(unmatched).toEqual([{ taskId: "huge", reason: "no-agent-fits" }]);
  // Both agents are alike: where the first is not good enough, neither is the other.
  expect(stats).toMatchObject({ blocksOpened: 1, agentsVisited: 1, scoresComputed: 1 });
});

it("what a task's resources have from a prototype is not asked", () => {
  const resources: Scalars = Object.assign(Object.create({ cpus: 99 }), { mem: 1 });
  const { assignments } = match({ cluster: clusterOf(offersOf({})), tasks: [task({ resources })], nowMs: 0 });
  expect(assignments).toHaveLength(1);
});
