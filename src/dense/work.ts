/** Counts what is looked at. */
export interface Work {
  blocksOpened: number;
  agentsVisited: number;
}
