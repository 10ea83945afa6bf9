import { agentsWithSome, someValue, type Few } from "../dense/checks.ts";
import { intAt } from "../dense/number-at.ts";
import type { Pool } from "../dense/pool.ts";
import type { Tables } from "../dense/tables.ts";
import type { Locality } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";
import { scorerWith, type Scorer } from "./scorer.ts";

interface Level {
  readonly isWanted: (row: number) => boolean;
  readonly few: Few;
}

/** How near a row is to where the task wants to be; see `locality`. Costs O(levels) per row. */
export function localityScorer({ levels }: Locality, task: Task, tables: Tables, pool: Pool): Scorer {
  const wanted = levels.map((level) => wantedAt(level, task, tables, pool));
  const worth = (level: number): number => (level === -1 ? 0 : (levels.length - level) / levels.length);
  const inReach = wanted.flatMap(({ few }, level) => (few.count > 0 ? [{ ...few, level }] : []));
  const most = worth(inReach[0]?.level ?? -1);
  return scorerWith({
    score: (row) => worth(wanted.findIndex(({ isWanted }) => isWanted(row))),
    most,
    rest: most,
    better: inReach.map(({ count, list }, i) => ({
      count,
      list,
      elsewhere: worth(inReach[i + 1]?.level ?? -1),
    })),
  });
}

function wantedAt(level: string, task: Task, tables: Tables, pool: Pool): Level {
  const column = tables.attribute(level);
  if (task.locations === undefined) {
    const { counts, near } = tables.coTasks.select(task, undefined).counter(column);
    return {
      isWanted: someValue(pool, column, (value) => intAt(counts, value) > 0),
      few: near,
    };
  }
  const named = Object.hasOwn(task.locations, level) ? task.locations[level] : undefined;
  const values = typeof named === "object" ? named : named === undefined ? [] : [named];
  const wanted = new Set(values.map((value) => column.numberOf(value)).filter((number) => number !== -1));
  return {
    isWanted: someValue(pool, column, (value) => wanted.has(value)),
    few: agentsWithSome(column, [...wanted]),
  };
}
