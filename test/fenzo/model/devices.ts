import { setFindings, type Finding } from "../finding.ts";
import type { GoldenOffer, GoldenTask } from "../golden.ts";
import type { Oddities } from "./rules.ts";

/** One device: what it serves, and how much of it is used. */
interface Device {
  readonly value: string | undefined;
  readonly used: number;
}

interface DeviceSet {
  readonly capacity: number;
  readonly devices: readonly Device[];
}

/** A host's sets of devices by name. */
export type DeviceSets = ReadonlyMap<string, DeviceSet>;

/** Units of a device that serve a value. */
export interface Slot {
  readonly set: string;
  readonly index: number;
  readonly value: string;
  readonly units: number;
}

/** A device chosen for a task, and how well it fits. */
export interface Grant extends Slot {
  readonly fitness: number;
}

/** What Fenzo asks of a set for a task that asks nothing of it. */
const nothingAsked = { value: "CustomResAbsent", sub: 0 };

/** The sets of a host, all idle: as its first offer said (D21), or its newest. */
export function deviceSetsOf(offers: readonly GoldenOffer[], oddities: Oddities): DeviceSets {
  const said = oddities.has("D21") ? offers.toReversed() : offers.slice(-1);
  return new Map(
    said.flatMap(({ resourceSet: set }) =>
      set === undefined
        ? []
        : [[set.name, { capacity: set.limit, devices: Array.from({ length: set.count }, idleDevice) }]],
    ),
  );
}

/** The sets once the slot is taken; one of a device that is not there is left aside. */
export function withSlot(sets: DeviceSets, { set, index, value, units }: Slot): DeviceSets {
  const found = sets.get(set);
  if (found === undefined) return sets;
  const devices = found.devices.map((device, at) =>
    at === index ? { value, used: device.used + units } : device,
  );
  return new Map([...sets, [set, { ...found, devices }]]);
}

/**
 * The devices that would serve the task, one of each set that it asks; with D6 on one of every set of the host. Or, where a set cannot, all
 * that the host refuses.
 */
export function grantsFor(
  { named = {} }: GoldenTask,
  sets: DeviceSets,
  oddities: Oddities,
): { readonly grants: readonly Grant[] } | { readonly findings: readonly Finding[] } {
  const missing = Object.keys(named).filter((name) => !sets.has(name));
  const asked = oddities.has("D6") ? [...sets.keys()] : Object.keys(named);
  const grants: Grant[] = [];
  const unable: string[] = [];
  for (const name of asked) {
    const found = sets.get(name);
    if (found === undefined) continue;
    const { value, sub } = named[name] ?? nothingAsked;
    const grant = bestDevice(name, found, value, sub);
    if (grant === undefined) unable.push(name);
    else grants.push(grant);
  }
  return missing.length + unable.length === 0 ? { grants } : { findings: setFindings(missing, unable) };
}

/** The mean over the grants; none where nothing applies. */
export function devicesScore(grants: readonly Grant[]): number | undefined {
  if (grants.length === 0) return undefined;
  return grants.reduce((sum, { fitness }) => sum + fitness, 0) / grants.length;
}

/** The device of the greatest fitness, the first of those that are equal. */
function bestDevice(
  set: string,
  { capacity, devices }: DeviceSet,
  value: string,
  units: number,
): Grant | undefined {
  let best: Grant | undefined;
  for (const [index, device] of devices.entries()) {
    if (device.used + units > capacity || (device.value !== undefined && device.value !== value)) continue;
    const full = Math.min(1, (device.used + units + 1) / (capacity + 1));
    const fitness = device.value === undefined ? 0.5 / (capacity + 1) : full;
    if (best === undefined || fitness > best.fitness) best = { set, index, value, units, fitness };
  }
  return best;
}

function idleDevice(): Device {
  return { value: undefined, used: 0 };
}
