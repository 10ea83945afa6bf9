// Every way into the library for untrusted values, with what can be wrong there.

import {
  clusterOf,
  dequeue,
  emptyCluster,
  emptyQueue,
  enqueue,
  fromSnapshot,
  match,
  postpone,
  queueOf,
  sharesOf,
  update,
  type Cluster,
} from "../../src/index.ts";
import {
  badEvent,
  badExecutorIds,
  badOffer,
  badPolicy,
  badQueue,
  badQueueOptions,
  badRunning,
  badTask,
  badUnavailability,
} from "./bad-nouns.ts";
import { bad, badAttributes, badAttributeValue, badList, badListOf, badObject } from "./bad.ts";
import { badString, badText, badTime, element, field, optional, type Bad } from "./bad.ts";
import { events, offer, policy, queueData, queueOptions, running, task } from "./nouns.ts";

/** A way in: `call` passes a value to it, of which `good` is a right one and `bads` are wrong ones. */
export interface WayIn {
  readonly name: string;
  readonly good: unknown;
  readonly bads: readonly Bad[];
  /** The path of the value. */
  readonly path: string;
  readonly call: (value: never) => unknown;
}

const agentData = {
  id: "a1",
  hostname: "h1",
  attributes: offer.attributes ?? {},
  devices: offer.devices ?? [],
  executors: offer.executors ?? [],
  newestOfferAtMs: 1000,
  unavailability: { startMs: 9000 },
  offers: [offer, { ...offer, id: "o2", role: "*" }],
  running: [running],
  disabledUntilMs: 10,
  scarce: ["eni", "gpu"],
};
const otherOffer = { ...offer, agentId: "a2" };

/** A cluster with everything that one can have, as plain data: not of the library's making. */
export const clusterData: Cluster = {
  agents: [agentData],
  activeGroups: { attribute: "rack", values: ["r1", 3] },
  roles: ["*", "ads"],
  rescinded: ["o8"],
  scarce: ["eni", "fpga", "gpu"],
};
const snapshotData = { version: 1, ...clusterData };

const badNames: readonly Bad[] = [
  ...optional(badList),
  ...element(["a", null], 1, badText),
  bad("empty", []),
  bad("a name twice", ["eni", "gpu", "gpu"], "[2]"),
  bad("out of order", ["gpu", "eni"], "[1]"),
];

const badAgent: readonly Bad[] = [
  ...badObject,
  ...field(agentData, "id", badText),
  ...field(agentData, "hostname", badString),
  ...field(agentData, "attributes", badAttributes),
  ...field(agentData, "devices", badListOf({ name: "eni", count: 1, capacity: 1 }, badObject)),
  ...field(agentData, "executors", optional(badExecutorIds)),
  ...field(agentData, "newestOfferAtMs", optional(badTime)),
  ...field(agentData, "unavailability", optional(badUnavailability)),
  ...field(agentData, "offers", badList),
  ...field(agentData, "offers", element([offer], 0, badOffer)),
  ...field(agentData, "running", badList),
  ...field(agentData, "running", element([running], 0, badRunning)),
  ...field(agentData, "disabledUntilMs", optional(badTime)),
  ...field(agentData, "scarce", badNames),
  bad("without its scarce resources", { ...agentData, scarce: undefined }, "scarce"),
  bad("without one of its scarce resources", { ...agentData, scarce: ["gpu"] }, "scarce"),
  bad("with something that is not scarce", { ...agentData, scarce: ["cpus", "eni", "gpu"] }, "scarce"),
  bad("an offer of another agent", { ...agentData, offers: [otherOffer] }, "offers[0].agentId"),
  bad(
    "a task of another agent",
    { ...agentData, running: [{ ...running, agentId: "a2" }] },
    "running[0].agentId",
  ),
  bad("an offer twice", { ...agentData, offers: [offer, offer] }, "offers[1].id"),
  bad("a task twice", { ...agentData, running: [running, running] }, "running[1].task.id"),
];

const agentOfTwo = { id: "a2", hostname: "h2", attributes: {}, devices: [], offers: [], running: [] };
const badActiveGroups: readonly Bad[] = [
  ...badObject.filter(({ value }) => value !== null),
  ...field({ values: ["a"] }, "attribute", badText),
  ...field({ attribute: "rack" }, "values", badListOf("a", badAttributeValue)),
];

