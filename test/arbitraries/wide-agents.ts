import fc from "fast-check";
import type {
  Attributes,
  DeviceGrant,
  DeviceSet,
  Disk,
  DiskGrant,
  Offer,
  PortRange,
  Unavailability,
} from "../../src/index.ts";
import type { RunningTask, Scalars, TaskExecutor } from "../../src/index.ts";
import { exclusive } from "../../src/index.ts";

/** What tells the agents of a wide cluster apart: small numbers and short tables, out of which each agent follows from its place. */
export interface WideSeed {
  readonly agents: number;
  readonly totals: keyof typeof totalsBy;
  /** Rows of {@link shapes}, of {@link uses} and of the traits below, which the agents have in turns. */
  readonly shapes: readonly number[];
  readonly uses: readonly number[];
  readonly traits: readonly Traits[];
  /** So many hostnames, zones, and agents in a rack. */
  readonly hosts: number;
  readonly zones: number;
  readonly rackSize: number;
  /** Every so manieth agent is disabled; none if 0. */
  readonly disabledEvery: number;
  /** Every so manieth agent is to be away; none if 0. */
  readonly awayEvery: number;
  /** What is scarce from the beginning. */
  readonly scarce: readonly string[];
}

interface Traits {
  readonly offers: number;
  readonly ports: number;
  readonly devices: number;
  readonly disks: number;
  readonly attributes: number;
  readonly executors: number;
}

/** What agents have in all, in tenths that stay whole thousandths. */
const shapes: readonly Scalars[] = [
  { cpus: 4, mem: 8, disk: 2 },
  { cpus: 8, mem: 4, disk: 4 },
  { cpus: 10, mem: 10, disk: 10 },
  { cpus: 3, mem: 7, disk: 10 },
  { cpus: 7, mem: 3, disk: 30 },
  { cpus: 4, mem: 0 },
  { cpus: 0, mem: 8, disk: 1 },
  { cpus: 0.4, mem: 0.4 },
  { cpus: 4, mem: 8, disk: 2, gpus: 2 },
];

/** Tenths in use of the cpus, the mem and the disk: sums that are equal, and floats that are not in every order. */
const uses: readonly (readonly [number, number, number])[] = [
  [0, 0, 0],
  [1, 2, 3],
  [3, 2, 1],
  [2, 3, 1],
  [3, 1, 2],
  [6, 0, 0],
  [0, 6, 0],
  [10, 0, 0],
  [0, 10, 1],
  [9, 9, 9],
  [3, 3, 0],
];

const twins: readonly (readonly [number, number])[] = [
  [4, 8],
  [3, 7],
  [10, 10],
  [0.7, 30],
  [1000, 1001],
];

/** How the totals of an agent follow from its place. */
const totalsBy = {
  /** Many agents of each of a few shapes. */
  few: ({ shapes: picks }: WideSeed, place: number): Scalars => shapes[inTurn(picks, place) ?? 0] ?? {},
  /** Some of a shape of their own among many of a few. */
  rare: (seed: WideSeed, place: number): Scalars =>
    place % 23 === 5 ? { cpus: 2 + (place % 11), mem: 5 + (place % 7) } : totalsBy.few(seed, place),
  /** The same two totals, of cpus and mem or of mem and cpus: what asks as much of both scores the same on either. */
  twins: ({ shapes: picks, uses: turns }: WideSeed, place: number): Scalars => {
    const [one = 4, other = 8] = twins[(picks[0] ?? 0) % twins.length] ?? [];
    const isTurned = (place >> (turns.length % 2)) % 2 === 1;
    return isTurned ? { cpus: other, mem: one, disk: 9 } : { cpus: one, mem: other, disk: 9 };
  },
  /** Totals that differ by less than a thousandth. */
  near: ({ shapes: picks }: WideSeed, place: number): Scalars => {
    const pick = inTurn(picks, place) ?? 0;
    return { cpus: 1000 + (pick % 3), mem: 1001 - (pick >> 2), disk: 1000 };
  },
  /** No two alike. */
  distinct: ({ agents }: WideSeed, place: number): Scalars => ({
    cpus: 2 + ((place * 17) % agents) / 50,
    mem: 4 + ((place * 29) % agents) / 20,
    disk: 10,
  }),
  /** Totals of which tenths are the same share, in other amounts. */
  tenths: ({ shapes: picks }: WideSeed, place: number): Scalars => {
    const pick = inTurn(picks, place) ?? 0;
    const at = (turn: number): number => [10, 3, 7, 30][(pick + turn) % 4] ?? 1;
    return { cpus: at(0), mem: at(pick >> 2), disk: at(pick >> 3) };
  },
};

