// What became of everything, from what the master was told and said: nothing here asks the scheduler.
import type { Job } from "../../examples/scheduler/jobs.ts";
import { at, listAt, textAt, type Fields } from "../../test/support/master/json.ts";

/** See the head of this file. */
export interface Account {
  /** The master launches a task. */
  readonly launch: (info: Fields) => void;
  /** The master says something. */
  readonly event: (event: Fields) => void;
  /** What the master says arrives at the scheduler. */
  readonly heard: (event: Fields) => void;
  /** The scheduler says something. */
  readonly said: (call: Fields) => void;
  /** A call arrives at the master. */
  readonly call: (call: Fields) => void;
  /** And this is the answer, if it was a refusal. */
  readonly refused: (status: number, body: string, isStale: boolean) => void;
  /** An agent goes: for good, or out of sight. */
  readonly agentGone: (agentId: string, isForGood: boolean) => void;
  readonly agentBack: (agentId: string) => void;
  /** All offers are void. */
  readonly offersVoid: () => void;
  /** What runs, as far as anybody could know: by item, which attempt. */
  readonly alive: () => ReadonlyMap<string, number>;
  /** Items of batches whose end was acknowledged. */
  readonly done: () => ReadonlySet<string>;
  /** Items of which an end was told by an agent that went before it was acknowledged: they may come again, or not. */
  readonly perhapsDone: () => ReadonlySet<string>;
  readonly launches: () => number;
  readonly refusals: ReadonlyMap<string, number>;
  readonly violations: string[];
}

interface Running {
  readonly taskId: string;
  readonly attempt: number;
  readonly agentId: string;
}

const terminal = /_(?:FINISHED|FAILED|KILLED|LOST|ERROR|DROPPED|GONE|GONE_BY_OPERATOR|UNKNOWN)$/u;

