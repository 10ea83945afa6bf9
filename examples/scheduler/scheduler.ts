// A scheduler: events of a master go in, calls come out. It does no I/O of its own: what must outlive it is in its store
// before the calls that rely on it are returned, so it may be thrown away between any two steps and be made anew.
import { findAgent, match, type Launch } from "stowage";
import {
  callsFrom,
  displacedBy,
  inverseOfferCalls,
  inverseOffersFrom,
  type MesosResource,
} from "stowage/mesos";
import { openBook } from "./book.ts";
import { callOf, infosIn, subscribeCallOf, type Call, type Settings } from "./calls.ts";
import { ended, endOfPod, launched, settled, type Item } from "./items.ts";
import { roleOf, taskIdsOf, taskInfoOf, type Job } from "./jobs.ts";
import { textAt, type Fields } from "./json.ts";
import type { Store } from "./journal.ts";
import { createReconciliation } from "./reconciliation.ts";
import { createView } from "./view.ts";

/** See the head of this file. Times are in ms, of a clock that goes on when a scheduler is made anew. */
export interface Scheduler {
  /** The first call of a connection. */
  readonly subscribeCall: () => Call;
  /** What came, in order; gives what to send. */
  readonly receive: (events: readonly Fields[], nowMs: number) => readonly Call[];
  /** Decides, to be called every second or so; gives what to send. */
  readonly tick: (nowMs: number) => readonly Call[];
  /** The connection has ended: what has not been sent by then is void. */
  readonly disconnected: () => void;
  /** Ends the framework with all its tasks; undefined while it is not subscribed. */
  readonly teardownCall: () => Call | undefined;
  readonly items: () => Iterable<Item>;
  /** Why it cannot go on, if it cannot. */
  readonly fatal: () => string | undefined;
}

/** For so long nothing need be heard of a task that was launched. */
const silenceMs = 30_000;
/** When to take stock after a subscription, and then. */
const stockMs = { first: 60_000, answered: 5000, every: 600_000 };
/** New work wants the offers back that were declined for a while; and a REVIVE may get lost. */
const reviveAfterMs = { newWork: 10_000, sameWork: 120_000 };
/** For so long a service may be out of sight before it is started elsewhere. */
const mostAwayMs = 300_000;

