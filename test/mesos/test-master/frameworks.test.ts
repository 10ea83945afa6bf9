import { describe, expect, it } from "vitest";
import { fieldsOf, listAt, textAt, type Fields } from "../../support/master/json.ts";
import { createMaster, type TestMaster } from "../../support/master/master.ts";
import { allCapabilities, launch, scalar, schedulerOf, taskInfo, type Scheduler } from "./scheduler.ts";

const text = (name: string, value: string): Fields => ({ name, type: "TEXT", text: { value } });
const region = (name: string): Fields => ({
  fault_domain: { region: { name }, zone: { name: `${name}-z` } },
});
const capabilitiesBut = (...without: readonly string[]): readonly Fields[] =>
  allCapabilities.filter((each) => !without.includes(each)).map((type) => ({ type }));

function masterOf(
  ...agents: readonly { readonly resources?: readonly Fields[]; readonly [field: string]: unknown }[]
): TestMaster {
  const master = createMaster({ domain: region("home") });
  for (const [n, agent] of agents.entries()) {
    master.addAgent({ hostname: `h${n}`, resources: [scalar("cpus", 4), scalar("mem", 100)], ...agent });
  }
  return master;
}

function hostsOf(offers: readonly Fields[]): readonly string[] {
  return offers.map((offer) => textAt(offer, "hostname") ?? "").toSorted();
}

function offeredTo(master: TestMaster, info?: Fields, beside?: Fields): readonly string[] {
  return hostsOf(schedulerOf(master, info, beside).newOffers());
}

describe("a subscription", () => {
  it.each<readonly [string, Fields, Fields]>([
    ["role and roles", { role: "a" }, {}],
    ["roles without MULTI_ROLE", { capabilities: [] }, {}],
    ["a role twice", { roles: ["a", "a"] }, {}],
    ["an empty role", { roles: [""] }, {}],
    ["a role that starts with a slash", { roles: ["/a"] }, {}],
    ["a role that ends with a slash", { roles: ["a/"] }, {}],
    ["two slashes", { roles: ["a//b"] }, {}],
    ["a dot for a role", { roles: ["a/."] }, {}],
    ["a star below", { roles: ["a/*"] }, {}],
    ["a leading minus", { roles: ["-a"] }, {}],
    ["a blank", { roles: ["a b"] }, {}],
    ["a suppressed role that it has not", {}, { suppressed_roles: ["x"] }],
    [
      "an empty group of constraints",
      {},
      { offer_constraints: { role_constraints: { svc: { groups: [{}] } } } },
    ],
    ["constraints without a group", {}, { offer_constraints: { role_constraints: { svc: {} } } }],
  ])("with %s gets an ERROR and no more", (_, info, beside) => {
    const scheduler = schedulerOf(masterOf({}), info, beside);
    expect(scheduler.events.map(({ type }) => type)).toEqual(["ERROR"]);
    expect(scheduler.isClosed()).toBe(true);
  });

  it.each<readonly [string, Fields]>([
    ["selector", { selector: {}, predicate: { exists: {} } }],
    ["pseudo-attribute", { selector: { pseudoattribute_type: "RACK" }, predicate: { exists: {} } }],
    ["predicate", { selector: { attribute_name: "a" }, predicate: { is: {} } }],
    ["pattern", { selector: { attribute_name: "a" }, predicate: { text_matches: { regex: "(" } } }],
  ])("with a bad %s gets an ERROR", (_, constraint) => {
    const offer_constraints = {
      role_constraints: { svc: { groups: [{ attribute_constraints: [constraint] }] } },
    };
    expect(schedulerOf(masterOf({}), {}, { offer_constraints }).newTypes()).toEqual(["ERROR"]);
  });

  it("starts with SUBSCRIBED, HEARTBEAT, OFFERS, and a heartbeat each 15 s", () => {
    const master = masterOf({});
    const scheduler = schedulerOf(master);
    expect(scheduler.events.map(({ type }) => type)).toEqual(["SUBSCRIBED", "HEARTBEAT", "OFFERS"]);
    master.advance(45_000);
    expect(scheduler.events.filter(({ type }) => type === "HEARTBEAT")).toHaveLength(4);
  });

  it("again closes the old stream, and offers anew", () => {
    const master = masterOf({});
    const first = schedulerOf(master);
    const second = schedulerOf(master, { id: { value: first.frameworkId } });
    expect(second.frameworkId).toBe(first.frameworkId);
    expect(first.events.at(-1)).toEqual({ type: "ERROR", error: { message: "Framework failed over" } });
    expect(first.isClosed()).toBe(true);
    expect(first.call("REVIVE").status).toBe(400);
    expect(second.newOffers()).toHaveLength(1);
    expect(master.offers()).toHaveLength(1);
    expect(master.problems()).toEqual([]);
  });

  it("that ends leaves its tasks the failover timeout", () => {
    const master = masterOf({});
    const scheduler = schedulerOf(master, { failover_timeout: 30 });
    const agentId = master.agents()[0]?.id ?? "";
    scheduler.accept(scheduler.newOffers(), [launch(taskInfo("t", agentId, [scalar("cpus", 1)]))]);
    master.advance(1000);
    master.disconnect(scheduler.frameworkId);
    expect(scheduler.isClosed()).toBe(true);
    expect(scheduler.call("REVIVE")).toEqual({ status: 403, body: "Framework is not subscribed" });
    expect(master.offers()).toEqual([]);
    master.advance(29_000);
    const again = schedulerOf(master, { id: { value: scheduler.frameworkId }, failover_timeout: 30 });
    expect(again.newTypes()).toEqual(["SUBSCRIBED", "OFFERS"]);
    master.streamEnded(again.streamId);
    master.advance(30_000);
    expect(master.tasks()).toEqual([]);
    expect(schedulerOf(master, { id: { value: scheduler.frameworkId } }).events).toMatchObject([
      { type: "ERROR", error: { message: "Framework has been removed" } },
    ]);
    expect(master.problems()).toEqual([]);
  });

  it("can be torn down", () => {
    const master = masterOf({});
    const scheduler = schedulerOf(master);
    const agentId = master.agents()[0]?.id ?? "";
    scheduler.accept(scheduler.newOffers(), [launch(taskInfo("t", agentId, [scalar("cpus", 1)]))], 100);
    expect(scheduler.call("TEARDOWN")).toEqual({ status: 202, body: "" });
    expect(scheduler.isClosed()).toBe(true);
    expect(scheduler.call("REVIVE")).toEqual({ status: 400, body: "Framework cannot be found" });
    expect(offeredTo(master)).toEqual(["h0"]);
    expect(master.problems()).toEqual([]);
  });
});

