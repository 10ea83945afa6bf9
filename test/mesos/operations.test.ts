import { describe, expect, it } from "vitest";
import { clusterOf, match, type Task } from "../../src/index.ts";
import {
  callsFrom,
  checkLaunchable,
  offersFrom,
  podTask,
  type CallOptions,
  type MesosCall,
  type MesosOperation,
  type MesosTask,
  type OfferOptions,
  type PodTask,
} from "../../src/mesos/index.ts";
import { refusalText } from "../support/build.ts";
import { verdictOn } from "./master.ts";
import { amount, offersEvent, reserved, wireOffer, type WireOffer } from "./wire.ts";

const base: CallOptions = {
  frameworkId: "f",
  taskInfo: ({ executor }) => (executor === undefined ? { command: {} } : { executor: { command: {} } }),
};

/** The calls of a round over the offers, with which a master finds nothing wrong. */
function callsOf(
  offers: readonly WireOffer[],
  tasks: readonly Task[],
  reading: OfferOptions = {},
): readonly MesosCall[] {
  const cluster = clusterOf(offersFrom(offersEvent(...offers), reading).offers);
  const round = match({ cluster, tasks, nowMs: 0, policy: { roles: ["svc"] } });
  const { calls } = callsFrom(cluster, round, base);
  expect(verdictOn(calls, { offers }).findings).toEqual([]);
  return calls;
}

function operationsIn(calls: readonly MesosCall[]): readonly MesosOperation[] {
  return calls.flatMap((call) => (call.type === "ACCEPT" ? call.accept.operations : []));
}

function typesIn(calls: readonly MesosCall[]): readonly string[] {
  return operationsIn(calls).map(({ type }) => type);
}

function task(fields: Partial<MesosTask> = {}): MesosTask {
  return { id: "t1", role: "svc", resources: { cpus: 1 }, ...fields };
}

/** The offer `o<n>` of agent `a1`. */
function ofOneAgent(n: number, resources: WireOffer["resources"] = [], fields: object = {}): WireOffer {
  return wireOffer(n, resources, { agent_id: { value: "a1" }, hostname: "h1", ...fields });
}

const ours = { type: "DYNAMIC", role: "svc" };
const path = { source: { type: "PATH", path: { root: "/a" } } };
const disks = [{ type: "path", amount: 5 }];
const release: OfferOptions = { upkeep: () => "release" };

/** A disk of the type of the provider. */
function diskOf(provider: string, type: string): object {
  return {
    disk: { source: { type, [type.toLowerCase()]: { root: "/a" } } },
    provider_id: { value: provider },
  };
}

/** A volume to be made. */
function making(id: string, fields: object = {}): { readonly volumes: NonNullable<PodTask["volumes"]> } {
  return { volumes: [{ disk: 0, id, containerPath: "data", ...fields }] };
}

