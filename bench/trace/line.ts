import type { Task } from "stowage";

/** Who of those that are alike came first. */
export interface Line {
  /** The task waits, behind all others like it. */
  join(task: Task): void;
  /** The task starts. Returns what is wrong: that one like it came before it. */
  leave(task: Task): readonly string[];
}

/** An empty line. Tasks are alike that ask the same, of one tenant and one tier: of these the first to come is the first to start. */
export function lineOf(): Line {
  const lines = new Map<string, { readonly ids: string[]; gone: number }>();
  return {
    join(task) {
      const key = keyOf(task);
      const line = lines.get(key);
      if (line === undefined) lines.set(key, { ids: [task.id], gone: 0 });
      else line.ids.push(task.id);
    },
    leave(task) {
      const line = lines.get(keyOf(task));
      const first = line?.ids[line.gone];
      if (line !== undefined) line.gone++;
      return first === task.id ? [] : [`${task.id} starts before ${first ?? "it has come"}`];
    },
  };
}

function keyOf({ tier, bucket, resources, constraints }: Task): string {
  return JSON.stringify([tier, bucket, resources, constraints]);
}
