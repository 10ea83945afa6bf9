import { describe, expect, it } from "vitest";
import { fieldsOf, listAt, type Fields } from "../../support/master/json.ts";
import { createMaster, type TestMaster } from "../../support/master/master.ts";
import { launch, scalar, schedulerOf, taskInfo, type Scheduler } from "./scheduler.ts";

const mine = { reservations: [{ type: "DYNAMIC", role: "svc", principal: "p1" }] };
const path = { source: { type: "PATH", path: { root: "/p" } } };
const mount = { source: { type: "MOUNT", mount: { root: "/m" } } };
const resources = [
  scalar("cpus", 4),
  scalar("mem", 1000),
  scalar("disk", 1000),
  scalar("disk", 500, { disk: path }),
  scalar("disk", 300, { disk: mount }),
  scalar("cpus", 1, { reservations: [{ type: "STATIC", role: "svc" }] }),
];

/** A volume of the role. */
function volume(id: string, size: number, fields: Fields = {}, source: Fields = {}): Fields {
  const disk = {
    ...source,
    persistence: { id, principal: "p1" },
    volume: { container_path: "data", mode: "RW" },
  };
  return scalar("disk", size, { ...mine, disk, ...fields });
}

const reserve = (...list: readonly Fields[]): Fields => ({ type: "RESERVE", reserve: { resources: list } });
const unreserve = (...list: readonly Fields[]): Fields => ({
  type: "UNRESERVE",
  unreserve: { resources: list },
});
const create = (...volumes: readonly Fields[]): Fields => ({ type: "CREATE", create: { volumes } });
const destroy = (...volumes: readonly Fields[]): Fields => ({ type: "DESTROY", destroy: { volumes } });
const grow = (each: Fields, addition: Fields): Fields => ({
  type: "GROW_VOLUME",
  grow_volume: { volume: each, addition },
});
const shrink = (each: Fields, value: number): Fields => ({
  type: "SHRINK_VOLUME",
  shrink_volume: { volume: each, subtract: { value } },
});

interface Outcome {
  readonly master: TestMaster;
  readonly scheduler: Scheduler;
  readonly agentId: string;
  /** Per operation: its state. */
  readonly states: readonly unknown[];
  /** What is offered next, amounts by words. */
  readonly offered: readonly string[];
}

/** Carries out operations in one ACCEPT, each with an id. */
function carryOut(operations: readonly Fields[], info: Fields = {}): Outcome {
  const master = createMaster();
  const agentId = master.addAgent({ resources });
  const scheduler = schedulerOf(master, info);
  const offers = scheduler.newOffers();
  scheduler.accept(
    offers,
    operations.map((each, i) => ({ ...each, id: { value: `op${i}` } })),
  );
  const statuses = scheduler.events.flatMap((event) =>
    event["type"] === "UPDATE_OPERATION_STATUS"
      ? [fieldsOf(fieldsOf(event["update_operation_status"])["status"])]
      : [],
  );
  for (const { uuid, state } of statuses) expect(uuid !== undefined).toBe(state === "OPERATION_FINISHED");
  master.advance(1000);
  expect(master.problems()).toEqual([]);
  const offered = scheduler
    .newOffers()
    .flatMap((offer) => listAt(offer, "resources").map(words))
    .toSorted();
  return { master, scheduler, agentId, states: statuses.map(({ state }) => state), offered };
}

function words(resource: unknown): string {
  const { name, scalar: value, disk, reservations, shared } = fieldsOf(resource);
  const { source, persistence } = fieldsOf(disk);
  return [
    String(name),
    String(fieldsOf(value)["value"]),
    ...(reservations === undefined ? [] : ["reserved"]),
    ...(source === undefined ? [] : [String(fieldsOf(source)["type"])]),
    ...(persistence === undefined ? [] : [String(fieldsOf(persistence)["id"])]),
    ...(shared === undefined ? [] : ["shared"]),
  ].join(" ");
}

const bare = ["cpus 1 reserved", "cpus 4", "disk 1000", "disk 300 MOUNT", "disk 500 PATH", "mem 1000"];
const ok = "OPERATION_FINISHED";
const error = "OPERATION_ERROR";

