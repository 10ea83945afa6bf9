// Data locality: tasks read blocks that lie on a few agents. `locality` prefers the agent with the block, then its rack;
// `locations` says where each task's block is. Beside it, the same tasks placed without looking at the data.
import assert from "node:assert/strict";
import { binPack, clusterOf, locality, match, weighted, type Fitness, type Offer, type Task } from "stowage";

const agents = 12;
const offers: readonly Offer[] = Array.from({ length: agents }, (_, i) => ({
  id: `offer-${i}`,
  agentId: `agent-${i}`,
  hostname: hostname(i),
  resources: { cpus: 4, mem: 8192 },
  attributes: { rack: rackOf(i) },
}));

// 40 tasks; the block of each has two copies, in two racks, more often on the first agents.
const copies = Array.from({ length: 40 }, (_, i) => [i % 5, 4 + ((i * 3) % 8)] as const);
const tasks: readonly Task[] = copies.map((on, i) => ({
  id: `read-${i}`,
  resources: { cpus: 1, mem: 1024 },
  locations: { hostname: on.map(hostname), rack: on.map(rackOf) },
}));

/** How many tasks read from their own agent, from their rack, from elsewhere. */
function readsWith(fitness: Fitness): { readonly own: number; readonly rack: number; readonly far: number } {
  const reads = { own: 0, rack: 0, far: 0 };
  const round = match({ cluster: clusterOf(offers), tasks, policy: { fitness }, nowMs: 0 });
  assert.equal(round.assignments.length, tasks.length);
  for (const { taskId, hostname: host } of round.assignments) {
    const on = copies[Number(taskId.slice("read-".length))] ?? assert.fail(taskId);
    const agent = Number(host.slice("node-".length));
    if (on.some((copy) => copy === agent)) reads.own++;
    else if (on.some((copy) => rackOf(copy) === rackOf(agent))) reads.rack++;
    else reads.far++;
  }
  return reads;
}

const blind = readsWith(binPack("cpus", "mem"));
const local = readsWith(
  weighted([
    [locality(["hostname", "rack"]), 3],
    [binPack("cpus", "mem"), 1],
  ]),
);
console.log(`bin packing alone:      ${JSON.stringify(blind)}`);
console.log(`locality, then packing: ${JSON.stringify(local)}`);
assert(local.own > 2 * blind.own);
assert(local.far < blind.far);

function hostname(agent: number): string {
  return `node-${String(agent).padStart(2, "0")}`;
}

function rackOf(agent: number): string {
  return `rack-${Math.floor(agent / 4)}`;
}
