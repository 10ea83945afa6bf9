import type { Cluster, ClusterEvent } from "../model/cluster.ts";
import { expectEach, expectFields, refuse } from "../model/input/expect.ts";
import { knownCluster } from "../state/ledger.ts";
import { podEvents } from "./pod-ended.ts";
import { idOf, offersFrom, type OfferOptions, type UnreadableOffer } from "./offers.ts";

/** The states of a task (mesos.proto, TaskState). */
export type MesosTaskState =
  | "TASK_STAGING"
  | "TASK_STARTING"
  | "TASK_RUNNING"
  | "TASK_KILLING"
  | "TASK_UNREACHABLE"
  | "TASK_UNKNOWN"
  | "TASK_FINISHED"
  | "TASK_FAILED"
  | "TASK_KILLED"
  | "TASK_ERROR"
  | "TASK_LOST"
  | "TASK_DROPPED"
  | "TASK_GONE"
  | "TASK_GONE_BY_OPERATOR";

const isTerminal: Readonly<Record<MesosTaskState, boolean>> = {
  TASK_STAGING: false,
  TASK_STARTING: false,
  TASK_RUNNING: false,
  TASK_KILLING: false,
  TASK_UNREACHABLE: false,
  TASK_UNKNOWN: false,
  TASK_FINISHED: true,
  TASK_FAILED: true,
  TASK_KILLED: true,
  TASK_ERROR: true,
  TASK_LOST: true,
  TASK_DROPPED: true,
  TASK_GONE: true,
  TASK_GONE_BY_OPERATOR: true,
};

/** Every state, and whether a task in it never runs again. */
const states: ReadonlyMap<string, boolean> = new Map(Object.entries(isTerminal));

/** How events are read. */
export interface EventOptions extends OfferOptions {
  /** States that end a task beside the terminal ones: `["TASK_UNREACHABLE"]`, for a framework that starts such tasks anew at once. */
  readonly alsoEnding?: readonly MesosTaskState[];
  /** As it stands, with all events before this one. Needed for the tasks of pods, which it has as one task each: without it their ends are lost. */
  readonly cluster?: Cluster;
}

/** What an event of a master says to `update`. */
export interface ReadEvents {
  readonly events: readonly ClusterEvent[];
  /** Offers to be declined: give them to `callsFrom`. */
  readonly unreadable: readonly UnreadableOffer[];
}

/**
 * What a scheduler event of the v1 API, parsed from JSON, changes in the cluster (scheduler.proto, Event): OFFERS come, RESCIND takes one back, an UPDATE
 * with a terminal state ends its task if it runs on the agent that the status names, a FAILURE of an agent takes the agent away, one of an executor the executor. All others change nothing. Costs O(1), for OFFERS what
 * `offersFrom` costs.
 *
 * @throws InvalidInputError for what is no event, and as `offersFrom` does.
 */
export function eventsFrom(event: unknown, options: EventOptions = {}): ReadEvents {
  const alsoEnding = statesIn(expectFields("options", options)["alsoEnding"]);
  const cluster =
    options.cluster === undefined ? undefined : knownCluster("options.cluster", options.cluster).cluster;
  const fields = expectFields("event", event);
  const { type } = fields;
  switch (type) {
    case "OFFERS": {
      const { offers, unreadable } = offersFrom(event, options);
      return { events: offers.length === 0 ? [] : [{ type: "offers-received", offers }], unreadable };
    }
    case "RESCIND": {
      const rescind = expectFields("event.rescind", fields["rescind"]);
      return only({ type: "offer-rescinded", offerId: idOf("event.rescind.offer_id", rescind["offer_id"]) });
    }
    case "UPDATE":
      return updateOf(fields["update"], alsoEnding, cluster);
    case "FAILURE": {
      const failure = expectFields("event.failure", fields["failure"]);
      const agentId = idOf("event.failure.agent_id", failure["agent_id"]);
      const executor = failure["executor_id"];
      if (executor === undefined) return only({ type: "agent-lost", agentId });
      const executorId = idOf("event.failure.executor_id", executor);
      return only({ type: "executor-ended", agentId, executorId });
    }
    case "SUBSCRIBED":
    case "INVERSE_OFFERS":
    case "RESCIND_INVERSE_OFFER":
    case "UPDATE_OPERATION_STATUS":
    case "MESSAGE":
    case "ERROR":
    case "HEARTBEAT":
      return nothing;
    default:
      return refuse("event.type", type, "the type of a scheduler event");
  }
}

const nothing: ReadEvents = Object.freeze({ events: Object.freeze([]), unreadable: Object.freeze([]) });

function only(event: ClusterEvent): ReadEvents {
  return { events: [event], unreadable: [] };
}

function updateOf(value: unknown, alsoEnding: ReadonlySet<string>, cluster: Cluster | undefined): ReadEvents {
  const status = expectFields("event.update.status", expectFields("event.update", value)["status"]);
  const taskId = idOf("event.update.status.task_id", status["task_id"]);
  const state = expectState("event.update.status.state", status["state"]);
  const hasEnded = states.get(state) === true || alsoEnding.has(state);
  if (!hasEnded) return nothing;
  const agent = status["agent_id"];
  const agentId = agent === undefined ? undefined : idOf("event.update.status.agent_id", agent);
  const ofPod = cluster && podEvents(cluster, taskId, agentId);
  if (ofPod !== undefined) return { events: ofPod, unreadable: [] };
  return only({ type: "task-ended", taskId, ...(agentId !== undefined && { agentId }) });
}

function expectState(path: string, value: unknown): string {
  if (typeof value !== "string" || !states.has(value)) refuse(path, value, "the state of a task");
  return value;
}

function statesIn(value: unknown): ReadonlySet<string> {
  const named = new Set<string>();
  if (value !== undefined) {
    expectEach("options.alsoEnding", value, (state) => named.add(expectState("", state)));
  }
  return named;
}
