import type { Options } from "./options.ts";
import type { Outcome } from "./simulate.ts";
import type { Summary } from "./summary.ts";

/** The report as one JSON document: options, sums, every round, resources, the explained task, the violations. */
export function renderJson(options: Options, outcome: Outcome, summary: Summary): string {
  const { slowest, slowestAfterFirst, fragmentation, ...sums } = summary;
  const utilisation = outcome.rounds.at(-1)?.utilisation ?? {};
  return JSON.stringify(
    {
      // Without a limit a trace is taken whole: the numbers are those that were simulated.
      options: { ...options, agents: summary.agents, tasks: summary.tasksArrived },
      violations: { count: outcome.violations.length, first: outcome.violations.slice(0, 100) },
      elapsedMs: outcome.elapsedMs,
      sums: { ...sums, slowestRound: slowest.round, slowestAfterFirst: slowestAfterFirst?.round ?? null },
      resources: Object.fromEntries(
        Object.entries(utilisation).map(([name, use]) => {
          const part = fragmentation[name];
          if (part === undefined) return [name, use];
          const { free, fragmented, typical } = part;
          const amounts = Object.fromEntries(
            [...typical.amounts].map(([each, amount]) => [each, amount / 1000]),
          );
          return [name, { ...use, free, fragmented, typicalTask: { ...typical, amounts } }];
        }),
      ),
      pendingExplained: outcome.pending ?? null,
      rounds: outcome.rounds,
    },
    undefined,
    2,
  );
}
