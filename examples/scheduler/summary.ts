import type { Item } from "./items.ts";
import type { Job } from "./jobs.ts";

/** Whether all that ends has ended. */
export function isDone(items: Iterable<Item>, jobs: readonly Job[]): boolean {
  const batch = new Set(jobs.filter(({ kind }) => kind === "batch").map(({ id }) => id));
  for (const { jobId, phase } of items)
    if (batch.has(jobId) && phase !== "finished" && phase !== "failed") return false;
  return true;
}

/** What became of each job: a line each. */
export function summaryOf(items: Iterable<Item>, jobs: readonly Job[]): readonly string[] {
  const all = [...items];
  return jobs.map(({ id, kind }) => {
    const own = all.filter(({ jobId }) => jobId === id);
    const phases = (["waiting", "launched", "finished", "failed"] as const).flatMap((phase) => {
      const count = own.filter((item) => item.phase === phase).length;
      return count === 0 ? [] : `${count} ${phase}`;
    });
    const attempts = own.reduce(
      (sum, { attempt, phase }) => sum + attempt - (phase === "waiting" ? 1 : 0),
      0,
    );
    return `${kind} ${id}: ${phases.join(", ")}; ${attempts} attempts`;
  });
}
