import type { MesosTask } from "stowage/mesos";
import { expect, it, vi } from "vitest";
import { startFramework } from "../../examples/support/framework-client.ts";
import { serveMaster } from "../support/master/http.ts";
import { listAt, textAt, type Fields } from "../support/master/json.ts";
import { callsOf, watchedMaster } from "./watched-master.ts";

const role = "svc";

function cpus(value: number, of: string): Fields {
  return { name: "cpus", type: "SCALAR", scalar: { value }, role: of };
}

it("carries a round through mesos-framework: offers, reserved and unreserved, ports, a volume, declines, updates", async () => {
  const watched = watchedMaster(3);
  for (let n = 3; n < 5; n++) {
    const mem = { name: "mem", type: "SCALAR", scalar: { value: 512 } };
    const ports = { name: "ports", type: "RANGES", ranges: { range: [{ begin: 31_000, end: 31_001 }] } };
    watched.master.addAgent({ hostname: `h${n}`, resources: [cpus(2, role), cpus(2, "*"), mem, ports] });
  }
  const served = await serveMaster(watched.master, { tickMs: 5, speed: 10, pieceDelayMs: 5 });
  const states: string[] = [];
  const errors: unknown[] = [];
  const tasks: readonly MesosTask[] = [
    // On agents with reserved cpus alone; each takes both ports.
    { id: "wide-1", role, resources: { cpus: 3, mem: 64 }, ports: 2 },
    { id: "wide-2", role, resources: { cpus: 3, mem: 64 }, ports: 2 },
    {
      id: "store",
      role,
      resources: { cpus: 0.5, mem: 32, disk: 100 },
      disks: [{ type: "root", amount: 100 }],
      mesos: { volumes: [{ disk: 0, id: "data", containerPath: "data" }] },
    },
    { id: "short", role, resources: { cpus: 0.1, mem: 32 } },
  ];
  const framework = startFramework({
    host: "127.0.0.1",
    port: served.port,
    role,
    tasks,
    taskInfo: ({ id }) => ({ command: { value: id === "short" ? "sleep 1" : "sleep inf" } }),
    onState: (taskId, state) => void states.push(`${taskId} ${state}`),
    onError: (error) => void errors.push(error),
  });
  const acknowledged = (): readonly unknown[] =>
    callsOf(watched, "ACKNOWLEDGE").map((each) => textAt(each, "task_id", "value"));
  await vi.waitFor(() => expect(acknowledged()).toHaveLength(9), { timeout: 20_000 });
  expect(errors).toEqual([]);
  expect(watched.refused).toEqual([]);
  for (const { id } of tasks) expect(states).toContain(`${id} TASK_RUNNING`);
  expect(watched.ends).toEqual(new Map([["short", "TASK_FINISHED"]]));
  const amounts = listAt(watched.infos.get("wide-1"), "resources");
  expect(amounts).toMatchObject([
    { name: "cpus", scalar: { value: 2 }, role: "svc" },
    { name: "cpus", scalar: { value: 1 }, role: "*" },
    { name: "mem", scalar: { value: 64 } },
    { name: "ports", ranges: { range: [{ begin: 31_000, end: 31_001 }] } },
  ]);
  expect(watched.master.volumes()).toMatchObject([{ id: "data", role, usedBy: ["store"], amount: 100 }]);
  expect(callsOf(watched, "DECLINE").length).toBeGreaterThan(0);
  expect(watched.master.problems()).toEqual([]);
  await framework.stop();
  expect(watched.master.tasks()).toEqual([]);
  await served.close();
});
