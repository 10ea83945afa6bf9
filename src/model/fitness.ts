import type { Constraint } from "./constraint.ts";
import type { PrepareFitness } from "./evaluator.ts";

export interface BinPack {
  readonly kind: "binPack";
  readonly resources: readonly string[];
}
export interface Spread {
  readonly kind: "spread";
  readonly resources: readonly string[];
}
export interface Locality {
  readonly kind: "locality";
  readonly levels: readonly string[];
}
export interface Weighted {
  readonly kind: "weighted";
  readonly parts: readonly (readonly [fitness: Fitness, weight: number])[];
}
export interface CustomFitness {
  readonly kind: "customFitness";
  readonly name: string;
  readonly prepare: PrepareFitness;
  /** Of an agent it looks at `free` and `total` of these resources alone; at nothing where the list is empty. Default: it may look at anything. */
  readonly dependsOn?: readonly string[];
}

/** How good an agent is for a task, 0..1. Plain data, custom ones aside; the factories' docs give each formula. */
export type Fitness = BinPack | Spread | Locality | Weighted | CustomFitness;

/** A constraint that should hold. */
export interface Prefer {
  readonly kind: "prefer";
  readonly constraint: Constraint;
  readonly weight: number;
}
/** A fitness that should be high. */
export interface PreferHigh {
  readonly kind: "preferHigh";
  readonly fitness: Fitness;
  readonly weight: number;
}

/** What a task would rather have, graded 0..1. */
export type Preference = Prefer | PreferHigh;
