import type { DeviceSet, PortRange, Scalars } from "stowage";
import type { Random } from "../random.ts";
import type { AgentSpec, PoolSpec } from "./agent-spec.ts";

/** The role that some agents reserve a part of their resources for. */
export const reservedRole = "analytics";
/** The attribute values that tasks ask for. */
export const gpuModels = ["A10", "T4", "V100"] as const;
export const zones = ["zone-a", "zone-b", "zone-c"] as const;

const agentsPerRack = 40;
const gib = 1024;

/** A class of agents: machines bought together. */
interface AgentClass {
  readonly name: string;
  readonly cpus: readonly number[];
  readonly gibPerCpu: number;
  readonly diskGib: number;
  /** GPUs that tasks can share, as devices. */
  readonly sharedGpus?: readonly number[];
  /** GPUs given away whole, as a scalar. */
  readonly wholeGpus?: readonly number[];
}

const classes: readonly (readonly [AgentClass, share: number])[] = [
  [{ name: "small", cpus: [8, 12], gibPerCpu: 4, diskGib: 200 }, 18],
  [{ name: "general", cpus: [16, 24, 32, 48], gibPerCpu: 4, diskGib: 500 }, 44],
  [{ name: "memory", cpus: [32, 48], gibPerCpu: 16, diskGib: 1000 }, 12],
  [{ name: "large", cpus: [64, 96], gibPerCpu: 4, diskGib: 2000 }, 8],
  [{ name: "storage", cpus: [24], gibPerCpu: 4, diskGib: 12_000 }, 6],
  [{ name: "gpu-shared", cpus: [64, 96], gibPerCpu: 6, diskGib: 2000, sharedGpus: [2, 4, 8] }, 8],
  [{ name: "gpu-whole", cpus: [48, 64], gibPerCpu: 8, diskGib: 2000, wholeGpus: [4, 8] }, 4],
];

/** So many agents of several classes, in racks of 40 over three zones, with fragmented ports; some reserve a part for a second role. */
export function drawAgents(count: number, random: Random): readonly AgentSpec[] {
  const digits = Math.max(5, String(count - 1).length);
  return Array.from({ length: count }, (_, at) => {
    const shape = random.weighted(classes);
    const rack = Math.floor(at / agentsPerRack);
    const name = `agent-${String(at).padStart(digits, "0")}`;
    const hasGpus = shape.sharedGpus !== undefined || shape.wholeGpus !== undefined;
    return {
      id: name,
      hostname: name,
      attributes: {
        class: shape.name,
        rack: rackName(rack),
        zone: zones[rack % zones.length] ?? "",
        ...(hasGpus && { gpu_model: random.pick(gpuModels) }),
      },
      devices: drawDevices(shape, random),
      pools: drawPools(shape, random),
    };
  });
}

/** The rack of the agent in this place. */
export function rackOfAgent(at: number): string {
  return rackName(Math.floor(at / agentsPerRack));
}

function rackName(rack: number): string {
  return `rack-${String(rack).padStart(4, "0")}`;
}

function drawDevices({ sharedGpus }: AgentClass, random: Random): readonly DeviceSet[] {
  return sharedGpus === undefined ? [] : [{ name: "gpu", count: random.pick(sharedGpus), capacity: 1 }];
}

function drawPools(shape: AgentClass, random: Random): readonly PoolSpec[] {
  const cpus = random.pick(shape.cpus);
  const whole = { cpus, mem: cpus * shape.gibPerCpu * gib, disk: shape.diskGib * gib };
  const gpus = shape.wholeGpus === undefined ? {} : { gpus: random.pick(shape.wholeGpus) };
  const ports = drawPorts(random);
  if (!random.chance(0.15)) return [{ role: "*", resources: { ...whole, ...gpus }, ports }];
  return [
    { role: "*", resources: { ...scaled(whole, 0.75), ...gpus }, ports },
    { role: reservedRole, resources: scaled(whole, 0.25), ports: [[33_000, 33_099]] },
  ];
}

function scaled(resources: Scalars, share: number): Scalars {
  return Object.fromEntries(Object.entries(resources).map(([name, amount]) => [name, amount * share]));
}

/** Well-known ports, and 31000 to 32000 less up to five holes that others have taken. */
function drawPorts(random: Random): readonly PortRange[] {
  const ranges: PortRange[] = [[8080, 8089]];
  let first = 31_000;
  for (let holes = random.integer(0, 5); holes > 0; holes--) {
    const last = first + random.integer(5, 150);
    ranges.push([first, last]);
    first = last + random.integer(2, 40);
  }
  return [...ranges, [first, 32_000]];
}
