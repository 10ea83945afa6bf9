import { limitFinding, type Finding } from "../finding.ts";
import type { GoldenTask, GroupLimits } from "../golden.ts";
import { amountIn, amountsOf, amountTold, sumOf, type AmountMap } from "./amounts.ts";
import type { Oddities } from "./rules.ts";

/** Whether a group's limit lets a task pass; `ignored` is neither passed nor reported. */
export type LimitVerdict = "passed" | "ignored" | Finding;

/** What a group takes of its limit. */
export interface GroupUsage {
  /** Running, or placed by the round. */
  readonly tasks: readonly GoldenTask[];
  /** Whether any of its tasks ever ran, or has been placed by the round. */
  readonly isKnown: boolean;
  /** Whether the round has found that its limit allows nothing. */
  readonly isShut: boolean;
}

const limited = ["cpus", "mem", "network", "disk"];

/**
 * With D10 a group without a limit has none left, and the first task that a group ever has is not checked, unless the limit allows nothing:
 * then it fails, and the others of the round are ignored.
 */
export function checkLimit(
  task: GoldenTask,
  limits: GroupLimits | undefined,
  { tasks, isKnown, isShut }: GroupUsage,
  oddities: Oddities,
): LimitVerdict {
  if (limits === undefined) return "passed";
  const group = task.group ?? "";
  const isOdd = oddities.has("D10");
  const limit = limits[group];
  if (limit === undefined) return isOdd ? limitFinding(1, 0, 0) : "passed";
  const named = namedAmounts(limit, oddities);
  if (isOdd && !isKnown) {
    if (limited.some((name) => named.get(name) !== 0)) return "passed";
    return isShut ? "ignored" : limitFinding(1, 0, 0);
  }
  const used = sumOf(tasks.map((other) => amountsOf(other, oddities)));
  const asked = amountsOf(task, oddities);
  for (const name of limited) {
    const most = named.get(name);
    const [have, more] = [amountIn(used, name), amountIn(asked, name)];
    if (most === undefined || have + more <= most) continue;
    return limitFinding(amountTold(more, oddities), amountTold(have, oddities), amountTold(most, oddities));
  }
  return "passed";
}

/** Only what the limit names. */
function namedAmounts(limit: GroupLimits[string], oddities: Oddities): AmountMap {
  const amounts = amountsOf(limit, oddities);
  const names: readonly (readonly [string, unknown])[] = [
    ["cpus", limit.cpus],
    ["mem", limit.memory],
    ["network", limit.network],
    ["disk", limit.disk],
  ];
  return new Map(
    names.flatMap(([name, given]) => (given === undefined ? [] : [[name, amountIn(amounts, name)]])),
  );
}
