import type { Finding, Report } from "../finding.ts";
import type { GoldenTask } from "../golden.ts";
import { checkHost, type Offered } from "./check.ts";
import type { View } from "./co-tasks.ts";
import type { Host } from "./host.ts";

/** How many hosts Fenzo looks at before it asks whether one of them is good enough. */
const batchSize = 10;

/** What takes a task, or why each host refuses it. */
export type Selection = Offered | { readonly refusals: Report["hosts"] };

/** The host of the greatest worth; ties go to the smallest name. */
export function select(task: GoldenTask, view: View): Selection {
  const refusals: Record<string, readonly Finding[]> = {};
  const passing: Offered[] = [];
  for (const [at, host] of inOrder(view).entries()) {
    const checked = checkHost(task, host, view);
    if ("host" in checked) passing.push(checked);
    else refusals[host.name] = checked;
    const [first] = passing.filter((each) => isGoodEnough(each, view));
    if (first === undefined) continue;
    if (!view.oddities.has("D11")) return first;
    if ((at + 1) % batchSize === 0) break;
  }
  return bestOf(passing) ?? { refusals };
}

/**
 * The candidates in the order in which they are looked at: that of their first offers where it matters in Fenzo, for what is good enough
 * (D11) and for what is no number (D3), else by name.
 */
function inOrder({ hosts, scenario, oddities }: View): readonly Host[] {
  const candidates = hosts.filter(({ isCandidate }) => isCandidate);
  const isOdd = oddities.has(scenario.goodEnough === undefined ? "D3" : "D11");
  return isOdd ? candidates : candidates.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** With D11 what is good enough is more than the number, otherwise at least. */
function isGoodEnough({ worth: { total } }: Offered, { scenario, oddities }: View): boolean {
  const { goodEnough } = scenario;
  if (goodEnough === undefined) return false;
  return oddities.has("D11") ? total > goodEnough : total >= goodEnough;
}

/** Where a worth is no number (D3), every comparison fails and the later one wins. */
function bestOf(passing: readonly Offered[]): Offered | undefined {
  let best: Offered | undefined;
  for (const each of passing) {
    const isBetter = best !== undefined && best.worth.sum > each.worth.sum;
    const isFirst =
      best !== undefined && best.worth.sum === each.worth.sum && best.host.name < each.host.name;
    if (!isBetter && !isFirst) best = each;
  }
  return best;
}
