import { describe, expect, it } from "vitest";
import { jobsFrom, type Job } from "../../examples/scheduler/jobs.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../docs/programs.ts";
import { at, listAt, textAt, type Fields } from "../support/master/json.ts";
import { lead, memoryStore } from "./led.ts";
import { callsOf, tasksIn, watchedMaster, type WatchedMaster } from "./watched-master.ts";

const task = { role: "svc", resources: { cpus: 0.5, mem: 32 } };
const batch: Job = { id: "b", kind: "batch", command: "sleep 5", task };
const service: Job = { id: "s", kind: "service", command: "sleep inf", task };
const broken: Job = { id: "x", kind: "batch", command: "sleep 1; exit 1", task, maxFailures: 3 };

function phases(led: ReturnType<typeof lead>): readonly string[] {
  return [...led.scheduler().items()].map(({ id, attempt, phase }) => `${id} ${attempt} ${phase}`);
}

/** A job file with one job. */
function file(job: object): string {
  return JSON.stringify({ jobs: [{ ...batch, ...job }] });
}

function agentOf({ master }: WatchedMaster, taskId: string): string {
  const task = master.tasks().find(({ id }) => id === taskId);
  if (task === undefined) throw new Error(`${taskId} does not run`);
  return task.agentId;
}

describe("an attempt that fails", () => {
  it("comes again under another id, later each time, and so often only", () => {
    const watched = watchedMaster(1);
    const led = lead(watched.master, [broken]);
    led.pass(20);
    expect(watched.launched).toEqual(["x.0", "x.0-2", "x.0-3"]);
    expect(phases(led)).toEqual(["x.0 3 failed"]);
    const waits = led.lines.filter((line) => line.includes("TASK_FAILED"));
    expect(waits).toHaveLength(3);
  });

  it("comes again at once where that was not its own fault", () => {
    const watched = watchedMaster(2);
    const led = lead(watched.master, [batch]);
    led.pass(2);
    watched.master.loseAgent(agentOf(watched, "b.0"));
    led.pass(8);
    expect(watched.launched).toEqual(["b.0", "b.0-2"]);
    expect(phases(led)).toEqual(["b.0 2 finished"]);
  });

  it("comes again for ever if it is of a service", () => {
    const watched = watchedMaster(1);
    const led = lead(watched.master, [{ ...broken, kind: "service" }]);
    led.pass(120);
    expect(watched.launched.length).toBeGreaterThan(5);
    expect(watched.launched.length).toBeLessThan(9);
  });
});

/** What the master says of a task. */
function news(taskId: string, state: string, agentId: string): Fields {
  const status = { task_id: { value: taskId }, agent_id: { value: agentId }, state };
  return { type: "UPDATE", update: { status } };
}

describe("an attempt that was taken for lost", () => {
  it("has finished when late news says so, and no other is launched, or the one that is gets killed", () => {
    for (const seconds of [0, 2]) {
      const watched = watchedMaster(2);
      const led = lead(watched.master, [batch]);
      led.pass(2);
      const agentId = agentOf(watched, "b.0");
      led.hear(news("b.0", "TASK_UNKNOWN", agentId));
      expect(phases(led)).toEqual(["b.0 2 waiting"]);
      led.pass(seconds);
      led.hear(news("b.0", "TASK_FINISHED", agentId));
      expect(phases(led)).toEqual(["b.0 2 finished"]);
      led.pass(20);
      expect(phases(led)).toEqual(["b.0 2 finished"]);
      expect(watched.launched).toEqual(seconds === 0 ? ["b.0"] : ["b.0", "b.0-2"]);
      expect(callsOf(watched, "KILL").length > 0).toBe(seconds > 0);
    }
  });
});

describe("what is stored", () => {
  it("is there before a task is launched, and before an update is acknowledged", () => {
    const watched = watchedMaster(1);
    const store = memoryStore();
    const known = new Set<string>();
    const append = store.append;
    const checking = {
      ...store,
      append: (entries: Parameters<typeof append>[0]) => {
        append(entries);
        for (const entry of entries) if ("item" in entry) known.add(`${entry.item.id} ${entry.item.phase}`);
      },
    };
    const wrong: string[] = [];
    const { call } = watched.master;
    const master = {
      ...watched.master,
      call: (...[streamId, json]: Parameters<typeof call>) => {
        if (tasksIn(at(json, "accept")).length > 0 && !known.has("b.0 launched")) wrong.push("launch");
        return call(streamId, json);
      },
    };
    const led = lead(master, [batch], checking);
    led.pass(10);
    expect(known).toEqual(new Set(["b.0 launched", "b.0 finished"]));
    expect(wrong).toEqual([]);
  });

  it("brings back all that was launched; what never reached the master is launched again", () => {
    const watched = watchedMaster(1);
    const led = lead(watched.master, [batch, service]);
    watched.master.dropCalls(2);
    led.pass(1);
    expect(watched.launched).toEqual([]);
    led.restart();
    led.pass(3);
    expect(watched.launched).toEqual(["b.0-2", "s.0-2"]);
    led.restart();
    led.pass(10);
    expect(watched.launched).toEqual(["b.0-2", "s.0-2"]);
    expect(phases(led)).toEqual(["b.0 2 finished", "s.0 2 launched"]);
  });

  it("has no use for a job that is no more: its tasks are killed", () => {
    const watched = watchedMaster(1);
    const led = lead(watched.master, [batch, service]);
    led.pass(2);
    led.restart([batch]);
    led.pass(70);
    expect(watched.ends.get("s.0")).toBe("TASK_KILLED");
    expect(watched.master.tasks()).toEqual([]);
  });
});

