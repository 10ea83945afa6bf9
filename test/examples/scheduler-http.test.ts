import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createConnection, type Connection } from "../../examples/scheduler/connection.ts";
import type { Job } from "../../examples/scheduler/jobs.ts";
import { openJournal } from "../../examples/scheduler/journal.ts";
import { createScheduler, type Scheduler } from "../../examples/scheduler/scheduler.ts";
import { isDone } from "../../examples/scheduler/summary.ts";
import { serveMaster, type ServeOptions, type ServedMaster } from "../support/master/http.ts";
import { createMaster } from "../support/master/master.ts";
import { callsOf, finishedItems, watchedMaster, type WatchedMaster } from "./watched-master.ts";

const settings = { name: "test", user: "root", failoverSeconds: 600 };

function batch(instances: number, seconds: number): Job {
  const task = { role: "svc", resources: { cpus: 0.5, mem: 32 }, ports: 1 };
  return { id: "batch", kind: "batch", instances, command: `sleep ${seconds}`, task };
}

let folder = "";
const closing: (() => Promise<void> | void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scheduler-test-"));
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close(); // oxlint-disable-line no-await-in-loop
  rmSync(folder, { recursive: true });
});

async function serve(watched: WatchedMaster, options: ServeOptions = {}): Promise<ServedMaster> {
  const served = await serveMaster(watched.master, { tickMs: 5, speed: 20, ...options });
  closing.push(served.close);
  return served;
}

/** A scheduler that is connected; its clock goes as fast as the master's. */
function connect(masters: readonly string[], jobs: readonly Job[]) {
  const journal = openJournal(join(folder, "state.json"));
  const lines: string[] = [];
  const scheduler = createScheduler(jobs, { ...settings, log: (line) => void lines.push(line) }, journal);
  const startMs = performance.now();
  const nowMs = (): number => (performance.now() - startMs) * 20;
  const connection = createConnection({
    masters,
    scheduler,
    nowMs,
    log: (line) => void lines.push(line),
    leastBackOffMs: 5,
  });
  const timer = setInterval(() => connection.send(scheduler.tick(nowMs())), 20);
  const ended = connection.run();
  closing.push(async () => {
    clearInterval(timer);
    connection.close();
    await ended;
    journal.close();
  });
  return { scheduler, connection, lines, ended };
}

async function untilDone({ scheduler }: { readonly scheduler: Scheduler }, jobs: readonly Job[]) {
  await vi.waitFor(() => expect(isDone(scheduler.items(), jobs)).toBe(true), { timeout: 30_000 });
}

function expectOnce(watched: WatchedMaster, job: Job): void {
  const items = Array.from({ length: job.instances ?? 1 }, (_, n) => [`${job.id}.${n}`, 1] as const);
  expect(finishedItems(watched)).toEqual(new Map(items));
  expect(watched.master.problems()).toEqual([]);
}

it("says what a master wants to hear, in its headers and in its calls", async () => {
  const watched = watchedMaster(1);
  const { url } = await serve(watched);
  const jobs = [batch(2, 1)];
  const fetched = vi.spyOn(globalThis, "fetch");
  await untilDone(connect([url], jobs), jobs);
  await vi.waitFor(() => expect(callsOf(watched, "ACKNOWLEDGE")).toHaveLength(6));
  const [first, ...others] = fetched.mock.calls.map(([, init]) => init?.headers);
  fetched.mockRestore();
  expect(first).toEqual({ "Content-Type": "application/json", Accept: "application/json" });
  for (const headers of others) expect(headers).toHaveProperty("Mesos-Stream-Id");
  const [subscribe] = watched.calls;
  expect(subscribe).toEqual({
    type: "SUBSCRIBE",
    subscribe: {
      framework_info: {
        user: "root",
        name: "test",
        roles: ["svc"],
        failover_timeout: 600,
        checkpoint: true,
        capabilities: ["MULTI_ROLE", "RESERVATION_REFINEMENT", "GPU_RESOURCES", "PARTITION_AWARE"].map(
          (type) => ({ type }),
        ),
      },
    },
  });
  const info = watched.infos.get("batch.0");
  expect(info?.["command"]).toEqual({
    shell: true,
    value: "sleep 1",
    environment: { variables: [{ name: "PORT0", value: "31000" }] },
  });
  expect(watched.refused).toEqual([]);
  expectOnce(watched, batch(2, 1));
});

it("reads records that come slowly and in pieces", async () => {
  const watched = watchedMaster(3);
  const { url } = await serve(watched, { pieceBytes: 700, pieceDelayMs: 1 });
  const jobs = [batch(20, 2)];
  await untilDone(connect([url], jobs), jobs);
  expectOnce(watched, batch(20, 2));
  expect(watched.refused).toEqual([]);
});

