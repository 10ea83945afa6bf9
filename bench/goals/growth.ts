import { familyWorkload } from "../workloads/families.ts";
import { asTimes, type Goal } from "./goal.ts";
import { inTurns, tenThousand } from "./material.ts";
import { timesText } from "./search.ts";

/** How the time of a round grows with the cluster and with the tasks. */
export function growthGoals(): readonly Goal[] {
  return [
    {
      name: "10,000 → 100,000 agents, 10,000 tasks: times the time per task",
      most: 3,
      render: asTimes,
      measure: () => {
        const { firstMs, secondMs, leastRatio } = inTurns(
          familyWorkload("distinct", 100_000, tenThousand),
          familyWorkload("distinct", tenThousand, tenThousand),
        );
        return { figure: leastRatio, detail: growthText(firstMs, secondMs, leastRatio) };
      },
    },
    {
      name: "10,000 → 100,000 tasks, 10,000 agents: times the time per task",
      most: 1.2,
      render: asTimes,
      measure: () => {
        const { firstMs, secondMs, leastRatio } = inTurns(
          familyWorkload("distinct", tenThousand, 100_000),
          familyWorkload("distinct", tenThousand, tenThousand),
        );
        return { figure: leastRatio / 10, detail: growthText(firstMs, secondMs, leastRatio) };
      },
    },
  ];
}

/** The size is ten times as great: the exponent of the growth is the logarithm of the ratio. */
function growthText(greatMs: number, smallMs: number, ratio: number): string {
  return `${timesText(greatMs, smallMs)}, exponent ${Math.log10(ratio).toFixed(2)}`;
}
