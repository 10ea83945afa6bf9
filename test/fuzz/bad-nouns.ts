// What can be wrong with each noun: every field, by its type.

import { maxDiskRequests } from "../../src/index.ts";
import {
  bad,
  badAmount,
  badAttributes,
  badAttributeValue,
  badCapacity,
  badDuration,
  badList,
  badListOf,
  badObject,
  badPositiveWeight,
  badScalars,
  badShare,
  badText,
  badTime,
  badWeight,
  badWhole,
  element,
  field,
  optional,
  type Bad,
} from "./bad.ts";
import {
  badConstraint,
  badConstraints,
  badFitness,
  badKind,
  badPendingFitness,
  goodIds,
} from "./bad-rules.ts";
import {
  events,
  fitness,
  offer,
  policy,
  preferences,
  queueData,
  queueOptions,
  running,
  task,
} from "./nouns.ts";

const badPort = badWhole(0, 65535);
const good = [31000, 31009] as const;

const badPortRange: readonly Bad[] = [
  ...badList,
  bad("of one port", [31000]),
  bad("of three ports", [1, 2, 3]),
  bad("empty", []),
  bad("reversed", [31009, 31000]),
  ...element(good, 0, badPort),
  ...element(good, 1, badPort),
];

const badOfferedPorts: readonly Bad[] = [
  ...badListOf([1, 2], badPortRange),
  bad(
    "touched twice",
    [
      [1, 10],
      [10, 20],
    ],
    "[1]",
  ),
  bad(
    "out of order and touched twice",
    [
      [10, 20],
      [1, 10],
    ],
    "[0]",
  ),
  bad(
    "a range within another",
    [
      [5, 6],
      [1, 100],
      [200, 300],
    ],
    "[0]",
  ),
  bad(
    "a range twice",
    [
      [7, 7],
      [7, 7],
    ],
    "[1]",
  ),
  bad("text", ["31000-32000"], "[0]"),
];

const deviceSet = { name: "gpu", count: 4, capacity: 1 };

const badDeviceSets: readonly Bad[] = [
  ...badListOf({ ...deviceSet, name: "eni" }, badObject),
  ...element([deviceSet], 0, field(deviceSet, "name", badText)),
  ...element([deviceSet], 0, field(deviceSet, "count", badWhole(0, 4096))),
  ...element([deviceSet], 0, field(deviceSet, "capacity", badCapacity)),
  bad("a name twice", [deviceSet, { ...deviceSet, count: 1 }], "[1].name"),
];

const disk = { id: "d1", type: "ssd", amount: 10, use: "whole" };
const badDisks: readonly Bad[] = [
  ...badListOf({ ...disk, id: "d2" }, badObject),
  ...element([disk], 0, field(disk, "id", badText)),
  ...element([disk], 0, field(disk, "type", badText)),
  ...element([disk], 0, field(disk, "amount", badAmount)),
  ...element([disk], 0, field(disk, "use", optional(badText))),
  bad("another use", [{ ...disk, use: "parts" }], "[0].use"),
  bad("a disk twice", [disk, { ...disk, amount: 11 }], "[1].id"),
];

export const badExecutorIds: readonly Bad[] = badListOf("e1", badText);
const away = { startMs: 9000, durationMs: 500 };
export const badUnavailability: readonly Bad[] = [
  ...badObject,
  ...field(away, "startMs", badTime),
  ...field(away, "durationMs", optional(badDuration)),
];

export const badOffer: readonly Bad[] = [
  ...badObject,
  ...field(offer, "id", badText),
  ...field(offer, "agentId", badText),
  ...field(offer, "hostname", badText),
  ...field(offer, "role", optional(badText)),
  ...field(offer, "resources", badScalars),
  ...field(offer, "ports", optional(badOfferedPorts)),
  ...field(offer, "devices", optional(badDeviceSets)),
  ...field(offer, "disks", optional(badDisks)),
  ...field(offer, "attributes", optional(badAttributes)),
  ...field(offer, "executors", optional(badExecutorIds)),
  ...field(offer, "unavailability", optional(badUnavailability)),
  ...field(offer, "receivedAtMs", optional(badTime)),
];

function badPreferences(isPending: boolean): readonly Bad[] {
  const high = { kind: "preferHigh", fitness, weight: 1 };
  const soft = { kind: "prefer", constraint: { kind: "exclusive" }, weight: 1 };
  return [
    ...badListOf(soft, badObject),
    ...element(preferences, 0, field(soft, "kind", badKind)),
    ...element(preferences, 0, field(soft, "weight", badPositiveWeight)),
    ...element(
      preferences,
      0,
      field(soft, "constraint", badConstraint({ kind: "near", among: goodIds }, true)),
    ),
    ...element(preferences, 1, field(high, "weight", badPositiveWeight)),
    ...element(preferences, 1, field(high, "fitness", isPending ? badPendingFitness : badFitness)),
  ];
}

