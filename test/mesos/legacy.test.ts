import { describe, expect, it } from "vitest";
import {
  legacyCall,
  type MesosCall,
  type MesosOperation,
  type MesosResource,
} from "../../src/mesos/index.ts";
import { refusalText } from "../support/build.ts";
import { amount, ranges, type WireResource } from "./wire.ts";

const framework_id = { value: "f" };

function accepting(operation: object): MesosCall {
  const accept = {
    offer_ids: [{ value: "o1" }],
    operations: [operation] as readonly MesosOperation[],
    filters: { refuse_seconds: 1 },
  };
  return { type: "ACCEPT", framework_id, accept };
}

function launching(resources: readonly unknown[], fields: object = {}): MesosCall {
  const info = { name: "t", task_id: { value: "t" }, agent_id: { value: "a" }, resources, ...fields };
  return accepting({ type: "LAUNCH", launch: { task_infos: [info] } });
}

/** How the resource is written. */
function legacy(resource: WireResource): unknown {
  const call = legacyCall(
    accepting({ type: "RESERVE", id: { value: "x" }, reserve: { resources: [resource] } }),
  );
  return call.type === "ACCEPT" && call.accept.operations[0]?.type === "RESERVE"
    ? call.accept.operations[0].reserve.resources[0]
    : undefined;
}

