import {
  anyOf,
  attributeIs,
  attributeLike,
  awayFrom,
  balancedBy,
  maxPer,
  near,
  prefer,
  uniqueBy,
  type Task,
} from "stowage";
import type { Random } from "../random.ts";
import { agentsPerRack, licenceOf, rackOf, zoneCount } from "./turnover.ts";

/** What a submission draws from. */
interface Submission {
  readonly random: Random;
  /** Counts submissions: names made of it never come again. */
  readonly number: number;
  /** Patterns come again after so many submissions. */
  readonly patterns: number;
  /** The youngest agent. */
  readonly newestAgent: number;
}

const gib = 1024;
const roundMs = 30_000;
const meanDurationMs = 40 * 60_000;
const longestMs = 6 * 3_600_000;

const kinds: readonly (readonly [
  submit: (draw: Submission) => readonly Omit<Task, "id">[],
  weight: number,
])[] = [
  [batch, 30],
  [service, 20],
  [ofPattern, 40],
  [nearService, 8],
  [ofGeneration, 8],
  [licensed, 6],
  [ported, 6],
  [onDevices, 2],
];

/** The tasks of one submission. */
export function submit(draw: Submission): readonly Task[] {
  const make = draw.random.weighted(kinds);
  return make(draw).map((task, at) => ({ id: `task-${draw.number}-${at}`, ...task }));
}

/** For how long a task runs: whole rounds, 40 minutes in the mean, six hours at most. */
export function drawDurationMs(random: Random): number {
  return Math.ceil(Math.min(longestMs, random.exponential(meanDurationMs)) / roundMs) * roundMs;
}

function batch({ random }: Submission): readonly Omit<Task, "id">[] {
  return repeat(random.integer(1, 5), sized(random));
}

/** Instances on agents of their own, a few a rack, over the zones. */
function service({ random, number }: Submission): readonly Omit<Task, "id">[] {
  return repeat(random.integer(2, 6), {
    ...sized(random),
    group: `service-${number}`,
    constraints: [
      uniqueBy("hostname"),
      random.chance(0.5) ? maxPer("rack", 2) : balancedBy("zone", { expectedValues: zoneCount, maxSkew: 1 }),
    ],
    preferences: [prefer(balancedBy("rack"))],
  });
}

/** A pattern that no task has had for a while, or before. */
function ofPattern({ random, number, patterns }: Submission): readonly Omit<Task, "id">[] {
  const pattern = `rack-([0-9]*[1-9]|x${number % patterns})`;
  return [{ ...sized(random), constraints: [attributeLike("rack", pattern)] }];
}

/** Near one group, which may have ended, or away from it. */
function nearService({ random, number }: Submission): readonly Omit<Task, "id">[] {
  const among = { group: `service-${number - random.integer(1, 20)}` };
  const constraint = random.chance(0.5) ? near(among, "zone") : awayFrom(among, "hostname");
  return [{ ...sized(random), group: `beside-${number}`, constraints: [constraint] }];
}

function ofGeneration({ random, newestAgent }: Submission): readonly Omit<Task, "id">[] {
  const generation = `generation-${Math.floor(newestAgent / 100)}`;
  const rack = rackOf(newestAgent - random.integer(0, agentsPerRack));
  const constraints = [
    anyOf(attributeIs("generation", generation), attributeIs("rack", rack), attributeIs("zone", "zone-a")),
  ];
  return [{ ...sized(random), constraints }];
}

/** Of a resource that one agent has. */
function licensed({ random, newestAgent }: Submission): readonly Omit<Task, "id">[] {
  const { resources } = sized(random);
  return [{ resources: { ...resources, [licenceOf(newestAgent - random.integer(0, 100))]: 1 } }];
}

function ported({ random }: Submission): readonly Omit<Task, "id">[] {
  return [{ ...sized(random), ports: [31_000 + random.integer(0, 15), [31_016, 31_100], "any"] }];
}

function onDevices({ random }: Submission): readonly Omit<Task, "id">[] {
  return [{ ...sized(random), devices: [{ name: "gpu", units: random.pick([0.25, 0.5, 1]) }] }];
}

function sized(random: Random): Pick<Task, "resources"> {
  const cpus = random.integer(1, 16) / 4;
  return { resources: { cpus, mem: Math.round(cpus * random.integer(2, 8) * (gib / 2)), disk: gib } };
}

function repeat(times: number, task: Omit<Task, "id">): readonly Omit<Task, "id">[] {
  return Array.from({ length: times }, () => task);
}
