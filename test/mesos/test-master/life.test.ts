import { expect, it } from "vitest";
import { createMaster } from "../../support/master/master.ts";
import { launch, scalar, schedulerOf, taskInfo } from "./scheduler.ts";

it("leads a task through its life, and offers again what it used", () => {
  const master = createMaster();
  const agentId = master.addAgent({ hostname: "h1", resources: [scalar("cpus", 4), scalar("mem", 1000)] });
  const scheduler = schedulerOf(master);
  const [offer] = scheduler.newOffers();
  const info = taskInfo("t", agentId, [scalar("cpus", 1.5)], { command: { value: "sleep 30; exit 1" } });
  expect(scheduler.accept([offer ?? {}], [launch(info)])).toEqual({ status: 202, body: "" });
  const seen: string[] = [];
  for (let second = 0; second < 40; second++) {
    master.advance(1000);
    for (const status of scheduler.newStatuses()) {
      seen.push(status.state);
      scheduler.acknowledge(status, agentId);
    }
    expect(master.problems()).toEqual([]);
  }
  expect(seen).toEqual(["TASK_STARTING", "TASK_RUNNING", "TASK_FAILED"]);
  expect(scheduler.newOffers().map(({ resources }) => resources)).toMatchObject([
    [
      { name: "cpus", scalar: { value: 2.5 } },
      { name: "mem", scalar: { value: 1000 } },
    ],
    [{ name: "cpus", scalar: { value: 1.5 } }],
  ]);
  expect(master.tasks()).toEqual([]);
});
