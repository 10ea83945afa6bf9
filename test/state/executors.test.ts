import { describe, expect, it } from "vitest";
import {
  clusterOf,
  fromSnapshot,
  toSnapshot,
  update,
  type Cluster,
  type Offer,
  type RunningTask,
} from "../../src/index.ts";
import { offer, refusalText, runningOn } from "../support/build.ts";

const executor = { id: "e", resources: { cpus: 1 } };

/** What the cluster says of the executors of its first agent. */
function executorsIn({ agents: [agent] }: Cluster): unknown {
  return agent !== undefined && "executors" in agent ? agent.executors : "none";
}

function named(id: string, executors: readonly string[], receivedAtMs: number): Offer {
  return offer({ id, executors, receivedAtMs });
}

/** A task that holds 1 cpu, and its executor so many. */
function startedWith(cpus: number): readonly RunningTask[] {
  return [runningOn(1, { executor }, { executor: { ...executor, resources: { cpus } } })];
}

describe("the executors of an agent", () => {
  it("are those that its newest offer names", () => {
    expect(executorsIn(clusterOf([named("o1", ["e"], 1), named("o2", ["f", "g"], 2)]))).toEqual(["f", "g"]);
    expect(executorsIn(clusterOf([named("o1", ["e"], 2), named("o2", ["f", "g"], 1)]))).toEqual(["e"]);
    expect(executorsIn(clusterOf([named("o1", [], 1)]))).toEqual([]);
  });

  it("are none where the newest offer names none", () => {
    const cluster = clusterOf([named("o1", ["e"], 1)]);
    const newer = offer({ id: "o2", receivedAtMs: 2 });
    expect(executorsIn(update(cluster, [{ type: "offers-received", offers: [newer] }]))).toBe("none");
    const older = offer({ id: "o2", receivedAtMs: 0 });
    expect(executorsIn(update(cluster, [{ type: "offers-received", offers: [older] }]))).toEqual(["e"]);
  });

  it("stay known while the agent is, disabled or not, and go through JSON", () => {
    const cluster = update(clusterOf([named("o1", ["e"], 1)]), [
      { type: "agent-disabled", agentId: "a1", untilMs: 9 },
      { type: "offer-rescinded", offerId: "o1" },
    ]);
    expect(executorsIn(cluster)).toEqual(["e"]);
    expect(fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(cluster))))).toEqual(cluster);
  });
});

describe("an executor that a running task has started", () => {
  it("is held, and counts where agents have more than can be counted", () => {
    const most = 9_007_199_254_740;
    const offers = [offer({ resources: { mem: 1 } })];
    expect(refusalText(() => clusterOf(offers, startedWith(most)))).toContain("more cpus for agent");
    expect(() => clusterOf(offers, startedWith(most - 1))).not.toThrow();
  });

  it("is refused unless it is that of its task", () => {
    const other = { ...executor, id: "f" };
    expect(refusalText(() => clusterOf([], [runningOn(1, { executor }, { executor: other })]))).toBe(
      'running[0].executor.id is "f", expected the id of the task\'s executor, "e"',
    );
    expect(refusalText(() => clusterOf([], [runningOn(1, {}, { executor })]))).toBe(
      "running[0].task.executor is undefined, expected an executor, since the task has started one",
    );
  });
});