describe("offers", () => {
  it.each<readonly [string, Fields, readonly string[]]>([
    [
      "with gpus go only to GPU_RESOURCES",
      { resources: [scalar("cpus", 1), scalar("gpus", 1)] },
      ["GPU_RESOURCES"],
    ],
    ["of another region go only to REGION_AWARE", { domain: region("away") }, ["REGION_AWARE"]],
  ])("%s", (_, agent, [capability = ""]) => {
    const master = masterOf({}, agent);
    expect(offeredTo(master, { capabilities: capabilitiesBut(capability) })).toEqual(["h0"]);
    const all = masterOf({}, agent);
    expect(offeredTo(all)).toEqual(["h0", "h1"]);
  });

  it.each<readonly [string, Fields, readonly Fields[]]>([
    [
      "revocable resources go only to REVOCABLE_RESOURCES",
      { revocable: {} },
      [{ type: "REVOCABLE_RESOURCES" }],
    ],
    [
      "refined reservations go only to RESERVATION_REFINEMENT",
      { reservations: ["svc", "svc/web"].map((role) => ({ type: "DYNAMIC", role })) },
      [{ type: "RESERVATION_REFINEMENT" }],
    ],
  ])("%s", (_, fields, more) => {
    const resources = [scalar("cpus", 1), scalar("mem", 64, fields)];
    const names = (capabilities: readonly Fields[]): readonly unknown[] => {
      const info = { roles: ["svc/web"], capabilities: [{ type: "MULTI_ROLE" }, ...capabilities] };
      const [offer] = schedulerOf(masterOf({ resources }), info).newOffers();
      return listAt(offer, "resources").map((each) => fieldsOf(each)["name"]);
    };
    expect([names([]), names(more)]).toEqual([["cpus"], ["cpus", "mem"]]);
  });

  it("come only of 0.01 cpus or 32 MB", () => {
    const agents = [
      [scalar("cpus", 0.009), scalar("mem", 31.999), scalar("disk", 1000)],
      [scalar("cpus", 0.01)],
      [scalar("mem", 32)],
    ];
    expect(offeredTo(masterOf(...agents.map((resources) => ({ resources }))))).toEqual(["h1", "h2"]);
  });

  it("come only of what MinAllocatableResources asks", () => {
    const agents = [
      {},
      { resources: [scalar("cpus", 1), scalar("mem", 900)] },
      { resources: [scalar("cpus", 1)] },
    ];
    const offeredFor = (...quantities: readonly Fields[]): readonly string[] => {
      const least = { min_allocatable_resources: { quantities } };
      return offeredTo(masterOf(...agents), { offer_filters: { svc: least } });
    };
    expect(offeredFor({ quantities: { cpus: { value: 2 } } })).toEqual(["h0"]);
    expect(
      offeredFor({ quantities: { cpus: { value: 2 } } }, { quantities: { mem: { value: 500 } } }),
    ).toEqual(["h0", "h1"]);
    expect(offeredFor({ quantities: { cpus: { value: 2 }, mem: { value: 500 } } })).toEqual([]);
    expect(offeredFor()).toEqual(["h0", "h1", "h2"]);
  });

  it.each<readonly [string, Fields, Fields, readonly string[]]>([
    ["exists", { attribute_name: "rack" }, { exists: {} }, ["h0", "h1", "h3"]],
    ["not_exists", { attribute_name: "rack" }, { not_exists: {} }, ["h2"]],
    ["text_equals", { attribute_name: "rack" }, { text_equals: { value: "r1" } }, ["h0", "h3"]],
    ["text_not_equals", { attribute_name: "rack" }, { text_not_equals: { value: "r1" } }, ["h1", "h2", "h3"]],
    ["text_matches", { attribute_name: "rack" }, { text_matches: { regex: "r[1-9]" } }, ["h0", "h3"]],
    [
      "text_not_matches",
      { attribute_name: "rack" },
      { text_not_matches: { regex: "r" } },
      ["h0", "h1", "h2", "h3"],
    ],
    ["HOSTNAME", { pseudoattribute_type: "HOSTNAME" }, { text_equals: { value: "h2" } }, ["h2"]],
    ["REGION", { pseudoattribute_type: "REGION" }, { text_equals: { value: "home" } }, ["h0"]],
    ["ZONE", { pseudoattribute_type: "ZONE" }, { not_exists: {} }, ["h1", "h2", "h3"]],
  ])("come as offer constraints say: %s", (_, selector, predicate, hosts) => {
    const master = masterOf(
      { attributes: [text("rack", "r1"), text("rack", "r2")], domain: region("home") },
      { attributes: [text("rack", "r22")] },
      {},
      { attributes: [{ name: "rack", type: "SCALAR", scalar: { value: 1 } }] },
    );
    const groups = [{ attribute_constraints: [{ selector, predicate }] }];
    expect(offeredTo(master, {}, { offer_constraints: { role_constraints: { svc: { groups } } } })).toEqual(
      hosts,
    );
  });

  it("go to the role with the smaller share first, and to each what is reserved for it", () => {
    const reserved = scalar("cpus", 1, { reservations: [{ type: "STATIC", role: "svc" }] });
    const plain = [scalar("cpus", 4), scalar("mem", 100)];
    const master = masterOf({ resources: [...plain, reserved] }, { resources: plain });
    const scheduler = schedulerOf(master, { roles: ["svc", "batch"] });
    const found = scheduler
      .newOffers()
      .map((offer) => [
        textAt(offer, "hostname"),
        textAt(offer, "allocation_info", "role"),
        listAt(offer, "resources").length,
      ]);
    expect(found).toEqual([
      ["h0", "batch", 2],
      ["h0", "svc", 1],
      ["h1", "svc", 2],
    ]);
  });

  it("that were refused come back after the time, at the next allocation, or when there is more", () => {
    const master = masterOf({}, {});
    const scheduler = schedulerOf(master);
    const [one = {}, two = {}] = scheduler.newOffers();
    scheduler.call("DECLINE", { offer_ids: [one["id"]], filters: { refuse_seconds: 20 } });
    const agentId = textAt(two, "agent_id", "value") ?? "";
    const info = taskInfo("t", agentId, [scalar("cpus", 1)], { command: { value: "sleep 3" } });
    scheduler.accept([two], [launch(info)], 1000);
    master.advance(15_000);
    // The task has ended: more than was refused.
    expect(hostsOf(scheduler.newOffers())).toEqual(["h1"]);
    master.advance(4900);
    expect(scheduler.newOffers()).toEqual([]);
    master.advance(1100);
    expect(hostsOf(scheduler.newOffers())).toEqual(["h0"]);
  });

  it.each<readonly [unknown, number]>([
    [undefined, 5],
    [-5, 5],
    ["7", 7],
    [1e12, 365 * 24 * 3600],
    [0, 0],
  ])("that are refused for %s s come back after %s s", (refuse_seconds, seconds) => {
    const master = masterOf({});
    const scheduler = schedulerOf(master);
    const [offer = {}] = scheduler.newOffers();
    const filters = refuse_seconds === undefined ? {} : { filters: { refuse_seconds } };
    scheduler.call("DECLINE", { offer_ids: [offer["id"], { value: "none" }], ...filters });
    if (seconds < 60) {
      master.advance(Math.max(0, seconds * 1000 - 500));
      expect(scheduler.newOffers()).toEqual([]);
    }
    master.advance(seconds < 60 ? 2000 : (seconds + 2) * 1000);
    expect(scheduler.newOffers()).toHaveLength(1);
  });

  it("stop with SUPPRESS and come back with REVIVE, role by role", () => {
    const master = masterOf({});
    const scheduler = schedulerOf(master, { roles: ["a", "b"] });
    const rolesNow = (): readonly unknown[] => {
      master.advance(2000);
      return scheduler.newOffers().map((offer) => textAt(offer, "allocation_info", "role"));
    };
    const decline = (): void => {
      const offer_ids = master.offers().map(({ id }) => ({ value: id }));
      scheduler.call("DECLINE", { offer_ids, filters: { refuse_seconds: 1e6 } });
    };
    expect(rolesNow()).toEqual(["a"]);
    scheduler.call("SUPPRESS", { roles: ["a"] });
    decline();
    expect(rolesNow()).toEqual(["b"]);
    decline();
    scheduler.call("SUPPRESS");
    expect(rolesNow()).toEqual([]);
    scheduler.call("REVIVE", { roles: ["a"] });
    expect(rolesNow()).toEqual(["a"]);
    decline();
    scheduler.call("REVIVE", { roles: ["a"] });
    expect(rolesNow()).toEqual(["a"]);
  });

  it("follow UPDATE_FRAMEWORK", () => {
    const master = masterOf({ attributes: [text("rack", "r1")] }, {});
    const scheduler = schedulerOf(master, {}, { suppressed_roles: ["svc"] });
    expect(scheduler.newOffers()).toEqual([]);
    const update = (info: Fields, beside: Fields = {}): number => {
      const framework_info = {
        user: "root",
        name: "test",
        id: { value: scheduler.frameworkId },
        roles: ["svc"],
        capabilities: capabilitiesBut(),
        ...info,
      };
      return scheduler.call("UPDATE_FRAMEWORK", { framework_info, ...beside }).status;
    };
    const groups = [
      { attribute_constraints: [{ selector: { attribute_name: "rack" }, predicate: { exists: {} } }] },
    ];
    expect(update({}, { offer_constraints: { role_constraints: { svc: { groups } } } })).toBe(200);
    expect(hostsOf(scheduler.newOffers())).toEqual(["h0"]);
    expect(update({ roles: ["a//b"] })).toBe(400);
    expect(update({ roles: ["ads"] })).toBe(200);
    master.advance(1000);
    expect(master.offers().map(({ role }) => role)).toEqual(["ads", "ads"]);
    expect(master.problems()).toEqual([]);
  });
});

