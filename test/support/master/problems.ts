import { count } from "./agents.ts";
import { isConserved } from "./operations.ts";
import { isSame, poolOf, type Portion } from "./portions.ts";
import type { Agent, Candidate, State } from "./state.ts";

/** What does not add up, agent by agent and candidate by candidate. O(all that the master knows). */
export function problemsOf(state: State): readonly string[] {
  const agents = [...state.agents.values(), ...state.unreachable.values()];
  const problems: string[] = [];
  const held = new Map<Candidate, Map<string, number>>();
  for (const agent of agents) {
    const parts = partsOf(agent);
    const free = [...agent.free.values()];
    const sum = poolOf([...free, ...parts.flatMap(([, portions]) => portions)]);
    if (!isSame(sum, agent.total)) problems.push(`${agent.id}: free, offered and used are not the total`);
    if (!isConserved(agent.described, agent.total.values()))
      problems.push(`${agent.id}: the total is another`);
    for (const [candidate, portions] of parts) {
      const counted = held.get(candidate) ?? new Map<string, number>();
      held.set(candidate, counted);
      count(counted, portions, 1);
    }
  }
  for (const { id, candidates, formerRoles } of state.frameworks.values()) {
    for (const candidate of [...candidates.values(), ...formerRoles.values()]) {
      const counted = held.get(candidate) ?? new Map<string, number>();
      for (const [name, amount] of candidate.held) {
        if ((counted.get(name) ?? 0) !== amount)
          problems.push(`${id} ${candidate.role}: holds another ${name}`);
      }
    }
  }
  for (const offer of state.offers.values()) {
    if (!offer.agent.offers.has(offer)) problems.push(`${offer.id}: is not with its agent`);
  }
  return problems;
}

function partsOf({ offers, tasks, executors }: Agent): (readonly [Candidate, readonly Portion[]])[] {
  const parts: (readonly [Candidate, readonly Portion[]])[] = [];
  for (const { candidate, pool } of offers) parts.push([candidate, [...pool.values()]]);
  for (const { candidate, portions, isReleased } of tasks) if (!isReleased) parts.push([candidate, portions]);
  for (const { candidate, portions } of executors) parts.push([candidate, portions]);
  return parts;
}
