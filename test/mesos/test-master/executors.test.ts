import { describe, expect, it } from "vitest";
import { fieldsOf, listAt, type Fields } from "../../support/master/json.ts";
import { createMaster } from "../../support/master/master.ts";
import { launch, ranges, scalar, schedulerOf, taskInfo, type Scheduler } from "./scheduler.ts";

const resources = [scalar("cpus", 4), scalar("mem", 1000), scalar("disk", 1000), ranges([[1, 9]])];
const small = [scalar("cpus", 0.1), scalar("mem", 32), scalar("disk", 10)];

function custom(fields: Fields = {}): Fields {
  return { executor_id: { value: "e" }, command: { value: "run" }, resources: small, ...fields };
}

function group(executor: Fields, ...tasks: readonly Fields[]): Fields {
  return { type: "LAUNCH_GROUP", launch_group: { executor, task_group: { tasks } } };
}

function scene() {
  const master = createMaster();
  const agentId = master.addAgent({ resources });
  const scheduler = schedulerOf(master);
  const standard = (fields: Fields = {}): Fields => ({
    type: "DEFAULT",
    executor_id: { value: "d" },
    framework_id: { value: scheduler.frameworkId },
    resources: small,
    ...fields,
  });
  const withExecutor = (
    id: string,
    executor: Fields,
    uses: readonly Fields[] = [scalar("cpus", 1)],
  ): Fields => taskInfo(id, agentId, uses, { command: undefined, executor });
  return { master, agentId, scheduler, standard, withExecutor };
}

/** The last offer, by words: amounts by name, and the executors. */
function lastOffer(scheduler: Scheduler): readonly [readonly string[], readonly unknown[]] {
  const offer = lastOf(scheduler);
  const words = listAt(offer, "resources").map((each) => {
    const { name, scalar: value } = fieldsOf(each);
    return `${String(name)} ${String(fieldsOf(value)["value"])}`;
  });
  return [words.slice(0, 3), listAt(offer, "executor_ids").map((id) => fieldsOf(id)["value"])];
}

function lastOf(scheduler: Scheduler): Fields {
  return fieldsOf(scheduler.events.flatMap((event) => listAt(event, "offers", "offers")).at(-1));
}

describe("an executor", () => {
  it("costs its resources once, and is named in offers until its last task has ended", () => {
    const { master, agentId, scheduler, withExecutor } = scene();
    scheduler.accept([lastOf(scheduler)], [launch(withExecutor("a", custom()), withExecutor("b", custom()))]);
    master.advance(1000);
    expect(lastOffer(scheduler)).toEqual([["cpus 1.9", "mem 968", "disk 990"], ["e"]]);
    // The framework's id is filled in: the same executor.
    const same = custom({ framework_id: { value: scheduler.frameworkId } });
    scheduler.accept([lastOf(scheduler)], [launch(withExecutor("c", same))]);
    master.advance(1000);
    expect(lastOffer(scheduler)).toEqual([["cpus 0.9", "mem 968", "disk 990"], ["e"]]);
    expect(master.agents()).toMatchObject([{ executorIds: ["e"], taskIds: ["a", "b", "c"] }]);
    for (const id of ["a", "b", "c"]) master.finish(id);
    scheduler.newTypes();
    master.advance(20_000);
    expect(scheduler.newTypes()).toContain("FAILURE");
    const failure = scheduler.events.find(({ type }) => type === "FAILURE");
    expect(failure).toMatchObject({ failure: { agent_id: { value: agentId }, executor_id: { value: "e" } } });
    expect(master.agents()).toMatchObject([{ executorIds: [] }]);
    expect(master.problems()).toEqual([]);
  });

  it.each<readonly [string, Fields]>([
    ["is not the one that runs by its id", { resources: [scalar("cpus", 0.2), ...small.slice(1)] }],
    ["is of another framework", { framework_id: { value: "nobody" } }],
    ["has no command", { command: undefined }],
    ["is the default one", { type: "DEFAULT" }],
    ["has a bad id", { executor_id: { value: "a/b" } }],
    ["takes a part of nothing", { executor_id: { value: "f" }, resources: [scalar("cpus", 0)] }],
    ["takes what is not there", { executor_id: { value: "f" }, resources: [scalar("cpus", 4)] }],
    ["takes its task's port", { executor_id: { value: "f" }, resources: [ranges([[3, 3]])] }],
  ])("that %s costs its task the launch", (_, fields) => {
    const { master, scheduler, withExecutor } = scene();
    const uses = [scalar("cpus", 1), ranges([[3, 4]])];
    const operations = [
      launch(withExecutor("a", custom())),
      launch(withExecutor("b", custom(fields), uses)),
      launch(withExecutor("c", custom(), uses)),
    ];
    scheduler.accept([lastOf(scheduler)], operations);
    expect(scheduler.newStatuses()).toMatchObject([{ taskId: "b", reason: "REASON_TASK_INVALID" }]);
    expect(master.tasks()).toMatchObject([{ id: "a" }, { id: "c" }]);
    expect(master.problems()).toEqual([]);
  });

  it("and a command together are too much", () => {
    const { scheduler, agentId } = scene();
    scheduler.accept([lastOf(scheduler)], [launch(taskInfo("a", agentId, small, { executor: custom() }))]);
    expect(scheduler.newStatuses()).toMatchObject([{ taskId: "a", state: "TASK_ERROR" }]);
  });

  it("is shut down with its tasks", () => {
    const { master, agentId, scheduler, withExecutor } = scene();
    scheduler.accept([lastOf(scheduler)], [launch(withExecutor("a", custom()), withExecutor("b", custom()))]);
    master.advance(1000);
    scheduler.call("SHUTDOWN", { agent_id: { value: agentId }, executor_id: { value: "nobody" } });
    expect(master.tasks()).toMatchObject([{ state: "TASK_RUNNING" }, { state: "TASK_RUNNING" }]);
    scheduler.call("SHUTDOWN", { agent_id: { value: agentId }, executor_id: { value: "e" } });
    expect(master.tasks()).toMatchObject([{ state: "TASK_KILLED" }, { state: "TASK_KILLED" }]);
  });

  it("and its framework send each other messages", () => {
    const { master, agentId, scheduler } = scene();
    const body = { agent_id: { value: agentId }, executor_id: { value: "e" }, data: "aGk=" };
    scheduler.call("MESSAGE", body);
    expect(master.messages()).toEqual([body]);
    master.message(scheduler.frameworkId, agentId, "e", "eW8=");
    expect(scheduler.events.at(-1)).toEqual({ type: "MESSAGE", message: { ...body, data: "eW8=" } });
  });
});

