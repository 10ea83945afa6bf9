import { describe, expect, it } from "vitest";
import {
  allOf,
  clusterOf,
  customConstraint,
  customFitness,
  emptyCluster,
  fromSnapshot,
  not,
  prefer,
  preferHigh,
  toSnapshot,
  update,
  weighted,
  type Cluster,
  type Task,
} from "../../src/index.ts";
import { offer, offerOf, refusalText, runningOn } from "../support/build.ts";

/** The snapshot of the cluster after it went through JSON. */
function written(cluster: Cluster) {
  return JSON.parse(JSON.stringify(toSnapshot(cluster)));
}

describe("a snapshot comes back", () => {
  it("with an agent of which nothing is known but that it is disabled", () => {
    const cluster = update(emptyCluster, [{ type: "agent-disabled", agentId: "a1", untilMs: 50 }]);
    expect(cluster.agents[0]?.hostname).toBe("");
    expect(fromSnapshot(written(cluster))).toEqual(cluster);
  });

  it("from an object of a class", () => {
    const cluster = clusterOf([offerOf(1)]);
    expect(fromSnapshot(Object.create(written(cluster)))).toEqual(cluster);
  });

  it("with times before 0", () => {
    const cluster = update(
      clusterOf([offer({ receivedAtMs: -20, unavailability: { startMs: -9, durationMs: 0 } })]),
      [{ type: "agent-disabled", agentId: "a1", untilMs: -10 }],
    );
    expect(fromSnapshot(written(cluster))).toEqual(cluster);
  });

  it.each<readonly [where: string, fields: Partial<Task>]>([
    ["allOf", { constraints: [allOf(customConstraint("any", () => () => true))] }],
    ["not", { constraints: [not(customConstraint("any", () => () => true))] }],
    ["prefer", { preferences: [prefer(customConstraint("any", () => () => true))] }],
    ["weighted", { preferences: [preferHigh(weighted([[customFitness("half", () => () => 0.5), 1]]))] }],
  ])("with a running task whose %s holds a custom evaluator, without its function", (_, fields) => {
    const cluster = clusterOf([], [runningOn(1, fields)]);
    expect(JSON.stringify(toSnapshot(fromSnapshot(written(cluster))))).toBe(
      JSON.stringify(toSnapshot(cluster)),
    );
  });
});

describe("a snapshot is refused", () => {
  it("where a running task has the default role, and the cluster does not name it", () => {
    const data = { ...written(clusterOf([], [runningOn(1, {})])), roles: ["web"] };
    expect(refusalText(() => fromSnapshot(data))).toBe(
      "snapshot.agents[0].running[0].task.role is undefined, expected one of the roles of the cluster",
    );
  });

  it.each([
    ["an offer", clusterOf([offerOf(1, { resources: { gpus: 1 } })])],
    [
      "a device",
      update(
        clusterOf([offerOf(1, { devices: [{ name: "gpus", count: 1, capacity: 1 }] })], [runningOn(1, {})]),
        [{ type: "offer-rescinded", offerId: "o1" }],
      ),
    ],
    ["a running task", clusterOf([], [runningOn(1, { resources: { gpus: 1 } })])],
  ])("where %s shows that an agent has a scarce resource, and the agent does not say so", (_, cluster) => {
    expect(refusalText(() => fromSnapshot({ ...written(cluster), scarce: ["gpus"] }))).toBe(
      'snapshot.agents[0].scarce is undefined, expected ["gpus"], those of the cluster\'s that the agent has',
    );
  });
});
