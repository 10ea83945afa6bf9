import type { Scalars } from "./quantity.ts";
import type { Task } from "./task.ts";

/** How a bucket shares its tier with others. */
export interface BucketOptions {
  /** A bucket of twice the weight is due twice the share; > 0, default 1. */
  readonly weight?: number;
  /** While its tasks hold less than this of every resource named here, it goes before buckets that have what they are guaranteed. */
  readonly guarantee?: Scalars;
}

/** How much a tier may hold, and how its buckets share it. */
export interface TierOptions {
  /**
   * What its tasks, running and newly placed, may hold together; a resource that is not named is unlimited. What buckets are guaranteed of it
   * is kept for them: beyond its guarantee, a bucket gets only of what is left over.
   */
  readonly capacity?: Scalars;
  /** By name. A bucket that is not named here has the weight 1 and no guarantee. */
  readonly buckets?: Readonly<Record<string, BucketOptions>>;
}

/** How a queue decides whose turn it is. */
export interface QueueOptions {
  /** The first is tier 0. Tiers beyond have no capacity. */
  readonly tiers?: readonly TierOptions[];
  /** What a share is a share of, per resource that a tier's capacity does not name; default: all that the cluster's agents offer and hold. */
  readonly total?: Scalars;
}

/** Tasks that wait in one bucket. */
export interface Bucket extends BucketOptions {
  readonly name: string;
  /** In the order in which they came. */
  readonly tasks: readonly Task[];
}

/** Buckets of one tier. */
export interface Tier {
  readonly capacity?: Scalars;
  /** Sorted by name, by UTF-16 code units: those with options, and those in which tasks wait. */
  readonly buckets: readonly Bucket[];
}

/** Tasks that wait for their turn: immutable plain data, which JSON carries unharmed. */
export interface Queue {
  /** By number. */
  readonly tiers: readonly Tier[];
  readonly total?: Scalars;
}

/** What a bucket holds and is due; see `sharesOf`. */
export interface BucketShare {
  readonly tier: number;
  readonly bucket: string;
  readonly weight: number;
  /** How many of its tasks wait. */
  readonly waiting: number;
  /** What its running tasks hold; it names only resources of which they hold some. */
  readonly held: Scalars;
  /** The greatest part that it holds of any resource, by its weight: the bucket with the least is next. */
  readonly share: number;
  /** Whether it holds less than it is guaranteed of every resource of which it is guaranteed some, and so goes before others. */
  readonly isBelowGuarantee: boolean;
}

/** Tiers are numbered from 0 to one less than this. */
export const maxTiers = 1000;
/** The bucket of a task that names none. */
export const defaultBucket = "default";