describe("operations", () => {
  it.each<readonly [string, readonly Fields[], readonly string[]]>([
    [
      "reserve a part",
      [reserve(scalar("cpus", 1, mine))],
      ["cpus 1 reserved", "cpus 1 reserved", "cpus 3", ...bare.slice(2)],
    ],
    [
      "reserve part of a PATH disk and all of a MOUNT disk",
      [reserve(scalar("disk", 200, { ...mine, disk: path }), scalar("disk", 300, { ...mine, disk: mount }))],
      [
        "cpus 1 reserved",
        "cpus 4",
        "disk 1000",
        "disk 200 reserved PATH",
        "disk 300 PATH",
        "disk 300 reserved MOUNT",
        "mem 1000",
      ],
    ],
    [
      "give back what was reserved",
      [reserve(scalar("mem", 10, mine)), unreserve(scalar("mem", 10, mine))],
      bare,
    ],
    [
      "make a volume of what was reserved before",
      [reserve(scalar("disk", 100, mine)), create(volume("v", 60))],
      [
        "cpus 1 reserved",
        "cpus 4",
        "disk 300 MOUNT",
        "disk 40 reserved",
        "disk 500 PATH",
        "disk 60 reserved v",
        "disk 900",
        "mem 1000",
      ],
    ],
    [
      "grow and shrink a volume",
      [
        reserve(scalar("disk", 100, mine)),
        create(volume("v", 60)),
        grow(volume("v", 60), scalar("disk", 30, mine)),
        shrink(volume("v", 90), 20),
      ],
      [
        "cpus 1 reserved",
        "cpus 4",
        "disk 30 reserved",
        "disk 300 MOUNT",
        "disk 500 PATH",
        "disk 70 reserved v",
        "disk 900",
        "mem 1000",
      ],
    ],
    [
      "undo all of it",
      [
        reserve(scalar("disk", 500, { ...mine, disk: path })),
        create(volume("v", 500, {}, path)),
        destroy(volume("v", 500, {}, path)),
        unreserve(scalar("disk", 500, { ...mine, disk: path })),
      ],
      bare,
    ],
  ])("%s", (_, operations, offered) => {
    const outcome = carryOut(operations);
    expect(outcome.states).toEqual(operations.map(() => ok));
    expect(outcome.offered).toEqual(offered.toSorted());
  });

  it.each<readonly [string, readonly Fields[]]>([
    ["reserves more than is offered", [reserve(scalar("cpus", 5, mine))]],
    ["reserves half a MOUNT disk", [reserve(scalar("disk", 150, { ...mine, disk: mount }))]],
    [
      "reserves for another role",
      [reserve(scalar("cpus", 1, { reservations: [{ type: "DYNAMIC", role: "ads", principal: "p1" }] }))],
    ],
    [
      "reserves for another principal",
      [reserve(scalar("cpus", 1, { reservations: [{ type: "DYNAMIC", role: "svc", principal: "zz" }] }))],
    ],
    ["reserves without a reservation", [reserve(scalar("cpus", 1))]],
    [
      "reserves statically",
      [reserve(scalar("cpus", 1, { reservations: [{ type: "STATIC", role: "svc" }] }))],
    ],
    ["reserves a volume", [reserve(volume("v", 10))]],
    ["reserves revocable resources", [reserve(scalar("cpus", 1, { ...mine, revocable: {} }))]],
    [
      "refines a reservation by no role below it",
      [reserve(scalar("cpus", 1, { reservations: [{ type: "STATIC", role: "svc" }, ...mine.reservations] }))],
    ],
    ["reserves nothing", [reserve()]],
    [
      "reserves for two roles",
      [reserve(scalar("cpus", 1, mine), scalar("cpus", 1, { ...mine, allocation_info: { role: "ads" } }))],
    ],
    [
      "unreserves what is static",
      [unreserve(scalar("cpus", 1, { reservations: [{ type: "STATIC", role: "svc" }] }))],
    ],
    ["unreserves what is not reserved", [unreserve(scalar("cpus", 1, mine))]],
    ["unreserves a bad amount", [unreserve(scalar("cpus", -1, mine))]],
    ["creates a volume of unreserved disk", [create(volume("v", 10, { reservations: [] }))]],
    ["creates a volume before it reserves", [create(volume("v", 10))]],
    ["destroys a volume that is not there", [destroy(volume("v", 10))]],
    ["destroys what is no volume", [destroy(scalar("disk", 10, mine))]],
    ["destroys nothing", [destroy()]],
    [
      "grows by nothing",
      [{ type: "GROW_VOLUME", grow_volume: { volume: volume("v", 60), addition: scalar("disk", 0, mine) } }],
    ],
    ["grows what is no volume", [grow(scalar("disk", 60, mine), scalar("disk", 30, mine))]],
    ["is not known", [{ type: "CREATE_DISK" }]],
  ])("that %s is refused, and the offer comes back as it was", (_, operations) => {
    const outcome = carryOut(operations);
    expect(outcome.states).toEqual([error]);
    expect(outcome.offered).toEqual(bare);
  });

  const base = [reserve(scalar("disk", 200, mine)), create(volume("v", 60))];
  it.each<readonly [string, Fields]>([
    ["creates a volume by an id that is taken", create(volume("v", 10))],
    ["creates what is no volume", create(scalar("disk", 10, mine))],
    ["creates a volume of cpus", create({ ...volume("w", 1), name: "cpus" })],
    [
      "creates a volume without a path",
      create(volume("w", 10, { disk: { persistence: { id: "w", principal: "p1" } } })),
    ],
    [
      "creates a read-only volume",
      create(
        volume("w", 10, {
          disk: { persistence: { id: "w", principal: "p1" }, volume: { container_path: "d", mode: "RO" } },
        }),
      ),
    ],
    [
      "creates a volume of the host's",
      create(
        volume("w", 10, {
          disk: {
            persistence: { id: "w", principal: "p1" },
            volume: { container_path: "d", mode: "RW", host_path: "/" },
          },
        }),
      ),
    ],
    [
      "creates a volume for another principal",
      create(
        volume("w", 10, {
          disk: { persistence: { id: "w", principal: "zz" }, volume: { container_path: "d", mode: "RW" } },
        }),
      ),
    ],
    ["creates a revocable volume", create(volume("w", 10, { revocable: {} }))],
    ["creates a volume with a slash", create(volume("w/w", 10))],
    ["creates more than is reserved", create(volume("w", 141))],
    ["unreserves a volume", unreserve(volume("v", 60))],
    ["unreserves the disk below a volume", unreserve(scalar("disk", 200, mine))],
    ["grows a volume by what is not reserved", grow(volume("v", 60), scalar("disk", 30))],
    ["grows a volume of another size", grow(volume("v", 50), scalar("disk", 30, mine))],
    ["shrinks a volume by nothing", shrink(volume("v", 60), 0)],
    ["shrinks a volume to nothing", shrink(volume("v", 60), 60)],
    ["shrinks a shared volume", shrink(volume("v", 60, { shared: {} }), 10)],
    ["shrinks a MOUNT disk", shrink(volume("v", 60, {}, mount), 10)],
    ["shrinks a bad volume", shrink(volume("v", 60, { name: "" }), 10)],
    ["destroys part of a volume", destroy(volume("v", 30))],
  ])("that %s is refused, and those before it stand", (_, operation) => {
    const outcome = carryOut([...base, operation]);
    expect(outcome.states).toEqual([ok, ok, error]);
    expect(outcome.master.volumes()).toMatchObject([{ id: "v", amount: 60, role: "svc" }]);
  });

  it("without ids say nothing", () => {
    const master = createMaster();
    master.addAgent({ resources });
    const scheduler = schedulerOf(master);
    scheduler.newTypes();
    scheduler.accept(scheduler.newOffers(), [
      reserve(scalar("cpus", 1, mine)),
      reserve(scalar("cpus", 99, mine)),
    ]);
    expect(scheduler.newTypes()).toEqual([]);
  });

  it("of a call with bad offers are refused", () => {
    const outcome = carryOut([]);
    outcome.scheduler.accept(
      [{ id: { value: "none" } }],
      [{ ...reserve(scalar("cpus", 1, mine)), id: { value: "op" } }],
    );
    expect(outcome.scheduler.events.at(-1)).toMatchObject({
      update_operation_status: { status: { operation_id: { value: "op" }, state: error } },
    });
  });

  it("come again until they are acknowledged, and are reconciled", () => {
    const { master, scheduler, agentId } = carryOut([reserve(scalar("cpus", 1, mine))]);
    const count = (): number =>
      scheduler.newTypes().filter((type) => type === "UPDATE_OPERATION_STATUS").length;
    expect(count()).toBe(1);
    master.advance(9000);
    expect(count()).toBe(1);
    master.advance(20_000);
    expect(count()).toBe(1);
    scheduler.call("RECONCILE_OPERATIONS", { operations: [] });
    const stateOf = (): unknown =>
      fieldsOf(fieldsOf(scheduler.events.at(-1)?.["update_operation_status"])["status"])["state"];
    expect([count(), stateOf()]).toEqual([1, ok]);
    const found = scheduler.events.find(({ type }) => type === "UPDATE_OPERATION_STATUS");
    const { uuid, operation_id } = fieldsOf(fieldsOf(found?.["update_operation_status"])["status"]);
    const acknowledge = (value: unknown): void =>
      void scheduler.call("ACKNOWLEDGE_OPERATION_STATUS", {
        agent_id: { value: agentId },
        uuid: value,
        operation_id,
      });
    acknowledge("AAAA");
    scheduler.call("RECONCILE_OPERATIONS", { operations: [{ operation_id }] });
    expect([count(), stateOf()]).toEqual([1, ok]);
    acknowledge(fieldsOf(uuid)["value"]);
    scheduler.call("RECONCILE_OPERATIONS", { operations: [{ operation_id }] });
    expect([count(), stateOf()]).toEqual([1, "OPERATION_UNKNOWN"]);
    scheduler.call("RECONCILE_OPERATIONS", { operations: [{ operation_id, agent_id: { value: agentId } }] });
    expect([count(), stateOf()]).toEqual([1, "OPERATION_GONE"]);
    master.advance(600_000);
    expect(count()).toBe(0);
  });
});

