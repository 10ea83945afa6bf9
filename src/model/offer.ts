import type { Disk } from "./disk.ts";
import type { Scalars } from "./quantity.ts";

/** An inclusive range of ports, 0..65535, first ≤ last. */
export type PortRange = readonly [first: number, last: number];

/** One value of an attribute. The text `"1"` and the number `1` are different values. */
export type AttributeValue = string | number;

/** Attributes by name; one of several values lists them. */
export type Attributes = Readonly<Record<string, AttributeValue | readonly AttributeValue[]>>;

/**
 * Two-level resources of an agent: `count` devices of one name, each of `capacity` units that tasks can share:
 * GPUs, or network interfaces with addresses (Fenzo's PreferentialNamedConsumableResource).
 */
export interface DeviceSet {
  readonly name: string;
  /** How many devices, a whole number within 0..{@link maxDevices}. */
  readonly count: number;
  /** Units of each device, > 0. */
  readonly capacity: number;
}

/** The most devices one {@link DeviceSet} may have. */
export const maxDevices = 4096;

/** When an agent is away for maintenance that is planned, as a Mesos master announces it. */
export interface Unavailability {
  /** When it begins, in the milliseconds of `nowMs`; where a Mesos master names times, those of the epoch. */
  readonly startMs: number;
  /** For how long, ≥ 0; absent: for ever. */
  readonly durationMs?: number;
}

/** When it ends, in the milliseconds of `startMs`; Infinity where it never does. */
export function endOf({ startMs, durationMs = Infinity }: Unavailability): number {
  return startMs + durationMs;
}

/**
 * What an agent gives a role, as a Mesos master sent it. Several offers of one agent and role add up.
 * `resources`, `ports` and `disks` are what is free now; `devices` is what the agent has in all.
 */
export interface Offer {
  readonly id: string;
  readonly agentId: string;
  readonly hostname: string;
  /** The role it was allocated to; default `"*"`. */
  readonly role?: string;
  readonly resources: Scalars;
  /** Free ports; ranges of one offer do not overlap. */
  readonly ports?: readonly PortRange[];
  /** Free disks, no two of the same id, type and use. */
  readonly disks?: readonly Disk[];
  /** All devices of the agent; what running tasks hold of them is counted from their grants. The newest offer wins. */
  readonly devices?: readonly DeviceSet[];
  /** The newest offer of an agent wins, an offer without attributes too. */
  readonly attributes?: Attributes;
  /** Ids of the executors that run on the agent (mesos.proto, Offer.executor_ids). The newest offer wins, one without them too. */
  readonly executors?: readonly string[];
  /** When its agent is away; the newest offer wins, an offer that says nothing of it too. */
  readonly unavailability?: Unavailability;
  /** When it came, in the milliseconds of `nowMs`; default 0. */
  readonly receivedAtMs?: number;
}