describe("an agent that is out of sight", () => {
  it("keeps its batch tasks: they are not run twice", () => {
    const watched = watchedMaster(2);
    const led = lead(watched.master, [{ ...batch, command: "sleep 900" }]);
    led.pass(2);
    const agentId = agentOf(watched, "b.0");
    watched.master.loseAgent(agentId, "unreachable");
    led.pass(400);
    watched.master.returnAgent(agentId);
    led.pass(600);
    expect(watched.launched).toEqual(["b.0"]);
    expect(phases(led)).toEqual(["b.0 1 finished"]);
  });

  it("has its services started elsewhere after a while, and killed when it comes back", () => {
    const watched = watchedMaster(2);
    const led = lead(watched.master, [service]);
    led.pass(2);
    const agentId = agentOf(watched, "s.0");
    watched.master.loseAgent(agentId, "unreachable");
    led.pass(200);
    expect(watched.launched).toEqual(["s.0"]);
    led.pass(200);
    expect(watched.launched).toEqual(["s.0", "s.0-2"]);
    watched.master.returnAgent(agentId);
    led.pass(2);
    expect(watched.ends).toEqual(new Map([["s.0", "TASK_KILLED"]]));
    expect(phases(led)).toEqual(["s.0 2 launched"]);
  });
});

describe("a pod", () => {
  const pod: Job = {
    id: "p",
    kind: "batch",
    pod: {
      role: "svc",
      executor: { resources: { cpus: 0.1, mem: 32, disk: 10 } },
      tasks: [
        { name: "a", command: "sleep 3", resources: { cpus: 0.1, mem: 32 }, ports: 1 },
        { name: "b", command: "sleep 9", resources: { cpus: 0.1, mem: 32 }, ports: 2 },
      ],
    },
  };

  it("has finished when all its tasks have, and each has its own ports", () => {
    const watched = watchedMaster(1);
    const led = lead(watched.master, [pod]);
    led.pass(6);
    expect(phases(led)).toEqual(["p.0 1 launched"]);
    led.restart();
    led.pass(6);
    expect(phases(led)).toEqual(["p.0 1 finished"]);
    expect(watched.launched).toEqual(["p.0.a", "p.0.b"]);
    const variables = listAt(watched.infos.get("p.0.b"), "command", "environment", "variables");
    expect(variables.map((each) => textAt(each, "name"))).toEqual(["PORT0", "PORT1"]);
  });

  it("is killed and comes again when one of them fails", () => {
    const watched = watchedMaster(1);
    const led = lead(watched.master, [pod]);
    led.pass(2);
    watched.master.finish("p.0.b", "TASK_FAILED");
    led.pass(3);
    expect(watched.ends.get("p.0.a")).toBe("TASK_KILLED");
    led.pass(15);
    expect(watched.launched).toEqual(["p.0.a", "p.0.b", "p.0-2.a", "p.0-2.b"]);
    expect(phases(led)).toEqual(["p.0 2 finished"]);
  });
});

describe("maintenance", () => {
  const inAnHour = { start: { nanoseconds: 3_600_000_000_000 } };

  it("moves services before it begins", () => {
    const watched = watchedMaster(2);
    const led = lead(watched.master, [service]);
    led.pass(2);
    const agentId = agentOf(watched, "s.0");
    watched.master.plan(agentId, inAnHour);
    led.pass(5);
    expect(callsOf(watched, "ACCEPT_INVERSE_OFFERS")).toHaveLength(1);
    expect(watched.launched).toEqual(["s.0", "s.0-2"]);
    expect(agentOf(watched, "s.0-2")).not.toBe(agentId);
  });

  it("does not stop batch tasks", () => {
    const watched = watchedMaster(1);
    const led = lead(watched.master, [batch]);
    led.pass(2);
    watched.master.plan(agentOf(watched, "b.0"), inAnHour);
    led.pass(1);
    expect(callsOf(watched, "DECLINE_INVERSE_OFFERS")).toHaveLength(1);
    led.pass(5);
    expect(phases(led)).toEqual(["b.0 1 finished"]);
  });
});

describe("offers", () => {
  it("are not wanted when all is launched, and wanted again when something comes back", () => {
    const watched = watchedMaster(1);
    const led = lead(watched.master, [batch, broken]);
    led.pass(1);
    expect(callsOf(watched, "SUPPRESS")).toEqual([{ roles: ["svc"] }]);
    led.pass(2);
    expect(callsOf(watched, "REVIVE")).toEqual([{ roles: ["svc"] }]);
    expect(callsOf(watched, "SUPPRESS")).toHaveLength(1);
  });
});