function typesOf(scheduler: Scheduler): readonly string[] {
  return scheduler.newTypes().filter((type) => type !== "UPDATE");
}

describe("inverse offers", () => {
  const unavailability = { start: { nanoseconds: 1e18 } };

  it("ask for agents with tasks, until they are answered, and again after the refusal", () => {
    const master = masterOf({});
    const agentId = master.agents()[0]?.id ?? "";
    const scheduler = schedulerOf(master);
    const idle = schedulerOf(master);
    scheduler.accept(scheduler.newOffers(), [launch(taskInfo("t", agentId, [scalar("cpus", 4)]))]);
    master.advance(1000);
    typesOf(scheduler);
    idle.newTypes();
    master.plan(agentId, unavailability);
    expect(typesOf(scheduler)).toContain("INVERSE_OFFERS");
    expect(idle.newTypes()).not.toContain("INVERSE_OFFERS");
    const answer = (type: string): void => {
      const asked = scheduler.events.flatMap((event) => listAt(event, "inverse_offers", "inverse_offers"));
      const id = fieldsOf(asked.at(-1))["id"];
      scheduler.call(type, { inverse_offer_ids: [id, { value: "none" }], filters: { refuse_seconds: 10 } });
    };
    answer("DECLINE_INVERSE_OFFERS");
    master.advance(9000);
    expect(typesOf(scheduler)).not.toContain("INVERSE_OFFERS");
    master.advance(1000);
    expect(typesOf(scheduler)).toContain("INVERSE_OFFERS");
    master.finish("t");
    master.advance(60_000);
    answer("ACCEPT_INVERSE_OFFERS");
    master.advance(60_000);
    expect(typesOf(scheduler)).not.toContain("INVERSE_OFFERS");
  });

  it("are taken back when the plan is; offers tell of it", () => {
    const master = masterOf({});
    const agentId = master.agents()[0]?.id ?? "";
    const scheduler = schedulerOf(master);
    scheduler.accept(scheduler.newOffers(), [launch(taskInfo("t", agentId, [scalar("cpus", 1)]))]);
    master.advance(1000);
    master.plan(agentId, unavailability);
    expect(typesOf(scheduler).slice(-2)).toEqual(["RESCIND", "INVERSE_OFFERS"]);
    master.advance(1000);
    expect(scheduler.events.at(-1)).toMatchObject({ offers: { offers: [{ unavailability }] } });
    scheduler.newTypes();
    master.plan(agentId);
    expect(typesOf(scheduler)).toEqual(["RESCIND", "RESCIND_INVERSE_OFFER"]);
  });
});
