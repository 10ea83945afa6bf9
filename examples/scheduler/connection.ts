// The connection to the leading master: one long answer that brings events, and calls beside it, one after another.
import { setTimeout as sleep } from "node:timers/promises";
import { read } from "@dcos/recordio";
import { at, isFields, type Fields } from "./json.ts";
import type { Call } from "./calls.ts";
import type { Scheduler } from "./scheduler.ts";

/** Where and how to connect. */
export interface ConnectionOptions {
  /** One is enough to find the leading one; of several the next is asked when one does not answer. */
  readonly masters: readonly string[];
  readonly scheduler: Scheduler;
  readonly nowMs: () => number;
  readonly log: (line: string) => void;
  /** The first wait after a lost connection; each further one is twice as long, up to 30 s. Default 500. */
  readonly leastBackOffMs?: number;
}

/** A connection that is made again whenever it is lost. */
export interface Connection {
  /** Ends when it is closed, or cannot go on. */
  readonly run: () => Promise<void>;
  /** Sends calls in their order, after those before them. */
  readonly send: (calls: readonly Call[]) => void;
  /** What was sent until now has been answered, or is lost. */
  readonly flushed: () => Promise<void>;
  readonly close: () => void;
}

const mostBackOffMs = 30_000;
/** Before the master has said how often it sends one. */
const firstHeartbeatMs = 15_000;
/** After so many missing heartbeats nobody is there (Mesos, docs/scheduler-http-api.md). */
const heartbeatsMissed = 5;
const headers = { "Content-Type": "application/json", Accept: "application/json" };

/** A connection, not made yet. */
export function createConnection(options: ConnectionOptions): Connection {
  const { masters, scheduler, nowMs, log, leastBackOffMs = 500 } = options;
  const closing = new AbortController();
  let current = new AbortController();
  let turn = 0;
  let leader: string | undefined;
  let failures = 0;
  /** The subscription that stands: its calls carry its id, and end with it. */
  let stream: { readonly id: string; readonly url: string; readonly abort: AbortController } | undefined;
  let queue = Promise.resolve();

  async function subscribe(): Promise<void> {
    const abort = new AbortController();
    current = abort;
    const master = leader ?? masters[turn % masters.length] ?? "";
    const url = new URL("/api/v1/scheduler", master).href;
    let watch = setTimeout(() => abort.abort(), heartbeatsMissed * firstHeartbeatMs);
    try {
      const response = await post(url, scheduler.subscribeCall(), abort.signal);
      const location = response.headers.get("location");
      if (response.status === 307 && location !== null) {
        leader = new URL(location, url).origin;
        return log(`${master} is not the leading master, ${leader} is`);
      }
      const id = response.headers.get("mesos-stream-id");
      if (response.status !== 200 || response.body === null || id === null)
        throw new Error(`it answers ${response.status} ${await response.text()}`);
      stream = { id, url, abort };
      let heartbeatMs = firstHeartbeatMs;
      for await (const events of eventsIn(response.body)) {
        clearTimeout(watch);
        for (const event of events) heartbeatMs = heartbeatOf(event) ?? heartbeatMs;
        watch = setTimeout(() => abort.abort(), heartbeatsMissed * heartbeatMs);
        if (events.some(({ type }) => type === "SUBSCRIBED")) failures = 0;
        send(scheduler.receive(events, nowMs()));
        if (scheduler.fatal() !== undefined) return closing.abort();
      }
      log(`${master} has ended the connection`);
    } catch (error) {
      if (closing.signal.aborted) return;
      leader = undefined;
      turn++;
      const cause = error instanceof Error ? (error.cause ?? error.message) : error;
      log(`no connection to ${master}: ${String(cause)}`);
    } finally {
      clearTimeout(watch);
      stream = undefined;
      abort.abort();
      scheduler.disconnected();
    }
  }

  /**
   * A call that was not taken, or of which nobody knows whether it was, ends the subscription: the next one makes all that is
   * on its way void, and asks how things are.
   */
  async function deliver(call: Call, on: NonNullable<typeof stream>): Promise<void> {
    if (on !== stream) return;
    try {
      const response = await post(on.url, call, on.abort.signal, on.id);
      const body = await response.text();
      if (response.status === 202) return;
      log(`${call.type} is answered ${response.status} ${body}`);
    } catch (error) {
      if (!closing.signal.aborted && on === stream) log(`${call.type} is not answered: ${String(error)}`);
    }
    on.abort.abort();
  }

  function send(calls: readonly Call[]): void {
    const on = stream;
    if (on === undefined) return;
    for (const call of calls) queue = queue.then(async () => deliver(call, on));
  }

  return {
    run: async () => {
      while (!closing.signal.aborted) {
        const before = leader;
        // oxlint-disable-next-line no-await-in-loop
        await subscribe();
        if (leader !== before && leader !== undefined && failures < 5) {
          failures++;
          continue;
        }
        const backOffMs = Math.min(leastBackOffMs * 2 ** failures++, mostBackOffMs);
        await sleep(backOffMs, undefined, { signal: closing.signal }).catch(() => {});
      }
    },
    send,
    flushed: async () => queue,
    close: () => {
      closing.abort();
      current.abort();
    },
  };
}

async function post(url: string, call: Call, signal: AbortSignal, streamId?: string): Promise<Response> {
  const own = streamId === undefined ? headers : { ...headers, "Mesos-Stream-Id": streamId };
  return fetch(url, { method: "POST", redirect: "manual", headers: own, body: JSON.stringify(call), signal });
}

/** The events of a stream of records, as they come: those that are whole. */
async function* eventsIn(body: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Fields[]> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const [records, left] = read(rest + decoder.decode(chunk, { stream: true }));
    rest = left;
    yield records.map((record) => JSON.parse(record) as unknown).filter(isFields);
  }
}

function heartbeatOf(event: Fields): number | undefined {
  const seconds = at(event, "subscribed", "heartbeat_interval_seconds");
  return typeof seconds === "number" ? 1000 * seconds : undefined;
}
