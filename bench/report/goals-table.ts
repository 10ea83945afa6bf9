import type { ReachedGoal } from "../goals/goal.ts";
import { renderTable, type Column } from "../text/table.ts";

const columns = ["goals", "goal", "reached", "", "of"].map((title): Column => ({ title, align: "left" }));

/** What was to be reached and what was, as a table; undefined without any. */
export function renderGoals(goals: readonly ReachedGoal[]): string | undefined {
  if (goals.length === 0) return undefined;
  return renderTable(
    columns,
    goals.map(({ name, goal, reached, isMet, detail }) => [
      name,
      goal,
      reached,
      isMet ? "met" : "NOT MET",
      detail,
    ]),
  ).join("\n");
}
