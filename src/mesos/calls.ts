import type { Cluster } from "../model/cluster.ts";
import {
  eachWithin,
  expectEach,
  expectFields,
  expectNumber,
  expectText,
  refuse,
  within,
} from "../model/input/expect.ts";
import type { Round } from "../model/round.ts";
import { longestRefusal, longRefusal } from "../result/declines.ts";
import { knownCluster } from "../state/ledger.ts";
import { mesosId, type MesosCall } from "./call.ts";
import { adviceOf, type Advice, type Demand } from "./demand.ts";
import { checkRound, type LaunchOfCalls } from "./round.ts";
import { taskInfosOf, type TaskInfoOf } from "./task-infos.ts";

/** What calls say beside what the round does. */
export interface CallOptions {
  readonly frameworkId: string;
  /**
   * What a task is to Mesos: the fields of a TaskInfo (mesos.proto), `command` or `executor` at least. Its ids and `resources` are filled in, and its `name`,
   * if it has none, is the task's id. Devices that the assignment names have no counterpart in Mesos: hand them on in an environment variable, say.
   * Pure; called once an assignment.
   */
  readonly taskInfo: TaskInfoOf;
  /** For how long what a launch leaves of its offers should not be offered again, in seconds; default 0: the next round decides about it. */
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
}

/**
 * The calls that carry out a round: one ACCEPT per launch, one DECLINE for all offers to be refused for one time, then SUPPRESS and REVIVE. Each task names the
 * resources that it takes, out of those offered: the deepest reservation first, then in the order offered. What it does not take of them, and all
 * that tasks cannot get, goes back to the master with the ACCEPT. Costs O(assignments and the resources of the offers used, declines, running
 * tasks of the agents used), and O(pending tasks) with `demand`.
 *
 * @param cluster the one that `match` was given; its offers are of `offersFrom`.
 * @throws InvalidInputError where the round is not one from this cluster, for a part of a gpu, and for a task that is given nothing.
 */
export function callsFrom(cluster: Cluster, round: Round, options: CallOptions): Calls {
  const given = checkedOptions(options);
  const before = knownCluster("cluster", cluster).cluster;
  within("round", round, (value) => {
    checkRound(value, given.unreadable);
  });
  const after = knownCluster("round.cluster", round.cluster).cluster;
  const { frameworkId, taskInfo, refuseSeconds } = given;
  const framework_id = mesosId(frameworkId);
  const calls: MesosCall[] = [];
  const launches: readonly LaunchOfCalls[] = round.launches;
  eachWithin(
    launches,
    (i) => `round.launches[${i}]`,
    (launch) => {
      const task_infos = taskInfosOf(launch, before, after, taskInfo);
      const operations = [{ type: "LAUNCH", launch: { task_infos } }] as const;
      const filters = { refuse_seconds: refuseSeconds };
      const accept = { offer_ids: launch.offerIds.map(mesosId), operations, filters };
      calls.push({ type: "ACCEPT", framework_id, accept });
    },
  );
  for (const [seconds, offerIds] of refusalsOf(round, given.unreadable)) {
    const decline = { offer_ids: offerIds.map(mesosId), filters: { refuse_seconds: seconds } };
    calls.push({ type: "DECLINE", framework_id, decline });
  }
  if (options.demand === undefined) return { calls, suppressed: [] };
  const { suppress, revive, suppressed } = advised(options.demand, launches);
  if (suppress.length > 0) calls.push({ type: "SUPPRESS", framework_id, suppress: { roles: suppress } });
  if (revive.length > 0) calls.push({ type: "REVIVE", framework_id, revive: { roles: revive } });
  return { calls, suppressed };
}

interface CheckedOptions {
  readonly frameworkId: string;
  readonly taskInfo: TaskInfoOf;
  readonly refuseSeconds: number;
  /** Ids of offers. */
  readonly unreadable: readonly string[];
}

function checkedOptions(options: CallOptions): CheckedOptions {
  const { refuseSeconds, unreadable } = expectFields("options", options);
  const { taskInfo } = options;
  if (typeof taskInfo !== "function") refuse("options.taskInfo", taskInfo, "a function");
  const seconds = `a number within 0..${longestRefusal}`;
  const rest =
    refuseSeconds === undefined ? 0 : expectNumber("options.refuseSeconds", refuseSeconds, 0, seconds);
  if (rest > longestRefusal) refuse("options.refuseSeconds", rest, seconds);
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
  return { frameworkId, taskInfo, refuseSeconds: rest, unreadable: [...ids] };
}

/** The advice; what is wrong with the demand is reported below the options. */
function advised(demand: Demand, launches: readonly LaunchOfCalls[]): Advice {
  let advice: Advice = { suppress: [], revive: [], suppressed: [] };
  within("options.demand", demand, (value) => {
    advice = adviceOf(
      value,
      launches.flatMap(({ assignments }) => assignments),
    );
  });
  return advice;
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
