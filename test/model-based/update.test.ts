import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Cluster, ClusterEvent } from "../../src/index.ts";
import { agentsOf, clusterOf, emptyCluster, keyOf, update } from "../../src/index.ts";
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
    ];
    expect(update(cluster, events)).toEqual(cluster);
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
  expect([swallowed.offers, swallowed.rescinded.length]).toEqual([{}, 999]);
  const received = update(swallowed, [{ type: "offers-received", offers: [offer] }]);
  expect(received.offers).toEqual({ [keyOf("o5")]: "a" });
});

function firstOf<T>(list: readonly T[], idOf: (one: T) => string): readonly T[] {
  return list.filter((one, index) => list.findIndex((other) => idOf(other) === idOf(one)) === index);
}

/** The records of a cluster say the same as its agents, and its agents come in tie order. */
function expectConsistent(cluster: Cluster): void {
  const agents = Object.values(cluster.agents);
  const offers = agents.flatMap((agent) => agent.offers.map((offer) => [keyOf(offer.id), agent.id]));
  const tasks = agents.flatMap((agent) => agent.running.map(({ task }) => [keyOf(task.id), agent.id]));
  expect(cluster.offers).toEqual(Object.fromEntries(offers));
  expect(cluster.tasks).toEqual(Object.fromEntries(tasks));
  const sorted = agents.toSorted((a, b) =>
    a.hostname === b.hostname ? (a.id < b.id ? -1 : 1) : a.hostname < b.hostname ? -1 : 1,
  );
  expect(agentsOf(cluster)).toEqual(sorted);
}
