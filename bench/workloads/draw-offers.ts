import type { DeviceSet, Offer, PortRange } from "stowage";
import type { Random } from "../random.ts";

/** What drawn agents have beside cpus, mem, network, disk and gpus. */
export interface OfferFeatures {
  /** GPUs that tasks can share, on a quarter of the agents. */
  readonly devices?: boolean;
  /** Six ranges with holes instead of one. */
  readonly fragmentedPorts?: boolean;
  /** Of a hundred roles, one each. */
  readonly roles?: boolean;
  /** The share of cpus and mem that is still free; default all. */
  readonly freeShare?: number;
}

const gib = 1024;
const wholePorts: readonly PortRange[] = [[31_000, 32_000]];

/** The zones of drawn agents. */
export const zones = ["zone-0", "zone-1", "zone-2"] as const;
/** The classes of drawn agents. */
export const classes = ["general", "compute", "memory", "storage"] as const;

/** So many agents' offers, one each: seven sizes, five ratios of memory, racks of 40 over three zones. */
export function drawOffers(count: number, random: Random, features: OfferFeatures = {}): readonly Offer[] {
  const { devices = false, fragmentedPorts = false, roles = false, freeShare = 1 } = features;
  return Array.from({ length: count }, (_, at) => {
    const name = nameOfAgent(at);
    const cpus = random.pick([8, 16, 24, 32, 48, 64, 96]);
    const mem = cpus * random.pick([2, 3, 4, 6, 8]) * gib;
    const rack = Math.floor(at / 40);
    return {
      id: `offer-of-${name}`,
      agentId: name,
      hostname: name,
      resources: {
        cpus: cpus * freeShare,
        mem: mem * freeShare,
        network: random.pick([1000, 5000, 10_000, 25_000]),
        disk: random.integer(800, 2000) * gib,
        gpus: random.chance(0.1) ? random.pick([1, 2, 4, 8]) : 0,
      },
      ...(roles && { role: roleOf(at) }),
      ports: fragmentedPorts ? drawRanges(random) : wholePorts,
      ...(devices && { devices: drawDevices(random) }),
      attributes: {
        zone: zones[rack % zones.length] ?? "",
        rack: `rack-${rack}`,
        class: random.pick(classes),
      },
    };
  });
}

/** The role of an agent, or of a task: one of a hundred. */
export function roleOf(at: number): string {
  return `role-${at % 100}`;
}

/** The hostname and id of a drawn agent, in tie order. */
export function nameOfAgent(at: number): string {
  return `agent-${String(at).padStart(6, "0")}`;
}

function drawDevices(random: Random): readonly DeviceSet[] {
  return random.chance(0.25) ? [{ name: "gpu", count: random.pick([2, 4, 8]), capacity: 1 }] : [];
}

function drawRanges(random: Random): readonly PortRange[] {
  return Array.from({ length: 6 }, (_, at): PortRange => {
    const first = 31_000 + 150 * at + random.integer(0, 20);
    return [first, first + random.integer(20, 100)];
  });
}