describe("a call for clients of Mesos 0.28", () => {
  it("names its resources by role and reservation, and nothing that was not known", () => {
    const labels = { labels: [{ key: "k", value: "v" }] };
    const plain = { name: "cpus", type: "SCALAR", scalar: { value: 1 } };
    expect(legacy(amount("cpus", 1))).toEqual({ ...plain, role: "*" });
    expect(legacy(amount("cpus", 1, { role: "svc", reservation: { principal: "p" } }))).toEqual({
      ...plain,
      role: "svc",
      reservation: { principal: "p" },
    });
    expect(legacy(amount("cpus", 1, { reservations: [] }))).toEqual({ ...plain, role: "*" });
    expect(legacy(amount("cpus", 1, { reservations: [{ type: "STATIC", role: "svc" }] }))).toEqual({
      ...plain,
      role: "svc",
    });
    expect(
      legacy(amount("cpus", 1, { reservations: [{ type: "DYNAMIC", role: "svc", principal: "p", labels }] })),
    ).toEqual({
      ...plain,
      role: "svc",
      reservation: { principal: "p", labels },
    });
    expect(
      legacy(amount("cpus", 1, { reservations: [{ type: "DYNAMIC" }], provider_id: undefined })),
    ).toEqual({ ...plain, role: "*", reservation: {}, provider_id: undefined });
  });

  it.each([
    ["RESERVE", "reserve", "resources"],
    ["UNRESERVE", "unreserve", "resources"],
    ["CREATE", "create", "volumes"],
    ["DESTROY", "destroy", "volumes"],
  ])("has %s without an id", (type, field, list) => {
    const call = accepting({ type, id: { value: "o1.0" }, [field]: { [list]: [amount("disk", 1)] } });
    const [operation] = call.type === "ACCEPT" ? call.accept.operations : [];
    const done = legacyCall(call);
    expect(done).toMatchObject({
      type: "ACCEPT",
      framework_id,
      accept: { offer_ids: [{ value: "o1" }], filters: { refuse_seconds: 1 } },
    });
    const { allocation_info: _allocation, ...rest } = amount("disk", 1, { role: "*" });
    expect(done.type === "ACCEPT" ? done.accept.operations : []).toEqual([
      { type, [field]: { [list]: [rest] } },
    ]);
    expect(operation).toHaveProperty("id");
  });

  it("launches tasks with their executors", () => {
    const allocation_info = { role: "svc" };
    const tags = { name: "tags", type: "SET", set: { item: ["a"] }, allocation_info };
    const own = [amount("cpus", 1), ranges([[1, 2]]), tags];
    const executor = { executor_id: { value: "e" }, resources: [amount("mem", 32)] };
    const plain = own.map(({ allocation_info: _allocation, ...rest }) => ({ ...rest, role: "*" }));
    expect(legacyCall(launching(own))).toEqual(launching(plain));
    expect(legacyCall(launching(own, { executor }))).toEqual(
      launching(plain, {
        executor: {
          ...executor,
          resources: [{ name: "mem", type: "SCALAR", scalar: { value: 32 }, role: "*" }],
        },
      }),
    );
    expect(legacyCall(launching(own, { executor: { executor_id: { value: "e" } } }))).toMatchObject({
      accept: { operations: [{ launch: { task_infos: [{ executor: { resources: [] } }] } }] },
    });
  });

  it("is a DECLINE as it is, and SUPPRESS and REVIVE of all roles", () => {
    const decline: MesosCall = {
      type: "DECLINE",
      framework_id,
      decline: { offer_ids: [], filters: { refuse_seconds: 5 } },
    };
    expect(legacyCall(decline)).toEqual(decline);
    expect(legacyCall({ type: "SUPPRESS", framework_id, suppress: { roles: ["a"] } })).toEqual({
      type: "SUPPRESS",
      framework_id,
    });
    expect(legacyCall({ type: "REVIVE", framework_id, revive: { roles: ["a"] } })).toEqual({
      type: "REVIVE",
      framework_id,
    });
  });

  const at = "call.accept.operations[0]";
  it.each<readonly [string, MesosCall]>([
    [
      `${at}.type is "LAUNCH_GROUP", expected LAUNCH, RESERVE, UNRESERVE, CREATE or DESTROY, which Mesos 0.28 has`,
      accepting({ type: "LAUNCH_GROUP" }),
    ],
    [
      `${at}.type is "GROW_VOLUME", expected LAUNCH, RESERVE, UNRESERVE, CREATE or DESTROY, which Mesos 0.28 has`,
      accepting({ type: "GROW_VOLUME" }),
    ],
    [
      `${at}.launch.task_infos[0].resources[1].shared is an object, expected nothing: Mesos 0.28 does not have it`,
      launching([amount("cpus", 1), amount("disk", 1, { shared: {} })]),
    ],
    [
      `${at}.launch.task_infos[0].resources[0].provider_id is an object, expected nothing: Mesos 0.28 does not have it`,
      launching([amount("cpus", 1, { provider_id: {} })]),
    ],
    [
      `${at}.launch.task_infos[0].resources[0].disk.source.type is "RAW", expected PATH or MOUNT`,
      launching([amount("disk", 1, { disk: { source: { type: "RAW" } } })]),
    ],
    [
      `${at}.launch.task_infos[0].resources[0].disk.source.type is "BLOCK", expected PATH or MOUNT`,
      launching([amount("disk", 1, { disk: { source: { type: "BLOCK" } } })]),
    ],
    [
      `${at}.launch.task_infos[0].resources[0].reservations is an array of 2, expected one reservation at most`,
      launching([amount("cpus", 1, { reservations: [{}, {}] })]),
    ],
    [
      `${at}.launch.task_infos[0].resources[0].disk.source.profile is "fast", expected nothing: Mesos 0.28 does not have it`,
      launching([amount("disk", 1, { disk: { source: { type: "PATH", profile: "fast" } } })]),
    ],
    [
      `${at}.launch.task_infos[0].resources[0].disk.source.id is "d1", expected nothing: Mesos 0.28 does not have it`,
      launching([amount("disk", 1, { disk: { source: { type: "PATH", id: "d1" } } })]),
    ],
    ["call is null, expected an object", JSON.parse("null")],
    [
      'call.type is "ACCEPT_INVERSE_OFFERS", expected ACCEPT, DECLINE, SUPPRESS or REVIVE',
      JSON.parse('{"type":"ACCEPT_INVERSE_OFFERS"}'),
    ],
    [`${at}.launch.task_infos[0].executor is 1, expected an object`, launching([], { executor: 1 })],
    [
      `${at}.launch.task_infos[0].executor.resources[0].name is undefined, expected a non-empty string`,
      launching([], { executor: { resources: [{}] } }),
    ],
    ["call.accept is undefined, expected an object", JSON.parse('{"type":"ACCEPT"}')],
    ["call.accept.operations is undefined, expected an array", JSON.parse('{"type":"ACCEPT","accept":{}}')],
    [`${at} is null, expected an object`, accepting(JSON.parse("null"))],
    [`${at}.launch is undefined, expected an object`, accepting({ type: "LAUNCH" })],
    [`${at}.launch.task_infos is undefined, expected an array`, accepting({ type: "LAUNCH", launch: {} })],
    [
      `${at}.launch.task_infos[0] is 1, expected an object`,
      accepting({ type: "LAUNCH", launch: { task_infos: [1] } }),
    ],
    [
      `${at}.launch.task_infos[0].resources is undefined, expected an array`,
      accepting({ type: "LAUNCH", launch: { task_infos: [{}] } }),
    ],
    [`${at}.reserve is undefined, expected an object`, accepting({ type: "RESERVE" })],
    [
      `${at}.unreserve.resources is undefined, expected an array`,
      accepting({ type: "UNRESERVE", unreserve: {} }),
    ],
    [
      `${at}.create.volumes[0] is null, expected an object`,
      accepting({ type: "CREATE", create: { volumes: [null] } }),
    ],
    [
      `${at}.destroy.volumes[0].reservations is an object, expected an array`,
      accepting({ type: "DESTROY", destroy: { volumes: [amount("disk", 1, { reservations: {} })] } }),
    ],
  ])("is refused: %s", (text, call) => {
    expect(refusalText(() => legacyCall(call))).toBe(text);
  });

  it("is as good with fields from a prototype", () => {
    const call = launching([amount("cpus", 1)], { executor: Object.create({ executor_id: { value: "e" } }) });
    const inherited: MesosCall = Object.create(call);
    expect(legacyCall(inherited)).toEqual({
      ...legacyCall(launching([amount("cpus", 1)], { executor: { executor_id: { value: "e" } } })),
    });
    const info = Object.create({
      name: "t",
      task_id: { value: "t" },
      agent_id: { value: "a" },
      resources: [],
    });
    expect(legacyCall(accepting({ type: "LAUNCH", launch: { task_infos: [info] } }))).toEqual(
      legacyCall(launching([])),
    );
  });

  it("has disks as they were", () => {
    const disk = {
      source: { type: "PATH", path: { root: "/a" } },
      persistence: { id: "v" },
      volume: { mode: "RW" },
    };
    const resource = amount("disk", 1, { disk, role: "svc", revocable: {} }) as MesosResource;
    const { allocation_info: _allocation, ...rest } = resource;
    expect(legacy(resource as WireResource)).toEqual(rest);
    const reservations = [{ type: "STATIC", role: "svc" }];
    const fixed = amount("disk", 1, { disk: { source: { type: "PATH" } }, reservations });
    expect(legacy(fixed)).toMatchObject({ role: "svc", disk: { source: { type: "PATH" } } });
    const source = { type: "MOUNT", mount: { root: "/b" } };
    const mount = amount("disk", 1, { disk: { source }, role: "svc" });
    expect(legacy(mount)).toMatchObject({ disk: { source } });
  });
});
