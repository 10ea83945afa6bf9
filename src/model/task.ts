import type { Constraint } from "./constraint.ts";
import type { DiskGrant, DiskRequest } from "./disk.ts";
import type { Preference } from "./fitness.ts";
import type { Attributes, PortRange } from "./offer.ts";
import type { Scalars } from "./quantity.ts";

/** One port: any, a fixed number, or one of an inclusive range. */
export type PortRequest = "any" | number | PortRange;

/** Devices of one name, all on one agent. */
export interface DeviceRequest {
  readonly name: string;
  /** Units of each device, ≥ 0: half a GPU is 0.5, three addresses of an interface are 3. */
  readonly units: number;
  /** How many different devices, each giving `units`; default 1. */
  readonly count?: number;
  /** A device serves one binding at a time (a security group, say); absent is a binding of its own: none. */
  readonly binding?: string;
}

/** Work to be placed on one agent. */
export interface Task {
  readonly id: string;
  /** Tasks of one group are each other's co-tasks, and share the group's limit. */
  readonly group?: string;
  /** Only offers of this role serve it; default `"*"`. */
  readonly role?: string;
  /** What it needs at least. */
  readonly resources: Scalars;
  /**
   * What it can use at most, per resource, no less than it needs: its agent is chosen by what it needs, and gives it up to this much of what
   * is left there, within the limits on its group and its tier. What a gang can use is given once all of it has what it needs.
   */
  readonly upTo?: Scalars;
  /** How many ports, or which. */
  readonly ports?: number | readonly PortRequest[];
  readonly devices?: readonly DeviceRequest[];
  /** At most {@link maxDiskRequests}; several may land on one disk where its use allows. */
  readonly disks?: readonly DiskRequest[];
  /** Under which it runs; what that takes is taken once, with the first task of it on an agent. */
  readonly executor?: TaskExecutor;
  /** All must hold. */
  readonly constraints?: readonly Constraint[];
  /** Each counts by its weight. */
  readonly preferences?: readonly Preference[];
  /**
   * Where its data is: per attribute (`hostname`, `rack`, `zone`, …) the values it wants to be near, for `locality`.
   * Without it a task wants to be near its co-tasks.
   */
  readonly locations?: Attributes;
  /** It starts only together with the other tasks of its group that say so. */
  readonly gang?: Gang;
  /** It is not placed before this time. */
  readonly readyAtMs?: number;
  /**
   * For how long it is taken to run, in ms, ≥ 0; default: the policy's `assumedDurationMs`. It is not placed on an agent that becomes
   * unavailable meanwhile.
   */
  readonly expectedDurationMs?: number;
  /** Where in a queue it waits: a whole number, the tiers go in ascending order; default 0. */
  readonly tier?: number;
  /** In its tier, whose share of the cluster it adds to; default `"default"`. */
  readonly bucket?: string;
}

/**
 * What runs tasks on an agent (mesos.proto, ExecutorInfo). Tasks that name one id share an executor on each agent. What it takes beside them is
 * taken with the task that starts it: the first of them on an agent where it does not run. It runs where the agent's newest offer names it, a running task
 * has it, or the round has put a task of it.
 */
export interface TaskExecutor {
  readonly id: string;
  /**
   * What it takes of the offers of the role of the task that starts it: no part of the limits on groups and tiers, nor of scores. Say the same in every
   * task of it: a master refuses executors of one id that differ. Here, those of the task that starts it count.
   */
  readonly resources: Scalars;
}

/** Tasks of a group that start together or not at all. All of a group's say the same. */
export interface Gang {
  /**
   * So many tasks of the group, those that run already among them, must have an agent for any to start; default: all that are
   * given to the round. Those beyond it start if they can.
   */
  readonly least?: number;
}

/** What a task holds of one device. */
export interface DeviceGrant {
  readonly name: string;
  /** Which device of the set, from 0. */
  readonly index: number;
  readonly units: number;
  readonly binding?: string;
}

/** A task on the agent where it runs, with the ports, devices and disks it was given. */
export interface RunningTask {
  readonly task: Task;
  readonly agentId: string;
  readonly hostname: string;
  readonly ports?: readonly number[];
  readonly devices?: readonly DeviceGrant[];
  readonly disks?: readonly DiskGrant[];
  /** What it holds; default: the task's `resources`. */
  readonly resources?: Scalars;
  /** That of the task, where the task has started it: its resources are held beside the task's for as long as the task runs. */
  readonly executor?: TaskExecutor;
}

/** What a running task holds, without what its executor takes. */
export function heldBy({ task, resources = task.resources }: RunningTask): Scalars {
  return resources;
}
