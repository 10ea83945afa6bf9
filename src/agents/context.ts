import { newLists, type LongLists } from "./lists.ts";
import type { ScarceKinds } from "../dense/scarce.ts";
import type { Tables } from "../dense/tables.ts";
import type { MatchInput } from "../model/round.ts";
import type { Views } from "./views.ts";

/** What the stages count while they work; see `RoundStats`. */
export interface Counters {
  blocksOpened: number;
  agentsVisited: number;
  scoresComputed: number;
  evaluatorCalls: number;
}

/** What every stage of one call works with. */
export interface Context {
  readonly tables: Tables;
  readonly views: Views;
  readonly counters: Counters;
  readonly nowMs: number;
  /** For how long tasks are taken to run that do not say. */
  readonly assumedDurationMs: number;
  /** Which agents have scarce resources; undefined where nothing is scarce. */
  readonly scarce: ScarceKinds | undefined;
  /** What has been worked out of lists that tasks share. */
  readonly lists: LongLists;
}

/** Nothing counted yet. */
export function newCounters(): Counters {
  return { blocksOpened: 0, agentsVisited: 0, scoresComputed: 0, evaluatorCalls: 0 };
}

/** What every stage of a call begins with. */
export function contextOf(
  tables: Tables,
  views: Views,
  { cluster, policy = {}, nowMs }: Pick<MatchInput, "cluster" | "policy" | "nowMs">,
): Context {
  const { assumedDurationMs = 0 } = policy;
  const scarce = cluster.scarce === undefined ? undefined : tables.scarce;
  return { tables, views, counters: newCounters(), nowMs, assumedDurationMs, scarce, lists: newLists() };
}
