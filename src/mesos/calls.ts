import { elementAt } from "../dense/number-at.ts";
import type { Cluster } from "../model/cluster.ts";
import {
  eachWithin,
  expectEach,
  expectFields,
  expectText,
  refuse,
  within,
  type Fields,
} from "../model/input/expect.ts";
import type { Round } from "../model/round.ts";
import { longestRefusal, longRefusal } from "../result/declines.ts";
import { isOfMatch } from "../explain/origin.ts";
import { knownCluster } from "../state/ledger.ts";
import { agentsOf } from "./agents.ts";
import { mesosId, type MesosCall, type MesosOperation, type MesosResourceOperation } from "./call.ts";
import { adviceOf, type Demand } from "./demand.ts";
import { expectRefusal } from "./refusal.ts";
import { checkRound, type LaunchOfCalls } from "./round.ts";
import { executorList, executorsIn, type Executors, type StartedExecutor } from "./executors.ts";
import { operationsOf, workOfLaunch, type LaunchWork } from "./launch.ts";
import { sendingOrder } from "./sending-order.ts";
import type { ExecutorInfoOf, TaskInfoOf } from "./task-infos.ts";
import { resourcesOf, upkeepIn } from "./used.ts";

/** What calls say beside what the round does. */
export interface CallOptions {
  readonly frameworkId: string;
  /**
   * What a task is to Mesos: the fields of a TaskInfo (mesos.proto), either `command` or `executor` among them. Its ids and `resources` are filled in, those of the executor
   * that it asks too, and its `name`, if it has none, is the task's id. Devices that the assignment names have no counterpart in Mesos: hand them on in an
   * environment variable, say. Pure; called once an assignment, for a pod once each of its tasks.
   */
  readonly taskInfo: TaskInfoOf;
  /** What the executor of a pod is to Mesos: fields of an ExecutorInfo; its `type` is DEFAULT unless it says otherwise. Pure; called once a pod. */
  readonly executorInfo?: ExecutorInfoOf;
  /** The executors that run: what the last `callsFrom` returned; default none. Needed for tasks with an `executor`. */
  readonly executors?: readonly StartedExecutor[];
  /** The framework's principal, if it has one: its reservations and volumes bear it. */
  readonly principal?: string;
  /** For how long what launches, or upkeep alone, leave of their offers should not be offered again, in seconds; default 0: the next round decides about it. */
  readonly refuseSeconds?: number;
  /** Offers that could not be read: those that have an id are declined. */
  readonly unreadable?: readonly { readonly offerId?: string }[];
  /** If given, roles without work are suppressed. */
  readonly demand?: Demand;
}

/** What to send to the master. */
export interface Calls {
  /** In the order in which to send them. */
  readonly calls: readonly MesosCall[];
  /** The roles suppressed once these calls are sent. */
  readonly suppressed: readonly string[];
  /** The executors of the options, and those that tasks start by the calls, not those of pods: leave out those of which a FAILURE says that they are gone, with their agent or alone. */
  readonly executors: readonly StartedExecutor[];
}

/**
 * The calls that carry out a round: REVIVE, one ACCEPT per launch, one DECLINE for all offers to be refused for one time, SUPPRESS. Each task names the
 * resources that it takes, out of those offered: the deepest reservation first, then in the order offered. What it does not take of them, and all
 * that tasks cannot get, goes back to the master with the ACCEPT. Costs O(assignments and the resources of the offers used, declines, running
 * tasks of the agents used, offers of the cluster), and O(pending tasks) with `demand`.
 *
 * @param cluster the one that `match` was given; its offers are of `offersFrom`.
 * @throws InvalidInputError where the round is not one from this cluster, for a part of a gpu, for a task that is given nothing, and for one, of a pod too, that has the id of another
 * of the round.
 */
