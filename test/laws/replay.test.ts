import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { ClusterEvent, RunningTask } from "../../src/index.ts";
import { findTask, update } from "../../src/index.ts";
import type { Answered } from "../arbitraries/chains.ts";
import { chain, roundsOf } from "../arbitraries/chains.ts";
import { wideChain, wideRoundsOf } from "../arbitraries/wide-chains.ts";
import { runs, slowRuns, timeLimitMs } from "./runs.ts";

test.prop([chain()], runs())(
  "law 7: the round's cluster is the one that its own events lead to",
  (given) => {
    for (const answered of roundsOf(given)) {
      expect(answered.round.cluster).toEqual(update(answered.input.cluster, eventsOf(answered)));
    }
  },
  timeLimitMs,
);

test.prop([wideChain()], slowRuns(0.3))(
  "law 7: so is that of a round over a wide cluster, a part of which changes from round to round",
  (given) => {
    for (const answered of wideRoundsOf(given)) {
      expect(answered.round.cluster).toEqual(update(answered.input.cluster, eventsOf(answered)));
    }
  },
  timeLimitMs,
);

test.prop([chain()], runs(0.5))(
  "every assigned task runs in the round's cluster, and no used or declined offer is left there",
  (given) => {
    for (const { round } of roundsOf(given)) {
      for (const { taskId, agentId } of round.assignments) {
        expect(findTask(round.cluster, taskId)?.agentId).toBe(agentId);
      }
      const left = round.cluster.agents.flatMap((agent) => agent.offers.map(({ id }) => id));
      expect(left.toSorted()).toEqual(round.held.toSorted());
    }
  },
  timeLimitMs,
);

function eventsOf({ input, round }: Answered): readonly ClusterEvent[] {
  const started = round.assignments.map((assignment): ClusterEvent => {
    const { taskId, agentId, hostname, ports, devices, disks, resources } = assignment;
    const task = input.tasks.find((one) => one.id === taskId) ?? { id: taskId, resources: {} };
    const running: RunningTask = {
      task,
      agentId,
      hostname,
      ...(ports.length === 0 ? {} : { ports }),
      ...(devices.length === 0 ? {} : { devices }),
      ...(disks === undefined ? {} : { disks }),
      ...(resources === undefined ? {} : { resources }),
    };
    return { type: "task-started", running };
  });
  const gone = [
    ...round.launches.flatMap((launch) => launch.offerIds),
    ...round.declines.map((decline) => decline.offerId),
  ];
  return [...started, ...gone.map((offerId): ClusterEvent => ({ type: "offer-rescinded", offerId }))];
}
