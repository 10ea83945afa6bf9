// A batch queue: jobs wait in order, each round launches what fits, jobs end, and what they held is offered again.
// This is the loop of every scheduler: offers and task ends become events, `match` decides, the driver acts.
import assert from "node:assert/strict";
import {
  binPack,
  emptyCluster,
  findTask,
  match,
  update,
  type Cluster,
  type ClusterEvent,
  type Task,
} from "stowage";
import { toyMaster } from "./support/toy-master.ts";

interface Job extends Task {
  readonly seconds: number;
}

const master = toyMaster(
  [1, 2, 3, 4].map((n) => ({ agentId: `a${n}`, hostname: `node-${n}`, resources: { cpus: 8, mem: 16_384 } })),
);
const jobs: readonly Job[] = Array.from({ length: 40 }, (_, i) => ({
  id: `job-${i}`,
  resources: { cpus: 1 + (i % 4), mem: 1024 * (1 + (i % 3)) },
  seconds: 2 + (i % 5),
}));

let cluster: Cluster = emptyCluster;
let pending: readonly Job[] = jobs;
const endsAtMs = new Map<string, number>();
const launched = new Set<string>();
let second = 0;

console.log("second  ended  launched  running  pending");
for (; pending.length > 0 || endsAtMs.size > 0; second++) {
  const nowMs = second * 1000;

  // What happened since the last round.
  const events: ClusterEvent[] = [];
  for (const [taskId, endMs] of endsAtMs) {
    if (endMs > nowMs) continue;
    endsAtMs.delete(taskId);
    master.end(taskId);
    events.push({ type: "task-ended", taskId });
  }
  const ended = events.length;
  events.push({ type: "offers-received", offers: master.offers(nowMs) });
  cluster = update(cluster, events);

  // The round. Unused offers are held for two seconds: the next jobs may want them.
  const round = match({
    cluster,
    tasks: pending,
    policy: { fitness: binPack("cpus", "mem"), hold: { forMs: 2000 } },
    nowMs,
  });

  // What it decided.
  const byId = new Map(pending.map((job) => [job.id, job]));
  for (const launch of round.launches) {
    const batch = launch.assignments.map(
      ({ taskId }) => byId.get(taskId) ?? assert.fail(`unknown ${taskId}`),
    );
    master.accept(launch, batch);
    for (const { id, seconds } of batch) {
      assert(!launched.has(id), `${id} is launched once`);
      launched.add(id);
      endsAtMs.set(id, nowMs + seconds * 1000);
    }
  }
  for (const decline of round.declines) master.decline(decline, nowMs);
  pending = pending.filter(({ id }) => !launched.has(id));
  cluster = round.cluster;

  const columns = [second, ended, round.assignments.length, endsAtMs.size, pending.length];
  console.log(columns.map((value, i) => String(value).padStart([6, 5, 8, 7, 7][i] ?? 0)).join("  "));
  for (const id of endsAtMs.keys()) assert(findTask(cluster, id), "the cluster knows what runs");
  assert(second < 1000, "the queue drains");
}

assert.equal(launched.size, jobs.length);
assert(
  cluster.agents.every(({ running }) => running.length === 0),
  "nothing runs any more",
);
const work = jobs.reduce((sum, { resources, seconds }) => sum + (resources["cpus"] ?? 0) * seconds, 0);
console.log(`${jobs.length} jobs, ${work} cpu seconds of work on 32 cpus, done after ${second - 1} seconds`);
assert(second - 1 <= 2 * Math.ceil(work / 32), "within twice the time that the cpus need at least");
