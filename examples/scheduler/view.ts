// The cluster as the master has told it. News is gathered, and read when somebody looks.
import { emptyCluster, findAgent, InvalidInputError, update, type Cluster, type ClusterEvent } from "stowage";
import { eventsFrom, type MesosResource, type UnreadableOffer } from "stowage/mesos";
import type { Book } from "./book.ts";
import { itemLabel, wants, type Item } from "./items.ts";
import type { Fields } from "./json.ts";

/** See the head of this file. */
export interface View {
  readonly cluster: () => Cluster;
  /** A round has made this of it. */
  readonly become: (cluster: Cluster) => void;
  readonly tell: (event: ClusterEvent) => void;
  /** Tells what an event of the master means, if it can be read, and says whether that is anything. */
  readonly learn: (event: Fields, receivedAtMs: number, isOfPod?: boolean) => boolean;
  /** A launched item runs; of a pod what has not ended. Nothing new where it is known to. */
  readonly restore: (item: Item) => void;
  /** All offers are void. */
  readonly forgetOffers: () => void;
  /** Offers that could not be read since it was last asked. */
  readonly takeUnreadable: () => readonly UnreadableOffer[];
}

/** The view of a book whose launched items run. */
export function createView(book: Book, log: (line: string) => void): View {
  let known = emptyCluster;
  let news: ClusterEvent[] = [];
  let unreadable: UnreadableOffer[] = [];

  function cluster(): Cluster {
    if (news.length > 0) known = update(known, news);
    news = [];
    return known;
  }

  /** What was made for an item goes back when it does not want it any more. */
  function upkeep(resource: MesosResource, agentId: string): "release" | undefined {
    const labels = resource.reservations?.at(-1)?.labels?.labels ?? [];
    const itemId = labels.find(({ key }) => key === itemLabel)?.value;
    if (itemId === undefined) return undefined;
    const item = book.items.get(itemId);
    return item !== undefined && wants(item, agentId, resource.disk?.persistence?.id) ? undefined : "release";
  }

  function learn(event: Fields, receivedAtMs: number, isOfPod = false): boolean {
    const options = { receivedAtMs, upkeep, alsoEnding: ["TASK_UNKNOWN"] } as const;
    try {
      const read = eventsFrom(event, isOfPod ? { ...options, cluster: cluster() } : options);
      news.push(...read.events);
      unreadable.push(...read.unreadable);
      return read.events.length > 0;
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      log(error.message);
      return false;
    }
  }

  function restore({ running, ends = {} }: Item): void {
    if (running === undefined) return;
    const { agentId, task } = running;
    if (findAgent(cluster(), agentId)?.running.some((each) => each.task.id === task.id) === true) return;
    news.push({ type: "task-started", running });
    for (const [value, state] of Object.entries(ends)) {
      const status = { task_id: { value }, agent_id: { value: agentId }, state };
      learn({ type: "UPDATE", update: { status } }, 0, true);
    }
  }

  const running = [...book.items.values()].filter((item) => item.running !== undefined);
  for (const item of running.filter(({ ends }) => ends !== undefined)) restore(item);
  for (const { ends, running: at } of running)
    if (ends === undefined && at !== undefined) news.push({ type: "task-started", running: at });

  return {
    cluster,
    become: (next) => {
      known = next;
    },
    tell: (event) => void news.push(event),
    learn,
    restore,
    forgetOffers: () => {
      for (const { id } of cluster().agents.flatMap(({ offers }) => offers))
        news.push({ type: "offer-rescinded", offerId: id });
      unreadable = [];
    },
    takeUnreadable: () => {
      const taken = unreadable;
      unreadable = [];
      return taken;
    },
  };
}