export function callsFrom(cluster: Cluster, round: Round, options: CallOptions): Calls {
  const given = checkedOptions(options);
  const before = knownCluster("cluster", cluster).cluster;
  if (given.unreadable.length > 0 || !isOfMatch(round)) {
    within("round", round, (value) => {
      checkRound(value, given.unreadable);
    });
  }
  const after = knownCluster("round.cluster", round.cluster).cluster;
  const { frameworkId, refuseSeconds } = given;
  const framework_id = mesosId(frameworkId);
  const upkeep = upkeepIn(before);
  const calls: MesosCall[] = [];
  const accept = (
    offerIds: readonly string[],
    keeping: readonly MesosResourceOperation[],
    starting: readonly MesosOperation[],
  ): void => {
    const changes = [...offerIds.flatMap((id) => upkeep.get(id) ?? []), ...keeping];
    const operations = changes.length === 0 ? starting : [...withIds(changes, offerIds), ...starting];
    const filters = { refuse_seconds: refuseSeconds };
    calls.push({
      type: "ACCEPT",
      framework_id,
      accept: { offer_ids: offerIds.map(mesosId), operations, filters },
    });
  };
  const launches: readonly LaunchOfCalls[] = round.launches;
  const agentOf = agentsOf(before, after, launches);
  const taskIds = new Set<string>();
  const works: LaunchWork[] = [];
  eachWithin(launches, inLaunches, (launch) => {
    const agent = agentOf(launch.agentId);
    const resources = resourcesOf(launch, agent?.before?.offers);
    works.push(workOfLaunch(launch, resources, agent?.after?.running, { ...given, taskIds }));
  });
  const order = sendingOrder(launches, agentOf);
  eachWithin(
    order,
    (at) => inLaunches(elementAt(order, at)),
    (i) => {
      const { keeping, starting } = operationsOf(elementAt(works, i), given);
      accept(elementAt(launches, i).offerIds, keeping, starting);
    },
  );
  for (const [seconds, offerIds] of refusalsOf(round, given.unreadable)) {
    const idle = offerIds.filter((id) => !upkeep.has(id));
    // not for the time of the decline: what is released may be what a task waits for
    for (const id of offerIds) if (upkeep.has(id)) accept([id], [], []);
    if (idle.length === 0) continue;
    const decline = { offer_ids: idle.map(mesosId), filters: { refuse_seconds: seconds } };
    calls.push({ type: "DECLINE", framework_id, decline });
  }
  const executors = executorList(given.executors);
  if (options.demand === undefined) return { calls, suppressed: [], executors };
  const { suppress, revive, suppressed } = within("options.demand", options.demand, (demand) =>
    adviceOf(demand, launches),
  );
  // a REVIVE ends all refusals of the role: so it comes before those of this round
  if (revive.length > 0) calls.unshift({ type: "REVIVE", framework_id, revive: { roles: revive } });
  if (suppress.length > 0) calls.push({ type: "SUPPRESS", framework_id, suppress: { roles: suppress } });
  return { calls, suppressed, executors };
}

/** The operations, each with an id that no other has: an offer is used once. */
function withIds(
  operations: readonly MesosResourceOperation[],
  [offerId = ""]: readonly string[],
): readonly MesosOperation[] {
  return operations.map((operation, i) => ({ ...operation, id: mesosId(`${offerId}.${i}`) }));
}

function inLaunches(i: number): string {
  return `round.launches[${i}]`;
}

interface CheckedOptions {
  readonly frameworkId: string;
  readonly taskInfo: TaskInfoOf;
  readonly executorInfo: ExecutorInfoOf;
  readonly executors: Executors;
  readonly principal: string | undefined;
  readonly refuseSeconds: number;
  /** Ids of offers. */
  readonly unreadable: readonly string[];
}

function checkedOptions(options: CallOptions): CheckedOptions {
  const { refuseSeconds, unreadable, principal } = expectFields("options", options);
  const { taskInfo, executorInfo = noFields } = options;
  if (typeof taskInfo !== "function") refuse("options.taskInfo", taskInfo, "a function");
  if (typeof executorInfo !== "function") refuse("options.executorInfo", executorInfo, "a function");
  const rest = refuseSeconds === undefined ? 0 : expectRefusal("options.refuseSeconds", refuseSeconds);
  const ids = new Set<string>();
  if (unreadable !== undefined) {
    expectEach("options.unreadable", unreadable, (element) => {
      const { offerId } = expectFields("", element);
      if (offerId === undefined) return;
      const id = expectText("offerId", offerId);
      if (ids.has(id)) refuse("offerId", id, "an offer that is not in the list already");
      ids.add(id);
    });
  }
  const frameworkId = expectText("options.frameworkId", options.frameworkId);
  return {
    frameworkId,
    taskInfo,
    executorInfo,
    executors: executorsIn("options.executors", options.executors ?? []),
    principal: principal === undefined ? undefined : expectText("options.principal", principal),
    refuseSeconds: rest,
    unreadable: [...ids],
  };
}

function noFields(): Fields {
  return {};
}

/** The offers to decline by the time for which to refuse them, in the order of the round. */
function refusalsOf(
  round: Pick<Round, "declines">,
  unreadable: readonly string[],
): ReadonlyMap<number, readonly string[]> {
  const refusals = new Map<number, string[]>();
  const add = (seconds: number, offerId: string): void => {
    const offerIds = refusals.get(seconds);
    if (offerIds === undefined) refusals.set(seconds, [offerId]);
    else offerIds.push(offerId);
  };
  for (const { offerId, refuseSeconds } of round.declines)
    add(Math.min(refuseSeconds, longestRefusal), offerId);
  for (const offerId of unreadable) add(longRefusal, offerId);
  return refusals;
}
