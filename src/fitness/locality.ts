import { someValue, type RowCheck } from "../dense/checks.ts";
import type { Tables } from "../dense/tables.ts";
import type { Locality } from "../model/fitness.ts";
import type { Task } from "../model/task.ts";

/** How near a row is to where the task wants to be; see `locality`. Costs O(levels) per row. */
export function localityScore({ levels }: Locality, task: Task, tables: Tables): (row: number) => number {
  const checks = levels.map((level) => wantedAt(level, task, tables));
  return (row) => {
    const level = checks.findIndex((isWanted) => isWanted(row));
    return level === -1 ? 0 : (levels.length - level) / levels.length;
  };
}

function wantedAt(level: string, task: Task, tables: Tables): RowCheck {
  const column = tables.attribute(level);
  if (task.locations === undefined) {
    const { counts } = tables.coTasks.select(task, undefined).counter(column);
    return someValue(tables.rows, column, (value) => counts[value] !== 0);
  }
  const named = Object.hasOwn(task.locations, level) ? task.locations[level] : undefined;
  const values = typeof named === "object" ? named : named === undefined ? [] : [named];
  const wanted = new Set(values.map((value) => column.numberOf(value)));
  return someValue(tables.rows, column, (value) => wanted.has(value));
}
