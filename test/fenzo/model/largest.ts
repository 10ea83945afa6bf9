import { amountFinding, type Finding } from "../finding.ts";
import type { GoldenOffer, GoldenTask } from "../golden.ts";
import { amountIn, amountsOf, amountTold, sumOf, type AmountMap } from "./amounts.ts";
import type { Facts } from "./facts.ts";
import { valueOf } from "./co-tasks.ts";
import type { Host } from "./host.ts";
import type { Oddities } from "./rules.ts";

/**
 * What of the task is larger than the largest host seen of every group, where hosts are grouped by an attribute (D17): what is offered and
 * running together, and ports, of which each range counts one less than it has.
 */
export function tooLargeFor(
  task: GoldenTask,
  { scenario, offers }: Facts,
  hosts: readonly Host[],
  oddities: Oddities,
): readonly Finding[] {
  const { autoScaleByAttribute: attribute } = scenario;
  if (attribute === undefined || !oddities.has("D17")) return [];
  const groups = new Map<unknown, AmountMap>();
  for (const host of hosts) {
    const sizes = offers.flatMap(({ offer }) =>
      offer.hostname === host.name ? [sumOf([amountsOf(offer, oddities), portsOf([offer])])] : [],
    );
    sizes.push(sumOf([host.offered, host.runningAmounts, portsOf(host.offers)]));
    const group = valueOf(host, attribute, oddities);
    groups.set(group, sizes.reduce(largerOf, groups.get(group) ?? new Map<string, number>()));
  }
  const asked = sumOf([amountsOf(task, oddities), new Map([["ports", task.ports ?? 0]])]);
  let findings: readonly Finding[] = [];
  for (const most of groups.values()) {
    findings = [...asked].flatMap(([name, amount]) => {
      const available = amountIn(most, name);
      if (amount <= available) return [];
      if (name === "ports") return [amountFinding(name, amount, 0, available)];
      return [amountFinding(name, amountTold(amount, oddities), 0, amountTold(available, oddities))];
    });
    if (findings.length === 0) return [];
  }
  return findings;
}

function portsOf(offers: readonly GoldenOffer[]): AmountMap {
  const ranges = offers.flatMap(({ ports = [] }) => ports);
  return new Map([["ports", ranges.reduce((sum, [first, last]) => sum + last - first, 0)]]);
}

function largerOf(a: AmountMap, b: AmountMap): AmountMap {
  const names = new Set([...a.keys(), ...b.keys()]);
  return new Map([...names].map((name) => [name, Math.max(amountIn(a, name), amountIn(b, name))]));
}
