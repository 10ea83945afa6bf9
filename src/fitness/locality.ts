import type { AttributeColumn } from "../dense/attributes.ts";
import { agentsWithSome, someValue, type Few } from "../dense/checks.ts";
import { floatAt, intAt } from "../dense/number-at.ts";
import type { Pool } from "../dense/pool.ts";
import type { Tables } from "../dense/tables.ts";
import type { Locality } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";
import { scorerWith, type Scorer, type StrataBound } from "./scorer.ts";

interface Level {
  readonly column: AttributeColumn;
  readonly isWanted: (row: number) => boolean;
  /** The numbers of the values that are wanted. */
  readonly values: Iterable<number>;
  readonly few: Few;
  /** What it is worth to be wanted at this level, and none before. */
  readonly worth: number;
}

/** How near a row is to where the task wants to be; see `locality`. Costs O(levels) per row. */
export function localityScorer({ levels }: Locality, task: Task, tables: Tables, pool: Pool): Scorer {
  const inReach: Level[] = [];
  let count = 0;
  for (const [number, name] of levels.entries()) {
    const level = wantedAt(name, (levels.length - number) / levels.length, task, tables, pool);
    if (level.few.count > 0) inReach.push(level);
    count += level.few.count;
  }
  const most = inReach[0]?.worth ?? 0;
  let bound: StrataBound | undefined;
  return scorerWith({
    score: (row) => worthOf(row, inReach),
    most,
    rest: most,
    better: inReach.map(({ few }, i) => ({
      count: few.count,
      list: few.list,
      elsewhere: inReach[i + 1]?.worth ?? 0,
    })),
    // Where few agents are wanted they are all tried, and what others are worth is known.
    ofStrata: count > pool.few ? () => (bound ??= boundOf(inReach, pool)) : undefined,
  });
}

function worthOf(row: number, levels: readonly Level[]): number {
  for (const { isWanted, worth } of levels) if (isWanted(row)) return worth;
  return 0;
}

/** What the rows of each stratum are worth at most. Costs O(strata × wanted values), and O(agents wanted) at levels that have too many values for strata. */
function boundOf(levels: readonly Level[], pool: Pool): StrataBound {
  let { strata } = pool;
  for (const { column } of levels) strata = strata.with(column) ?? strata;
  const most = new Float64Array(strata.examples.length);
  const raise = (stratum: number, worth: number): void => {
    if (worth > floatAt(most, stratum)) most[stratum] = worth;
  };
  let isWhole = true;
  for (const { column, values, few, worth } of levels) {
    if (strata.isBy([column])) {
      for (const value of values) for (const stratum of strata.having(column, value)) raise(stratum, worth);
      continue;
    }
    isWhole = false;
    if (few.count > pool.few) {
      for (let stratum = 0; stratum < most.length; stratum++) raise(stratum, worth);
      continue;
    }
    for (const agent of few.list()) {
      const row = pool.rowOf(agent);
      if (row !== -1) raise(intAt(strata.of, row), worth);
    }
  }
  return { strata, most, isWhole };
}

function wantedAt(name: string, worth: number, task: Task, tables: Tables, pool: Pool): Level {
  const column = tables.attribute(name);
  if (task.locations === undefined) {
    const { counts, near, used } = tables.coTasks.select(task, undefined).counter(column);
    const isWanted = someValue(pool, column, (value) => counts.of(value) > 0);
    return { column, isWanted, values: used, few: near, worth };
  }
  const named = Object.hasOwn(task.locations, name) ? task.locations[name] : undefined;
  const values = typeof named === "object" ? named : named === undefined ? [] : [named];
  const wanted = new Set(values.map((value) => column.numberOf(value)).filter((number) => number !== -1));
  const isWanted = someValue(pool, column, (value) => wanted.has(value));
  return { column, isWanted, values: wanted, few: agentsWithSome(column, [...wanted]), worth };
}
