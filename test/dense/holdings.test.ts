import { expect, it } from "vitest";
import { Holdings } from "../../src/dense/holdings.ts";
import { successionOf } from "../../src/dense/succession.ts";
import { clusterOf, update, type Cluster, type ClusterEvent } from "../../src/index.ts";
import { offer, offersOf, runningOn } from "../support/build.ts";

/** The holdings as plain data. */
function plain({ totals, held }: Holdings): unknown {
  return {
    totals: Object.fromEntries(totals),
    held: Object.fromEntries(
      Array.from(held, ([tier, buckets]) => [
        tier,
        Object.fromEntries(Array.from(buckets, ([name, amounts]) => [name, Object.fromEntries(amounts)])),
      ]),
    ),
  };
}

const before = clusterOf(offersOf({}, {}, {}), [
  runningOn(1, { id: "r1", resources: { cpus: 1 }, bucket: "alice" }),
  runningOn(2, { id: "r2", resources: { cpus: 2 }, bucket: "alice", tier: 1 }, { resources: { cpus: 3 } }),
  runningOn(9, { id: "r9", resources: { gpus: 0.5 } }),
]);

it("are what agents offer and tasks hold, in thousandths, by tier and bucket", () => {
  expect(plain(Holdings.of(before.agents))).toEqual({
    totals: { cpus: 16_000, mem: 3_000_000, gpus: 500 },
    held: { 0: { alice: { cpus: 1000 }, default: { gpus: 500 } }, 1: { alice: { cpus: 3000 } } },
  });
});

/** Fails unless the holdings that follow the events are those of the later cluster. */
function expectFollowed(base: Cluster, events: readonly ClusterEvent[]): void {
  const first = Holdings.of(base.agents);
  const seen = plain(first);
  const later = update(base, events);
  const from = successionOf(base.agents, later.agents);
  if (from === undefined) throw new Error("too much has changed");
  expect(plain(first.after(later.agents, from))).toEqual(plain(Holdings.of(later.agents)));
  expect(plain(first)).toEqual(seen);
}

it("follow a cluster whose agents come, change and leave, and stay as they were", () => {
  expectFollowed(before, [
    { type: "task-started", running: runningOn(1, { id: "r3", resources: { cpus: 0.5 }, bucket: "bob" }) },
    { type: "task-started", running: runningOn(1, { id: "r4", resources: { cpus: 0.5 }, bucket: "alice" }) },
  ]);
  expectFollowed(before, [{ type: "task-ended", taskId: "r2" }]);
  expectFollowed(before, [{ type: "agent-lost", agentId: "a1" }]);
  expectFollowed(before, [
    { type: "offers-received", offers: [offer({ id: "o7", agentId: "a7", hostname: "h7" })] },
  ]);
});