const badCluster: readonly Bad[] = [
  ...badObject,
  ...field(clusterData, "agents", badList),
  ...field(clusterData, "agents", element(clusterData.agents, 0, badAgent)),
  bad("an agent twice", { ...clusterData, agents: [agentData, agentData] }, "agents[1].id"),
  bad("an agent out of order", { ...clusterData, agents: [agentOfTwo, agentData] }, "agents[1].hostname"),
  bad(
    "an agent of the same hostname out of order",
    { ...clusterData, agents: [agentData, { ...agentOfTwo, id: "a0", hostname: "h1" }] },
    "agents[1].id",
  ),
  bad(
    "an offer on two agents",
    { ...clusterData, agents: [agentData, { ...agentOfTwo, offers: [otherOffer], scarce: ["eni", "gpu"] }] },
    "agents[1].offers[0].id",
  ),
  ...field(clusterData, "activeGroups", badActiveGroups),
  ...field(clusterData, "roles", badListOf("ads", badText)),
  ...field(clusterData, "rescinded", badListOf("o7", badText)),
  ...field(clusterData, "scarce", badNames),
  bad(
    "without scarce resources though an agent has some",
    { ...clusterData, scarce: undefined },
    "agents[0].scarce",
  ),
];

const badSnapshot: readonly Bad[] = [
  ...badCluster.map(({ what, path, value }) => ({
    what,
    path,
    value: isPlain(value) ? { version: 1, ...value } : value,
  })),
  ...field(snapshotData, "version", [bad("missing", undefined), bad("a later one", 2), bad("a text", "1")]),
];

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

const input = { cluster: emptyCluster, tasks: [task], policy, nowMs: 0 };

/** All of them. */
export const waysIn: readonly WayIn[] = [
  {
    name: "clusterOf, its offers",
    path: "offers",
    good: [offer],
    bads: badListOf({ ...offer, id: "o2" }, badOffer).filter(({ value }) => value !== undefined),
    call: (offers: never) => clusterOf(offers),
  },
  {
    name: "clusterOf, its running tasks",
    path: "running",
    good: [running],
    bads: optional(badListOf({ ...running, task: { ...running.task, id: "t5" } }, badRunning)),
    call: (tasks: never) => clusterOf([], tasks),
  },
  {
    name: "update, its events",
    path: "events",
    good: events,
    bads: [...badList, ...element([{ type: "task-ended", taskId: "t1" }, null], 1, badEvent)],
    call: (list: never) => update(clusterData, list),
  },
  {
    name: "update, its cluster",
    path: "cluster",
    good: clusterData,
    bads: badCluster,
    call: (value: never) => update(value, []),
  },
  {
    name: "match, its input",
    path: "input",
    good: input,
    bads: badObject,
    call: (value: never) => match(value),
  },
  {
    name: "match, its cluster",
    path: "cluster",
    good: clusterData,
    bads: badCluster,
    call: (value: never) => match({ ...input, cluster: value }),
  },
  {
    name: "match, its tasks",
    path: "tasks",
    good: [task],
    bads: badListOf({ ...task, id: "t9" }, badTask(true)),
    call: (tasks: never) => match({ ...input, tasks }),
  },
  {
    name: "match, its queue",
    path: "tasks",
    good: queueData,
    bads: badQueue.filter(({ value }) => !Array.isArray(value)),
    call: (tasks: never) => match({ ...input, tasks }),
  },
  {
    name: "enqueue, its queue",
    path: "queue",
    good: queueData,
    bads: badQueue,
    call: (queue: never) => enqueue(queue, []),
  },
  {
    name: "enqueue, its tasks",
    path: "tasks",
    good: [task],
    bads: badListOf({ ...task, id: "t9" }, badTask(true)),
    call: (tasks: never) => enqueue(emptyQueue, tasks),
  },
  {
    name: "dequeue, its ids",
    path: "taskIds",
    good: ["t1"],
    bads: badListOf("t9", badText),
    call: (taskIds: never) => dequeue(queueData, taskIds),
  },
  {
    name: "postpone, its ids",
    path: "taskIds",
    good: ["t1"],
    bads: badListOf("t9", badText),
    call: (taskIds: never) => postpone(queueData, taskIds, 0),
  },
  {
    name: "postpone, its time",
    path: "readyAtMs",
    good: 5,
    bads: badTime,
    call: (readyAtMs: never) => postpone(queueData, ["t1"], readyAtMs),
  },
  {
    name: "queueOf, its options",
    path: "options",
    good: queueOptions,
    bads: badQueueOptions.filter(({ value }) => value !== undefined),
    call: (options: never) => queueOf([], options),
  },
  {
    name: "sharesOf, its cluster",
    path: "cluster",
    good: clusterData,
    bads: badCluster,
    call: (cluster: never) => sharesOf(emptyQueue, cluster),
  },
  {
    name: "match, its policy",
    path: "policy",
    good: policy,
    bads: badPolicy,
    call: (value: never) => match({ ...input, policy: value }),
  },
  {
    name: "match, its time",
    path: "nowMs",
    good: 5,
    bads: badTime,
    call: (nowMs: never) => match({ ...input, nowMs }),
  },
  {
    name: "fromSnapshot",
    path: "snapshot",
    good: snapshotData,
    bads: badSnapshot,
    call: (value: never) => fromSnapshot(value),
  },
];
