import { expect, test } from "vitest";
import { clusterOf, findTask, update, type RunningTask } from "../../src/index.ts";
import { eventsFrom, podTask } from "../../src/mesos/index.ts";

function podOn(agentId: string, id: string, members: readonly string[]): RunningTask {
  const executor = { resources: { cpus: 0.1, mem: 32, disk: 10 } };
  const tasks = members.map((member) => ({ id: member, resources: { cpus: 1 } }));
  return { task: podTask({ id, executor, tasks }), agentId, hostname: agentId };
}

const plain: RunningTask = { task: { id: "t", resources: {} }, agentId: "a1", hostname: "a1" };
const cluster = clusterOf(
  [],
  [
    plain,
    podOn("a1", "p1", ["p1.a", "p1.b"]),
    podOn("a2", "p2", ["p2.a", "twice"]),
    podOn("a3", "p3", ["twice"]),
  ],
);

/** The events of the end of the task. */
function endOf(taskId: string, agentId?: string): readonly unknown[] {
  const agent = agentId !== undefined && { agent_id: { value: agentId } };
  const status = { task_id: { value: taskId }, state: "TASK_FINISHED", ...agent };
  return eventsFrom({ type: "UPDATE", update: { status } }, { cluster }).events;
}

test("the pod of a task that ends is found by its first name in tie order, however often a cluster is asked", () => {
  for (let asked = 0; asked < 4; asked++) {
    expect(endOf("p1.b")).toMatchObject([
      { type: "task-ended", taskId: "p1", agentId: "a1" },
      { type: "task-started", running: { task: { id: "p1", resources: { cpus: 1.1 } } } },
    ]);
    expect(endOf("twice")).toMatchObject([{ taskId: "p2", agentId: "a2" }, { type: "task-started" }]);
    expect(endOf("twice", "a3")).toEqual([{ type: "task-ended", taskId: "p3", agentId: "a3" }]);
    expect(endOf("t")).toEqual([{ type: "task-ended", taskId: "t" }]);
    expect(endOf("p1.b", "a9")).toEqual([{ type: "task-ended", taskId: "p1.b", agentId: "a9" }]);
  }
});

test("what was found in a cluster is not found in the next once it is gone", () => {
  endOf("p1.b");
  endOf("p1.b");
  const later = update(cluster, [{ type: "task-ended", taskId: "p1" }]);
  const status = { task_id: { value: "p1.b" }, state: "TASK_FINISHED" };
  for (let asked = 0; asked < 3; asked++) {
    const { events } = eventsFrom({ type: "UPDATE", update: { status } }, { cluster: later });
    expect(events).toEqual([{ type: "task-ended", taskId: "p1.b" }]);
  }
  expect(findTask(cluster, "p1")).toBeDefined();
});
