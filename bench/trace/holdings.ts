import type { Scalars } from "stowage";
import { amountsOf, minus, plus, type Amounts } from "../simulation/amounts.ts";

/** What holders of any kind hold (agents, groups, tiers), and the most that they may. */
export interface Holdings {
  /** One more holder, who may hold so much; what the limit does not name is free. */
  admit(holder: string, most: Scalars): void;
  dismiss(holder: string): void;
  /** Returns those of the holders that hold too much now; one without a limit holds what it likes. */
  take(holders: readonly string[], resources: Scalars): readonly string[];
  giveBack(holders: readonly string[], resources: Scalars): void;
}

/** Nothing held, by nobody. */
export function holdingsOf(): Holdings {
  const entries = new Map<string, { readonly most: Amounts; held: Amounts }>();
  return {
    admit(holder, most) {
      entries.set(holder, { most: amountsOf(most), held: new Map() });
    },
    dismiss(holder) {
      entries.delete(holder);
    },
    take(holders, resources) {
      const amounts = amountsOf(resources);
      return holders.filter((holder) => {
        const entry = entries.get(holder);
        if (entry === undefined) return false;
        entry.held = plus(entry.held, amounts);
        return isBeyond(entry.held, entry.most);
      });
    },
    giveBack(holders, resources) {
      const amounts = amountsOf(resources);
      for (const holder of holders) {
        const entry = entries.get(holder);
        if (entry !== undefined) entry.held = minus(entry.held, amounts);
      }
    },
  };
}

function isBeyond(held: Amounts, most: Amounts): boolean {
  for (const [name, amount] of most) if ((held.get(name) ?? 0) > amount) return true;
  return false;
}