describe("reconciliation", () => {
  it("goes on until the master has answered for each task, and comes back now and then", () => {
    const watched = watchedMaster(1);
    const led = lead(watched.master, [service]);
    led.pass(2);
    led.restart();
    watched.master.dropCalls(1);
    led.pass(1);
    const asked = (): number =>
      callsOf(watched, "RECONCILE").filter((each) => listAt(each, "tasks").length > 0).length;
    expect(asked()).toBe(1);
    led.pass(10);
    expect(asked()).toBe(2);
    expect(callsOf(watched, "RECONCILE").at(-1)).toEqual({
      tasks: [{ task_id: { value: "s.0" }, agent_id: { value: agentOf(watched, "s.0") } }],
    });
    led.pass(660);
    expect(callsOf(watched, "RECONCILE")).toHaveLength(4);
    expect(asked()).toBe(2);
  });
});

describe("a call that was taken and lost", () => {
  it("is found out by the silence about its tasks", () => {
    const watched = watchedMaster(2);
    const led = lead(watched.master, [service]);
    watched.master.dropCalls(1);
    led.pass(29);
    expect(watched.launched).toEqual([]);
    led.pass(5);
    expect(watched.launched).toEqual(["s.0-2"]);
  });
});

describe("a job with volumes", () => {
  const stateful: Job = {
    id: "v",
    kind: "service",
    command: "sleep inf",
    task: { ...task, resources: { cpus: 0.5, mem: 32, disk: 64 }, disks: [{ type: "root", amount: 64 }] },
    volumes: [{ disk: 0, containerPath: "data" }],
  };

  it("comes back to its volumes, with all that was reserved for it", () => {
    const watched = watchedMaster(3);
    const led = lead(watched.master, [stateful]);
    led.pass(2);
    const agentId = agentOf(watched, "v.0");
    watched.master.finish("v.0", "TASK_FAILED");
    led.pass(5);
    led.restart();
    watched.master.finish("v.0-2", "TASK_FAILED");
    led.pass(8);
    expect(watched.launched).toEqual(["v.0", "v.0-2", "v.0-3"]);
    expect(agentOf(watched, "v.0-3")).toBe(agentId);
    expect(watched.master.volumes()).toMatchObject([
      { id: "v.0.0", agentId, role: "svc", usedBy: ["v.0", "v.0-2", "v.0-3"] },
    ]);
    expect(callsOf(watched, "ACKNOWLEDGE_OPERATION_STATUS")).toHaveLength(2);
    watched.master.advance(60_000);
    expect(callsOf(watched, "ACKNOWLEDGE_OPERATION_STATUS")).toHaveLength(2);
    expect(watched.master.problems()).toEqual([]);
  });

  it("gives them back when it needs them no more", () => {
    const watched = watchedMaster(2);
    const led = lead(watched.master, [{ ...stateful, kind: "batch", command: "sleep 3" }, broken]);
    led.pass(2);
    expect(watched.master.volumes()).toHaveLength(1);
    led.pass(20);
    expect(watched.master.volumes()).toEqual([]);
    expect(watched.master.agents().map(({ total }) => total)).not.toContain("DYNAMIC");
  });

  it("starts without them when their agent is gone for good, or for too long", () => {
    const watched = watchedMaster(3);
    const led = lead(watched.master, [{ ...stateful, forgetVolumesAfterMs: 60_000 }]);
    led.pass(2);
    watched.master.loseAgent(agentOf(watched, "v.0"));
    led.pass(3);
    expect(watched.launched).toEqual(["v.0", "v.0-2"]);
    const agentId = agentOf(watched, "v.0-2");
    watched.master.finish("v.0-2", "TASK_FAILED");
    watched.master.advance(10);
    watched.master.loseAgent(agentId);
    led.pass(30);
    expect(watched.launched).toHaveLength(2);
    led.pass(60);
    expect(watched.launched).toEqual(["v.0", "v.0-2", "v.0-3"]);
  });
});

describe("a job file", () => {
  it("is read, and refused where no master would launch what it says", () => {
    expect(jobsFrom(file({}))).toEqual([batch]);
    expect(() => jobsFrom("{}")).toThrow("a list of `jobs`");
    expect(() => jobsFrom(file({ kind: "cron" }))).toThrow("not a job");
    expect(() => jobsFrom(file({ task: { resources: { gpus: 0.5 } } }))).toThrow("gpus");
    expect(() => jobsFrom(JSON.stringify({ jobs: [batch, batch] }))).toThrow("an id of its own");
  });

  it("that comes with the example is a good one", () => {
    const text = readFileSync(join(root, "examples", "scheduler", "jobs.json"), "utf8");
    expect(jobsFrom(text).length).toBeGreaterThan(3);
  });
});
