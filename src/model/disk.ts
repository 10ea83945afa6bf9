import { compareText } from "./order.ts";

/**
 * A disk of an agent that tasks ask for by its type, or by its id: what Mesos offers as PATH and MOUNT disks and as persistent volumes. The
 * scalar `disk` is apart from these.
 */
export interface Disk {
  /**
   * Names the disk among those of its type and use that the offers of one agent and role name; it comes once in an offer. What differs in type or
   * use is another disk.
   */
  readonly id: string;
  /** What kind of disk it is: `ssd`, say. */
  readonly type: string;
  /** What is free now, in MiB, ≥ 0, rounded to thousandths. Several offers of one agent and role that name the disk add up, of a shared one the greatest counts. */
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
  /** That of the disk. */
  readonly use?: "whole" | "shared";
}

/** What tells the disks of one agent and role apart. */
interface DiskName {
  readonly id: string;
  readonly type: string;
  readonly use?: Disk["use"] | undefined;
}

/** A text that disks of one agent and role have in common if they are one. */
export function keyOfDisk({ id, type, use }: DiskName): string {
  return JSON.stringify([id, type, use]);
}

/** The order of the disks of one agent and role: by id, then type, then use, in parts first; 0 if they are one. */
export function compareDisks(a: DiskName, b: DiskName): number {
  return compareText(a.id, b.id) || compareText(a.type, b.type) || compareText(a.use ?? "", b.use ?? "");
}
