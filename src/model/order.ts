/** Negative, zero or positive as `a` stands before, at or after `b` by UTF-16 code units, never by locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Negative or positive as agent `a` stands before or after agent `b` in tie order: by hostname, then id. */
export function compareAgents(a: AgentName, b: AgentName): number {
  return a.hostname === b.hostname ? compareText(a.id, b.id) : a.hostname < b.hostname ? -1 : 1;
}

/** What the place of an agent in tie order depends on. */
export interface AgentName {
  readonly id: string;
  readonly hostname: string;
}
