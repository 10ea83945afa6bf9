import fc from "fast-check";
import type {
  Agent,
  AttributeValue,
  DeviceGrant,
  Offer,
  PortRange,
  RunningTask,
  Unavailability,
} from "../../src/index.ts";
import { successionOf, type Succession } from "../../src/dense/succession.ts";

// Lists of agents that follow each other: most records of one are those of the list before, the very same objects.

/** What an agent is like, apart from its name. */
export interface AgentLike {
  readonly attributes: Readonly<Record<string, AttributeValue | readonly AttributeValue[]>>;
  readonly devices: number;
  readonly offers: readonly OfferLike[];
  readonly running: readonly RunningLike[];
  readonly disabledUntilMs?: number | undefined;
  readonly executors?: readonly string[] | undefined;
  readonly unavailability?: Unavailability | undefined;
}

interface OfferLike {
  readonly role: string | undefined;
  readonly cpus: number;
  readonly mem: number | undefined;
  readonly ports: readonly PortRange[];
  readonly receivedAtMs?: number | undefined;
}

interface RunningLike {
  readonly group: string | undefined;
  readonly cpus: number;
  readonly port: number;
  readonly grants: readonly (readonly [index: number, units: number, binding: string | undefined])[];
  readonly isExclusive: boolean;
  readonly executor?: string | undefined;
}

const amount = fc.constantFrom(0, 0.001, 0.1, 1, 1.5, 4, 4, 8);
const value = fc.constantFrom<AttributeValue>("a", "b", "c", 1, "1");
const port = fc.integer({ min: 1, max: 12 });

const offerLike = fc.record({
  role: fc.constantFrom(undefined, undefined, "*", "ads"),
  cpus: amount,
  mem: fc.option(amount, { nil: undefined }),
  ports: fc.array(
    fc.tuple(port, port).map(([a, b]): PortRange => [Math.min(a, b), Math.max(a, b)]),
    { maxLength: 2 },
  ),
  receivedAtMs: fc.constantFrom(undefined, 0, 1, 2),
});

const runningLike = fc.record({
  group: fc.constantFrom(undefined, "web", "db", "log"),
  cpus: amount,
  port,
  grants: fc.array(
    fc.tuple(fc.nat(3), fc.constantFrom(0, 0.25, 1), fc.constantFrom(undefined, "x", "y", "z")),
    {
      maxLength: 2,
    },
  ),
  isExclusive: fc.boolean(),
  executor: fc.constantFrom(undefined, "e", "f"),
});

const agentLike: fc.Arbitrary<AgentLike> = fc.record({
  attributes: fc.record(
    { rack: fc.oneof(value, fc.array(value, { maxLength: 3 })), zone: value },
    { requiredKeys: [] },
  ),
  devices: fc.nat(3),
  offers: fc.array(offerLike, { maxLength: 3 }),
  running: fc.array(runningLike, { maxLength: 3 }),
  disabledUntilMs: fc.option(fc.nat(9), { nil: undefined }),
  executors: fc.constantFrom(undefined, undefined, [], ["e"], ["f", "g", "f"]),
  unavailability: fc.constantFrom(undefined, undefined, { startMs: 3 }, { startMs: 5, durationMs: 2 }),
});

