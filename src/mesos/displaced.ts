import type { Cluster } from "../model/cluster.ts";
import { expectEach, expectFields, expectNumber, expectText } from "../model/input/expect.ts";
import { checkUnavailability } from "../model/input/offer.ts";
import { endOf } from "../model/offer.ts";
import { compareText } from "../model/order.ts";
import { knownCluster } from "../state/ledger.ts";
import type { MesosInverseOffer } from "./inverse-offers.ts";

/** A task that has to go. */
export interface Displaced {
  readonly taskId: string;
  readonly agentId: string;
  /** When its agent goes down, in the milliseconds of `nowMs`; where that has passed, it should be gone already. */
  readonly byMs: number;
}

/** What `displacedBy` judges by. */
export interface DisplacedOptions {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/**
 * The running tasks on the agents that inverse offers ask back, each once, with the time by which it must have moved: the first to go first, then by agent and task.
 * All of an agent's tasks are among them, those that expect to end before too: when a task started, a cluster does not know. An inverse offer is for nothing
 * where its unavailability is over, and where it names no agent. Costs O(agents + inverse offers + n log n), n being the tasks given.
 *
 * @throws InvalidInputError for what is no cluster or no list of inverse offers.
 */
export function displacedBy(
  cluster: Cluster,
  inverseOffers: readonly MesosInverseOffer[],
  options: DisplacedOptions,
): readonly Displaced[] {
  const { nowMs } = expectFields("options", options);
  const downAtMs = downAtMsOf(
    inverseOffers,
    expectNumber("options.nowMs", nowMs, -Infinity, "a finite number"),
  );
  const displaced: Displaced[] = [];
  for (const { id: agentId, running } of knownCluster("cluster", cluster).cluster.agents) {
    const byMs = downAtMs.get(agentId);
    if (byMs === undefined) continue;
    for (const { task } of running) displaced.push({ taskId: task.id, agentId, byMs });
  }
  return displaced.toSorted(
    (a, b) => a.byMs - b.byMs || compareText(a.agentId, b.agentId) || compareText(a.taskId, b.taskId),
  );
}

/** When each agent goes down, the first time that is not over. */
function downAtMsOf(value: unknown, nowMs: number): ReadonlyMap<string, number> {
  const downAtMs = new Map<string, number>();
  expectEach("inverseOffers", value, (element) => {
    const { unavailability, agentId: given } = expectFields("", element);
    checkUnavailability("unavailability", unavailability);
    if (given === undefined) return;
    const agentId = expectText("agentId", given);
    if (endOf(unavailability) <= nowMs) return;
    downAtMs.set(agentId, Math.min(unavailability.startMs, downAtMs.get(agentId) ?? Infinity));
  });
  return downAtMs;
}
