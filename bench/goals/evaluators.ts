import * as stowage from "stowage";
import { asPercent, withThousands } from "../text/numbers.ts";
import { familyWorkload } from "../workloads/families.ts";
import { ownFitnessRows } from "../workloads/own-fitness.ts";
import type { Goal } from "./goal.ts";
import { tenThousand } from "./material.ts";

/** How large a share of the (task, agent) pairs is put to a user's own fitness, in each way it can come in: exact counts. */
export function evaluatorGoals(): readonly Goal[] {
  const plain = familyWorkload("distinct", tenThousand, tenThousand);
  return ownFitnessRows(tenThousand, tenThousand, plain).map((row) => ({
    name: `a user's own fitness, ${row.name}: called for so many of the pairs`,
    most: 0.05,
    render: asPercent,
    measure: () => {
      const { evaluatorCalls } = row.prepare(stowage).run().stats;
      const share = evaluatorCalls / (row.agents * row.tasks);
      return { figure: share, detail: `${withThousands(evaluatorCalls)} calls` };
    },
  }));
}
