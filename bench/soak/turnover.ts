import type { Random } from "../random.ts";
import type { AgentSpec } from "../simulation/agent-spec.ts";

const gib = 1024;
const zones = ["zone-a", "zone-b", "zone-c"];

/** The zones of a soak's agents. */
export const zoneCount = zones.length;
/** How many agents of one age share a rack. */
export const agentsPerRack = 10;

/** The name of a resource that one agent alone has. */
export function licenceOf(agent: number): string {
  return `licence-${agent}`;
}

/** The rack of an agent: racks are numbered on, and none comes again. */
export function rackOf(agent: number): string {
  return `rack-${Math.floor(agent / agentsPerRack)}`;
}

/** The agent of this number, counted from the first: its id, rack, generation and licence are never those of another time. */
export function agentOfNumber(number: number, random: Random): AgentSpec {
  const name = `agent-${String(number).padStart(7, "0")}`;
  const cpus = random.pick([4, 8, 12, 16]);
  return {
    id: name,
    hostname: name,
    attributes: {
      zone: zones[number % zones.length] ?? "",
      rack: rackOf(number),
      generation: `generation-${Math.floor(number / 100)}`,
    },
    devices: random.chance(0.1) ? [{ name: "gpu", count: 2, capacity: 1 }] : [],
    pools: [
      {
        role: "*",
        resources: {
          cpus,
          mem: cpus * random.pick([2, 4, 8]) * gib,
          disk: 500 * gib,
          [licenceOf(number)]: 4,
        },
        ports: [[31_000, 31_000 + random.integer(20, 200)]],
      },
    ],
  };
}
