import { expect, it } from "vitest";
import { clusterOf, findTask, match, update } from "../../src/index.ts";
import { checkLaunchable, eventsFrom, offersFrom, podTask, type Pod } from "../../src/mesos/index.ts";
import { amount, offersEvent, ranges, wireOffer } from "./wire.ts";

const pod: Pod = {
  id: "p1",
  role: "svc",
  executor: { resources: { cpus: 0.1, mem: 32, disk: 1 } },
  tasks: [
    { id: "web", resources: { cpus: 1 }, ports: 2 },
    { id: "log", resources: { cpus: 1 } },
  ],
};

it("a pod without the one of its tasks that asked ports asks none", () => {
  const resources = [amount("cpus", 4), amount("mem", 64), amount("disk", 9), ranges([[31000, 31009]])];
  const { offers } = offersFrom(offersEvent(wireOffer(1, resources)));
  const { cluster } = match({ cluster: clusterOf(offers), tasks: [podTask(pod)], nowMs: 0 });
  const status = { task_id: { value: "web" }, state: "TASK_FINISHED" };
  const { events } = eventsFrom({ type: "UPDATE", update: { status } }, { cluster });
  const left = findTask(update(cluster, events), "p1");
  expect(left).toMatchObject({ ports: [], task: { resources: { cpus: 1.1 } } });
  expect(left?.task).not.toHaveProperty("ports");
});

it("a pod asks the sum of what its tasks ask, each to the nearest thousandth", () => {
  const tasks = ["web", "log"].map((id) => ({ id, resources: { cpus: 0.57, mem: 0.0016 } }));
  expect(podTask({ ...pod, tasks }).resources).toEqual({ cpus: 1.24, mem: 32.004, disk: 1 });
});

it("two tasks of a pod may ask parts of one disk by its id", () => {
  const disks = [{ type: "path", id: "path:/a", amount: 5 }];
  const tasks = ["web", "log"].map((id) => ({ id, resources: { cpus: 1 }, disks }));
  expect(() => checkLaunchable(podTask({ ...pod, tasks }))).not.toThrow();
});
