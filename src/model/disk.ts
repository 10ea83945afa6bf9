/**
 * A disk of an agent that tasks ask for by its type, or by its id: what Mesos offers as PATH and MOUNT disks and as persistent volumes. The
 * scalar `disk` is apart from these.
 */
export interface Disk {
  /** Names the disk among those that the offers of one agent and role name; it comes once in an offer. */
  readonly id: string;
  /** What kind of disk it is: `ssd`, say. */
  readonly type: string;
  /** What is free now, in MiB, ≥ 0, rounded to thousandths. Several offers of one agent and role that name the disk add up. */
  readonly amount: number;
  /**
   * How tasks use it. By default each takes the part it asks, and what is left is left. A `whole` disk goes to one request, whatever amount that
   * asks. A `shared` one serves any number of tasks, and nothing of it is used up.
   */
  readonly use?: "whole" | "shared";
}

/** A disk on the task's agent. */
export interface DiskRequest {
  /** Only disks of this type. */
  readonly type: string;
  /** How much of it is free at least, in MiB, ≥ 0, rounded to thousandths; default 0. */
  readonly amount?: number;
  /** Only the disk of this id. */
  readonly id?: string;
}

/** The most disks that one task may ask for. */
export const maxDiskRequests = 16;

/** What a task holds of one disk. */
export interface DiskGrant {
  readonly id: string;
  readonly type: string;
  /** In MiB: what it asked of a disk that is given in parts, else all that the disk has. */
  readonly amount: number;
}
