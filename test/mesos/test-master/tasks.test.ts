import { describe, expect, it } from "vitest";
import { fieldsOf, type Fields } from "../../support/master/json.ts";
import { createMaster, type TestMaster } from "../../support/master/master.ts";
import { launch, ranges, scalar, schedulerOf, taskInfo, type Scheduler } from "./scheduler.ts";

const volume = {
  disk: { persistence: { id: "v", principal: "p1" }, volume: { container_path: "d", mode: "RW" } },
  reservations: [{ type: "STATIC", role: "svc" }],
};
const resources = [
  scalar("cpus", 4),
  scalar("mem", 1000),
  scalar("gpus", 2),
  scalar("cpus", 1, { revocable: {} }),
  ranges([[31_000, 31_009]]),
  { name: "tags", type: "SET", set: { item: ["x", "y"] } },
  scalar("disk", 100, { disk: { source: { type: "MOUNT", mount: { root: "/m" } } } }),
  scalar("disk", 50, volume),
];

interface Scene {
  readonly master: TestMaster;
  readonly scheduler: Scheduler;
  readonly agentId: string;
  readonly offer: Fields;
}

function scene(): Scene {
  const master = createMaster();
  const agentId = master.addAgent({ hostname: "h1", resources });
  const capabilities = [
    "MULTI_ROLE",
    "RESERVATION_REFINEMENT",
    "GPU_RESOURCES",
    "SHARED_RESOURCES",
    "PARTITION_AWARE",
    "REVOCABLE_RESOURCES",
  ];
  const scheduler = schedulerOf(master, { capabilities: capabilities.map((type) => ({ type })) });
  return { master, scheduler, agentId, offer: fieldsOf(scheduler.newOffers()[0]) };
}

/** What becomes of tasks that are launched in one call. */
function outcome(...tasks: readonly (readonly [string, readonly Fields[], Fields?])[]): readonly string[] {
  const { master, scheduler, agentId, offer } = scene();
  const infos = tasks.map(([id, uses, fields]) => taskInfo(id, agentId, uses, fields));
  expect(scheduler.accept([offer], [launch(...infos)])).toEqual({ status: 202, body: "" });
  master.advance(1000);
  expect(master.problems()).toEqual([]);
  return scheduler
    .newStatuses()
    .map(({ taskId, state, reason }) => [taskId, state, reason].filter(Boolean).join(" "));
}

const good = [scalar("cpus", 1)];

