// Layout. Agents that have the same scarce resources are of one kind: `kindOf[agent]` is its number in `kinds`, -1 where the agent has none.
// Kinds are in the order of their names, so that a number says the same whatever came before. Nothing here changes once made.

import type { Agent } from "../model/cluster.ts";
import { compareText } from "../model/order.ts";

/** Which agents have scarce resources. */
export class ScarceKinds {
  readonly kindOf: Int32Array;
  /** What the agents of each kind have, sorted. */
  readonly kinds: readonly (readonly string[])[];

  /** Costs O(agents). */
  constructor(agents: readonly Agent[]) {
    const named = new Map<string, readonly string[]>();
    const names = agents.map(({ scarce }) => {
      if (scarce === undefined) return "";
      const name = scarce.length === 1 ? `.${scarce[0]!}` : JSON.stringify(scarce);
      named.set(name, scarce);
      return name;
    });
    const sorted = [...named.keys()].sort(compareText);
    const numbers = new Map(sorted.map((name, kind) => [name, kind]));
    this.kinds = sorted.map((name) => named.get(name)!);
    this.kindOf = Int32Array.from(names, (name) => numbers.get(name) ?? -1);
  }
}