/** An account in which nothing has happened. */
export function createAccount(jobs: readonly Job[]): Account {
  const members = new Map(jobs.map(({ id, pod }) => [id, pod?.tasks.length ?? 1]));
  const services = new Set(jobs.filter(({ kind }) => kind === "service").map(({ id }) => id));
  /** What runs on agents, by item. */
  const running = new Map<string, Map<string, Running>>();
  /** Tasks that have finished, by item and attempt: as told, and as acknowledged. */
  const told = new Map<string, Map<number, Map<string, string>>>();
  const acknowledged = new Map<string, Set<string>>();
  const done = new Set<string>();
  const perhaps = new Set<string>();
  const away = new Set<string>();
  const standing = new Set<string>();
  /** Offers that the scheduler has heard of, and not that they are gone; and when it was made anew, none. */
  const known = new Set<string>();
  const void_ = new Set<string>();
  const offersOf = new Map<string, readonly string[]>();
  const refusals = new Map<string, number>();
  const violations: string[] = [];
  let launches = 0;

  function refuse(kind: string, isAllowed: boolean, detail: string): void {
    const reason = `${kind}${isAllowed ? "" : " (not allowed)"}`;
    refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
    if (!isAllowed) violations.push(`${kind}: ${detail}`);
  }

  function launch(info: Fields): void {
    launches++;
    const taskId = textAt(info, "task_id", "value") ?? "";
    const agentId = textAt(info, "agent_id", "value") ?? "";
    const { itemId, attempt, jobId } = partsOf(taskId);
    const others = [...(running.get(itemId)?.values() ?? [])].filter((each) => each.attempt !== attempt);
    const isGivenUp = services.has(jobId) && others.every((each) => away.has(each.agentId));
    if (others.length > 0 && !isGivenUp)
      violations.push(`${taskId} is launched while ${others[0]?.taskId} runs`);
    if (done.has(itemId)) violations.push(`${taskId} is launched after its end was acknowledged`);
    for (const finished of told.get(itemId)?.values() ?? [])
      if (finished.size === members.get(jobId))
        violations.push(`${taskId} is launched after its end was told`);
    const own = running.get(itemId) ?? new Map<string, Running>();
    running.set(itemId, own);
    if (own.has(taskId)) violations.push(`${taskId} is launched twice`);
    own.set(taskId, { taskId, attempt, agentId });
  }

  function ends(status: unknown, state: string): void {
    const taskId = textAt(status, "task_id", "value") ?? "";
    const reason = textAt(status, "reason") ?? "";
    const message = textAt(status, "message") ?? "";
    const { itemId, attempt } = partsOf(taskId);
    if (state === "TASK_ERROR" || state === "TASK_DROPPED") {
      const offerIds = offersOf.get(taskId) ?? [];
      const isAllowed = reason === "REASON_INVALID_OFFERS" && offerIds.some((id) => void_.has(id));
      return refuse(`${state} ${reason}`, isAllowed, `${taskId}: ${message}`);
    }
    const own = running.get(itemId);
    const isKnown = own?.delete(taskId) === true;
    const isLost = state === "TASK_GONE" || state === "TASK_UNKNOWN" || state === "TASK_LOST";
    if (isKnown && isLost && reason !== "REASON_AGENT_REMOVED")
      violations.push(`the master says ${state} of ${taskId}, which runs: ${message}`);
    if (own?.size === 0) running.delete(itemId);
    if (state !== "TASK_FINISHED") return;
    const attempts = told.get(itemId) ?? new Map<number, Map<string, string>>();
    told.set(itemId, attempts);
    const finished = attempts.get(attempt) ?? new Map<string, string>();
    attempts.set(attempt, finished.set(taskId, textAt(status, "agent_id", "value") ?? ""));
  }

  function acknowledge(body: unknown): void {
    const taskId = textAt(body, "task_id", "value") ?? "";
    const { itemId, attempt, jobId } = partsOf(taskId);
    const key = `${itemId} ${attempt}`;
    if (told.get(itemId)?.get(attempt)?.has(taskId) !== true) return;
    const finished = acknowledged.get(key) ?? new Set<string>();
    acknowledged.set(key, finished.add(taskId));
    if (finished.size === members.get(jobId)) done.add(itemId);
  }

  return {
    launch,
    event: (event) => {
      const { type } = event;
      if (type === "OFFERS") {
        for (const offer of listAt(event, "offers", "offers"))
          standing.add(textAt(offer, "id", "value") ?? "");
      } else if (type === "RESCIND") {
        const id = textAt(event, "rescind", "offer_id", "value") ?? "";
        standing.delete(id);
        void_.add(id);
      } else if (type === "UPDATE") {
        const status = at(event, "update", "status");
        const state = textAt(status, "state") ?? "";
        if (terminal.test(state)) ends(status, state);
      } else if (type === "UPDATE_OPERATION_STATUS") {
        const status = at(event, "update_operation_status", "status");
        const state = textAt(status, "state") ?? "";
        const message = textAt(status, "message") ?? "";
        const offerId = (textAt(status, "operation_id", "value") ?? "").replace(/\.\d+$/u, "");
        const isAllowed =
          void_.has(offerId) || [...void_].some((id) => message.includes(`${id} is no longer`));
        if (state !== "OPERATION_FINISHED") refuse(state, isAllowed, message);
      }
    },
    heard: (event) => {
      if (event["type"] === "SUBSCRIBED") known.clear();
      known.delete(textAt(event, "rescind", "offer_id", "value") ?? "");
      for (const offer of listAt(event, "offers", "offers")) known.add(textAt(offer, "id", "value") ?? "");
    },
    said: (call) => {
      for (const id of offerIdsIn(call))
        if (!known.delete(id)) violations.push(`${String(call["type"])} of ${id}, which is known to be void`);
    },
    call: (call) => {
      if (call["type"] === "ACKNOWLEDGE") acknowledge(call["acknowledge"]);
      const ids = offerIdsIn(call);
      for (const id of ids) standing.delete(id);
      for (const operation of listAt(call["accept"], "operations")) {
        const infos = [
          ...listAt(operation, "launch", "task_infos"),
          ...listAt(operation, "launch_group", "task_group", "tasks"),
        ];
        for (const info of infos) offersOf.set(textAt(info, "task_id", "value") ?? "", ids);
      }
    },
    refused: (status, body, isStale) => {
      const words = body.replaceAll(/'[^']*'|\S*\d\S*/gu, "…");
      refuse(`HTTP ${status} ${words}`, isStale, body);
    },
    agentGone: (agentId, isForGood) => {
      if (!isForGood) return void away.add(agentId);
      for (const [itemId, own] of running) {
        for (const each of own.values()) if (each.agentId === agentId) own.delete(each.taskId);
        if (own.size === 0) running.delete(itemId);
      }
      // An end that was told and not acknowledged is forgotten with the agent.
      for (const [itemId, attempts] of told) {
        for (const [attempt, finished] of attempts) {
          const kept = acknowledged.get(`${itemId} ${attempt}`);
          for (const [taskId, where] of finished)
            if (where === agentId && kept?.has(taskId) !== true) {
              finished.delete(taskId);
              perhaps.add(itemId);
            }
        }
      }
    },
    agentBack: (agentId) => void away.delete(agentId),
    offersVoid: () => {
      for (const id of standing) void_.add(id);
      standing.clear();
    },
    alive: () =>
      new Map(
        [...running].map(([itemId, own]) => [
          itemId,
          Math.max(...[...own.values()].map(({ attempt }) => attempt)),
        ]),
      ),
    done: () => done,
    perhapsDone: () => perhaps,
    launches: () => launches,
    refusals,
    violations,
  };
}

/** The offers of an ACCEPT or a DECLINE. */
function offerIdsIn(call: Fields): readonly string[] {
  return listAt(call["accept"] ?? call["decline"], "offer_ids").map((id) => textAt(id, "value") ?? "");
}

/** `job.3-2.main` is the task `main` of the second attempt of the item `job.3`. */
function partsOf(taskId: string): {
  readonly itemId: string;
  readonly jobId: string;
  readonly attempt: number;
} {
  const [, itemId = taskId, jobId = "", attempt = "1"] =
    /^((.+?)\.\d+)(?:-(\d+))?(?:\.[a-z]+)?$/u.exec(taskId) ?? [];
  return { itemId, jobId, attempt: Number(attempt) };
}
