import type { GoldenConstraint, Scenario } from "../golden.ts";
import type { Host } from "./host.ts";
import type { Oddities } from "./rules.ts";

/** What a constraint sees of a round: every host as it stands. */
export interface View {
  readonly scenario: Scenario;
  readonly hosts: readonly Host[];
  readonly oddities: Oddities;
  /** The spreads worked out for this turn. */
  readonly spreads: Map<CoTaskConstraint, Spread>;
}

/** A constraint that looks at other tasks. */
export type CoTaskConstraint = Extract<GoldenConstraint, { readonly coTasks: unknown }>;

/** How the co-tasks spread over the values of an attribute. */
export interface Spread {
  readonly counts: ReadonlyMap<string | number, number>;
  /** Whether one is on a host without the attribute. */
  readonly hasUnvalued: boolean;
}

/** The host's value of the attribute, by default its hostname; with D8 only text is one. */
export function valueOf(
  { name, attributes }: Host,
  attribute: string | undefined,
  oddities: Oddities,
): string | number | undefined {
  if (attribute === undefined) return name;
  const value = attributes[attribute];
  if (typeof value === "string") return value;
  return typeof value === "number" && !oddities.has("D8") ? value : undefined;
}

/** The spread of the co-tasks that run or have been placed. */
export function spreadOf(constraint: CoTaskConstraint, view: View): Spread {
  const known = view.spreads.get(constraint);
  if (known !== undefined) return known;
  const spread = workOut(constraint, view);
  view.spreads.set(constraint, spread);
  return spread;
}

function workOut({ coTasks, attribute }: CoTaskConstraint, { scenario, hosts, oddities }: View): Spread {
  const ids = new Set(typeof coTasks === "string" ? (scenario.coTaskSets?.[coTasks] ?? []) : coTasks);
  const counts = new Map<string | number, number>();
  let hasUnvalued = false;
  for (const host of hosts) {
    const present = [...host.running, ...host.placed].filter(({ id }) => ids.has(id)).length;
    if (present === 0) continue;
    const value = valueOf(host, attribute, oddities);
    if (value === undefined) hasUnvalued = true;
    else counts.set(value, (counts.get(value) ?? 0) + present);
  }
  return { counts, hasUnvalued };
}
