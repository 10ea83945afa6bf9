import { fenzoMs } from "../reference/fenzo.ts";
import { againstScan, compareWithScan } from "../reference/against-scan.ts";
import { interleave } from "../measure/interleave.ts";
import { withTimeUnit } from "../text/numbers.ts";
import { drawn } from "../workloads/drawn.ts";
import { familyWorkload } from "../workloads/families.ts";
import type { Workload } from "../workloads/workload.ts";
import { asTimes, type Goal, type Reached } from "./goal.ts";
import { inTurns, pairs, standingOr, tenThousand } from "./material.ts";

/** How fast different tasks find their places, and what constraints, preferences and equal tasks cost beside them. */
export function searchGoals(): readonly Goal[] {
  const distinct = standingOr("10,000 tasks", "distinct");
  const plain = familyWorkload("distinct", tenThousand, tenThousand);
  const everyTask = { section: "features", agents: tenThousand, tasks: tenThousand };
  const compared = once(() => compareWithScan(distinct, pairs));
  return [
    {
      name: "10,000 × 10,000, distinct tasks: times as fast as Fenzo, timed on a like machine",
      least: 1000,
      render: asTimes,
      measure: () => {
        const fenzoTookMs = fenzoMs("10,000 tasks", tenThousand) ?? 0;
        const { secondMs } = compared();
        return { figure: fenzoTookMs / secondMs, detail: timesText(fenzoTookMs, secondMs) };
      },
    },
    {
      name: "10,000 × 10,000, distinct tasks: times as fast as a typed-array scan",
      least: 40,
      render: asTimes,
      measure: () => {
        const { firstMs, secondMs, leastRatio } = compared();
        return { figure: leastRatio, detail: timesText(firstMs, secondMs) };
      },
    },
    {
      name: "100,000 agents × 10,000 tasks: times as fast as a typed-array scan",
      least: 100,
      render: asTimes,
      measure: () => {
        // A scan takes seconds, a round a hundredth of them: it has several chances to meet with a quiet machine.
        const { match, scan } = againstScan(familyWorkload("distinct", 100_000, tenThousand));
        const { firstMs, secondMs, leastRatio } = interleave(scan, leastOf(pairs, match), 2);
        return { figure: leastRatio, detail: timesText(firstMs, secondMs) };
      },
    },
    atMost("with co-task constraints and preferences on a tenth: of the time without", 2, () =>
      costOf(standingOr("the same, with constraints on (10 % of the tasks)", "constraints"), distinct),
    ),
    atMost("with co-task constraints on every task: of the time without", 2, () =>
      costOf(drawn({ ...everyTask, name: "constraints" }, { tasks: "constraints on all" }), plain),
    ),
    atMost("with three preferences on every task: of the time without", 2, () =>
      costOf(drawn({ ...everyTask, name: "preferences" }, { tasks: "preferences" }), plain),
    ),
    atMost("10,000 equal tasks: of the time of distinct ones", 1, () =>
      costOf(standingOr("10,000 equal tasks", "equal"), distinct),
    ),
  ];
}

/** The least time of several runs. */
function leastOf(runs: number, run: () => number): () => number {
  return () => Math.min(...Array.from({ length: runs }, run));
}

function atMost(name: string, most: number, measure: () => Reached): Goal {
  return { name, most, render: asTimes, measure };
}

function costOf(dear: Workload, plain: Workload): Reached {
  const { firstMs, secondMs, leastRatio } = inTurns(dear, plain);
  return { figure: leastRatio, detail: timesText(firstMs, secondMs) };
}

/** Two times, as a ratio is read. */
export function timesText(firstMs: number, secondMs: number): string {
  return `${withTimeUnit(firstMs)} : ${withTimeUnit(secondMs)}`;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