const badPortRequest: readonly Bad[] = [
  ...badPort.filter(({ value }) => !Array.isArray(value)),
  ...badPortRange.filter(({ value }) => Array.isArray(value)),
  bad("another word", "some"),
];
const badRequestedPorts: readonly Bad[] = [
  ...badWhole(0, 65536).filter(({ value }) => !Array.isArray(value)),
  ...element(["any", 80, [1, 2]], 1, badPortRequest),
];

const request = { name: "gpu", units: 0.5, count: 2, binding: "blue" };
const badRequests: readonly Bad[] = [
  ...badListOf(request, badObject),
  ...element([request], 0, field(request, "name", badText)),
  ...element([request], 0, field(request, "units", badAmount)),
  ...element([request], 0, field(request, "count", optional(badWhole(1, 4096)))),
  ...element([request], 0, field(request, "binding", optional(badText))),
];

const diskRequest = { type: "ssd", amount: 10, id: "d1" };
const badDiskRequests: readonly Bad[] = [
  ...badListOf(diskRequest, badObject),
  ...element([diskRequest], 0, field(diskRequest, "type", badText)),
  ...element([diskRequest], 0, field(diskRequest, "amount", optional(badAmount))),
  ...element([diskRequest], 0, field(diskRequest, "id", optional(badText))),
  bad(
    "too many",
    Array.from({ length: maxDiskRequests + 1 }, () => diskRequest),
  ),
];

const executor = { id: "e1", resources: { cpus: 1 } };
const badExecutor: readonly Bad[] = [
  ...badObject,
  ...field(executor, "id", badText),
  ...field(executor, "resources", badScalars),
];

/** What can be wrong with a task, pending or running. */
export function badTask(isPending: boolean): readonly Bad[] {
  return [
    ...badObject,
    ...field(task, "id", badText),
    ...field(task, "group", optional(badText)),
    ...field(task, "role", optional(badText)),
    ...field(task, "resources", badScalars),
    ...field(task, "ports", optional(badRequestedPorts)),
    ...field(task, "devices", optional(badRequests)),
    ...field(task, "disks", optional(badDiskRequests)),
    ...field(task, "executor", optional(badExecutor)),
    ...field(task, "constraints", optional(badConstraints(isPending))),
    ...field(task, "preferences", optional(badPreferences(isPending))),
    ...field(task, "locations", optional(badAttributes)),
    ...field(task, "upTo", optional(badScalars)),
    bad("less of use than of need", { ...task, upTo: { cpus: 0.5 } }, "upTo.cpus"),
    ...field(task, "gang", optional(badObject)),
    ...field(task, "gang", field({}, "least", optional(badWhole(1)))),
    bad("a gang without a group", { ...task, group: undefined }, "group"),
    ...field(task, "readyAtMs", optional(badTime)),
    ...field(task, "expectedDurationMs", optional(badDuration)),
    ...field(task, "tier", optional(badWhole(0, 999))),
    ...field(task, "bucket", optional(badText)),
  ];
}

const grant = { name: "gpu", index: 0, units: 0.5, binding: "blue" };
const badGrants: readonly Bad[] = [
  ...badListOf(grant, badObject),
  ...element([grant], 0, field(grant, "name", badText)),
  ...element([grant], 0, field(grant, "index", badWhole(0))),
  ...element([grant], 0, field(grant, "units", badAmount)),
  ...element([grant], 0, field(grant, "binding", optional(badText))),
];

const diskGrant = { id: "d1", type: "ssd", amount: 10 };
const badDiskGrants: readonly Bad[] = [
  ...badListOf(diskGrant, badObject),
  ...element([diskGrant], 0, field(diskGrant, "id", badText)),
  ...element([diskGrant], 0, field(diskGrant, "type", badText)),
  ...element([diskGrant], 0, field(diskGrant, "amount", badAmount)),
  ...element([diskGrant], 0, field(diskGrant, "use", optional(badText))),
  bad("another use", [{ ...diskGrant, use: "parts" }], "[0].use"),
];

export const badRunning: readonly Bad[] = [
  ...badObject,
  ...field(running, "task", badTask(false)),
  ...field(running, "agentId", badText),
  ...field(running, "hostname", badText),
  ...field(running, "ports", optional(badListOf(31000, badPort))),
  ...field(running, "devices", optional(badGrants)),
  ...field(running, "disks", optional(badDiskGrants)),
  ...field(running, "resources", optional(badScalars)),
  ...field(running, "executor", optional(badExecutor)),
  bad("another executor than its task's", { ...running, executor: { ...executor, id: "e2" } }, "executor.id"),
  bad(
    "an executor of a task without one",
    { ...running, task: { ...running.task, executor: undefined } },
    "task.executor",
  ),
];

const tierData = { capacity: { cpus: 9 }, buckets: { alice: { weight: 2, guarantee: { cpus: 4 } } } };
const badBucket: readonly Bad[] = [
  ...badObject,
  ...field({}, "weight", optional(badPositiveWeight)),
  ...field({}, "guarantee", optional(badScalars)),
];

