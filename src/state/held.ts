import type { Offer } from "../model/offer.ts";
import { compareText } from "../model/order.ts";
import type { RunningTask } from "../model/task.ts";

/**
 * What an agent has of one kind while events change it: the list of it, or by id, from when events have moved several times as much in the
 * list as it is long. However many events there are, each costs O(1) from then on; and few cost no more than in a list.
 */
export type Held<T> = readonly T[] | ReadonlyMap<string, T>;

/** What an agent has while events change it. A list of offers is sorted by id, a map of them is not. */
export interface HeldDraft {
  offers: Offer[] | Map<string, Offer>;
  /** In the order in which they started. */
  running: RunningTask[] | Map<string, RunningTask>;
  /** How many places of its lists events have moved. */
  moved: number;
}

/** How many there are. */
export function countOf<T>(held: Held<T>): number {
  return isById(held) ? held.size : held.length;
}

/** The offers, sorted by id. Costs nothing where they are in a list. */
export function offersIn({ offers }: { readonly offers: Held<Offer> }): readonly Offer[] {
  return isById(offers) ? [...offers.values()].sort((a, b) => compareText(a.id, b.id)) : offers;
}

/** The running tasks, in the order in which they started. Costs nothing where they are in a list. */
export function runningIn({ running }: { readonly running: Held<RunningTask> }): readonly RunningTask[] {
  return isById(running) ? [...running.values()] : running;
}

function isById<T>(held: Held<T>): held is ReadonlyMap<string, T> {
  return held instanceof Map;
}

/** Adds an offer whose id is not there. */
export function holdOffer(draft: HeldDraft, offer: Offer): void {
  const { id } = offer;
  const { offers } = draft;
  if (offers instanceof Map) {
    offers.set(id, offer);
    return;
  }
  if (offers.length === 0) {
    draft.offers = [offer];
    return;
  }
  let at = offers.length;
  while (isAfter(offers[at - 1], id)) at--;
  if (at === offers.length) {
    offers.push(offer);
    return;
  }
  offers.splice(at, 0, offer);
  draft.moved += offers.length - at;
  if (isMuchMoved(draft, offers)) draft.offers = new Map(offers.map((each) => [each.id, each]));
}

function isAfter(offer: Offer | undefined, id: string): boolean {
  return offer !== undefined && offer.id > id;
}

/** Takes the offer away. */
export function removeOffer(draft: HeldDraft, offerId: string): void {
  const { offers } = draft;
  if (offers instanceof Map) {
    offers.delete(offerId);
    return;
  }
  const left = offers.filter(({ id }) => id !== offerId);
  draft.moved += left.length;
  draft.offers = isMuchMoved(draft, left) ? new Map(left.map((each) => [each.id, each])) : left;
}

/** Adds a running task whose id is not there. */
export function holdTask(draft: HeldDraft, running: RunningTask): void {
  const { running: held } = draft;
  if (held instanceof Map) held.set(running.task.id, running);
  else if (held.length === 0) draft.running = [running];
  else held.push(running);
}

/** Takes the running task away. */
export function removeTask(draft: HeldDraft, taskId: string): void {
  const { running } = draft;
  if (running instanceof Map) {
    running.delete(taskId);
    return;
  }
  const left = running.filter(({ task }) => task.id !== taskId);
  draft.moved += left.length;
  draft.running = isMuchMoved(draft, left) ? new Map(left.map((each) => [each.task.id, each])) : left;
}

/** Whether making a map of the list costs no more than has been spent on lists. A short list is faster than a map. */
function isMuchMoved({ moved }: HeldDraft, list: readonly unknown[]): boolean {
  return list.length >= shortList && moved >= muchMoved * list.length;
}

const shortList = 16;
const muchMoved = 8;
