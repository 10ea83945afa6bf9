import { expect, it } from "vitest";
import type { Fields } from "../../support/master/json.ts";
import { createMaster } from "../../support/master/master.ts";
import { launch, scalar, schedulerOf, taskInfo } from "./scheduler.ts";

const id = { value: "x" };
const expecting = (field: string): string =>
  `Failed to validate scheduler::Call: Expecting '${field}' to be present`;
const missing = (...fields: readonly string[]): string =>
  `Failed to convert JSON into Call protobuf: Missing required fields: ${fields.join(", ")}`;

it.each<readonly [string, unknown, string]>([
  ["no JSON", "{", "Failed to parse body into JSON: syntax error at line 1 near:"],
  ["no object", [], "Failed to convert JSON into Call protobuf: Expecting a JSON object"],
  ["no type", {}, expecting("type")],
  ["an unknown type", { type: "FROB" }, expecting("type")],
  ["no framework", { type: "REVIVE" }, expecting("framework_id")],
  ["null for one", { type: "REVIVE", framework_id: null }, expecting("framework_id")],
  ["no body", { type: "KILL", framework_id: id }, expecting("kill")],
  ["no subscribe", { type: "SUBSCRIBE" }, expecting("subscribe")],
  ["an unknown framework", { type: "REVIVE", framework_id: id }, "Framework cannot be found"],
  [
    "no user",
    { type: "SUBSCRIBE", subscribe: { framework_info: { name: "x" } } },
    missing("subscribe.framework_info.user"),
  ],
  [
    "two ids",
    { type: "SUBSCRIBE", subscribe: { framework_info: { name: "x", user: "x", id } } },
    "Failed to validate scheduler::Call: 'framework_id' differs from 'subscribe.framework_info.id'",
  ],
  [
    "an id without a value",
    { type: "KILL", framework_id: {}, kill: { task_id: {} } },
    missing("framework_id.value", "kill.task_id.value"),
  ],
  [
    "an offer without a value",
    { type: "DECLINE", framework_id: id, decline: { offer_ids: [id, {}] } },
    missing("decline.offer_ids[1].value"),
  ],
  [
    "a task without an agent, and a resource without a type",
    {
      type: "ACCEPT",
      framework_id: id,
      accept: {
        operations: [
          launch({ name: "t", task_id: id }),
          { type: "RESERVE", reserve: { resources: [{ name: "cpus" }] } },
        ],
      },
    },
    missing(
      "accept.operations[0].launch.task_infos[0].agent_id",
      "accept.operations[1].reserve.resources[0].type",
    ),
  ],
])("a call with %s is answered by 400", (_, call, body) => {
  expect(createMaster().call(undefined, call)).toEqual({ status: 400, body });
});

it("a call needs the stream of its framework, and a subscription none", () => {
  const master = createMaster();
  const { frameworkId, streamId } = schedulerOf(master);
  const revive = { type: "REVIVE", framework_id: { value: frameworkId } };
  expect(master.call(undefined, revive)).toEqual({
    status: 400,
    body: "All non-subscribe calls should include the 'Mesos-Stream-Id' header",
  });
  expect(master.call("other", revive)).toEqual({
    status: 400,
    body: `The stream ID 'other' included in this request didn't match the stream ID currently associated with framework ID ${frameworkId}`,
  });
  const subscribe = { type: "SUBSCRIBE", subscribe: { framework_info: { name: "x", user: "x" } } };
  expect(master.call(streamId, subscribe)).toEqual({
    status: 400,
    body: "Subscribe calls should not include the 'Mesos-Stream-Id' header",
  });
  expect(master.call(undefined, subscribe)).toMatchObject({ status: 200 });
});

it.each<readonly [string, Fields]>([
  ["REVIVE", {}],
  ["REVIVE", { roles: [], bogus: 1 }],
  ["REQUEST", { requests: [] }],
  ["DECLINE", { offer_ids: [id], filters: { refuse_seconds: "5" } }],
  ["ACKNOWLEDGE", { agent_id: id, task_id: id, uuid: "AAAA" }],
  ["ACKNOWLEDGE_OPERATION_STATUS", { operation_id: id, uuid: "AAAA" }],
  ["SHUTDOWN", { agent_id: id, executor_id: id }],
  ["ACCEPT", { offer_ids: [], operations: [] }],
])("%s with %j is taken", (type, body) => {
  expect(schedulerOf(createMaster()).call(type, body)).toEqual({ status: 202, body: "" });
});

it("a subscriber may call while it gets an event: what that causes comes after it", () => {
  const master = createMaster();
  const agentId = master.addAgent({ resources: [scalar("cpus", 4), scalar("mem", 100)] });
  const seen: unknown[] = [];
  const framework_info = { user: "x", name: "x", role: "a" };
  const { streamId } = master.subscribe(
    { type: "SUBSCRIBE", subscribe: { framework_info } },
    {
      event: (event) => {
        seen.push(event["type"]);
        const framework_id = { value: "" };
        if (event["type"] === "OFFERS")
          expect(master.call("none", { type: "REVIVE", framework_id }).status).toBe(400);
      },
    },
  );
  expect(streamId).toBeDefined();
  expect(seen).toEqual(["SUBSCRIBED", "HEARTBEAT", "OFFERS"]);
  expect(agentId).toBe(master.agents()[0]?.id);
});

it("an agent is described well, or not at all", () => {
  const master = createMaster();
  expect(() => master.addAgent({ id: "a", resources: [scalar("cpus", 0)] })).toThrow(
    "agent a: Resource 'cpus' is invalid: Invalid scalar resource: value <= 0",
  );
  master.addAgent({ id: "a", resources: [scalar("cpus", 1)] });
  expect(() => master.addAgent({ id: "a", resources: [scalar("cpus", 1)] })).toThrow("there is an agent a");
  expect(() => master.finish("t")).toThrow("there is no task t");
  expect(master.nextMs()).toBeUndefined();
});

it("scalars with more than three decimals are offered as they are, as long as all is there", () => {
  const master = createMaster();
  const agentId = master.addAgent({ resources: [scalar("cpus", 1), scalar("tokens", 2.7145)] });
  const scheduler = schedulerOf(master);
  const tokens = (): unknown => {
    const [offer] = scheduler.newOffers();
    return offer?.["resources"];
  };
  const offers = scheduler.newOffers();
  expect(offers[0]?.["resources"]).toMatchObject([{}, { scalar: { value: 2.7145 } }]);
  scheduler.accept(offers, [launch(taskInfo("t", agentId, [scalar("tokens", 1)]))]);
  master.advance(1000);
  expect(tokens()).toMatchObject([{}, { scalar: { value: 1.715 } }]);
});