describe("CREATE", () => {
  it("makes a volume that can be written, though the task only reads it", () => {
    const offer = wireOffer(1, [amount("cpus", 1), amount("disk", 9, { disk: path })]);
    const made = { ...path, persistence: { id: "v" }, volume: { container_path: "data", mode: "RW" } };
    const read = { ...made, volume: { container_path: "data", mode: "RO" } };
    const reservations = [ours];
    expect(
      operationsIn(callsOf([offer], [task({ disks, mesos: making("v", { mode: "RO" }) })])),
    ).toMatchObject([
      { type: "RESERVE" },
      { type: "CREATE", create: { volumes: [amount("disk", 5, { reservations, disk: made })] } },
      {
        type: "LAUNCH",
        launch: {
          task_infos: [{ resources: [amount("cpus", 1), amount("disk", 5, { reservations, disk: read })] }],
        },
      },
    ]);
  });

  it("makes each volume on the disk that it names, in whatever order they are listed", () => {
    const mount = { source: { type: "MOUNT", mount: { root: "/b" } } };
    const offer = wireOffer(1, [
      amount("cpus", 1),
      amount("disk", 9, { disk: path }),
      amount("disk", 7, { disk: mount }),
    ]);
    const asked = task({
      disks: [...disks, { type: "mount" }],
      mesos: { volumes: [...making("w", { disk: 1 }).volumes, ...making("v").volumes] },
    });
    checkLaunchable(asked);
    expect(operationsIn(callsOf([offer], [asked]))).toMatchObject([
      { type: "RESERVE" },
      {
        create: {
          volumes: [
            { scalar: { value: 5 }, disk: { ...path, persistence: { id: "v" } } },
            { scalar: { value: 7 }, disk: { ...mount, persistence: { id: "w" } } },
          ],
        },
      },
      { type: "LAUNCH" },
    ]);
  });

  it("comes without a RESERVE where the disk is reserved already", () => {
    const offer = wireOffer(1, [amount("cpus", 1), amount("disk", 9, { disk: path, ...reserved("svc") })]);
    expect(typesIn(callsOf([offer], [task({ disks, mesos: making("v") })]))).toEqual(["CREATE", "LAUNCH"]);
  });

  it("is one of each provider, as RESERVE is", () => {
    const offer = wireOffer(1, [
      amount("cpus", 1),
      amount("disk", 5, diskOf("p", "PATH")),
      amount("disk", 6, diskOf("q", "MOUNT")),
    ]);
    const asked = task({
      disks: [...disks, { type: "mount", amount: 1 }],
      mesos: { volumes: [...making("v").volumes, ...making("w", { disk: 1 }).volumes] },
    });
    expect(typesIn(callsOf([offer], [asked]))).toEqual(["RESERVE", "RESERVE", "CREATE", "CREATE", "LAUNCH"]);
  });
});

describe("a pod", () => {
  const executor = { id: "e1", resources: { cpus: 0.1, mem: 32, disk: 1 } };
  const root = [{ type: "root", amount: 5 }];
  const offer = wireOffer(1, [
    amount("cpus", 4),
    amount("mem", 64),
    amount("disk", 20),
    amount("disk", 10, { disk: path }),
  ]);

  function podOf(...tasks: readonly PodTask[]): MesosTask {
    return podTask({ id: "p1", role: "svc", executor, tasks });
  }

  it("has the volume of one of its tasks made, though nothing of the others is kept", () => {
    const pod = podOf(
      { id: "m", resources: { cpus: 1 } },
      { id: "n", resources: { cpus: 1 }, disks, ...making("v") },
    );
    expect(typesIn(callsOf([offer], [pod]))).toEqual(["RESERVE", "CREATE", "LAUNCH_GROUP"]);
  });

  it("gives each of its tasks its own disks", () => {
    const pod = podOf(
      { id: "m", resources: { disk: 5 }, disks: root },
      { id: "n", resources: { cpus: 1 }, disks },
    );
    expect(operationsIn(callsOf([offer], [pod]))).toMatchObject([
      {
        launch_group: {
          task_group: {
            tasks: [
              { task_id: { value: "m" }, resources: [amount("disk", 5)] },
              { task_id: { value: "n" }, resources: [amount("cpus", 1), amount("disk", 5, { disk: path })] },
            ],
          },
        },
      },
    ]);
  });

  it("makes no volume of an id that another of the launch makes, whichever of its tasks does", () => {
    const pod = podOf(
      { id: "m", resources: { cpus: 1 }, disks, ...making("v") },
      { id: "n", resources: { cpus: 1 } },
    );
    const other = task({ disks, mesos: making("v") });
    expect(refusalText(() => callsOf([offer], [pod, other]))).toBe(
      'round.launches[0].assignments[1].mesos.volumes is "v", expected the id of a volume that nothing else of the launch makes',
    );
  });

  it("is launched before tasks that are none", () => {
    const pod = podOf({ id: "m", resources: { cpus: 1 } });
    expect(typesIn(callsOf([offer], [task(), pod]))).toEqual(["LAUNCH_GROUP", "LAUNCH"]);
  });

  it("has an executor of its id, of the type that executorInfo says, and with what it is given", () => {
    const cluster = clusterOf(offersFrom(offersEvent(offer)).offers);
    const pod = podOf({ id: "m", resources: { cpus: 1 } });
    const round = match({ cluster, tasks: [pod], nowMs: 0 });
    const { calls } = callsFrom(cluster, round, {
      ...base,
      taskInfo: () => ({ command: {} }),
      executorInfo: () => ({ type: "CUSTOM", executor_id: { value: "x" }, resources: [] }),
    });
    expect(operationsIn(calls)).toMatchObject([
      {
        launch_group: {
          executor: {
            type: "CUSTOM",
            executor_id: { value: "e1" },
            framework_id: { value: "f" },
            resources: [amount("cpus", 0.1), amount("mem", 32), amount("disk", 1)],
          },
        },
      },
    ]);
  });
});

