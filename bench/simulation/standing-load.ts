import type { DeviceGrant, RunningTask } from "stowage";
import type { Random } from "../random.ts";
import type { AgentSpec } from "./agent-spec.ts";

/** A task that runs when the simulation begins, and for how long it still will. */
export interface StandingTask {
  readonly running: RunningTask;
  readonly durationMs: number;
}

const gib = 1024;
/** The share of agents that stand empty at first. */
const emptyShare = 0.1;

/** What runs at first: most agents are filled to 45 to 95 % of their cpus, sharing GPUs among other work. */
export function drawStandingLoad(agents: readonly AgentSpec[], random: Random): readonly StandingTask[] {
  return agents.flatMap((agent) => (random.chance(emptyShare) ? [] : fill(agent, random)));
}

function fill(agent: AgentSpec, random: Random): readonly StandingTask[] {
  const pool = agent.pools[0];
  if (pool === undefined) return [];
  const grants = drawGrants(agent, random);
  const target = 0.45 + 0.5 * random.unit();
  let cpusLeft = (pool.resources["cpus"] ?? 0) * target;
  let memLeft = (pool.resources["mem"] ?? 0) * 0.9;
  let diskLeft = (pool.resources["disk"] ?? 0) * 0.9;
  const standing: StandingTask[] = [];
  while (cpusLeft >= 1) {
    const cpus = Math.min(Math.floor(cpusLeft), random.integer(2, 16));
    const mem = Math.min(Math.floor(memLeft / gib), random.integer(cpus, 5 * cpus)) * gib;
    const disk = Math.min(Math.floor(diskLeft / gib), random.integer(10, 100)) * gib;
    const devices = grants.splice(0, 1);
    standing.push({
      running: {
        task: {
          id: `standing-${agent.id}-${standing.length}`,
          resources: { cpus, mem, disk },
          devices: devices.map(({ name, units }) => ({ name, units })),
        },
        agentId: agent.id,
        hostname: agent.hostname,
        devices,
      },
      durationMs: Math.round(5000 + 1000 * random.exponential(150)),
    });
    cpusLeft -= cpus;
    memLeft -= mem;
    diskLeft -= disk;
  }
  return standing;
}

/** Parts of most of the agent's devices, or all of one. */
function drawGrants({ devices }: AgentSpec, random: Random): DeviceGrant[] {
  return devices.flatMap(({ name, count }) =>
    Array.from({ length: count }, (_, index) => ({ name, index, units: random.integer(3, 10) / 10 })).filter(
      () => random.chance(0.7),
    ),
  );
}
