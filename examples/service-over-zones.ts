// A service of six replicas over three zones: no two on one agent, the zones in balance. An agent fails, and its replica
// is replaced where balance asks for it.
import assert from "node:assert/strict";
import { balancedBy, clusterOf, match, spread, uniqueBy, update, type Round, type Task } from "stowage";
import { toyMaster, type AgentSpec } from "./support/toy-master.ts";

const agents: readonly AgentSpec[] = ["east", "north", "west"].flatMap((zone) =>
  [1, 2, 3].map((n) => ({
    agentId: `${zone}-${n}`,
    hostname: `${zone}-${n}.example`,
    resources: { cpus: 4, mem: 8192 },
    attributes: { zone },
  })),
);
const master = toyMaster(agents);

/** One replica. A replacement is a new task: Mesos never runs a task id twice. */
function replica(number: number, attempt = 1): Task {
  return {
    id: `web-${number}.${attempt}`,
    group: "web",
    resources: { cpus: 1, mem: 2048 },
    constraints: [uniqueBy("hostname"), balancedBy("zone", { expectedValues: 3, maxSkew: 1 })],
  };
}

/** Does what a round decided. */
function act(round: Round, tasks: readonly Task[], nowMs: number): void {
  for (const launch of round.launches) {
    const ids = new Set(launch.assignments.map(({ taskId }) => taskId));
    master.accept(
      launch,
      tasks.filter(({ id }) => ids.has(id)),
    );
  }
  for (const decline of round.declines) master.decline(decline, nowMs);
}

/** How many replicas run in each zone; prints and returns them. */
function replicasByZone({ cluster }: Round): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { east: 0, north: 0, west: 0 };
  for (const agent of cluster.agents) {
    const zone = String(agent.attributes["zone"]);
    counts[zone] = (counts[zone] ?? 0) + agent.running.length;
    assert(agent.running.length <= 1, `${agent.hostname} runs one replica at most`);
  }
  console.log(`  replicas: ${JSON.stringify(counts)}`);
  return counts;
}

console.log("start");
const replicas = [1, 2, 3, 4, 5, 6].map((number) => replica(number));
const policy = { fitness: spread("cpus", "mem") };
const first = match({ cluster: clusterOf(master.offers(0)), tasks: replicas, policy, nowMs: 0 });
for (const { taskId, hostname } of first.assignments) console.log(`  ${taskId} on ${hostname}`);
act(first, replicas, 0);
assert.deepEqual(replicasByZone(first), { east: 2, north: 2, west: 2 });

const failed =
  first.assignments.find(({ hostname }) => hostname.startsWith("north")) ?? assert.fail("none in north");
console.log(`${failed.hostname} fails`);
const lost = master.lose(failed.agentId);
assert.deepEqual(lost, [failed.taskId]);

// The declined offers come back after five seconds; the agents in use have offered the rest of theirs by then.
const replacements = lost.map((id) => replica(Number(id.slice("web-".length, id.indexOf("."))), 2));
const later = update(first.cluster, [
  { type: "agent-lost", agentId: failed.agentId },
  { type: "offers-received", offers: master.offers(6000) },
]);
const second = match({ cluster: later, tasks: replacements, policy, nowMs: 6000 });
for (const { taskId, hostname } of second.assignments) console.log(`  ${taskId} on ${hostname}`);
act(second, replacements, 6000);
assert.deepEqual(replicasByZone(second), { east: 2, north: 2, west: 2 });