describe("a LAUNCH_GROUP", () => {
  it("launches all tasks under one executor", () => {
    const { master, agentId, scheduler, standard } = scene();
    const tasks = ["a", "b"].map((id) => taskInfo(id, agentId, [scalar("cpus", 1)]));
    scheduler.accept([lastOf(scheduler)], [group(standard(), ...tasks)]);
    master.advance(1000);
    expect(lastOffer(scheduler)).toEqual([["cpus 1.9", "mem 968", "disk 990"], ["d"]]);
    expect(scheduler.newStatuses()).toMatchObject([{ state: "TASK_STARTING" }, { state: "TASK_STARTING" }]);
    expect(master.tasks()).toMatchObject([{ executorId: "d" }, { executorId: "d" }]);
    expect(master.problems()).toEqual([]);
  });

  it.each<readonly [string, Fields, (agentId: string) => readonly Fields[]]>([
    ["asks too much together", {}, (id) => [taskInfo("b", id, [scalar("cpus", 3)])]],
    ["has a bad task", {}, (id) => [taskInfo("b", id, [scalar("gpus", 0.5)])]],
    ["has an id twice", {}, (id) => [taskInfo("a", id, small)]],
    [
      "has a port twice",
      {},
      (id) => [taskInfo("b", id, [ranges([[1, 2]])]), taskInfo("c", id, [ranges([[2, 3]])])],
    ],
    ["has a task of Docker", {}, (id) => [taskInfo("b", id, small, { container: { type: "DOCKER" } })]],
    [
      "has a task of another executor",
      {},
      (id) => [taskInfo("b", id, small, { executor: { executor_id: { value: "x" } } })],
    ],
    [
      "has an executor with less than 0.01 cpus",
      { resources: [scalar("cpus", 0.009), ...small.slice(1)] },
      () => [],
    ],
    [
      "has an executor with less than 32 MB",
      { resources: [scalar("mem", 31.9), small[0] ?? {}, small[2] ?? {}] },
      () => [],
    ],
    ["has an executor without disk", { resources: small.slice(0, 2) }, () => []],
    ["has an executor of no type", { type: undefined }, () => []],
    ["has an executor of no framework", { framework_id: undefined }, () => []],
    ["has an executor of another framework", { framework_id: { value: "x" } }, () => []],
    ["has a default executor with a command", { command: { value: "x" } }, () => []],
    ["has a custom executor without one", { type: "CUSTOM" }, () => []],
  ])("that %s launches nothing", (_, fields, others) => {
    const { master, agentId, scheduler, standard } = scene();
    const tasks = [taskInfo("a", agentId, [scalar("cpus", 1)]), ...others(agentId)];
    scheduler.accept([lastOf(scheduler)], [group(standard(fields), ...tasks)]);
    const invalid = { state: "TASK_ERROR", reason: "REASON_TASK_GROUP_INVALID" };
    expect(scheduler.newStatuses()).toMatchObject(tasks.map(() => invalid));
    expect(master.tasks()).toEqual([]);
    master.advance(1000);
    expect(lastOffer(scheduler)).toEqual([["cpus 4", "mem 1000", "disk 1000"], []]);
  });
});
