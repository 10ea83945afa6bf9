// An hour of a scheduler in one process: the example's, the master of the tests, a wire between them on which things take
// time, and all that can go wrong. The scheduler is killed now and then: its memory is thrown away, its store is not.
import type { Job } from "../../examples/scheduler/jobs.ts";
import { keyOf, type Entry, type Store } from "../../examples/scheduler/journal.ts";
import type { Call } from "../../examples/scheduler/calls.ts";
import { createScheduler, type Scheduler } from "../../examples/scheduler/scheduler.ts";
import { textAt, type Fields } from "../../test/support/master/json.ts";
import { createMaster, type TestMaster } from "../../test/support/master/master.ts";
import { randomOf, type Random } from "../../test/support/master/random.ts";
import { createAccount, type Account } from "./account.ts";
import { describeAgent } from "./agents.ts";
import { jobsOf } from "./work.ts";

/** How much, for how long, and how often the scheduler is killed. */
export interface HourOptions {
  readonly agents: number;
  readonly tasks: number;
  readonly minutes: number;
  readonly kills: number;
  readonly seed: number;
  /** From round to round, in simulated ms. */
  readonly roundMs: number;
  /** Called once a simulated minute. */
  readonly onMinute?: (line: string) => void;
}

/** What came out. */
export interface HourReport {
  readonly items: { readonly batch: number; readonly finished: number; readonly services: number };
  /** When the last batch task had finished, in simulated seconds. */
  readonly seconds: number;
  readonly rounds: number;
  readonly meanMs: number;
  readonly worstMs: number;
  readonly launches: number;
  readonly kills: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly refusals: ReadonlyMap<string, number>;
  readonly violations: readonly string[];
}

const stepMs = 100;
const longestWireMs = 300;
const backOffMs = 1000;

/** Runs it. Ends when all batch tasks have finished, at the latest half as long again after the time. */
export function runHour(options: HourOptions): HourReport {
  const { agents, tasks, minutes, kills, seed, roundMs } = options;
  const random = randomOf(seed);
  const endMs = minutes * 60_000;
  const jobs = jobsOf(tasks, 20 * minutes, random);
  const account = createAccount(jobs);
  const master = createMaster({
    seed,
    faults: {},
    script: (info) => {
      account.launch(info);
      return scriptOf(info);
    },
  });
  for (let n = 0; n < agents; n++) master.addAgent(describeAgent(n));
  const host = hostOf(master, account, jobs, random);
  const faults = faultsOf(master, account, host, random, endMs);
  const killTimes = Array.from({ length: kills }, () => random.next() * endMs).toSorted((a, b) => a - b);
  let rounds = 0;
  let totalMs = 0;
  let worstMs = 0;
  let killed = 0;
  const isDone = (): boolean =>
    new Set([...account.done(), ...account.perhapsDone()]).size === host.batchItems;
  let nowMs = 0;
  for (; nowMs < endMs || (nowMs < 1.5 * endMs && !isDone()); nowMs += stepMs) {
    master.advance(stepMs);
    faults.step(nowMs);
    host.step();
    if (nowMs % roundMs === 0) {
      const startMs = performance.now();
      host.tick();
      const tookMs = performance.now() - startMs;
      rounds++;
      totalMs += tookMs;
      worstMs = Math.max(worstMs, tookMs);
    }
    for (; killed < kills && (killTimes[killed] ?? Infinity) <= nowMs; killed++) host.kill();
    if (nowMs % 60_000 === 0) {
      for (const problem of master.problems().slice(0, 3)) account.violations.push(problem);
      const state = `${account.done().size} of ${host.batchItems} finished, ${account.alive().size} run`;
      options.onMinute?.(`minute ${nowMs / 60_000}: ${state}, ${account.violations.length} violations`);
    }
  }
  for (const problem of master.problems().slice(0, 3)) account.violations.push(problem);
  const items = [...host.scheduler().items()];
  const batch = new Set(jobs.filter(({ kind }) => kind === "batch").map(({ id }) => id));
  for (const { id, jobId, phase } of items) {
    const mayBeDone = account.done().has(id) || account.perhapsDone().has(id);
    if (batch.has(jobId) && !(mayBeDone && phase === "finished"))
      account.violations.push(`at the end ${id} is ${phase}, and has ${mayBeDone ? "" : "not "}finished`);
  }
  return {
    items: {
      batch: host.batchItems,
      finished: account.done().size,
      services: items.length - host.batchItems,
    },
    seconds: nowMs / 1000,
    rounds,
    meanMs: totalMs / rounds,
    worstMs,
    launches: account.launches(),
    kills: killed,
    faults: faults.counts,
    refusals: account.refusals,
    violations: account.violations,
  };
}

