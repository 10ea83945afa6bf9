import type { Random } from "./random.ts";

/** How often things go wrong by themselves; each a probability from 0 to 1, 0 unless told. */
export interface FaultRates {
  /** An update comes twice. */
  readonly duplicateUpdate?: number;
  /** An update comes late, by up to `lateUpdateMs` (5 s unless told). */
  readonly lateUpdate?: number;
  readonly lateUpdateMs?: number;
  /** A call is answered as ever, and lost. */
  readonly dropCall?: number;
  /** An offer is rescinded, up to `rescindMs` (5 s unless told) after it was made. */
  readonly rescind?: number;
  readonly rescindMs?: number;
}

/** What goes wrong, as the seed decides. */
export interface FaultPlan {
  /** The rates can be changed at any time. */
  rates: FaultRates;
  /** Calls yet to be lost, whatever the rates. */
  callsToDrop: number;
  readonly onUpdate: () => { readonly lateMs: number; readonly copies: number };
  readonly losesCall: () => boolean;
  /** After how long the offer just made is rescinded, if it is. */
  readonly rescindsAfterMs: () => number | undefined;
}

/** A plan in which nothing goes wrong but by the rates. */
export function faultPlan(random: Random, rates: FaultRates): FaultPlan {
  const isUp = (rate = 0): boolean => rate > 0 && random.next() < rate;
  const plan: FaultPlan = {
    rates,
    callsToDrop: 0,
    onUpdate: () => ({
      lateMs: isUp(plan.rates.lateUpdate)
        ? 1 + Math.floor(random.next() * (plan.rates.lateUpdateMs ?? 5000))
        : 0,
      copies: isUp(plan.rates.duplicateUpdate) ? 1 : 0,
    }),
    losesCall: () => {
      if (plan.callsToDrop === 0) return isUp(plan.rates.dropCall);
      plan.callsToDrop--;
      return true;
    },
    rescindsAfterMs: () =>
      isUp(plan.rates.rescind) ? Math.floor(random.next() * (plan.rates.rescindMs ?? 5000)) : undefined,
  };
  return plan;
}