/** Wide clusters of up to so many agents. */
export function wideSeed(maxAgents: number): fc.Arbitrary<WideSeed> {
  const traits = fc.record(
    {
      offers: fc.constantFrom(0, 0, 0, 1, 2, 2, 3, 4),
      ports: fc.nat({ max: ports.length - 1 }),
      devices: fc.nat({ max: devices.length - 1 }),
      disks: fc.nat({ max: disks.length - 1 }),
      attributes: fc.constantFrom(0, 0, 0, 1, 2, 3, 4),
      executors: fc.constantFrom(0, 0, 1, 2),
    },
    { noNullPrototype: true },
  );
  return fc.record(
    {
      agents: fc.oneof(
        { weight: 1, arbitrary: fc.integer({ min: 1, max: Math.min(64, maxAgents) }) },
        { weight: 3, arbitrary: fc.integer({ min: Math.ceil(maxAgents / 3), max: maxAgents }) },
      ),
      totals: fc.constantFrom("few", "few", "twins", "twins", "near", "rare", "distinct", "tenths"),
      shapes: fc.array(fc.nat({ max: shapes.length - 1 }), { minLength: 1, maxLength: 4, size: "max" }),
      uses: fc.oneof(
        fc.array(fc.constantFrom(0, 1, 2, 10), { minLength: 1, maxLength: 3, size: "max" }),
        fc.array(fc.nat({ max: uses.length - 1 }), { minLength: 1, maxLength: 9, size: "max" }),
      ),
      traits: fc.array(traits, { minLength: 1, maxLength: 4, size: "max" }),
      hosts: fc.oneof(fc.constant(10_007), fc.integer({ min: 1, max: 400 })),
      zones: fc.integer({ min: 1, max: 5 }),
      rackSize: fc.integer({ min: 1, max: 40 }),
      disabledEvery: fc.constantFrom(0, 0, 0, 9, 5),
      awayEvery: fc.constantFrom(0, 0, 7, 2, 1),
      scarce: fc.constantFrom<readonly string[]>(
        [],
        [],
        [],
        ["gpu"],
        ["gpus"],
        ["gpu", "eni"],
        ["disk", "gpu"],
      ),
    },
    { noNullPrototype: true },
  );
}

/** The agent's id. */
export function idAt(place: number): string {
  return `a${place}`;
}

/** The agent's hostname: in another order than the places, and shared where there are few. */
export function hostAt({ hosts }: WideSeed, place: number): string {
  return `h${(place * 7919) % hosts}`;
}

/** What an agent offers at some time: `tag` makes the ids, `changes` other attributes and devices. */
interface Moment {
  readonly tag: string;
  readonly atMs: number;
  readonly changes: number;
}

/** What the agent offers, what runs there from the beginning left out. */
export function offersAt(seed: WideSeed, place: number, { tag, atMs, changes }: Moment): readonly Offer[] {
  const traits = inTurn(seed.traits, place);
  const common = {
    agentId: idAt(place),
    hostname: hostAt(seed, place),
    receivedAtMs: atMs + ((place * 7) % 40),
    attributes: attributesAt(seed, place, traits?.attributes ?? 0, changes),
    devices: devices[((traits?.devices ?? 0) + changes) % devices.length] ?? [],
    ...executorsAt(place, traits?.executors ?? 0, changes),
    ...awayAt(seed, place, changes),
  };
  const totals = totalsAt(seed, place);
  const free = minus(totals, heldAt(seed, place));
  const offered = {
    ports: portsAt(place, traits?.ports ?? 0),
    disks: disksAt(place, traits?.disks ?? 0),
    resources: free,
  };
  const id = `o${place}.${tag}`;
  const ads = { ...common, id: `${id}a`, role: "ads", resources: { cpus: 2, mem: 2, disk: 1 } };
  switch (traits?.offers) {
    case 1: {
      const part = { cpus: Math.min(free["cpus"] ?? 0, 0.1) };
      return [
        { ...common, ...offered, id, resources: minus(free, part) },
        { ...common, id: `${id}b`, resources: part, disks: offered.disks.slice(1) },
      ];
    }
    case 2:
      return [{ ...common, ...offered, id }, ads];
    case 3:
      return [{ ...common, ...offered, id, role: "ads" }];
    case 4:
      return place % 3 === 0 ? [{ ...common, ...offered, id }] : [];
    default:
      return place % 6 === 1 ? [{ ...common, ...offered, id }, ads] : [{ ...common, ...offered, id }];
  }
}

/** When the agent is away: from one of a few moments on. */
function awayAt(
  { awayEvery }: WideSeed,
  place: number,
  changes: number,
): { readonly unavailability?: Unavailability } {
  const turn = place + changes;
  if (awayEvery === 0 || turn % awayEvery !== 0) return {};
  const startMs = 500 + ((turn >> 1) % 5) * 400;
  const lasts = [undefined, 200, 1500][turn % 3];
  return { unavailability: { startMs, ...(lasts === undefined ? {} : { durationMs: lasts }) } };
}

/** The task that holds what is in use of the agent; none where nothing is. */
export function runningAt(seed: WideSeed, place: number): readonly RunningTask[] {
  const resources = heldAt(seed, place);
  if (Object.values(resources).every((amount) => amount === 0)) return [];
  const group = place % 17 === 0 ? "web" : "db";
  const traits = inTurn(seed.traits, place);
  return [
    {
      agentId: idAt(place),
      hostname: hostAt(seed, place),
      task: {
        id: `r${place}`,
        resources,
        ...(place % 17 === 0 || place % 29 === 0 ? { group } : {}),
        ...(place % 43 === 7 ? { constraints: [exclusive()] } : {}),
        ...(place % 19 === 3 ? { executor: usualExecutor } : {}),
      },
      ...(place % 38 === 3 ? { executor: usualExecutor } : {}),
      ...(traits?.ports === 0 ? {} : { ports: [31000 + (place % 4)] }),
      ...(traits?.disks === 0 ? {} : { disks: diskGrants.slice(place % 2).slice(0, 1) }),
      ...(traits?.devices === 0 ? {} : { devices: [grants[place % grants.length] ?? gpu] }),
    },
  ];
}