export const badQueueOptions: readonly Bad[] = [
  ...badObject,
  ...field(queueOptions, "tiers", optional(badListOf(tierData, badObject))),
  bad("of too many tiers", { tiers: Array.from({ length: 1001 }, () => ({})) }, "tiers"),
  ...field({}, "tiers", element([tierData], 0, field(tierData, "capacity", optional(badScalars)))),
  ...field({}, "tiers", element([tierData], 0, field(tierData, "buckets", optional(badObject)))),
  ...field({}, "tiers", element([tierData], 0, field(tierData, "buckets", field({}, "bob", badBucket)))),
  bad("a bucket without a name", { tiers: [{ buckets: { "": {} } }] }, 'tiers[0].buckets[""]'),
  bad(
    "guarantees beyond the capacity",
    { tiers: [{ ...tierData, capacity: { cpus: 3.999 } }] },
    "tiers[0].capacity.cpus",
  ),
  ...field(queueOptions, "total", optional(badScalars)),
];

const bucketData = { name: "alice", weight: 2, guarantee: { cpus: 4 }, tasks: [task] };
const badBucketData: readonly Bad[] = [
  ...badObject,
  ...field(bucketData, "name", badText),
  ...field(bucketData, "weight", optional(badPositiveWeight)),
  ...field(bucketData, "guarantee", optional(badScalars)),
  ...field(bucketData, "tasks", badList),
  ...field(bucketData, "tasks", element([task], 0, badTask(true))),
  bad("a task of another tier", { ...bucketData, tasks: [{ ...task, tier: 0 }] }, "tasks[0].tier"),
  bad("a task of another bucket", { ...bucketData, tasks: [{ ...task, bucket: "bob" }] }, "tasks[0].bucket"),
  bad("a task twice", { ...bucketData, tasks: [task, task] }, "tasks[1].id"),
];

export const badQueue: readonly Bad[] = [
  ...badObject,
  ...field(queueData, "total", optional(badScalars)),
  ...field(queueData, "tiers", badList),
  ...field(queueData, "tiers", element(queueData.tiers, 1, badObject)),
  ...field(queueData, "tiers", element(queueData.tiers, 1, field({}, "buckets", badList))),
  ...field(
    queueData,
    "tiers",
    element(queueData.tiers, 1, field({}, "buckets", element([bucketData], 0, badBucketData))),
  ),
  bad(
    "buckets out of order",
    {
      tiers: [
        {
          buckets: [
            { name: "b", tasks: [] },
            { name: "a", tasks: [] },
          ],
        },
      ],
    },
    "tiers[0].buckets[1].name",
  ),
  bad(
    "a bucket twice",
    {
      tiers: [
        {
          buckets: [
            { name: "b", tasks: [] },
            { name: "b", tasks: [] },
          ],
        },
      ],
    },
    "tiers[0].buckets[1].name",
  ),
  bad(
    "guarantees beyond the capacity",
    { tiers: [{ capacity: { cpus: 1 }, buckets: [{ name: "a", guarantee: { cpus: 1.001 }, tasks: [] }] }] },
    "tiers[0].capacity.cpus",
  ),
];

export const badPolicy: readonly Bad[] = [
  ...optional(badObject),
  ...field(policy, "fitness", optional(badPendingFitness)),
  ...field(policy, "weights", optional(badObject)),
  ...["fitness", "preferences", "devices"].flatMap((part) =>
    field(policy, "weights", field({ fitness: 1, preferences: 1, devices: 1 }, part, badWeight)),
  ),
  ...field(policy, "goodEnough", optional(badShare)),
  ...field(policy, "groupLimits", optional(badObject)),
  ...field(policy, "groupLimits", field({ db: { cpus: 1 } }, "web", badScalars)),
  bad("groupLimits of a group with a space", { groupLimits: { "a b": 1 } }, 'groupLimits["a b"]'),
  ...field(policy, "maxAssignments", optional(badWhole(0))),
  ...field(policy, "hold", optional(badObject)),
  ...field(policy, "hold", field({ maxDeclines: 1 }, "forMs", badDuration)),
  ...field(policy, "hold", field({ forMs: 1 }, "maxDeclines", optional(badWhole(0)))),
  ...field(policy, "roles", optional(badListOf("ads", badText))),
  ...field(policy, "assumedDurationMs", optional(badDuration)),
];

/** Per type of event its fields, and what can be wrong with each. */
const badEventFields: readonly (readonly [name: string, bads: readonly Bad[]])[][] = [
  [["offers", badListOf({ ...offer, id: "o6" }, badOffer)]],
  [["offerId", badText]],
  [["running", badRunning]],
  [["taskId", badText]],
  [
    ["agentId", badText],
    ["executorId", badText],
  ],
  [["agentId", badText]],
  [
    ["agentId", badText],
    ["untilMs", badTime],
  ],
  [["agentId", badText]],
  [
    ["attribute", badText],
    ["values", badListOf("a", badAttributeValue).filter(({ value }) => value !== null)],
  ],
  [["resources", badListOf("fpga", badText)]],
];

export const badEvent: readonly Bad[] = [
  ...badObject,
  ...events.flatMap((event, i) => [
    ...field(event, "type", badKind),
    ...(badEventFields[i] ?? []).flatMap(([name, bads]) => field(event, name, bads)),
  ]),
];
