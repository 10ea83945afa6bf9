import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Cluster, ClusterEvent } from "../../src/index.ts";
import { clusterOf, emptyCluster, findAgent, findOffer, findTask, update } from "../../src/index.ts";
import { eventSeed, eventsFrom } from "../arbitraries/events.ts";
import { naiveClusterOf, naiveUpdate } from "../oracle/update.ts";
import { runs, timeLimitMs } from "../laws/runs.ts";

const seeds = fc.array(eventSeed(), { maxLength: 60, size: "max" });
const sizes = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 });

test.prop([seeds, sizes], runs(0.5))(
  "update equals the naive model, however the events are cut into calls",
  (given, callSizes) => {
    let known = emptyCluster;
    let rest = given;
    for (let call = 0; rest.length > 0; call++) {
      const size = 1 + (callSizes[call % callSizes.length] ?? 0);
      const events = eventsFrom(known, rest.slice(0, size));
      rest = rest.slice(size);
      const next = update(known, events);
      expect(next).toEqual(naiveUpdate(known, events));
      expectConsistent(next);
      expectForgotten(known, next);
      known = next;
    }
  },
  timeLimitMs,
);

test.prop([seeds], runs(0.5))(
  "update equals the naive model when all events come in one call",
  (given) => {
    const events = eventsFrom(emptyCluster, given);
    expect(update(emptyCluster, events)).toEqual(naiveUpdate(emptyCluster, events));
  },
  timeLimitMs,
);

test.prop([seeds], runs(0.5))(
  "clusterOf equals the naive model's",
  (given) => {
    const events = eventsFrom(emptyCluster, given);
    const offers = firstOf(
      events.flatMap((event) => (event.type === "offers-received" ? event.offers : [])),
      (offer) => offer.id,
    );
    const running = firstOf(
      events.flatMap((event) => (event.type === "task-started" ? [event.running] : [])),
      (one) => one.task.id,
    );
    expect(clusterOf(offers, running)).toEqual(naiveClusterOf(offers, running));
  },
  timeLimitMs,
);

test.prop([seeds], runs(0.5))(
  "an event about something unknown changes nothing",
  (given) => {
    const cluster = update(emptyCluster, eventsFrom(emptyCluster, given));
    const events: readonly ClusterEvent[] = [
      { type: "task-ended", taskId: "nobody" },
      { type: "agent-lost", agentId: "nobody" },
      { type: "agent-enabled", agentId: "nobody" },
      { type: "executor-ended", agentId: "nobody", executorId: "e1" },
    ];
    expect(update(cluster, events)).toBe(cluster);
  },
  timeLimitMs,
);

test("the last 1,000 rescinds of unknown offers are remembered, and one swallows its offer once", () => {
  const rescinds = Array.from({ length: 1005 }, (_, index): ClusterEvent => {
    return { type: "offer-rescinded", offerId: `o${index}` };
  });
  const cluster = update(emptyCluster, rescinds);
  expect(cluster).toEqual(naiveUpdate(emptyCluster, rescinds));
  expect([cluster.rescinded.length, cluster.rescinded[0]]).toEqual([1000, "o5"]);

  const offer = { id: "o5", agentId: "a", hostname: "h", resources: {} };
  const swallowed = update(cluster, [{ type: "offers-received", offers: [offer] }]);
  expect([swallowed.agents, swallowed.rescinded.length]).toEqual([[], 999]);
  const received = update(swallowed, [{ type: "offers-received", offers: [offer] }]);
  expect(findOffer(received, "o5")).toBe(offer);
});

function firstOf<T>(list: readonly T[], idOf: (one: T) => string): readonly T[] {
  return list.filter((one, index) => list.findIndex((other) => idOf(other) === idOf(one)) === index);
}

/** What is found in a cluster is what its agents have. */
function expectConsistent(cluster: Cluster): void {
  for (const agent of cluster.agents) {
    expect(findAgent(cluster, agent.id)).toBe(agent);
    for (const offer of agent.offers) expect(findOffer(cluster, offer.id)).toBe(offer);
    for (const running of agent.running) expect(findTask(cluster, running.task.id)).toBe(running);
  }
}

/** What was known before and is gone is not found any more. */
function expectForgotten(before: Cluster, after: Cluster): void {
  const plain: Cluster = { ...after };
  for (const { id, offers, running } of before.agents) {
    expect(findAgent(after, id)).toBe(findAgent(plain, id));
    for (const offer of offers) expect(findOffer(after, offer.id)).toBe(findOffer(plain, offer.id));
    for (const { task } of running) expect(findTask(after, task.id)).toBe(findTask(plain, task.id));
  }
}
