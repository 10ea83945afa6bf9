import type { Tables } from "../dense/tables.ts";
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
}

/** Nothing counted yet. */
export function newCounters(): Counters {
  return { blocksOpened: 0, agentsVisited: 0, scoresComputed: 0, evaluatorCalls: 0 };
}