/** Tasks last as their commands say; some fail, each attempt with the same chance. */
function scriptOf(info: Fields) {
  const seconds = /sleep (\d+|inf)/u.exec(textAt(info, "command", "value") ?? "")?.[1];
  if (seconds === "inf") return {};
  let hash = 0;
  for (const character of textAt(info, "task_id", "value") ?? "")
    hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  const fails = hash % 50 === 0;
  return { durationMs: Number(seconds) * 1000, endState: fails ? "TASK_FAILED" : "TASK_FINISHED" };
}

/** Where the scheduler runs. */
interface Host {
  readonly scheduler: () => Scheduler;
  readonly batchItems: number;
  readonly step: () => void;
  readonly tick: () => void;
  readonly kill: () => void;
  readonly frameworkId: () => string;
}

function hostOf(master: TestMaster, account: Account, jobs: readonly Job[], random: Random): Host {
  const store = textStore();
  const batchIds = new Set(jobs.filter(({ kind }) => kind === "batch").map(({ id }) => id));
  const make = (): Scheduler =>
    createScheduler(
      jobs,
      {
        name: "hour",
        user: "root",
        principal: "p",
        failoverSeconds: 100_000,
        capabilities: ["REVOCABLE_RESOURCES"],
      },
      store,
    );
  let scheduler = make();
  const batchItems = [...scheduler.items()].filter(({ jobId }) => batchIds.has(jobId)).length;
  /** What is on its way, in order. */
  let events: { readonly event: Fields; readonly atMs: number }[] = [];
  let calls: { readonly call: Call; readonly atMs: number; readonly streamId: string }[] = [];
  let streamId: string | undefined;
  let subscribeAtMs = 0;
  let subscription = 0;
  let frameworkId = "";
  const nowMs = master.nowMs;

  const later = (list: readonly { readonly atMs: number }[]): number =>
    Math.max(list.at(-1)?.atMs ?? 0, nowMs() + random.next() * longestWireMs);

  /** How many of them have arrived. */
  function dueIn(list: readonly { readonly atMs: number }[]): number {
    const next = list.findIndex(({ atMs }) => atMs > nowMs());
    return next === -1 ? list.length : next;
  }

  function say(said: readonly Call[]): void {
    for (const call of said) {
      const fields: Fields = call;
      account.said(fields);
      if (streamId !== undefined) calls.push({ call, atMs: later(calls), streamId });
    }
  }

  function subscribe(): void {
    const own = ++subscription;
    const isOwn = (): boolean => own === subscription;
    const call = scheduler.subscribeCall();
    account.offersVoid();
    const answer = master.subscribe(call, {
      event: (event) => {
        account.event(event);
        frameworkId = textAt(event, "subscribed", "framework_id", "value") ?? frameworkId;
        if (isOwn()) events.push({ event, atMs: later(events) });
      },
      closed: () => {
        account.offersVoid();
        if (!isOwn()) return;
        // What is on its way may still be read, or not.
        events = events.slice(0, Math.floor(random.next() * events.length));
        events.push({ event: { type: "closed" }, atMs: later(events) });
      },
    });
    streamId = answer.streamId;
  }

  function send(call: Call, on: string): void {
    const fields: Fields = call;
    const isStale = on !== streamId;
    account.call(fields);
    const { status, body } = master.call(on, fields);
    if (status === 202) return;
    const isFault = isStale || /stream ID|not subscribed/u.test(body);
    account.refused(status, body, isFault);
    if (!isStale) lose();
  }

  /** The connection is gone: it will be made again. */
  function lose(): void {
    scheduler.disconnected();
    streamId = undefined;
    subscription++;
    events = [];
    calls = [];
    subscribeAtMs = nowMs() + backOffMs;
  }

  return {
    scheduler: () => scheduler,
    batchItems,
    frameworkId: () => frameworkId,
    step: () => {
      if (streamId === undefined && nowMs() >= subscribeAtMs) subscribe();
      const due = events.slice(0, dueIn(events));
      if (due.length > 0) {
        events = events.slice(due.length);
        const isClosed = due.at(-1)?.event["type"] === "closed";
        const arrived = due.slice(0, isClosed ? -1 : undefined).map(({ event }) => event);
        for (const event of arrived) account.heard(event);
        say(scheduler.receive(arrived, nowMs()));
        if (isClosed) lose();
      }
      const ready = calls.slice(0, dueIn(calls));
      calls = calls.slice(ready.length);
      for (const { call, streamId: on } of ready) send(call, on);
    },
    tick: () => say(scheduler.tick(nowMs())),
    kill: () => {
      // Of what it has said some is on its way already.
      const sent = calls.slice(0, Math.floor(random.next() * (calls.length + 1)));
      for (const { call, streamId: on } of sent) send(call, on);
      lose();
      scheduler = make();
      for (const problem of lostBy(scheduler, account, batchIds)) account.violations.push(problem);
      subscribe();
    },
  };
}

