import { sortReports } from "../finding.ts";
import type { Answer, Refusal } from "./round.ts";
import { within } from "./score.ts";

/** Whether two answers are the same, scores within the tolerance. */
export function isSame(a: Answer | Refusal, b: Answer | Refusal, tolerance: number): boolean {
  if ("refusal" in a || "refusal" in b) return JSON.stringify(a) === JSON.stringify(b);
  const scores = [a, b].map(({ placements }) =>
    placements.flatMap(({ grants, parts: { fitness, preferences = -1, devices = -1 } }) => [
      fitness,
      preferences,
      devices,
      ...grants.map((grant) => grant.fitness),
    ]),
  );
  const [first = [], second = []] = scores;
  return (
    withoutScores(a) === withoutScores(b) &&
    first.every((score, at) => Object.is(within(tolerance, score, second[at]), second[at]))
  );
}

function withoutScores(answer: Answer): string {
  const placements = answer.placements.map(({ task, host, ports, grants }) => ({
    task,
    host,
    ports,
    slots: grants.map(({ set, index, value, units }) => ({ set, index, value, units })),
  }));
  return JSON.stringify({ ...answer, placements, reports: sortReports(answer.reports) });
}
