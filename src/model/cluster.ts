import type { AttributeValue, Attributes, DeviceSet, Offer, Unavailability } from "./offer.ts";
import type { RunningTask } from "./task.ts";

/** An agent between rounds. */
export interface Agent {
  readonly id: string;
  /** Empty while the agent is known by its disabling alone. */
  readonly hostname: string;
  /** Of its newest offer. */
  readonly attributes: Attributes;
  /** Of its newest offer. */
  readonly devices: readonly DeviceSet[];
  /** Of its newest offer, less those that ended since; absent where that says nothing of any. */
  readonly executors?: readonly string[];
  /** When its newest offer came; absent before the first. */
  readonly newestOfferAtMs?: number;
  /** Of its newest offer. */
  readonly unavailability?: Unavailability;
  /** Sorted by offer id. */
  readonly offers: readonly Offer[];
  /** In the order they started. */
  readonly running: readonly RunningTask[];
  /** It takes no task while `nowMs` is less. */
  readonly disabledUntilMs?: number;
  /**
   * The scarce resources that it has, sorted, at least one: those that it offered, or its tasks held, since they are scarce. Remembered until
   * the agent is lost, and the agent with them: where all of its GPUs are in use, it offers none.
   */
  readonly scarce?: readonly string[];
}

/** Only agents with one of the values of the attribute take tasks. */
export interface ActiveGroups {
  readonly attribute: string;
  readonly values: readonly AttributeValue[];
}

/** What is known between rounds: immutable plain data, which JSON carries unharmed. */
export interface Cluster {
  /** In tie order: by hostname, then id, by UTF-16 code units. */
  readonly agents: readonly Agent[];
  /** Null: every agent is active. */
  readonly activeGroups: ActiveGroups | null;
  /** Roles of all offers and running tasks seen so far, sorted: a role is never forgotten, so there are as many as the framework has had. */
  readonly roles: readonly string[];
  /** Ids rescinded before their offer came, oldest first, at most {@link maxRescinded}. */
  readonly rescinded: readonly string[];
  /** Names of scarce resources, sorted, at least one: agents that have such are kept for the tasks that ask them. Absent: none is scarce. */
  readonly scarce?: readonly string[];
}

/** How many rescinds that came before their offers are remembered. */
export const maxRescinded = 1000;

/** What happened between rounds. */
export type ClusterEvent =
  | { readonly type: "offers-received"; readonly offers: readonly Offer[] }
  | { readonly type: "offer-rescinded"; readonly offerId: string }
  | { readonly type: "task-started"; readonly running: RunningTask }
  /** With `agentId`, only if it runs there: news of an earlier task of the same id changes nothing. */
  | { readonly type: "task-ended"; readonly taskId: string; readonly agentId?: string }
  /** An executor is gone from an agent whose offers, held ones too, name it. Tasks that ran under it end by events of their own. */
  | { readonly type: "executor-ended"; readonly agentId: string; readonly executorId: string }
  | { readonly type: "agent-lost"; readonly agentId: string }
  | { readonly type: "agent-disabled"; readonly agentId: string; readonly untilMs: number }
  | { readonly type: "agent-enabled"; readonly agentId: string }
  | {
      readonly type: "active-groups-set";
      readonly attribute: string;
      readonly values: readonly AttributeValue[] | null;
    }
  /** Which resources are scarce from now on, `["gpus"]` say, scalars or devices; none ends it. Also for agents known already. What has such a name before an `@`, as `gpus@app=db`, is of the resource too. */
  | { readonly type: "scarce-set"; readonly resources: readonly string[] };