describe("upkeep", () => {
  const kept = amount("cpus", 2, reserved("svc"));

  it("is done of all offers of a launch, before what its tasks have reserved", () => {
    const offers = [1, 2].map((n) => ofOneAgent(n, [kept, amount("cpus", 1)]));
    const asked = task({ resources: { cpus: 2 }, mesos: { reserve: {} } });
    const operations = operationsIn(callsOf(offers, [asked], release));
    expect(operations.map(({ type }) => type)).toEqual(["UNRESERVE", "UNRESERVE", "RESERVE", "LAUNCH"]);
    expect(operations.map((each) => "id" in each && each.id)).toEqual([
      { value: "o1.0" },
      { value: "o1.1" },
      { value: "o1.2" },
      false,
    ]);
  });

  it("of offers that are declined is one ACCEPT each", () => {
    const calls = callsOf([wireOffer(1, [kept]), wireOffer(2, [kept])], [], release);
    expect(calls.map((call) => (call.type === "ACCEPT" ? call.accept.offer_ids : call.type))).toEqual([
      [{ value: "o1" }],
      [{ value: "o2" }],
    ]);
  });

  it("unreserves what was under a shared volume as the disk that it is", () => {
    const volume = { persistence: { id: "v" }, volume: { mode: "RW" } };
    const shared = amount("disk", 5, { ...reserved("svc"), disk: { ...path, ...volume }, shared: {} });
    const plain = amount("disk", 5, { ...reserved("svc"), disk: path });
    expect(operationsIn(callsOf([wireOffer(1, [shared])], [], release))).toEqual([
      { type: "DESTROY", id: { value: "o1.0" }, destroy: { volumes: [shared] } },
      { type: "UNRESERVE", id: { value: "o1.1" }, unreserve: { resources: [plain] } },
    ]);
  });

  it("ends a reservation that refines one of the agent, and leaves that", () => {
    const allocation_info = { role: "svc/web" };
    const fixed = { type: "STATIC", role: "svc" };
    const refined = amount("cpus", 1, {
      allocation_info,
      reservations: [fixed, { type: "DYNAMIC", role: "svc/web" }],
    });
    const plain = amount("cpus", 1, { allocation_info, reservations: [fixed] });
    const offer = wireOffer(1, [refined, plain], { allocation_info });
    expect(operationsIn(callsOf([offer], [], release))).toMatchObject([
      { type: "UNRESERVE", unreserve: { resources: [refined] } },
    ]);
  });
});

describe("launches of several roles on an agent", () => {
  it("each name the offers of their role, in whatever order they are sent", () => {
    const roles = ["svc", "ads", "ops"];
    const offers = roles.map((role, i) =>
      ofOneAgent(i, [amount("cpus", 4, { allocation_info: { role } })], { allocation_info: { role } }),
    );
    const [e1, e2] = ["e1", "e2"].map((id) => ({ id, resources: { cpus: 0.1 } }));
    const tasks = [
      task({ id: "x", resources: { cpus: 1 } }),
      task({ id: "a", role: "ads", executor: e1! }),
      task({ id: "b", role: "ops", executor: e2! }),
      task({ id: "c", executor: e1! }),
      task({ id: "d", executor: e2! }),
    ];
    const cluster = clusterOf(offersFrom(offersEvent(...offers)).offers);
    const round = match({ cluster, tasks, nowMs: 0, policy: { roles } });
    const { calls } = callsFrom(cluster, round, base);
    const named = calls.map((call) =>
      call.type === "ACCEPT" ? call.accept.offer_ids.map(({ value }) => value).join() : call.type,
    );
    expect(named).toEqual(["o1", "o2", "o0"]);
  });
});
