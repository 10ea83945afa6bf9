import { describe, expect, it } from "vitest";
import { textAt, type Fields } from "../../support/master/json.ts";
import { createMaster, type MasterOptions } from "../../support/master/master.ts";
import { allCapabilities, launch, scalar, schedulerOf, taskInfo } from "./scheduler.ts";

const resources = [scalar("cpus", 4), scalar("mem", 100)];

function scene(options: MasterOptions = {}, info: Fields = {}) {
  const master = createMaster(options);
  const agentId = master.addAgent({ hostname: "h1", resources });
  const scheduler = schedulerOf(master, info);
  const run = (id: string): void => {
    scheduler.accept(scheduler.newOffers(), [launch(taskInfo(id, agentId, [scalar("cpus", 1)]))]);
    settle();
  };
  /** A second, in which all is acknowledged. */
  const settle = (): void => {
    for (let turn = 0; turn < 10; turn++) {
      master.advance(100);
      for (const status of scheduler.newStatuses()) {
        if (status.uuid !== undefined) scheduler.acknowledge(status, agentId);
      }
    }
  };
  return { master, agentId, scheduler, run, settle };
}

const unaware = allCapabilities.filter((each) => each !== "PARTITION_AWARE").map((type) => ({ type }));

describe("an agent that is lost", () => {
  it("for good: TASK_LOST, then RESCIND, then FAILURE", () => {
    const { master, agentId, scheduler, run } = scene();
    run("t");
    scheduler.newTypes();
    scheduler.newOffers();
    master.loseAgent(agentId);
    expect(scheduler.newTypes()).toEqual(["UPDATE", "RESCIND", "FAILURE"]);
    expect(scheduler.newStatuses()).toMatchObject([
      { taskId: "t", state: "TASK_LOST", reason: "REASON_AGENT_REMOVED" },
    ]);
    expect(scheduler.events.at(-1)).toEqual({ type: "FAILURE", failure: { agent_id: { value: agentId } } });
    expect([master.tasks(), master.offers(), master.agents()]).toEqual([[], [], []]);
    expect(() => master.loseAgent(agentId)).toThrow(`there is no agent ${agentId}`);
    expect(() => master.returnAgent(agentId)).toThrow(`there is no agent ${agentId}`);
    master.advance(60_000);
    expect(scheduler.newOffers()).toEqual([]);
  });

  it("for a while: TASK_UNREACHABLE, and TASK_RUNNING when it is back", () => {
    const { master, agentId, scheduler, run, settle } = scene();
    run("t");
    scheduler.newStatuses();
    master.loseAgent(agentId, "unreachable");
    expect(scheduler.newStatuses()).toMatchObject([{ state: "TASK_UNREACHABLE" }]);
    scheduler.call("RECONCILE", { tasks: [{ task_id: { value: "t" } }] });
    expect(scheduler.newStatuses()).toMatchObject([
      { state: "TASK_UNREACHABLE", reason: "REASON_RECONCILIATION" },
    ]);
    master.finish("t");
    master.advance(30_000);
    expect(scheduler.newStatuses()).toEqual([]);
    master.returnAgent(agentId);
    master.advance(60_000);
    settle();
    expect(scheduler.events.flatMap((event) => textAt(event, "update", "status", "state") ?? []).at(-1)).toBe(
      "TASK_FINISHED",
    );
    expect(master.problems()).toEqual([]);
  });

  it("says at once what has happened to its tasks meanwhile, however long it was away", () => {
    const { master, agentId, scheduler, run } = scene();
    run("t");
    master.loseAgent(agentId, "unreachable");
    master.finish("t");
    master.advance(3_600_000);
    scheduler.newStatuses();
    master.returnAgent(agentId);
    expect(scheduler.newStatuses()).toMatchObject([{ taskId: "t", state: "TASK_FINISHED" }]);
  });

  it("comes back with its tasks running", () => {
    const { master, agentId, scheduler, run } = scene();
    run("t");
    master.loseAgent(agentId, "unreachable");
    scheduler.newStatuses();
    scheduler.newOffers();
    master.returnAgent(agentId);
    expect(scheduler.newStatuses()).toMatchObject([
      { state: "TASK_RUNNING", reason: "REASON_AGENT_REREGISTERED" },
    ]);
    expect(scheduler.events.at(-1)).toMatchObject({ type: "OFFERS" });
  });

  it("loses the tasks of frameworks that know no partitions", () => {
    const { master, agentId, scheduler, run } = scene({}, { capabilities: unaware });
    run("t");
    master.loseAgent(agentId, "unreachable");
    expect(scheduler.newStatuses().at(-1)).toMatchObject({ state: "TASK_LOST" });
    master.returnAgent(agentId);
    expect(master.tasks()).toEqual([]);
    expect(master.problems()).toEqual([]);
  });
});

