import { existsSync } from "node:fs";
import { Scheduler } from "mesos-framework";
import { expect, it, vi } from "vitest";
import { at, fieldsOf, listAt, textAt, type Fields } from "../../support/master/json.ts";
import { serveMaster } from "../../support/master/http.ts";
import { createMaster } from "../../support/master/master.ts";
import { ranges, scalar } from "./scheduler.ts";

it("mesos-framework subscribes, accepts an offer, gets TASK_RUNNING, and acknowledges", async () => {
  const master = createMaster();
  const agentId = master.addAgent({
    hostname: "h1",
    resources: [scalar("cpus", 4), scalar("mem", 1000), ranges([[31_000, 31_009]])],
  });
  const served = await serveMaster(master, { tickMs: 5, speed: 100 });
  const states: string[] = [];
  const errors: unknown[] = [];
  const scheduler = new Scheduler({
    masterUrl: "127.0.0.1",
    port: served.port,
    // No level of that name: nothing is logged, and no file is made.
    logging: { level: "off" },
    handlers: {
      OFFERS(offers: Fields) {
        const offer = fieldsOf(listAt(offers, "offers")[0]);
        if (states.length > 0) return;
        const info = {
          name: "t",
          task_id: { value: "t" },
          agent_id: offer["agent_id"],
          resources: [scalar("cpus", 0.5), scalar("mem", 64), ranges([[31_001, 31_002]])],
          command: { value: "sleep inf" },
        };
        const operations = [{ type: "LAUNCH", launch: { task_infos: [info] } }];
        this.accept([fieldsOf(offer["id"])], operations, { refuse_seconds: 1000 });
      },
      UPDATE(update: Fields) {
        states.push(textAt(update, "status", "state") ?? "");
        this.acknowledge(update);
      },
    },
  });
  scheduler.on("error", (error: unknown) => errors.push(error));
  scheduler.on("ready", () => scheduler.subscribe());
  const sent = vi.fn<() => void>();
  scheduler.on("sent_acknowledge", sent);
  await vi.waitFor(() => expect(sent).toHaveBeenCalledTimes(2), { timeout: 20_000 });
  expect(states).toEqual(["TASK_STARTING", "TASK_RUNNING"]);
  expect(errors).toEqual([]);
  expect(master.tasks()).toMatchObject([{ id: "t", agentId, state: "TASK_RUNNING", told: "TASK_RUNNING" }]);
  expect(master.agents()[0]?.total).toContain("ports:[31000-31009]");
  expect(master.problems()).toEqual([]);
  scheduler.removeAllListeners();
  scheduler.on("error", () => {});
  const backOff = vi.spyOn(scheduler, "subscribe").mockImplementation(() => {});
  scheduler.httpRequest.destroy();
  await served.close();
  backOff.mockRestore();
  expect(existsSync("logs")).toBe(false);
  expect(at(scheduler, "frameworkId")).toBeDefined();
});
