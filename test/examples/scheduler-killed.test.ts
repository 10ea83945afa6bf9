import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { serveMaster, type ServedMaster } from "../support/master/http.ts";
import { randomOf } from "../support/master/random.ts";
import { root } from "../docs/programs.ts";
import { finishedItems, watchedMaster } from "./watched-master.ts";

const instances = 80;
const jobs = [
  {
    id: "batch",
    kind: "batch",
    instances,
    command: "sleep 5",
    task: { role: "svc", resources: { cpus: 0.5, mem: 32 }, ports: 1 },
  },
  {
    id: "pod",
    kind: "batch",
    instances: 10,
    pod: {
      role: "svc",
      executor: { resources: { cpus: 0.1, mem: 32, disk: 10 } },
      tasks: [
        { name: "a", command: "sleep 6", resources: { cpus: 0.2, mem: 32 } },
        { name: "b", command: "sleep 3", resources: { cpus: 0.2, mem: 32 } },
      ],
    },
  },
  {
    id: "web",
    kind: "service",
    command: "sleep inf",
    task: { role: "svc", resources: { cpus: 0.1, mem: 32 } },
  },
];

let folder = "";
let served: ServedMaster;
const watched = watchedMaster(5);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "scheduler-killed-"));
  writeFileSync(join(folder, "jobs.json"), JSON.stringify({ jobs }));
  served = await serveMaster(watched.master, { tickMs: 5, speed: 10 });
});

afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

function start(...more: readonly string[]): ChildProcess & { text: () => string } {
  const files = ["--jobs", join(folder, "jobs.json"), "--state", join(folder, "state.json")];
  const args = ["--master", served.url, ...files, "--tick", "20", ...more];
  const program = join(root, "examples", "scheduler", "main.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program, ...args], { cwd: root });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += String(chunk)));
  return Object.assign(child, { text: () => text });
}

function subscriptions(): number {
  return watched.calls.filter(({ type }) => type === "SUBSCRIBE").length;
}

function runningIds(): readonly string[] {
  return watched.master.tasks().flatMap(({ id, state }) => (state === "TASK_RUNNING" ? id : []));
}

/** One that has subscribed. */
async function started(): Promise<ReturnType<typeof start>> {
  const before = subscriptions();
  const child = start();
  await vi.waitFor(() => expect(subscriptions()).toBe(before + 1), { timeout: 20_000, interval: 5 });
  return child;
}

async function codeOf(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null) return child.exitCode;
  const [code] = (await once(child, "exit")) as [number | null];
  return code;
}

it("runs every batch task to its end once, however often its process is killed", async () => {
  const random = randomOf(5);
  for (let n = 0; n < 4; n++) {
    // oxlint-disable no-await-in-loop
    const killed = await started();
    await sleep(random.next() * 600);
    killed.kill("SIGKILL");
    await codeOf(killed);
    // oxlint-enable no-await-in-loop
  }
  const last = start("--exit-when-done");
  expect(await codeOf(last)).toBe(0);
  expect(last.text()).toContain(`batch batch: ${instances} finished`);
  const finished = finishedItems(watched);
  for (let n = 0; n < instances; n++) expect(finished.get(`batch.${n}`)).toBe(1);
  // The tasks of a pod end one by one, and each attempt of the pod has others.
  const ofPods = [...watched.ends].filter(
    ([id, state]) => id.startsWith("pod.") && state === "TASK_FINISHED",
  );
  expect(ofPods).toHaveLength(20);
  const frameworks = new Set(watched.calls.flatMap((call) => JSON.stringify(call["framework_id"]) ?? []));
  expect(frameworks.size).toBe(1);
  expect(watched.master.problems()).toEqual([]);
});

it("stops on SIGTERM and leaves its tasks running; torn down it leaves none", async () => {
  expect(runningIds()).toHaveLength(1);
  const stopped = await started();
  stopped.kill("SIGTERM");
  expect(await codeOf(stopped)).toBe(0);
  expect(stopped.text()).toContain("service web: 1 launched; 1 attempts");
  expect(runningIds()).toEqual(["web.0"]);
  expect(readFileSync(join(folder, "state.json"), "utf8")).toContain('"web.0"');
  expect(await codeOf(start("--teardown"))).toBe(0);
  expect(runningIds()).toEqual([]);
  expect(existsSync(join(folder, "state.json"))).toBe(false);
});