describe("reconciliation", () => {
  it("tells how tasks are: by name, or all", () => {
    const { master, agentId, scheduler, run } = scene();
    run("t");
    const ask = (...tasks: readonly Fields[]): readonly unknown[] => {
      scheduler.newStatuses();
      scheduler.call("RECONCILE", { tasks });
      return scheduler.newStatuses().map(({ taskId, state, uuid }) => [taskId, state, uuid]);
    };
    expect(ask()).toEqual([["t", "TASK_RUNNING", undefined]]);
    expect(ask({ task_id: { value: "t" } })).toEqual([["t", "TASK_RUNNING", undefined]]);
    expect(ask({ task_id: { value: "x" } })).toEqual([["x", "TASK_UNKNOWN", undefined]]);
    expect(ask({ task_id: { value: "x" }, agent_id: { value: agentId } })).toEqual([
      ["x", "TASK_GONE", undefined],
    ]);
    const old = schedulerOf(master, { capabilities: unaware });
    old.call("RECONCILE", {
      tasks: [{ task_id: { value: "x" } }, { task_id: { value: "x" }, agent_id: { value: agentId } }],
    });
    expect(old.newStatuses()).toMatchObject([{ state: "TASK_LOST" }, { state: "TASK_LOST" }]);
  });
});

describe("a KILL", () => {
  it("ends a task; an unknown one is reconciled", () => {
    const { master, scheduler, run, settle } = scene();
    run("t");
    scheduler.call("KILL", { task_id: { value: "t" } });
    settle();
    expect(master.tasks()).toEqual([]);
    scheduler.newStatuses();
    scheduler.call("KILL", { task_id: { value: "t" } });
    expect(scheduler.newStatuses()).toMatchObject([{ state: "TASK_UNKNOWN" }]);
  });

  it("says TASK_KILLING to those who know it, and comes before a task starts", () => {
    const capabilities = [...allCapabilities, "TASK_KILLING_STATE"].map((type) => ({ type }));
    const { master, agentId, scheduler, run, settle } = scene({}, { capabilities });
    run("t");
    scheduler.call("KILL", { task_id: { value: "t" } });
    settle();
    scheduler.accept(scheduler.newOffers(), [launch(taskInfo("u", agentId, [scalar("cpus", 1)]))]);
    master.advance(1100);
    const states = scheduler.events.flatMap((event) => textAt(event, "update", "status", "state") ?? []);
    expect(states.slice(0, 4)).toEqual(["TASK_STARTING", "TASK_RUNNING", "TASK_KILLING", "TASK_KILLED"]);
  });
});

