import type { Cluster } from "../model/cluster.ts";
import { newNotes } from "../dense/notes.ts";
import type { RunningTask } from "../model/task.ts";

/** What else than its id a running task is known by. */
export type NamesOf = (running: RunningTask) => readonly { readonly id: string }[];

/** What has been asked of a cluster. */
interface Asked {
  by: NamesOf | undefined;
  /** Undefined until somebody asks a second time. */
  first: ReadonlyMap<string, RunningTask> | undefined;
}

const asked = newNotes<Asked>();

/** Sets up a cluster that is made here, before it is frozen. */
export function setUpNames(cluster: Cluster): void {
  asked.note(cluster, { by: undefined, first: undefined });
}

/**
 * The first running task of the name in a cluster made here; undefined where none has it. Costs O(tasks) the first two times that a cluster is asked, then O(1):
 * most clusters are asked once, and a look is less than a map.
 */
export function firstNamed(cluster: Cluster, name: string, namesOf: NamesOf): RunningTask | undefined {
  const known = asked.of(cluster);
  if (known.by === namesOf) return (known.first ??= firstByName(cluster, namesOf)).get(name);
  known.by = namesOf;
  known.first = undefined;
  for (const { running } of cluster.agents) {
    const found = runningNamed(running, name, namesOf);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first of the tasks that has the name. */
export function runningNamed(
  running: readonly RunningTask[],
  name: string,
  namesOf: NamesOf,
): RunningTask | undefined {
  return running.find((each) => namesOf(each).some(({ id }) => id === name));
}

function firstByName({ agents }: Cluster, namesOf: NamesOf): ReadonlyMap<string, RunningTask> {
  const first = new Map<string, RunningTask>();
  for (const { running } of agents) {
    for (const each of running) {
      for (const { id } of namesOf(each)) if (!first.has(id)) first.set(id, each);
    }
  }
  return first;
}
