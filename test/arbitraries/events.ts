import fc from "fast-check";
import type { AttributeValue, Cluster, ClusterEvent, Offer, RunningTask } from "../../src/index.ts";
import { naiveUpdate } from "../oracle/update.ts";
import { scarceNames } from "./amounts.ts";
import { attributeName, attributeValue } from "./attributes.ts";
import type { Customs } from "./constraints.ts";
import { agentId, distinct, executorId, offerId, taskId } from "./names.ts";
import { offer } from "./offers.ts";
import { rarely, shapeOf } from "./shapes.ts";
import { runningTask } from "./tasks.ts";
import { untilMs } from "./times.ts";

/** Something known, by its place in the list of what there is; or a name, known or not. */
interface Pick {
  readonly place: number;
  readonly name: string;
  readonly isKnown: boolean;
}

/** An event that becomes valid when it is known what the cluster holds. */
export type EventSeed =
  | { readonly type: "offers"; readonly offers: readonly Offer[] }
  | { readonly type: "more-offers"; readonly agent: Pick; readonly offers: readonly Offer[] }
  | { readonly type: "start"; readonly running: RunningTask }
  | { readonly type: "start-there"; readonly agent: Pick; readonly running: RunningTask }
  | { readonly type: "rescind"; readonly offer: Pick }
  | { readonly type: "end"; readonly task: Pick }
  | { readonly type: "end-executor"; readonly agent: Pick; readonly executorId: string }
  | { readonly type: "lose" | "enable"; readonly agent: Pick }
  | { readonly type: "disable"; readonly agent: Pick; readonly untilMs: number }
  | {
      readonly type: "activate";
      readonly attribute: string;
      readonly values: readonly AttributeValue[] | null;
    }
  | { readonly type: "guard"; readonly resources: readonly string[] };

/** Any event. */
export function eventSeed(customs: Customs = "all"): fc.Arbitrary<EventSeed> {
  const agent = pickOf(agentId);
  const offers = fc.array(offer, { maxLength: 3 });
  const running = runningTask(customs);
  return fc.oneof<fc.MaybeWeightedArbitrary<EventSeed>[]>(
    { weight: 3, arbitrary: seedOf({ type: fc.constant("offers"), offers }) },
    { weight: 3, arbitrary: seedOf({ type: fc.constant("more-offers"), agent, offers }) },
    { weight: 2, arbitrary: seedOf({ type: fc.constant("start"), running }) },
    { weight: 3, arbitrary: seedOf({ type: fc.constant("start-there"), agent, running }) },
    { weight: 3, arbitrary: seedOf({ type: fc.constant("rescind"), offer: pickOf(offerId) }) },
    { weight: 3, arbitrary: seedOf({ type: fc.constant("end"), task: pickOf(taskId) }) },
    { weight: 2, arbitrary: seedOf({ type: fc.constant("end-executor"), agent, executorId }) },
    { weight: 1, arbitrary: seedOf({ type: fc.constant("lose"), agent }) },
    { weight: 1, arbitrary: seedOf({ type: fc.constant("enable"), agent }) },
    { weight: 1, arbitrary: seedOf({ type: fc.constant("disable"), agent, untilMs }) },
    {
      weight: 1,
      arbitrary: seedOf({
        type: fc.constant("activate"),
        attribute: attributeName,
        values: fc.option<readonly AttributeValue[]>(fc.uniqueArray(attributeValue, { maxLength: 4 })),
      }),
    },
    { weight: 1, arbitrary: seedOf({ type: fc.constant("guard"), resources: scarceNames }) },
  );
}

/** The events, each valid where it stands. */
export function eventsFrom(cluster: Cluster, seeds: readonly EventSeed[]): readonly ClusterEvent[] {
  const events: ClusterEvent[] = [];
  let known = cluster;
  for (const seed of seeds) {
    const event = eventFrom(known, seed);
    events.push(event);
    known = naiveUpdate(known, [event]);
  }
  return events;
}

function eventFrom(cluster: Cluster, seed: EventSeed): ClusterEvent {
  const { agents } = cluster;
  const agentIds = agents.map((agent) => agent.id);
  const offerIds = agents.flatMap((agent) => agent.offers.map((one) => one.id));
  const taskIds = agents.flatMap((agent) => agent.running.map((running) => running.task.id));
  switch (seed.type) {
    case "offers":
      return { type: "offers-received", offers: freshOffers(seed.offers, offerIds) };
    case "more-offers": {
      const id = picked(seed.agent, agentIds);
      const offers = seed.offers.map((one) => ({ ...one, agentId: id }));
      return { type: "offers-received", offers: freshOffers(offers, offerIds) };
    }
    case "start":
      return { type: "task-started", running: freshTask(seed.running, taskIds) };
    case "start-there": {
      const running = { ...seed.running, agentId: picked(seed.agent, agentIds) };
      return { type: "task-started", running: freshTask(running, taskIds) };
    }
    case "rescind":
      return { type: "offer-rescinded", offerId: picked(seed.offer, offerIds) };
    case "end":
      return { type: "task-ended", taskId: picked(seed.task, taskIds) };
    case "end-executor":
      return { type: "executor-ended", agentId: picked(seed.agent, agentIds), executorId: seed.executorId };
    case "lose":
      return { type: "agent-lost", agentId: picked(seed.agent, agentIds) };
    case "enable":
      return { type: "agent-enabled", agentId: picked(seed.agent, agentIds) };
    case "disable":
      return { type: "agent-disabled", agentId: picked(seed.agent, agentIds), untilMs: seed.untilMs };
    case "activate":
      return { type: "active-groups-set", attribute: seed.attribute, values: seed.values };
    case "guard":
      return { type: "scarce-set", resources: seed.resources };
  }
}

function seedOf<T>(fields: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(fields, { noNullPrototype: true });
}

function pickOf(name: fc.Arbitrary<string>): fc.Arbitrary<Pick> {
  return shapeOf<Pick>(
    { place: fc.nat({ max: 40 }), name, isKnown: rarely(4, fc.constant(true), fc.constant(false)) },
    ["place", "name", "isKnown"],
  );
}

function picked(pick: Pick, names: readonly string[]): string {
  const known = names[pick.place % Math.max(1, names.length)];
  return pick.isKnown && known !== undefined ? known : pick.name;
}

function freshOffers(offers: readonly Offer[], taken: readonly string[]): readonly Offer[] {
  const ids = distinct(
    offers.map((one) => one.id),
    taken,
  );
  return offers.map((one, index) => ({ ...one, id: ids[index] ?? one.id }));
}

function freshTask(running: RunningTask, taken: readonly string[]): RunningTask {
  const [id = running.task.id] = distinct([running.task.id], taken);
  return { ...running, task: { ...running.task, id } };
}
