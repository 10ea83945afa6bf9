import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import { findAgent, type AgentShape, type Task } from "../../src/index.ts";
import { scalingLoop } from "../arbitraries/scaling-loops.ts";
import { runs, timeLimitMs } from "./runs.ts";
import { worldAfter, type World } from "./scaling-world.ts";

test.prop([scalingLoop], runs(0.1))(
  "where agents come as they are asked for, scaling comes to rest, and no task waits that an agent would help",
  (loop) => {
    const [world, outs] = worldAfter(loop, 40);
    expect(outs.slice(-6).flatMap(({ actions }) => actions)).toEqual([]);
    for (const rule of loop.settings.rules) {
      const { minSize = 0, maxSize = Infinity, minIdle, maxIdle } = rule;
      const { size, idle } = countOf(rule.value, world);
      expect(size).toBeGreaterThanOrEqual(minSize);
      expect(size).toBeLessThanOrEqual(maxSize);
      if (size < maxSize) expect(idle).toBeGreaterThanOrEqual(minIdle);
      if (size > minSize) expect(idle).toBeLessThanOrEqual(maxIdle);
    }
    const states = new Map(outs.at(-1)?.shortfall.map(({ taskId, state }) => [taskId, state]));
    for (const task of world.pending) {
      const state = states.get(task.id);
      if (task.gang !== undefined) {
        expect(["at-max-size", "limited", "unservable"]).toContain(state);
        continue;
      }
      const helping = loop.settings.rules.filter(({ shapes = [] }) =>
        shapes.some((each) => holds(each, task)),
      );
      expect(state).toBe(helping.length > 0 ? "at-max-size" : "unservable");
      for (const { value, maxSize } of helping) expect(countOf(value, world).size).toBe(maxSize);
    }
  },
  timeLimitMs,
);

function countOf(value: unknown, { machines, cluster }: World) {
  const ids = [...machines].flatMap(([id, machine]) => (machine.value === value ? [id] : []));
  const idle = ids.filter((id) => (findAgent(cluster, id)?.running.length ?? 0) === 0);
  return { size: ids.length, idle: idle.length };
}

/** Whether an agent of the shape that runs nothing can take the task. */
function holds(
  { offers: [offer], attributes = {} }: AgentShape,
  { resources, constraints = [] }: Task,
): boolean {
  return (
    Object.entries(resources).every(([name, amount]) => (offer?.resources[name] ?? 0) >= amount) &&
    constraints.every((each) => each.kind !== "attributeIs" || attributes[each.name] === each.value)
  );
}