/** A scheduler for these jobs, which goes on where the store says. */
export function createScheduler(jobs: readonly Job[], settings: Settings, store: Store): Scheduler {
  const { log = (): void => {} } = settings;
  const roles = [...new Set(jobs.map(roleOf))];
  const book = openBook(jobs, store);
  const reconciliation = createReconciliation();
  /** Since when items are out of sight. */
  const away = new Map<string, number>();
  const view = createView(book, log);
  let calls: Call[] = [];
  let suppressed: readonly string[] = [];
  let isSubscribed = false;
  let fatal: string | undefined;
  let stockAtMs = 0;
  let revivedAtMs = 0;
  let hasNewWork = false;

  // What the master is told.

  function call(type: string, body: Fields): void {
    calls.push(callOf(book.frameworkId(), type, body));
  }

  function kill(taskId: string, agentId: string | undefined): void {
    call("KILL", { task_id: { value: taskId }, ...(agentId && { agent_id: { value: agentId } }) });
  }

  function killAll(item: Item): void {
    for (const id of taskIdsLeft(item)) kill(id, item.running?.agentId);
  }

  /** Those that have not ended. */
  function taskIdsLeft(item: Item): readonly string[] {
    return taskIdsOf(book.jobOf(item), item).filter((id) => item.ends?.[id] === undefined);
  }

  /** Asks how the item's tasks are, from then on. */
  function ask(item: Item, fromMs: number): void {
    const agent_id = { value: item.running?.agentId ?? "" };
    for (const value of taskIdsLeft(item)) reconciliation.ask({ task_id: { value }, agent_id }, fromMs);
  }

  function askAll(fromMs: number): void {
    for (const item of book.items.values()) if (item.running !== undefined) ask(item, fromMs);
  }

  /** Asks for all that the master knows, then for what is left: so tasks of which nothing is known are found too. */
  function takeStock(nowMs: number): void {
    call("RECONCILE", { tasks: [] });
    askAll(nowMs + stockMs.answered);
    stockAtMs = nowMs + stockMs.every;
  }

  // What the master says.

  function handle(event: Fields, nowMs: number): void {
    switch (event["type"]) {
      case "SUBSCRIBED":
        return subscribed(textAt(event, "subscribed", "framework_id", "value") ?? "", nowMs);
      case "UPDATE":
        return updated(event, nowMs);
      case "UPDATE_OPERATION_STATUS":
        return operationUpdated(event);
      case "INVERSE_OFFERS":
        return askedBack(event, nowMs);
      case "ERROR":
        fatal = textAt(event, "error", "message") ?? "the master has ended the subscription";
        return;
      default: // OFFERS, RESCIND, FAILURE, HEARTBEAT and others mean something to the cluster, or nothing
        view.learn(event, nowMs);
    }
  }

  /** Offers of an earlier subscription are void, and what was on its way in either direction is lost. */
  function subscribed(frameworkId: string, nowMs: number): void {
    book.setFrameworkId(frameworkId);
    isSubscribed = true;
    view.forgetOffers();
    suppressed = [];
    askAll(nowMs);
    stockAtMs = nowMs + stockMs.first;
  }

  function updated(event: Fields, nowMs: number): void {
    const text = (...path: readonly string[]): string => textAt(event, "update", "status", ...path) ?? "";
    const [taskId, agentId] = [text("task_id", "value"), text("agent_id", "value")];
    const [state, uuid] = [text("state"), text("uuid")];
    reconciliation.heard(taskId);
    const item = book.find(taskId);
    const hasEnded = view.learn(event, nowMs, item !== undefined && book.jobOf(item).pod !== undefined);
    if (item?.running === undefined) {
      // It is of an attempt that was given up, or of no job any more.
      if (!hasEnded && state !== "TASK_UNREACHABLE") kill(taskId, agentId);
      const former = book.findFormer(taskId);
      if (former !== undefined && state === "TASK_FINISHED") finishedBefore(former);
    } else if (hasEnded) {
      if (state !== "TASK_FINISHED") log([`${taskId}: ${state}`, text("message")].filter(Boolean).join(", "));
      const isAgentGone = text("reason") === "REASON_AGENT_REMOVED" || state === "TASK_GONE_BY_OPERATOR";
      end(item, taskId, state, isAgentGone, nowMs);
    } else goOn(item, taskId, state, nowMs);
    if (uuid === "") return;
    call("ACKNOWLEDGE", { agent_id: { value: agentId }, task_id: { value: taskId }, uuid });
  }

  function end(item: Item, taskId: string, state: string, isAgentGone: boolean, nowMs: number): void {
    const job = book.jobOf(item);
    const now = { ...item, ends: { ...item.ends, [taskId]: state } };
    if (Object.keys(now.ends).length < taskIdsOf(job, item).length) {
      book.change(now);
      if (state !== "TASK_FINISHED") killAll(now);
      return;
    }
    away.delete(item.id);
    book.change(ended(now, job, endOfPod(now.ends), isAgentGone, nowMs));
    hasNewWork = true;
  }

  /** An earlier attempt of a batch task, taken for lost, has finished after all: no other needs to. */
  function finishedBefore(item: Item): void {
    if (book.jobOf(item).kind !== "batch" || item.phase === "failed") return;
    if (item.running !== undefined) killAll(item);
    const { running: _running, ...rest } = item;
    book.change({ ...rest, phase: "finished" });
  }

  function goOn(item: Item, taskId: string, state: string, nowMs: number): void {
    const now = settled(item, state);
    if (now !== item) book.change(now);
    const isBroken = Object.values(item.ends ?? {}).some((each) => each !== "TASK_FINISHED");
    if (isBroken) kill(taskId, item.running?.agentId);
    if (state === "TASK_UNREACHABLE") away.set(item.id, away.get(item.id) ?? nowMs);
    else if (away.delete(item.id)) view.restore(item);
  }

  function operationUpdated(event: Fields): void {
    const status = ["update_operation_status", "status"] as const;
    const text = (...path: readonly string[]): string => textAt(event, ...status, ...path) ?? "";
    const operation_id = { value: text("operation_id", "value") };
    const [agentId, uuid, state] = [text("agent_id", "value"), text("uuid", "value"), text("state")];
    if (state !== "OPERATION_FINISHED") log(`${operation_id.value}: ${state}, ${text("message")}`);
    const agent = agentId !== "" && { agent_id: { value: agentId } };
    if (uuid !== "") call("ACKNOWLEDGE_OPERATION_STATUS", { ...agent, uuid, operation_id });
  }

  /** Before maintenance services go elsewhere; batch tasks stay for as long as they can. */
  function askedBack(event: Fields, nowMs: number): void {
    const asked = inverseOffersFrom(event);
    const needed = new Set<string>();
    for (const { taskId, agentId } of displacedBy(view.cluster(), asked.inverseOffers, { nowMs })) {
      const item = book.find(taskId);
      if (item !== undefined && book.jobOf(item).kind === "service") killAll(item);
      else needed.add(agentId);
    }
    const accept: string[] = [];
    const decline = asked.unreadable.flatMap(({ inverseOfferId }) => inverseOfferId ?? []);
    for (const { id, agentId = "" } of asked.inverseOffers) (needed.has(agentId) ? decline : accept).push(id);
    calls.push(...inverseOfferCalls({ frameworkId: book.frameworkId(), accept, decline, refuseSeconds: 60 }));
  }

  // What is decided.

  function decide(nowMs: number): void {
    for (const [itemId, sinceMs] of away) giveUp(itemId, sinceMs, nowMs);
    for (const itemId of book.waiting.keys()) forgetVolumes(itemId, nowMs);
    const cluster = view.cluster();
    const tasks = [...book.waiting.values()];
    const round = match({ cluster, tasks, policy: { ...settings.policy, roles }, nowMs });
    const sent = callsFrom(cluster, round, {
      frameworkId: book.frameworkId(),
      taskInfo: (task, _, given) => taskInfoOf(jobWith(task.id), task, given),
      unreadable: view.takeUnreadable(),
      demand: { roles, tasks, suppressed },
      ...(settings.principal !== undefined && { principal: settings.principal }),
    });
    view.become(round.cluster);
    const infos = infosIn(sent.calls);
    for (const launch of round.launches) launchAll(launch, infos, nowMs);
    const { assignments, launches, unmatched } = round;
    if (launches.length > 0)
      log(`${assignments.length} launched on ${launches.length} agents, ${unmatched.length} wait`);
    calls.push(...sent.calls);
    ({ suppressed } = sent);
    const isShort = round.unmatched.some(({ reason }) => reason !== "not-ready");
    if (isShort && nowMs - revivedAtMs >= reviveAfterMs[hasNewWork ? "newWork" : "sameWork"]) {
      call("REVIVE", { roles: roles.filter((role) => !suppressed.includes(role)) });
      revivedAtMs = nowMs;
      hasNewWork = false;
    }
  }

  function jobWith(taskId: string): Job {
    const item = book.find(taskId);
    if (item === undefined) throw new Error(`there is no task ${taskId}`);
    return book.jobOf(item);
  }

  function launchAll(
    { agentId, assignments }: Launch,
    infos: ReadonlyMap<string, readonly MesosResource[]>,
    nowMs: number,
  ): void {
    const onAgent = new Map(findAgent(view.cluster(), agentId)?.running.map((each) => [each.task.id, each]));
    for (const { taskId } of assignments) {
      const [item, running] = [book.find(taskId), onAgent.get(taskId)];
      if (item === undefined || running === undefined) throw new Error(`${taskId} does not run`);
      const makesVolumes = book.jobOf(item).volumes !== undefined && item.claim === undefined;
      const now = launched(item, running, makesVolumes ? infos.get(taskId) : undefined, nowMs);
      book.change(now);
      ask(now, nowMs + silenceMs);
    }
  }

  /** Nobody knows when it will be seen again: it starts elsewhere. Should it come back, it is killed. */
  function giveUp(itemId: string, sinceMs: number, nowMs: number): void {
    const item = book.items.get(itemId);
    if (item === undefined || book.jobOf(item).kind !== "service" || nowMs - sinceMs < mostAwayMs) return;
    away.delete(itemId);
    const { agentId = "", task } = item.running ?? {};
    if (task !== undefined) view.tell({ type: "task-ended", taskId: task.id, agentId });
    book.change(ended(item, book.jobOf(item), "TASK_UNREACHABLE", false, nowMs));
  }

  /** Better without its volumes than not at all, if its job says so. */
  function forgetVolumes(itemId: string, nowMs: number): void {
    const item = book.items.get(itemId);
    if (item?.claim === undefined) return;
    const { claim: _claim, ...rest } = item;
    const { forgetVolumesAfterMs = Infinity } = book.jobOf(item);
    if (nowMs - item.sinceMs < forgetVolumesAfterMs) return;
    book.change({ ...rest, sinceMs: nowMs });
    hasNewWork = true;
  }

  /** What has been said and stored meanwhile. */
  function taken(): readonly Call[] {
    book.keep();
    const said = calls;
    calls = [];
    return said;
  }

  return {
    subscribeCall: () => subscribeCallOf(settings, roles, book.frameworkId()),
    receive: (events, nowMs) => {
      for (const event of events) handle(event, nowMs);
      return taken();
    },
    tick: (nowMs) => {
      if (!isSubscribed) return [];
      if (nowMs >= stockAtMs) takeStock(nowMs);
      for (const tasks of reconciliation.due(nowMs)) call("RECONCILE", { tasks });
      decide(nowMs);
      return taken();
    },
    disconnected: () => {
      isSubscribed = false;
      calls = [];
    },
    teardownCall: () => (isSubscribed ? callOf(book.frameworkId(), "TEARDOWN") : undefined),
    items: () => book.items.values(),
    fatal: () => fatal,
  };
}