/** What a scheduler does not know of that it must. */
function lostBy(scheduler: Scheduler, account: Account, batchIds: ReadonlySet<string>): readonly string[] {
  const lost: string[] = [];
  const alive = account.alive();
  for (const { id, jobId, attempt, phase } of scheduler.items()) {
    const running = alive.get(id);
    if (account.done().has(id) && phase !== "finished") lost.push(`${id} has finished, and is ${phase}`);
    if (running === undefined || phase === "finished") continue;
    const isKnown = attempt === running && phase === "launched";
    if (!isKnown && batchIds.has(jobId)) lost.push(`${id} runs as ${running}, and is ${phase} ${attempt}`);
  }
  return lost.map((each) => `after a kill: ${each}`);
}

/** The latest entries, as text: nothing of a killed scheduler lives on in them. */
function textStore(): Store {
  const latest = new Map<string, string>();
  return {
    load: () => Array.from(latest.values(), (text) => JSON.parse(text) as Entry),
    append: (entries) => {
      for (const entry of entries) latest.set(keyOf(entry), JSON.stringify(entry));
    },
  };
}

/** What goes wrong, and how often it did. */
interface Faults {
  readonly counts: Record<string, number>;
  readonly step: (nowMs: number) => void;
}

function faultsOf(master: TestMaster, account: Account, host: Host, random: Random, endMs: number): Faults {
  const counts: Record<string, number> = {};
  const back: { readonly agentId: string; readonly atMs: number }[] = [];
  const standing = master.agents().map(({ id }) => id);
  const losses = Math.max(10, standing.length / 20);
  let fresh = 0;
  let isQuiet = false;

  const every = (ms: number): boolean => random.next() < stepMs / ms;
  const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
  const anyAgent = (): number => Math.floor(random.next() * standing.length);

  function loseAgent(nowMs: number): void {
    const [agentId = ""] = standing.splice(anyAgent(), 1);
    const isForGood = random.next() < 0.3;
    count(isForGood ? "agents removed" : "agents unreachable");
    master.loseAgent(agentId, isForGood ? "removed" : "unreachable");
    account.agentGone(agentId, isForGood);
    if (isForGood) {
      const n = 1_000_000 + fresh++;
      standing.push(master.addAgent(describeAgent(n)));
    } else back.push({ agentId, atMs: nowMs + 10_000 + random.next() ** 3 * 600_000 });
  }

  master.setFaults({
    rescind: 0.02,
    rescindMs: 3000,
    duplicateUpdate: 0.03,
    lateUpdate: 0.03,
    dropCall: 0.002,
  });
  return {
    counts,
    step: (nowMs) => {
      const isOver = nowMs >= endMs * 0.9;
      if (isOver && !isQuiet) master.setFaults({});
      isQuiet = isOver;
      for (const each of back.slice()) {
        if (each.atMs > nowMs && !isOver) continue;
        back.splice(back.indexOf(each), 1);
        account.agentBack(each.agentId);
        master.returnAgent(each.agentId);
        standing.push(each.agentId);
      }
      if (isOver) return;
      if (every(endMs / losses)) loseAgent(nowMs);
      if (every(endMs / 30)) {
        count("disconnects");
        master.disconnect(host.frameworkId());
      }
      if (every(endMs / 6)) {
        count("master failovers");
        master.failOver();
      }
      if (every(endMs / 40)) {
        count("maintenance planned");
        const start = { nanoseconds: (nowMs + 600_000) * 1e6 };
        const agentId = standing[anyAgent()] ?? "";
        master.plan(agentId, { start, duration: { nanoseconds: 300_000 * 1e6 } });
      }
    },
  };
}