describe("a master that fails over", () => {
  it("ends the streams; the framework subscribes again, reconciles, and gets new offers", () => {
    const { master, scheduler, run, agentId } = scene();
    run("t");
    const reserved = { reservations: [{ type: "DYNAMIC", role: "svc", principal: "p1" }] };
    const reserve = {
      type: "RESERVE",
      id: { value: "op" },
      reserve: { resources: [scalar("cpus", 1, reserved)] },
    };
    scheduler.accept(
      master.offers().map(({ id }) => ({ id: { value: id } })),
      [reserve],
    );
    master.plan(agentId, { start: { nanoseconds: 1 } });
    master.failOver();
    expect(scheduler.isClosed()).toBe(true);
    expect(scheduler.call("REVIVE").status).toBe(403);
    const again = schedulerOf(master, { id: { value: scheduler.frameworkId } });
    again.call("RECONCILE", { tasks: [] });
    expect(again.newStatuses()).toMatchObject([{ taskId: "t", state: "TASK_RUNNING" }]);
    expect(again.newOffers()).toHaveLength(1);
    again.call("RECONCILE_OPERATIONS", { operations: [] });
    expect(again.newTypes()).not.toContain("UPDATE_OPERATION_STATUS");
    expect(master.problems()).toEqual([]);
  });
});

/** All that a framework is told while things go wrong. */
function life(seed: number): string {
  const faults = { rescind: 0.3, duplicateUpdate: 0.3, lateUpdate: 0.3, dropCall: 0.2 };
  const { scheduler, run, settle } = scene({ seed, faults });
  for (let n = 0; n < 20; n++) {
    run(`t${n}`);
    settle();
  }
  return JSON.stringify(scheduler.events);
}

describe("faults by rates", () => {
  it("send updates twice", () => {
    const { scheduler, run } = scene({ faults: { duplicateUpdate: 1 } });
    run("t");
    const states = scheduler.events.flatMap((event) => textAt(event, "update", "status", "state") ?? []);
    expect(states).toEqual(["TASK_STARTING", "TASK_STARTING", "TASK_RUNNING", "TASK_RUNNING"]);
  });

  it("send updates late", () => {
    const { master, scheduler, run } = scene({ faults: { lateUpdate: 1, lateUpdateMs: 400 }, seed: 3 });
    scheduler.newStatuses();
    run("t");
    const seen = scheduler.events.filter(({ type }) => type === "UPDATE").length;
    expect(seen).toBeGreaterThan(0);
    master.setFaults({});
    expect(master.problems()).toEqual([]);
    const prompt = scene();
    prompt.scheduler.accept(prompt.scheduler.newOffers(), [launch(taskInfo("t", prompt.agentId, resources))]);
    prompt.master.advance(100);
    expect(prompt.scheduler.newStatuses()).toHaveLength(1);
    const late = scene({ faults: { lateUpdate: 1, lateUpdateMs: 400 }, seed: 3 });
    late.scheduler.accept(late.scheduler.newOffers(), [launch(taskInfo("t", late.agentId, resources))]);
    late.master.advance(100);
    expect(late.scheduler.newStatuses()).toEqual([]);
  });

  it("lose calls, though they are answered", () => {
    const { master, scheduler, agentId } = scene();
    master.dropCalls(1);
    const offers = scheduler.newOffers();
    const accept = (): number => scheduler.accept(offers, [launch(taskInfo("t", agentId, resources))]).status;
    expect([accept(), master.tasks().length]).toEqual([202, 0]);
    master.setFaults({ dropCall: 1 });
    expect([accept(), master.tasks().length]).toEqual([202, 0]);
    master.setFaults({});
    expect([accept(), master.tasks().length]).toEqual([202, 1]);
  });

  it("rescind offers in flight", () => {
    const { master, scheduler } = scene({ faults: { rescind: 1, rescindMs: 1000 } });
    expect(scheduler.newTypes()).toEqual(["SUBSCRIBED", "OFFERS"]);
    master.advance(1000);
    expect(scheduler.newTypes().slice(0, 2)).toEqual(["RESCIND", "OFFERS"]);
    expect(master.problems()).toEqual([]);
  });

  it("are the same for the same seed", () => {
    expect(life(1)).toBe(life(1));
    expect(life(1)).not.toBe(life(2));
  });
});
