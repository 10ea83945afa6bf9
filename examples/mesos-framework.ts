// stowage with the npm package mesos-framework as its Mesos client, against a master that is built in: tasks with ports, on
// reserved and unreserved resources, and one that keeps a volume.
import assert from "node:assert/strict";
import type { MesosTask } from "stowage/mesos";
import { serveMaster } from "../test/support/master/http.ts";
import { createMaster } from "../test/support/master/master.ts";
import { startFramework } from "./support/framework-client.ts";

const role = "svc";
const scalar = (name: string, value: number, of = "*"): object => ({
  name,
  type: "SCALAR",
  scalar: { value },
  role: of,
});
const ports = {
  name: "ports",
  type: "RANGES",
  ranges: { range: [{ begin: 31_000, end: 31_009 }] },
  role: "*",
};

const master = createMaster();
for (const n of [1, 2, 3]) {
  const resources = [
    scalar("cpus", 2),
    scalar("cpus", 1, role),
    scalar("mem", 1024),
    scalar("disk", 512),
    ports,
  ];
  master.addAgent({ hostname: `node-${n}`, resources: resources.map((each) => ({ ...each })) });
}
// The package reads one record a chunk: so each is sent by itself.
const served = await serveMaster(master, { tickMs: 5, speed: 10, pieceDelayMs: 5 });

const web = { role, group: "web", resources: { cpus: 2.5, mem: 256 }, ports: 2 };
const tasks: readonly MesosTask[] = [
  { id: "web-1", ...web },
  { id: "web-2", ...web },
  {
    id: "store",
    role,
    resources: { cpus: 0.5, mem: 64, disk: 128 },
    disks: [{ type: "root", amount: 128 }],
    mesos: { volumes: [{ disk: 0, id: "store-data", containerPath: "data" }] },
  },
];

const running = new Set<string>();
await new Promise<void>((resolve, reject) => {
  const framework = startFramework({
    host: "127.0.0.1",
    port: served.port,
    role,
    tasks,
    taskInfo: ({ id }, assignment) => ({
      name: id,
      command: { value: `serve ${assignment.ports.join(" ")}; sleep inf`, shell: true },
    }),
    onState: (taskId, state) => {
      console.log(`${taskId}: ${state}`);
      if (state === "TASK_RUNNING") running.add(taskId);
      if (running.size === tasks.length) void framework.stop().then(resolve);
    },
    onError: reject,
  });
});
for (const { hostname, total } of master.agents()) console.log(`${hostname}: ${total}`);
assert.equal(master.volumes().length, 1, "the volume outlives the framework");
assert.deepEqual(master.problems(), []);
await served.close();