describe("a LAUNCH", () => {
  const bad: readonly (readonly [string, readonly Fields[], Fields?])[] = [
    ["more than is offered", [scalar("cpus", 4.001)]],
    [
      "more of one reservation than is offered",
      [scalar("cpus", 1, { reservations: [{ type: "STATIC", role: "svc" }] })],
    ],
    ["a port that is not offered", [ranges([[31_009, 31_010]])]],
    ["an item that is not offered", [{ name: "tags", type: "SET", set: { item: ["z"] } }]],
    ["half a gpu", [scalar("gpus", 0.5)]],
    ["a gpu and a half", [scalar("gpus", 1.5)]],
    ["nothing that counts", [scalar("cpus", 0.0004)]],
    ["less than nothing", [scalar("cpus", -1)]],
    ["no resources", []],
    ["a range that ends before it begins", [ranges([[31_002, 31_001]])]],
    [
      "a port twice",
      [
        ranges([
          [31_001, 31_002],
          [31_002, 31_003],
        ]),
      ],
    ],
    ["an item twice", [{ name: "tags", type: "SET", set: { item: ["x", "x"] } }]],
    ["a resource without a type that is known", [{ name: "cpus", type: "TEXT" }]],
    ["revocable and other cpus", [scalar("cpus", 1), scalar("cpus", 1, { revocable: {} })]],
    [
      "part of a MOUNT disk",
      [scalar("disk", 60, { disk: { source: { type: "MOUNT", mount: { root: "/m" } } } })],
    ],
    ["part of a volume", [scalar("disk", 40, volume)]],
    ["a volume twice", [scalar("disk", 50, volume), scalar("disk", 50, volume)]],
    ["a volume that is not there", [scalar("disk", 50, { ...volume, disk: { persistence: { id: "w" } } })]],
    ["a shared resource that is no volume", [scalar("cpus", 1, { shared: {} })]],
    ["resources of two roles", [...good, scalar("mem", 32, { allocation_info: { role: "other" } })]],
    ["resources of another role", [scalar("mem", 32, { allocation_info: { role: "other" } })]],
    ["another agent", good, { agent_id: { value: "nope" } }],
    ["neither command nor executor", good, { command: undefined }],
    ["an id with a slash", good, { task_id: { value: "a/b" } }],
    ["an id that is a dot", good, { task_id: { value: "." } }],
    ["an empty id", good, { task_id: { value: "" } }],
    ["too long an id", good, { task_id: { value: "x".repeat(256) } }],
  ];
  it.each(bad.map(([title, uses, fields = {}]) => [title, uses, fields] as const))(
    "is refused where a task asks %s; the next task is launched",
    (_, uses, fields) => {
      const [first, ...rest] = outcome(["t", uses, fields], ["u", [scalar("cpus", 4), scalar("gpus", 2)]]);
      expect(first).toMatch(/ ?TASK_ERROR REASON_TASK_INVALID$/u);
      expect(rest).toEqual(["u TASK_STARTING"]);
    },
  );

  it.each<readonly [string, readonly Fields[]]>([
    [
      "all there is, a volume and a MOUNT disk whole",
      resources.filter(({ revocable }) => revocable === undefined),
    ],
    ["revocable cpus alone", [scalar("cpus", 1, { revocable: {} })]],
    ["what rounds to what is there", [scalar("cpus", 4.0004)]],
    ["numbers written as texts", [{ name: "cpus", type: "SCALAR", scalar: { value: "1.5" } }]],
    ["one name in two parts", [scalar("cpus", 3), scalar("cpus", 1)]],
    ["the old role", [scalar("disk", 50, { role: "svc", disk: volume.disk })]],
  ])("takes a task that asks %s", (_, uses) => {
    expect(outcome(["t", uses])).toEqual(["t TASK_STARTING"]);
  });

  it("judges tasks one after the other: each has what those before it left", () => {
    expect(
      outcome(["t", [scalar("cpus", 3)]], ["u", [scalar("cpus", 2)]], ["v", [scalar("cpus", 1)]]),
    ).toEqual(["u TASK_ERROR REASON_TASK_INVALID", "t TASK_STARTING", "v TASK_STARTING"]);
  });

  it("refuses an id that is in use until the end of its task is acknowledged", () => {
    const { master, scheduler, agentId, offer } = scene();
    const info = taskInfo("t", agentId, good, { command: { value: "exit 0" } });
    scheduler.accept([offer], [launch(info, info)]);
    expect(scheduler.newStatuses()).toMatchObject([
      { state: "TASK_ERROR", message: "Task has duplicate ID: t" },
    ]);
    const statesAfter = (): readonly string[] => {
      master.advance(3000);
      const statuses = scheduler.newStatuses();
      for (const status of statuses) scheduler.acknowledge(status, agentId);
      return statuses.map(({ state }) => state);
    };
    expect([statesAfter(), statesAfter(), statesAfter()]).toEqual([
      ["TASK_STARTING"],
      ["TASK_RUNNING"],
      ["TASK_FINISHED"],
    ]);
    const [again = {}] = scheduler.newOffers();
    scheduler.accept([again], [launch(info)]);
    expect(statesAfter()).toEqual(["TASK_STARTING"]);
  });
});

/** What the statuses say of a task that is launched with those offers. */
function dropped(use: (scene: Scene) => readonly Fields[]): readonly unknown[] {
  const all = scene();
  const offers = use(all);
  all.scheduler.newStatuses();
  all.scheduler.accept(offers, [launch(taskInfo("t", all.agentId, good))]);
  expect(all.master.problems()).toEqual([]);
  const statuses = all.scheduler.newStatuses();
  return statuses.map(({ state, reason, message }) => [state, reason, message?.replaceAll(/\S+-\S+/gu, "…")]);
}

function lost(why: string): readonly unknown[] {
  return [["TASK_DROPPED", "REASON_INVALID_OFFERS", `Task launched with invalid offers: ${why}`]];
}