/** Of every so manieth agent also a port of its own. */
function portsAt(place: number, pick: number): readonly PortRange[] {
  const usual = ports[pick] ?? [];
  return place % 17 === 3 ? [...usual, [40_000 + place, 40_000 + place]] : usual;
}

/** Ports in fragments. */
const ports: readonly (readonly PortRange[])[] = [
  [],
  [[31000, 31009]],
  [
    [31006, 31007],
    [31000, 31001],
    [31003, 31003],
  ],
  [[31002, 31002]],
];

const devices: readonly (readonly DeviceSet[])[] = [
  [],
  [{ name: "gpu", count: 2, capacity: 1 }],
  [
    { name: "gpu", count: 1, capacity: 4 },
    { name: "eni", count: 3, capacity: 2 },
  ],
];

/** What disks agents have, amounts up to three times as much. */
const disks: readonly (readonly Disk[])[] = [
  [],
  [],
  [{ id: "d1", type: "ssd", amount: 40 }],
  [
    { id: "d1", type: "ssd", amount: 20 },
    { id: "d2", type: "ssd", amount: 30, use: "whole" },
  ],
  [
    { id: "d1", type: "hdd", amount: 20 },
    { id: "d1", type: "ssd", amount: 30, use: "whole" },
    { id: "d1", type: "ssd", amount: 30 },
  ],
  [
    { id: "d2", type: "ssd", amount: 30, use: "whole" },
    { id: "d5", type: "ssd", amount: 30, use: "whole" },
    { id: "d3", type: "hdd", amount: 10, use: "shared" },
  ],
];

function disksAt(place: number, trait: number): readonly Disk[] {
  return (disks[trait] ?? []).map((disk) => ({ ...disk, amount: disk.amount * (1 + (place % 3)) }));
}

const diskGrants: readonly DiskGrant[] = [
  { id: "d1", type: "ssd", amount: 10 },
  { id: "d2", type: "ssd", amount: 30, use: "whole" },
];

const gpu: DeviceGrant = { name: "gpu", index: 0, units: 0.5 };
const grants: readonly DeviceGrant[] = [
  gpu,
  { ...gpu, index: 1, binding: "blue" },
  { name: "eni", index: 0, units: 1, binding: "green" },
];

function attributesAt(
  { zones, rackSize }: WideSeed,
  place: number,
  trait: number,
  changes: number,
): Attributes {
  const zone = (place + (place >> 4) + changes) % zones;
  const kind = place % 200 === 19 || changes % 5 === 4 ? { kind: "gold" } : {};
  const rack = { rack: `r${Math.floor(place / rackSize)}` };
  switch (trait) {
    case 1:
      return { ...kind, ...rack, zone: [`z${zone}`, `z${(zone + 1) % zones}`] };
    case 2:
      return { ...rack, zone: [] };
    case 3:
      return place % 7 === 0 ? kind : {};
    case 4:
      return { ...kind, zone: `z${zone}`, rack: place % 5 };
    default:
      return { ...kind, ...rack, zone: `z${zone}` };
  }
}

/** What some tasks run under. */
export const usualExecutor: TaskExecutor = { id: "e1", resources: { cpus: 0.1, mem: 0.1 } };

function executorsAt(place: number, trait: number, changes: number): Pick<Offer, "executors"> {
  if (trait === 0 || (place + changes) % 3 === 0) return {};
  return { executors: trait === 1 ? ["e1"] : ["e2", `e${(place % 2) + 3}`] };
}

function totalsAt(seed: WideSeed, place: number): Scalars {
  return totalsBy[seed.totals](seed, place);
}

function heldAt(seed: WideSeed, place: number): Scalars {
  const [cpus, mem, disk] = uses[inTurn(seed.uses, place) ?? 0] ?? [0, 0, 0];
  const tenths: Scalars = { cpus, mem, disk };
  return Object.fromEntries(
    Object.entries(totalsAt(seed, place)).map(([name, total]) => [
      name,
      Math.floor(total * 100 * (tenths[name] ?? 0)) / 1000,
    ]),
  );
}

function minus(scalars: Scalars, others: Scalars): Scalars {
  return Object.fromEntries(
    Object.entries(scalars).map(([name, amount]) => [
      name,
      Math.max(0, Math.round(amount * 1000) - Math.round((others[name] ?? 0) * 1000)) / 1000,
    ]),
  );
}

/** The list's entries, in turns that differ from list to list and do not follow the places. */
function inTurn<T>(list: readonly T[], place: number): T | undefined {
  return list[(place * 5 + (place >> 3) + (place >> 6)) % list.length];
}
