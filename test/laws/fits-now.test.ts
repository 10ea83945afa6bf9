import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import type {
  Agent,
  Cluster,
  ClusterEvent,
  DiskGrant,
  MatchInput,
  Offer,
  Round,
  Scalars,
  Task,
} from "../../src/index.ts";
import { explain, findAgent, match, update } from "../../src/index.ts";
import { withoutDisks } from "../oracle/disks.ts";
import { inputOf, scenario } from "../arbitraries/scenarios.ts";
import { runs, timeLimitMs } from "./runs.ts";

test.prop([scenario({ customs: "timeless" })], runs())(
  "a task fits now exactly if a round for it alone, begun where the first one ended, places it",
  (given) => {
    const input = inputOf(given);
    const round = match(input);
    const cluster = endOf(input, round);
    const { maxAssignments: _, ...policy } = input.policy ?? {};
    const roles = [...(policy.roles ?? []), ...input.tasks.map((task) => task.role ?? "*")];
    for (const { taskId } of round.unmatched) {
      const tasks = input.tasks
        .filter((task) => task.id === taskId)
        .map(({ gang: _gang, ...alone }) => alone);
      const alone = match({ ...input, cluster, tasks, policy: { ...policy, roles: [...new Set(roles)] } });
      expect(explain(round, taskId).fitsNow).toBe(alone.assignments.length === 1);
    }
  },
  timeLimitMs,
);

/** The cluster as the round left it before it gave anything back: its tasks run, and used offers are what remains of them. */
function endOf(input: MatchInput, round: Round): Cluster {
  const taskOf = (taskId: string): Task =>
    input.tasks.find((one) => one.id === taskId) ?? { id: "", resources: {} };
  return update(input.cluster, [
    ...round.assignments.map((assignment): ClusterEvent => {
      const { taskId, agentId, hostname, ports, devices, disks, resources } = assignment;
      const given = {
        ...(disks === undefined ? {} : { disks }),
        ...(resources === undefined ? {} : { resources }),
      };
      return {
        type: "task-started",
        running: { task: taskOf(taskId), agentId, hostname, ports, devices, ...given },
      };
    }),
    ...round.launches.flatMap(({ agentId, role, offerIds, assignments }): readonly ClusterEvent[] => {
      const agent = findAgent(input.cluster, agentId);
      const placed = assignments.map(({ taskId, disks = [], resources = taskOf(taskId).resources }) => ({
        resources,
        disks,
      }));
      return [
        ...offerIds.map((offerId): ClusterEvent => ({ type: "offer-rescinded", offerId })),
        {
          type: "offers-received",
          offers: agent === undefined ? [] : remainderOf(agent, role, placed),
        },
      ];
    }),
  ]);
}

/** What a task was given. */
interface Given {
  readonly resources: Scalars;
  readonly disks: readonly DiskGrant[];
}

/** What the role's offers of the agent still give: its ports as they were, since those of running tasks do not count. */
function remainderOf(agent: Agent, role: string, placed: readonly Given[]): readonly Offer[] {
  const ofRole = agent.offers.filter((offer) => (offer.role ?? "*") === role);
  const offers = withoutDisks(
    ofRole,
    placed.flatMap(({ disks }) => disks),
  );
  return offers.map((offer, index) => ({
    ...offer,
    id: `${offer.id} remains`,
    hostname: agent.hostname,
    attributes: agent.attributes,
    devices: agent.devices,
    resources: index === 0 ? difference(offers, placed) : {},
    receivedAtMs: agent.newestOfferAtMs ?? 0,
  }));
}

function difference(offers: readonly Offer[], placed: readonly Given[]): Scalars {
  const names = new Set(offers.flatMap((offer) => Object.keys(offer.resources)));
  return Object.fromEntries(
    [...names].map((name) => [name, (sumOf(offers, name) - sumOf(placed, name)) / 1000]),
  );
}

function sumOf(parts: readonly { readonly resources: Scalars }[], name: string): number {
  return parts.reduce((sum, { resources }) => {
    return sum + (Object.hasOwn(resources, name) ? Math.round((resources[name] ?? 0) * 1000) : 0);
  }, 0);
}
