import { describe, expect, it } from "vitest";
import {
  anyOf,
  attributeIs,
  clusterOf,
  customConstraint,
  match,
  update,
  type Cluster,
  type Task,
} from "../../src/index.ts";
import { offerOf, task } from "../support/build.ts";

const hold = { forMs: 1000 };

/** The round of the task, work counters too. */
function bytesOf(cluster: Cluster, pending: Task): string {
  return JSON.stringify(match({ cluster, tasks: [pending], policy: { hold }, nowMs: 0 }));
}

/** The cluster as if nothing were known of it. */
function fresh(cluster: Cluster): Cluster {
  return JSON.parse(JSON.stringify(cluster)) as Cluster;
}

describe("the work of a round does not depend on what else has been matched", () => {
  it("where an attribute of few values has more in a cluster that comes of it, or had more in one that it comes of", () => {
    const zones = Array.from({ length: 40 }, (_, i) => offerOf(i, { attributes: { zone: `z${i}` } }));
    const few = clusterOf(zones.slice(0, 32));
    const anywhere = customConstraint("anywhere", () => () => true);
    const nowhere = task({ constraints: [anywhere, anyOf(attributeIs("zone", "z99"))] });
    const before = bytesOf(few, nowhere);
    const many = update(few, [{ type: "offers-received", offers: zones.slice(32) }]);
    expect(bytesOf(many, nowhere)).toBe(bytesOf(fresh(many), nowhere));
    expect(bytesOf(few, nowhere)).toBe(before);
    const fewAgain = update(
      many,
      zones.slice(0, 10).map(({ agentId }) => ({ type: "agent-lost", agentId })),
    );
    expect(bytesOf(fewAgain, nowhere)).toBe(bytesOf(fresh(fewAgain), nowhere));
  });
});
