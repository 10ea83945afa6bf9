import { describe, expect, it } from "vitest";
import { clusterOf, enqueue, match, postpone, queueOf, type Task } from "../../src/index.ts";
import { offerOf, task } from "../support/build.ts";

/** A task whose fields are not all its own. */
class Job {
  readonly id = "job";
  get resources(): Task["resources"] {
    return { cpus: 1 };
  }
}

class LargeJob extends Job {
  override get resources(): Task["resources"] {
    return { cpus: 4 };
  }
}

const cluster = clusterOf([offerOf(1)]);

describe("tasks that come", () => {
  it("are copied, so that no later change of them changes a round or a queue", () => {
    const given = { ...task({ id: "a", resources: { cpus: 1 } }), role: "*" };
    const round = match({ cluster, tasks: [given], nowMs: 0 });
    const queue = queueOf([given]);
    const before = structuredClone([round.cluster, queue]);
    Object.assign(given, { id: "b", group: "web" });
    expect([round.cluster, queue]).toEqual(before);
    expect(round.cluster.agents[0]?.running[0]?.task.id).toBe("a");
    expect(queue.tiers[0]?.buckets[0]?.tasks[0]?.id).toBe("a");
  });

  it("are copied where they come in a queue that was read from JSON", () => {
    const data = JSON.parse(JSON.stringify(queueOf([task({ id: "a" }), task({ id: "b" })])));
    const queue = enqueue(data, []);
    const round = match({ cluster, tasks: data, policy: { maxAssignments: 1 }, nowMs: 0 });
    const before = structuredClone([queue, round.queue, round.cluster]);
    for (const each of data.tiers[0].buckets[0].tasks) each.id = `${each.id}-changed`;
    expect([queue, round.queue, round.cluster]).toEqual(before);
  });

  it("keep the fields of their classes", () => {
    const job = new Job();
    expect(match({ cluster, tasks: [job], nowMs: 0 }).assignments).toMatchObject([{ taskId: "job" }]);
    expect(match({ cluster, tasks: queueOf([job]), nowMs: 0 }).assignments).toHaveLength(1);
  });

  it("keep the fields of their classes when they are put off", () => {
    const tasks = postpone(queueOf([new Job()]), ["job"], 5);
    expect(match({ cluster, tasks, nowMs: 4 }).unmatched).toEqual([{ taskId: "job", reason: "not-ready" }]);
    expect(match({ cluster, tasks, nowMs: 5 }).assignments).toMatchObject([{ taskId: "job" }]);
    const later = postpone(queueOf([new LargeJob()]), ["job"], 5);
    const { agents } = match({ cluster, tasks: later, nowMs: 5 }).cluster;
    expect(agents[0]?.running[0]?.task).toEqual({ id: "job", resources: { cpus: 4 }, readyAtMs: 5 });
  });
});