/** An agent of the number. Agents of greater numbers come after it. */
export function agentOf(number: number, like: Partial<AgentLike> = {}): Agent {
  const name = String(number).padStart(4, "0");
  const [id, hostname] = [`a${name}`, `h${name}`];
  const { attributes = {}, devices = 0, offers = [], running = [] } = like;
  const { disabledUntilMs, executors, unavailability } = like;
  return {
    id,
    hostname,
    attributes,
    devices: devices === 0 ? [] : [{ name: "gpu", count: devices, capacity: 1 }],
    ...(unavailability !== undefined && { unavailability }),
    offers: offers.map(({ role, cpus, mem, ports, receivedAtMs }, i): Offer => ({
      id: `${id}-o${i}`,
      agentId: id,
      hostname,
      resources: { cpus, ...(mem !== undefined && { mem }) },
      ports,
      ...(role !== undefined && { role }),
      ...(receivedAtMs !== undefined && { receivedAtMs }),
    })),
    running: running.map((each, i): RunningTask => ({
      task: {
        id: `${id}-t${i}`,
        resources: { cpus: each.cpus },
        ...(each.group !== undefined && { group: each.group }),
        ...(each.executor !== undefined && { executor: { id: each.executor, resources: { cpus: 0.1 } } }),
        ...(each.isExclusive && { constraints: [{ kind: "exclusive" }] }),
      },
      agentId: id,
      hostname,
      ports: [each.port],
      devices: each.grants.map(([index, units, binding]): DeviceGrant => ({
        name: "gpu",
        index,
        units,
        ...(binding !== undefined && { binding }),
      })),
    })),
    ...(executors !== undefined && { executors }),
    ...(disabledUntilMs !== undefined && { disabledUntilMs }),
  };
}

/** So many agents, all alike. */
export function agentsOf(count: number, like: Partial<AgentLike> = {}): readonly Agent[] {
  return Array.from({ length: count }, (_, i) => agentOf(i, like));
}

const names = 12;

/** Lists of agents, each the one before with some agents changed, gone and come. */
export const chains: fc.Arbitrary<readonly (readonly Agent[])[]> = chainsOf(
  fc.tuple(fc.nat(names - 1), fc.option(agentLike, { nil: undefined })),
);

/** As {@link chains}, but no agent comes or leaves after the first list. */
export const steadyChains: fc.Arbitrary<readonly (readonly Agent[])[]> = chainsOf(
  fc.tuple(fc.nat(names - 1), agentLike),
  names,
);

function chainsOf(
  edit: fc.Arbitrary<readonly [number, AgentLike | undefined]>,
  least: number = 0,
): fc.Arbitrary<readonly (readonly Agent[])[]> {
  return fc
    .tuple(
      fc.array(agentLike, { minLength: least, maxLength: names }),
      fc.array(fc.array(edit, { maxLength: 4 }), { minLength: 1, maxLength: 5 }),
    )
    .map(([first, steps]) => {
      const agents = new Map(first.map((like, number) => [number, agentOf(number, like)]));
      const lists = [listOf(agents)];
      for (const edits of steps) {
        for (const [number, like] of edits) {
          if (like === undefined) agents.delete(number);
          else agents.set(number, agentOf(number, like));
        }
        lists.push(listOf(agents));
      }
      return lists;
    });
}

function listOf(agents: ReadonlyMap<number, Agent>): readonly Agent[] {
  return [...agents].toSorted(([a], [b]) => a - b).map(([, agent]) => agent);
}

/** The succession of two lists, which less than half differs. */
export function fromOf(before: readonly Agent[], after: readonly Agent[]): Succession {
  const from = successionOf(before, after);
  if (from === undefined) throw new Error("too much has changed");
  return from;
}

/** The succession of a list after one of so many: per number the one before, or -1. */
export function successionFrom(from: readonly number[], before: number): Succession {
  const isKept = from.length === before && from.every((old, now) => old === -1 || old === now);
  const changed = from.flatMap((old, now) => (old === -1 ? [now] : []));
  return { from: Int32Array.from(from), changed: isKept ? changed : undefined };
}

/** What a table of each list is, made of the one before where that can be: `check` compares it with one made anew. */
export function follow<T>(
  lists: readonly (readonly Agent[])[],
  make: (agents: readonly Agent[]) => T,
  later: (before: T, agents: readonly Agent[], from: Succession) => T | undefined,
  check: (table: T, anew: T, agents: readonly Agent[]) => void,
): void {
  const [first = []] = lists;
  let table = make(first);
  check(table, make(first), first);
  for (const [i, agents] of lists.entries()) {
    const from = successionOf(lists[i - 1] ?? first, agents);
    table = (from === undefined ? undefined : later(table, agents, from)) ?? make(agents);
    check(table, make(agents), agents);
  }
}
