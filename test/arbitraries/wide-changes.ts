import fc from "fast-check";
import type { Agent, Cluster, ClusterEvent, Offer } from "../../src/index.ts";
import type { WideSeed } from "./wide-agents.ts";
import { hostAt, idAt, offersAt, usualExecutor } from "./wide-agents.ts";

/** Something that happens to the agent at a place of the cluster, of which `more` says how. */
export type Change = readonly [kind: keyof typeof eventsBy, place: number, more: number];

/** Any change; none is worth more than others, lost and disabled agents are few. */
export const change: fc.Arbitrary<Change> = fc.tuple(
  fc.constantFrom(
    "ends" as const,
    "ends" as const,
    "offers" as const,
    "offers" as const,
    "says" as const,
    "says" as const,
    "joins" as const,
    "joins" as const,
    "rescinds" as const,
    "starts" as const,
    "loses" as const,
    "disables" as const,
    "enables" as const,
    "renames" as const,
    "nothing" as const,
    "activates" as const,
    "guards" as const,
  ),
  fc.nat({ max: 500 }),
  fc.nat({ max: 5 }),
);

/** When and in which batch of events. */
interface Batch {
  readonly tag: string;
  readonly nowMs: number;
  /** Whether agents without offers offer again. */
  readonly isRefilled: boolean;
}

interface Happening {
  readonly seed: WideSeed;
  readonly agent: Agent;
  readonly place: number;
  readonly more: number;
  /** Of its own for each. */
  readonly tag: string;
  readonly nowMs: number;
}

/** The events, valid for the cluster: each change is of another agent, the first of it counts. */
export function eventsOfChanges(
  { agents }: Cluster,
  changes: readonly Change[],
  seed: WideSeed,
  { tag, nowMs, isRefilled }: Batch,
): readonly ClusterEvent[] {
  const known = Object.values(agents);
  const changed = new Set<string>();
  const events = changes.flatMap(([kind, place, more], index) => {
    const agent = known[place % Math.max(1, known.length)];
    if (agent === undefined || changed.has(agent.id)) return [];
    changed.add(agent.id);
    return eventsBy[kind]({ seed, agent, place, more, nowMs, tag: `${tag}.${index}` });
  });
  const empty = known.filter((agent) => agent.offers.length === 0 && !changed.has(agent.id));
  const offers = isRefilled ? empty.flatMap((agent) => offersOf(seed, agent, tag, nowMs, 0)) : [];
  return [...events, { type: "offers-received", offers }];
}

const eventsBy = {
  /** Some of its tasks end. */
  ends: ({ agent, more }: Happening): readonly ClusterEvent[] =>
    agent.running.slice(0, more + 1).map(({ task }) => ({ type: "task-ended", taskId: task.id })),
  /** It offers all that it has once more. */
  offers: ({ seed, agent, tag, nowMs }: Happening): readonly ClusterEvent[] => [
    { type: "offers-received", offers: offersOf(seed, agent, tag, nowMs, 0) },
  ],
  /** It offers a little more, with other attributes and devices than before. */
  says: ({ seed, agent, more, tag, nowMs }: Happening): readonly ClusterEvent[] => [
    {
      type: "offers-received",
      offers: offersOf(seed, agent, tag, nowMs, more).map((offer) => ({
        ...offer,
        ports: [],
        disks: [],
        resources: { cpus: 0.1 * more },
      })),
    },
  ],
  /** An agent comes whose hostname is among those that there are. */
  joins: ({ seed, place, more, tag, nowMs }: Happening): readonly ClusterEvent[] => [
    {
      type: "offers-received",
      offers: offersAt(seed, place + 1000 * (more + 1), { tag, atMs: nowMs, changes: 0 }),
    },
  ],
  /** Its offers are rescinded. */
  rescinds: ({ agent }: Happening): readonly ClusterEvent[] =>
    agent.offers.map(({ id }) => ({ type: "offer-rescinded", offerId: id })),
  /** A task that was not placed by a round runs there. */
  starts: ({ seed, agent, place, more, tag }: Happening): readonly ClusterEvent[] => [
    {
      type: "task-started",
      running: {
        agentId: agent.id,
        hostname: isNamed(agent) ? agent.hostname : hostAt(seed, place),
        task: {
          id: `x${tag}`,
          group: "web",
          resources: { cpus: more / 10, mem: 1 },
          ...(more > 2 ? { executor: usualExecutor } : {}),
        },
        ...(more > 4 ? { executor: usualExecutor } : {}),
      },
    },
  ],
  loses: ({ agent }: Happening): readonly ClusterEvent[] => [{ type: "agent-lost", agentId: agent.id }],
  disables: ({ agent, more, nowMs }: Happening): readonly ClusterEvent[] => [
    { type: "agent-disabled", agentId: agent.id, untilMs: nowMs + more * 300 },
  ],
  enables: ({ agent }: Happening): readonly ClusterEvent[] => [{ type: "agent-enabled", agentId: agent.id }],
  /** It has another hostname from now on, and so another place among ties. */
  renames: ({ seed, agent, place, tag, nowMs }: Happening): readonly ClusterEvent[] => [
    {
      type: "offers-received",
      offers: offersOf(seed, agent, tag, nowMs, 0).map((offer) => ({
        ...offer,
        hostname: hostAt(seed, place + 77),
        resources: {},
        ports: [],
        disks: [],
      })),
    },
  ],
  guards: ({ seed, more }: Happening): readonly ClusterEvent[] => [
    {
      type: "scarce-set",
      resources: [seed.scarce, [], ["gpu"], ["gpus", "eni"], ["cpus"], ["gpu"]][more] ?? [],
    },
  ],
  nothing: ({ tag }: Happening): readonly ClusterEvent[] => [
    { type: "task-ended", taskId: `never ${tag}` },
    { type: "offer-rescinded", offerId: `never ${tag}` },
  ],
  activates: ({ more }: Happening): readonly ClusterEvent[] => [
    {
      type: "active-groups-set",
      attribute: "zone",
      values: more < 3 ? null : [`z${more % 3}`, `z${(more + 1) % 3}`],
    },
  ],
};

/** What the agent offers, as one at its place does. */
function offersOf(
  seed: WideSeed,
  agent: Agent,
  tag: string,
  atMs: number,
  changes: number,
): readonly Offer[] {
  const place = Number(agent.id.slice(idAt(0).length - 1));
  const offers = offersAt(seed, place, { tag, atMs, changes });
  return isNamed(agent) ? offers.map((offer) => ({ ...offer, hostname: agent.hostname })) : offers;
}

/** Whether it is known by more than that it is disabled. */
function isNamed({ hostname }: Agent): boolean {
  return hostname !== "";
}