describe("volumes", () => {
  it("outlive the tasks that use them, and remember them", () => {
    const { master, scheduler, agentId } = carryOut([
      reserve(scalar("disk", 60, mine)),
      create(volume("v", 60)),
      launch(taskInfo("t", agentIdOf(0), [scalar("cpus", 1)])),
    ]);
    expect(scheduler.newStatuses()).toMatchObject([{ taskId: "t", state: "TASK_ERROR" }]);
    const use = (id: string): void => {
      const offers = scheduler.events.flatMap((event) => listAt(event, "offers", "offers").map(fieldsOf));
      scheduler.accept(offers.slice(-1), [
        launch(taskInfo(id, agentId, [scalar("cpus", 1), volume("v", 60)])),
      ]);
      master.advance(1000);
    };
    use("a");
    master.finish("a");
    master.advance(20_000);
    expect(master.volumes()).toMatchObject([{ id: "v", amount: 60, usedBy: ["a"] }]);
    use("b");
    expect(master.volumes()).toMatchObject([{ usedBy: ["a", "b"] }]);
    expect(master.problems()).toEqual([]);
  });

  it("that are shared are used by several tasks, and offered all the while; used, they cannot be destroyed", () => {
    const shared = volume("v", 60, { shared: {} });
    const { master, scheduler, agentId, offered } = carryOut([
      reserve(scalar("disk", 60, mine)),
      create(shared),
    ]);
    expect(offered).toContain("disk 60 reserved v shared");
    const offers = (): readonly Fields[] =>
      scheduler.events.flatMap((event) => listAt(event, "offers", "offers").map(fieldsOf)).slice(-1);
    const infos = ["a", "b"].map((id) => taskInfo(id, agentId, [scalar("cpus", 1), shared]));
    scheduler.accept(offers(), [launch(...infos), { ...destroy(shared), id: { value: "no" } }]);
    expect(scheduler.events.at(-1)).toMatchObject({
      update_operation_status: { status: { state: error, message: "Persistent volumes in use" } },
    });
    master.advance(1000);
    expect(listAt(offers()[0], "resources").map(words)).toContain("disk 60 reserved v shared");
    for (const id of ["a", "b"]) master.finish(id);
    master.advance(20_000);
    expect(master.volumes()).toMatchObject([{ isShared: true, usedBy: ["a", "b"] }]);
    scheduler.accept(offers(), [{ ...destroy(shared), id: { value: "no" } }]);
    expect(master.problems()).toEqual([]);
  });

  it("that are shared and destroyed take other offers of them along", () => {
    const shared = volume("v", 60, { shared: {} });
    const master = createMaster();
    const agentId = master.addAgent({ resources });
    const scheduler = schedulerOf(master);
    const info = taskInfo("t", agentId, [scalar("cpus", 2)], { command: { value: "exit 0" } });
    const operations = [reserve(scalar("disk", 60, mine)), create(shared), launch(info)];
    scheduler.accept(scheduler.newOffers(), operations, 1000);
    const other = schedulerOf(master);
    expect(other.newOffers()).toHaveLength(1);
    other.call("SUPPRESS");
    master.advance(12_000);
    scheduler.call("REVIVE");
    scheduler.newTypes();
    other.newTypes();
    const offers = scheduler.newOffers();
    expect(offers).toHaveLength(1);
    scheduler.accept(offers, [destroy(shared)]);
    expect(other.newTypes()).toEqual(["RESCIND"]);
    expect(master.volumes()).toEqual([]);
    expect(master.problems()).toEqual([]);
  });

  it("that are shared need SHARED_RESOURCES", () => {
    const capabilities = ["MULTI_ROLE", "RESERVATION_REFINEMENT"].map((type) => ({ type }));
    const shared = volume("v", 60, { shared: {} });
    expect(carryOut([reserve(scalar("disk", 60, mine)), create(shared)], { capabilities }).states).toEqual([
      ok,
      error,
    ]);
  });
});

function agentIdOf(n: number): string {
  return `nowhere-S${n}`;
}
