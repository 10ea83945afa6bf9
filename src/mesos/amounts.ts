import { compareText } from "../model/order.ts";

/** Thousandths by name, sorted by name, each > 0. */
export type Amounts = ReadonlyMap<string, number>;

/** So many a list may have: a master compares them one by one, with what each agent has left. */
const maxAmounts = 16;

/** The amounts that are > 0. */
export function amountsOf(thousandths: Iterable<readonly [name: string, thousandths: number]>): Amounts {
  const some = [...thousandths].filter(([, amount]) => amount > 0);
  return new Map(some.toSorted(([a], [b]) => compareText(a, b)));
}

/** In order, the least first, without those that ask all that another does. Costs O(n log n + n · left), left being those that are left. */
export function leastOf(list: readonly Amounts[]): readonly Amounts[] {
  const byText = new Map(list.map((amounts) => [JSON.stringify([...amounts]), amounts]));
  const inOrder = [...byText].toSorted(
    ([a, amountsA], [b, amountsB]) => totalOf(amountsA) - totalOf(amountsB) || compareText(a, b),
  );
  const kept: Amounts[] = [];
  for (const [, amounts] of inOrder) if (!kept.some((less) => isWithin(less, amounts))) kept.push(amounts);
  return kept;
}

function totalOf(amounts: Amounts): number {
  let total = 0;
  for (const amount of amounts.values()) total += amount;
  return total;
}

/** Whether the first asks no more of anything than the second. */
function isWithin(less: Amounts, amounts: Amounts): boolean {
  for (const [name, amount] of less) if (amount > (amounts.get(name) ?? 0)) return false;
  return true;
}

/** The same, but no more than {@link maxAmounts}: of neighbours by names and amounts, what they all ask. */
export function fewOf(list: readonly Amounts[]): readonly Amounts[] {
  if (list.length <= maxAmounts) return list;
  const alike = list.map((amounts) => [alikeness(amounts), amounts] as const);
  const inOrder = alike.toSorted(([a], [b]) => compareText(a, b)).map(([, amounts]) => amounts);
  const size = Math.ceil(inOrder.length / maxAmounts);
  const merged: Amounts[] = [];
  for (let at = 0; at < inOrder.length; at += size) merged.push(inOrder.slice(at, at + size).reduce(common));
  return leastOf(merged);
}

/** A text that puts in order by the names, then by the amount of the first name, of the second, … */
function alikeness(amounts: Amounts): string {
  const digits = [...amounts.values()].map((amount) => String(amount).padStart(16, "0"));
  return JSON.stringify([[...amounts.keys()], digits]);
}

/** What both ask. */
function common(a: Amounts, b: Amounts): Amounts {
  return amountsOf([...a].map(([name, amount]) => [name, Math.min(amount, b.get(name) ?? 0)] as const));
}