it("goes on after broken streams, under the same id, and asks how its tasks are", async () => {
  const watched = watchedMaster(4);
  const served = await serve(watched);
  const jobs = [batch(60, 10)];
  const connected = connect([served.url], jobs);
  const subscribed = (): readonly unknown[] => watched.calls.filter(({ type }) => type === "SUBSCRIBE");
  for (let n = 1; n <= 6; n++) {
    // oxlint-disable no-await-in-loop
    await vi.waitFor(() => expect(subscribed()).toHaveLength(n), { timeout: 20_000, interval: 5 });
    await sleep(100);
    served.breakStreams();
    // oxlint-enable no-await-in-loop
  }
  await untilDone(connected, jobs);
  expectOnce(watched, batch(60, 10));
  const subscriptions = watched.calls.filter(({ type }) => type === "SUBSCRIBE");
  expect(subscriptions).toHaveLength(7);
  const [frameworkId] = new Set(watched.calls.flatMap((call) => JSON.stringify(call["framework_id"]) ?? []));
  for (const { framework_id, subscribe } of subscriptions.slice(1)) {
    expect(JSON.stringify(framework_id)).toBe(frameworkId);
    expect(subscribe).toMatchObject({ framework_info: { id: framework_id } });
  }
  expect(callsOf(watched, "RECONCILE").length).toBeGreaterThan(2);
});

it("goes on where connections break before calls are read and after they were carried out", async () => {
  const watched = watchedMaster(4);
  const { url } = await serve(watched, { breakBefore: 0.02, breakAfter: 0.02, seed: 3 });
  const jobs = [batch(40, 2)];
  await untilDone(connect([url], jobs), jobs);
  expectOnce(watched, batch(40, 2));
});

it("goes on after the master has failed over", async () => {
  const watched = watchedMaster(4);
  const { url } = await serve(watched);
  const jobs = [batch(40, 3)];
  const connected = connect([url], jobs);
  for (let n = 1; n <= 3; n++) {
    // oxlint-disable-next-line no-await-in-loop
    await vi.waitFor(() => expect(watched.launched.length).toBeGreaterThan(n * 8), { timeout: 20_000 });
    watched.master.failOver();
  }
  await untilDone(connected, jobs);
  expectOnce(watched, batch(40, 3));
});

it("follows a master that does not lead to the one that does, and asks the next where none answers", async () => {
  const watched = watchedMaster(1);
  const leader = await serve(watched);
  const other = await serveMaster(createMaster(), { leader: leader.url });
  const gone = await serveMaster(createMaster());
  await gone.close();
  const electing = createServer((_, response) => response.writeHead(503).end("No leader elected"));
  await new Promise<void>((resolve) => electing.listen(0, "127.0.0.1", resolve));
  closing.push(other.close, () => void electing.close());
  const { port } = electing.address() as AddressInfo;
  const jobs = [batch(2, 1)];
  const connected = connect([gone.url, `http://127.0.0.1:${port}`, other.url], jobs);
  await untilDone(connected, jobs);
  expectOnce(watched, batch(2, 1));
  expect(connected.lines.join("\n")).toContain("it answers 503 No leader elected");
  expect(connected.lines.some((line) => line.endsWith(`is not the leading master, ${leader.url} is`))).toBe(
    true,
  );
});

it("subscribes again when no heartbeats come", async () => {
  const watched = watchedMaster(1, { heartbeatMs: 20 });
  const served = await serve(watched, { speed: 1 });
  const jobs = [batch(1, 1)];
  connect([served.url], jobs);
  const subscriptions = (): number => watched.calls.filter(({ type }) => type === "SUBSCRIBE").length;
  await vi.waitFor(() => expect(subscriptions()).toBe(1));
  await vi.waitFor(() => expect(watched.launched).toHaveLength(1));
  const standstill = vi.spyOn(performance, "now").mockReturnValue(performance.now());
  await vi.waitFor(() => expect(subscriptions()).toBe(2), { timeout: 5000 });
  standstill.mockRestore();
});

it("ends when another scheduler has taken over, or the subscription is a bad one", async () => {
  const watched = watchedMaster(1);
  const { url } = await serve(watched);
  const jobs = [batch(1, 1)];
  const { scheduler, ended } = connect([url], jobs);
  await untilDone({ scheduler }, jobs);
  watched.master.subscribe(scheduler.subscribeCall(), { event: () => {} });
  await ended;
  expect(scheduler.fatal()).toBe("Framework failed over");
  const bad: Job = { ...batch(1, 1), task: { role: "a//b", resources: { cpus: 1 } } };
  rmSync(join(folder, "state.json"));
  const second = connect([url], [bad]);
  await second.ended;
  expect(second.scheduler.fatal()).toContain("two adjacent slashes");
});

it("tears the framework down when told", async () => {
  const watched = watchedMaster(1);
  const { url } = await serve(watched);
  const jobs = [batch(1, 1000)];
  const { scheduler, connection }: { scheduler: Scheduler; connection: Connection } = connect([url], jobs);
  expect(scheduler.teardownCall()).toBeUndefined();
  await vi.waitFor(() => expect(watched.master.tasks()).toHaveLength(1));
  const call = scheduler.teardownCall();
  connection.send(call === undefined ? [] : [call]);
  await connection.flushed();
  expect(watched.master.tasks()).toEqual([]);
});
