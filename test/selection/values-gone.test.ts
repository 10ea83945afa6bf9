import { describe, expect, it } from "vitest";
import {
  anyOf,
  attributeIs,
  attributeLike,
  clusterOf,
  customConstraint,
  match,
  update,
  type Cluster,
  type Offer,
  type Task,
} from "../../src/index.ts";
import { offerOf, task } from "../support/build.ts";

const hold = { forMs: 1000 };

/** The round of the task, work counters too. */
function bytesOf(cluster: Cluster, pending: Task): string {
  return JSON.stringify(match({ cluster, tasks: [pending], policy: { hold }, nowMs: 0 }));
}

/** The offers of web servers, the last excluded. */
function web(from: number, to: number): readonly Offer[] {
  return Array.from({ length: to - from }, (_, i) =>
    offerOf(1000 + from + i, { hostname: `web-${from + i}` }),
  );
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

  it("where agents that match a pattern come and go", () => {
    const others = Array.from({ length: 200 }, (_, i) => offerOf(i));
    const first = clusterOf([...others, ...web(0, 5)]);
    const pending = task({ constraints: [attributeLike("hostname", "web-.*")] });
    const before = bytesOf(first, pending);
    let later = first;
    for (const from of [5, 155, 305]) {
      later = update(later, [
        ...web(0, from).map(({ agentId }) => ({ type: "agent-lost", agentId }) as const),
        { type: "offers-received", offers: web(from, from + 150) },
      ]);
      bytesOf(later, pending);
    }
    later = update(
      later,
      web(310, 455).map(({ agentId }) => ({ type: "agent-lost", agentId })),
    );
    expect(bytesOf(later, pending)).toBe(bytesOf(fresh(later), pending));
    expect(bytesOf(first, pending)).toBe(before);
  });
});
