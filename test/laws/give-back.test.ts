import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Cluster, ClusterEvent, Offer } from "../../src/index.ts";
import { match, update } from "../../src/index.ts";
import { inputOf, scenario } from "../arbitraries/scenarios.ts";
import { runs, timeLimitMs } from "./runs.ts";

test.prop([scenario({ hasRunning: false })], runs())(
  "law 8: ending every task and offering everything again gives back the cluster that was there",
  (given) => {
    const input = inputOf(given);
    const round = match(input);
    const restored = restore(round.cluster, offersOf(input.cluster));
    expect(restored).toEqual(input.cluster);
    expect(JSON.stringify(match({ ...input, cluster: restored }))).toBe(JSON.stringify(round));
  },
  timeLimitMs,
);

test.prop([scenario()], runs())(
  "law 8: an agent gives what it was offered again, whatever ran there before",
  (given) => {
    const input = inputOf(given);
    const idle = restore(input.cluster, offersOf(input.cluster));
    const again = restore(match(input).cluster, offersOf(input.cluster));
    expect(offersByAgent(again)).toEqual(offersByAgent(idle));
    for (const agent of again.agents) expect(agent.running).toEqual([]);
  },
  timeLimitMs,
);

/** The cluster once every task has ended, every offer was rescinded, and these came. */
function restore(cluster: Cluster, offers: readonly Offer[]): Cluster {
  return update(cluster, [
    ...cluster.agents.flatMap((agent) =>
      agent.running.map(({ task }): ClusterEvent => ({ type: "task-ended", taskId: task.id })),
    ),
    ...offersOf(cluster).map(({ id }): ClusterEvent => ({ type: "offer-rescinded", offerId: id })),
    { type: "offers-received", offers },
  ]);
}

function offersOf(cluster: Cluster): readonly Offer[] {
  return cluster.agents.flatMap((agent) => agent.offers);
}

function offersByAgent({ agents }: Cluster): ReadonlyMap<string, readonly Offer[]> {
  const offering = agents.filter((agent) => agent.offers.length > 0);
  return new Map(offering.map((agent) => [agent.id, agent.offers]));
}
