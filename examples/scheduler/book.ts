// The book of all items. What changes in it is in the store once `keep` returns.
import type { MesosTask } from "stowage/mesos";
import { attemptId, type Item } from "./items.ts";
import { itemsOf, taskIdsOf, taskOf, type Job } from "./jobs.ts";
import type { Entry, Store } from "./journal.ts";

/** See the head of this file. */
export interface Book {
  readonly items: ReadonlyMap<string, Item>;
  /** The tasks to be placed. */
  readonly waiting: ReadonlyMap<string, MesosTask>;
  readonly jobOf: (item: Item) => Job;
  /** The item whose present attempt has that id, or a task of that id. */
  readonly find: (taskId: string) => Item | undefined;
  /** By the id of an earlier attempt of an item that is no pod. */
  readonly findFormer: (taskId: string) => Item | undefined;
  /** The item is so from now on. */
  readonly change: (item: Item) => void;
  /** Under which id the framework is known; empty before it is. */
  readonly frameworkId: () => string;
  readonly setFrameworkId: (id: string) => void;
  readonly keep: () => void;
}

/** The items of the jobs, as the store says. Entries of jobs that are no more are left out. */
export function openBook(jobList: readonly Job[], store: Store): Book {
  const jobs = new Map(jobList.map((job) => [job.id, job]));
  const items = new Map<string, Item>();
  const waiting = new Map<string, MesosTask>();
  const itemIds = new Map<string, string>();
  let frameworkId = "";
  let changes: Entry[] = [];

  function jobOf({ jobId }: Item): Job {
    const job = jobs.get(jobId);
    if (job === undefined) throw new Error(`there is no job ${jobId}`);
    return job;
  }

  function idsOf(item: Item): readonly string[] {
    return [attemptId(item), ...taskIdsOf(jobOf(item), item)];
  }

  function place(item: Item): void {
    const before = items.get(item.id);
    if (before !== undefined) for (const id of idsOf(before)) itemIds.delete(id);
    items.set(item.id, item);
    waiting.delete(item.id);
    if (item.phase === "finished" || item.phase === "failed") return;
    for (const id of idsOf(item)) itemIds.set(id, item.id);
    if (item.phase === "waiting") waiting.set(item.id, taskOf(jobOf(item), item));
  }

  for (const item of jobList.flatMap(itemsOf)) place(item);
  for (const entry of store.load()) {
    if ("frameworkId" in entry) ({ frameworkId } = entry);
    else if (items.has(entry.item.id)) place(entry.item);
  }

  return {
    items,
    waiting,
    jobOf,
    findFormer: (taskId) => {
      const item = items.get(taskId.replace(/-\d+$/, ""));
      return item !== undefined && item.attempt > 1 && taskId !== attemptId(item) ? item : undefined;
    },
    find: (taskId) => items.get(itemIds.get(taskId) ?? ""),
    change: (item) => {
      place(item);
      changes.push({ item });
    },
    frameworkId: () => frameworkId,
    setFrameworkId: (id) => {
      if (id !== frameworkId) changes.push({ frameworkId: id });
      frameworkId = id;
    },
    keep: () => {
      store.append(changes);
      changes = [];
    },
  };
}
