import { readSharedJsonl, sharedNames } from "../support/shared-files.ts";

/**
 * The vectors of Fenzo's outcomes as their FORMAT.md describes them: the fields that stowage has a counterpart for.
 * Memory and disk are in MB, network in Mbit/s; what is missing is 0 or none.
 */
export interface Scenario {
  readonly id: string;
  readonly fitness: GoldenFitness;
  /** More than this is good enough. */
  readonly goodEnough?: number;
  readonly singleOfferPerVM?: boolean;
  readonly leaseExpirySecs?: number;
  readonly maxOffersToReject?: number;
  readonly rejectAllExpired?: boolean;
  readonly autoScaleByAttribute?: string;
  /** How far apart equal scores may be; absent means not at all. */
  readonly fitnessTolerance?: number;
  readonly groupLimits?: GroupLimits;
  readonly coTaskSets?: Readonly<Record<string, readonly string[]>>;
  readonly rounds: readonly GoldenRound[];
  readonly expected: readonly Expected[];
}

export type GoldenFitness = string | { readonly weighted: readonly (readonly [string, number])[] };
export type GroupLimits = Readonly<Record<string, Amounts>>;

export interface Amounts {
  readonly cpus?: Amount;
  readonly memory?: Amount;
  readonly network?: Amount;
  readonly disk?: Amount;
  readonly scalars?: Readonly<Record<string, number>>;
}

/** Several numbers are several resources of one name. */
export type Amount = number | readonly number[];

export interface GoldenRound {
  readonly complete?: readonly { readonly taskId: string; readonly hostname: string }[];
  readonly expireOffers?: readonly string[];
  readonly expireAllOfHost?: readonly string[];
  /** Milliseconds by hostname. */
  readonly disable?: Readonly<Record<string, number>>;
  readonly enable?: readonly string[];
  /** Added to the scenario's, or in place of them. */
  readonly groupLimits?: GroupLimits;
  readonly removeGroupLimits?: readonly string[];
  /** How many tasks it may place. */
  readonly taskBatchSize?: number;
  readonly newOffers: readonly GoldenOffer[];
  /** A text is the id of a task that an earlier round had. */
  readonly tasks: readonly (GoldenTask | string)[];
  /** Assigned, but never started. */
  readonly noAssign?: readonly string[];
}

export interface GoldenOffer extends Amounts {
  readonly id: string;
  readonly hostname: string;
  readonly agentId?: string;
  readonly ports?: readonly (readonly [number, number])[];
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly resourceSet?: { readonly name: string; readonly count: number; readonly limit: number };
  readonly ageSecs?: number;
}

export interface GoldenTask extends Amounts {
  readonly id: string;
  readonly group?: string;
  readonly ports?: number;
  readonly named?: Readonly<Record<string, { readonly value: string; readonly sub: number }>>;
  readonly hard?: readonly GoldenConstraint[];
  readonly soft?: readonly GoldenConstraint[];
}

/** Where the attribute is absent it is the hostname; co-tasks are ids, or the name of a set of them. */
export type GoldenConstraint =
  | {
      readonly kind: "unique-host-attribute";
      readonly attribute?: string;
      readonly coTasks: string | readonly string[];
    }
  | {
      readonly kind: "balanced-host-attribute";
      readonly attribute: string;
      readonly expectedValues: number;
      readonly coTasks: string | readonly string[];
      readonly binary?: boolean;
    }
  | { readonly kind: "host-attribute-value"; readonly attribute?: string; readonly value: string }
  | { readonly kind: "exclusive-host" };

/** What Fenzo made of a round; where it threw there is no outcome, and there are no more rounds. */
export type Expected = Outcome | { readonly throws: unknown };

export interface Outcome {
  readonly assigned: readonly GoldenAssignment[];
  readonly failed?: readonly Failed[];
  /** Neither placed nor reported. */
  readonly unreported?: readonly string[];
  readonly offersUsed: Readonly<Record<string, readonly string[]>>;
  readonly offersRejected?: readonly string[];
  readonly offersHeld: readonly string[];
}

export interface GoldenAssignment {
  readonly task: string;
  readonly host: string;
  readonly ports?: readonly number[];
  /** (15 × sets + 50 × soft + 35 × fitness) / 100. */
  readonly fitness: number | "NaN";
  readonly sets?: readonly {
    readonly set: string;
    readonly index: number;
    readonly value: string;
    readonly fitness: number;
  }[];
}

/** Why a task went nowhere, per host (host "" is none of them), or how many hosts each check refused. */
export interface Failed {
  readonly task: string;
  readonly hosts?: Readonly<Record<string, HostFailures>>;
  readonly counts?: Readonly<Record<string, number>>;
}

/** Every resource that a host lacks, or the first constraint that it fails. */
export type HostFailures =
  | readonly ResourceFailure[]
  | { readonly constraint: GoldenConstraint["kind"]; readonly reason: string };

export type ResourceFailure = readonly [
  resource: string,
  asked: number,
  used: number,
  available: number,
  message?: string,
];

/** What Fenzo does about old offers unless told otherwise: of what age they are old, and how many it rejects. */
export const defaultExpiry = { secs: 1_000_000, offers: 4 };

/** How far apart the rounds of a scenario are taken to be: little, as they were in Fenzo. */
export const roundMs = 10;

/** The outcome of a round, an empty one where there is none. */
export function outcomeIn(expected: Expected | undefined): Outcome {
  if (expected !== undefined && !("throws" in expected)) return expected;
  return { assigned: [], offersUsed: {}, offersHeld: [] };
}

/** The files of the vectors of one kind. */
export function goldenFiles(kind: "parity" | "mixed"): readonly string[] {
  return sharedNames(`golden/${kind}`, ".jsonl").map((name) => `golden/${kind}/${name}`);
}

/** The scenarios of a file. */
export function readScenarios(file: string): readonly Scenario[] {
  return readSharedJsonl<Scenario>(file);
}