describe("an ACCEPT", () => {
  it("of an unknown offer drops its tasks", () => {
    expect(dropped(() => [{ id: { value: "nope-1" } }])).toEqual(lost("Offer … is no longer valid"));
  });

  it("of a used offer drops its tasks", () => {
    const seen = dropped(({ scheduler, offer }) => {
      scheduler.accept([offer], []);
      return [offer];
    });
    expect(seen).toEqual(lost("Offer … is no longer valid"));
  });

  it("of a rescinded offer drops its tasks", () => {
    const seen = dropped(({ master, offer }) => {
      master.rescind(String(fieldsOf(offer["id"])["value"]));
      return [offer];
    });
    expect(seen).toEqual(lost("Offer … is no longer valid"));
  });

  it("that names an offer twice drops its tasks, and the offer comes back", () => {
    expect(dropped(({ offer }) => [offer, offer])).toEqual(lost("Duplicate offer … in offer list"));
  });

  it("of offers of two agents drops its tasks", () => {
    const seen = dropped(({ master, scheduler, offer }) => {
      master.addAgent({ resources });
      return [offer, ...scheduler.newOffers()];
    });
    expect(seen).toEqual(
      lost("Aggregated offers must belong to one single agent. Offer … uses agent … and agent …"),
    );
  });

  it("of offers of two roles drops its tasks", () => {
    const master = createMaster();
    const agentId = master.addAgent({
      resources: [...resources, scalar("cpus", 1, { reservations: [{ type: "STATIC", role: "svc" }] })],
    });
    const scheduler = schedulerOf(master, { roles: ["svc", "ads"] });
    scheduler.accept(scheduler.newOffers(), [launch(taskInfo("t", agentId, good))]);
    expect(scheduler.newStatuses()).toMatchObject([
      { state: "TASK_DROPPED", reason: "REASON_INVALID_OFFERS" },
    ]);
    master.advance(1000);
    expect(scheduler.newOffers()).toHaveLength(2);
  });

  it("of another framework's offer drops its tasks, and leaves the offer to the other", () => {
    const { master, offer, agentId } = scene();
    const other = schedulerOf(master, { capabilities: [], roles: [] });
    other.accept([offer], [launch(taskInfo("t", agentId, good))]);
    expect(other.newStatuses()).toMatchObject([{ state: "TASK_LOST", reason: "REASON_INVALID_OFFERS" }]);
    expect(master.offers()).toHaveLength(1);
  });

  it("may name several offers of one agent: their resources are one", () => {
    const { master, scheduler, agentId, offer } = scene();
    scheduler.accept([offer], [launch(taskInfo("t", agentId, [scalar("cpus", 3)]))]);
    master.advance(1000);
    const [rest] = scheduler.newOffers();
    master.finish("t");
    master.advance(20_000);
    const offers = [fieldsOf(rest), ...scheduler.newOffers()];
    expect(offers).toHaveLength(2);
    scheduler.accept(offers, [launch(taskInfo("u", agentId, [scalar("cpus", 4)]))]);
    master.advance(1000);
    expect(master.tasks()).toMatchObject([{ id: "t" }, { id: "u" }]);
  });
});

describe("updates", () => {
  it("come again until they are acknowledged, after 10 s, then 20 s, then 40 s", () => {
    const { master, scheduler, agentId, offer } = scene();
    scheduler.accept([offer], [launch(taskInfo("t", agentId, good))]);
    const seconds: number[] = [];
    for (let second = 1; second <= 80; second++) {
      master.advance(1000);
      for (const { state } of scheduler.newStatuses()) if (state === "TASK_STARTING") seconds.push(second);
    }
    expect(seconds).toEqual([1, 11, 31, 71]);
  });

  it("wait for those before them; the resources of an ended task come back with the next that is sent", () => {
    const { master, scheduler, agentId, offer } = scene();
    const info = taskInfo("t", agentId, good, { command: { value: "exit 0" } });
    scheduler.accept([offer], [launch(info)]);
    master.advance(1000);
    expect(scheduler.newStatuses()).toMatchObject([{ state: "TASK_STARTING" }]);
    expect(master.tasks()).toMatchObject([{ state: "TASK_FINISHED", told: "TASK_STARTING" }]);
    expect(scheduler.newOffers()).toMatchObject([
      { resources: [{ scalar: { value: 3 } }, {}, {}, {}, {}, {}, {}, {}] },
    ]);
    master.advance(9000);
    expect(scheduler.newOffers()).toEqual([]);
    master.advance(1000);
    expect(scheduler.newOffers()).toMatchObject([{ resources: [{ name: "cpus", scalar: { value: 1 } }] }]);
  });

  it("are not taken off by another uuid", () => {
    const { master, scheduler, agentId, offer } = scene();
    scheduler.accept([offer], [launch(taskInfo("t", agentId, good))]);
    master.advance(1000);
    const [status] = scheduler.newStatuses();
    scheduler.acknowledge({ ...status, taskId: "t", state: "", uuid: "AAAA" }, agentId);
    master.advance(1000);
    expect(scheduler.newStatuses()).toEqual([]);
    scheduler.acknowledge({ taskId: "t", state: "", ...status }, agentId);
    expect(scheduler.newStatuses()).toMatchObject([{ state: "TASK_RUNNING" }]);
  });
});
