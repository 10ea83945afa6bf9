import { describe, expect, it } from "vitest";
import { emptyCluster, findTask, update, type ClusterEvent } from "../../src/index.ts";
import { eventsFrom, offersFrom, type EventOptions } from "../../src/mesos/index.ts";
import { refusalText, runningOn } from "../support/build.ts";
import { amount, offersEvent, wireOffer } from "./wire.ts";

function updateTo(state: unknown): unknown {
  return { type: "UPDATE", update: { status: { task_id: { value: "t1" }, state } } };
}

/** What an UPDATE to TASK_LOST of `t1` says, of a status that names the agent so. */
function lostOn(agent_id?: object): readonly ClusterEvent[] {
  const status = { task_id: { value: "t1" }, state: "TASK_LOST", ...(agent_id && { agent_id }) };
  return eventsFrom({ type: "UPDATE", update: { status } }).events;
}

describe("eventsFrom", () => {
  it("reads OFFERS as offersFrom does", () => {
    const event = offersEvent(wireOffer(1, [amount("cpus", 1)]), wireOffer(2, [amount("cpus", -1)]));
    const { offers, unreadable } = offersFrom(event, { receivedAtMs: 5 });
    expect(eventsFrom(event, { receivedAtMs: 5 })).toEqual({
      events: [{ type: "offers-received", offers }],
      unreadable,
    });
    expect(unreadable).toHaveLength(1);
  });

  it("makes no event of offers of which none is readable", () => {
    const { events, unreadable } = eventsFrom(offersEvent(wireOffer(1, [amount("cpus", -1)])));
    expect(events).toEqual([]);
    expect(unreadable.map(({ offerId }) => offerId)).toEqual(["o1"]);
  });

  it.each<readonly [string, unknown, unknown]>([
    [
      "RESCIND",
      { type: "RESCIND", rescind: { offer_id: { value: "o1" } } },
      { type: "offer-rescinded", offerId: "o1" },
    ],
    [
      "FAILURE of an agent",
      { type: "FAILURE", failure: { agent_id: { value: "a1" } } },
      { type: "agent-lost", agentId: "a1" },
    ],
    [
      "FAILURE of an executor",
      { type: "FAILURE", failure: { agent_id: { value: "a1" }, executor_id: { value: "e1" }, status: 9 } },
      { type: "executor-ended", agentId: "a1", executorId: "e1" },
    ],
    ...[
      "TASK_FINISHED",
      "TASK_FAILED",
      "TASK_KILLED",
      "TASK_ERROR",
      "TASK_LOST",
      "TASK_DROPPED",
      "TASK_GONE",
      "TASK_GONE_BY_OPERATOR",
    ].map((state) => [state, updateTo(state), { type: "task-ended", taskId: "t1" }] as const),
  ])("reads %s", (_, event, expected) => {
    expect(eventsFrom(event)).toEqual({ events: [expected], unreadable: [] });
  });

  it.each<readonly [string, unknown]>([
    ...[
      "TASK_STAGING",
      "TASK_STARTING",
      "TASK_RUNNING",
      "TASK_KILLING",
      "TASK_UNREACHABLE",
      "TASK_UNKNOWN",
    ].map((state) => [state, updateTo(state)] as const),
    ...[
      "SUBSCRIBED",
      "INVERSE_OFFERS",
      "RESCIND_INVERSE_OFFER",
      "UPDATE_OPERATION_STATUS",
      "MESSAGE",
      "ERROR",
      "HEARTBEAT",
    ].map((type) => [type, { type }] as const),
  ])("makes nothing of %s", (_, event) => {
    expect(eventsFrom(event)).toEqual({ events: [], unreadable: [] });
  });

  it("ends tasks in the states that the caller adds, too", () => {
    const options: EventOptions = { alsoEnding: ["TASK_UNREACHABLE"] };
    expect(eventsFrom(updateTo("TASK_UNREACHABLE"), options).events).toEqual([
      { type: "task-ended", taskId: "t1" },
    ]);
    expect(eventsFrom(updateTo("TASK_FAILED"), options).events).toHaveLength(1);
    expect(eventsFrom(updateTo("TASK_RUNNING"), options).events).toEqual([]);
  });

  it("ends a task on the agent that the status names, and no later task of its id elsewhere", () => {
    expect(lostOn({ value: "a1" })).toEqual([{ type: "task-ended", taskId: "t1", agentId: "a1" }]);
    const running = { ...runningOn(2, { id: "t1" }), agentId: "a2" };
    const cluster = update(emptyCluster, [{ type: "task-started", running }]);
    expect(update(cluster, lostOn({ value: "a1" }))).toEqual(cluster);
    expect(findTask(update(cluster, lostOn({ value: "a2" })), "t1")).toBeUndefined();
    expect(findTask(update(cluster, lostOn()), "t1")).toBeUndefined();
    expect(refusalText(() => lostOn({ value: 5 }))).toBe(
      "event.update.status.agent_id.value is 5, expected a non-empty string",
    );
  });

  it("gives events that update takes", () => {
    const cluster = update(emptyCluster, [{ type: "task-started", running: runningOn(1, { id: "t1" }) }]);
    expect(findTask(update(cluster, eventsFrom(updateTo("TASK_LOST")).events), "t1")).toBeUndefined();
  });

  it.each<readonly [string, unknown, object?]>([
    ["event is undefined, expected an object", undefined],
    ["event.type is undefined, expected the type of a scheduler event", {}],
    ['event.type is "FROB", expected the type of a scheduler event', { type: "FROB" }],
    ["event.offers is undefined, expected an object", { type: "OFFERS" }],
    ["event.rescind is undefined, expected an object", { type: "RESCIND" }],
    ["event.rescind.offer_id is undefined, expected an object", { type: "RESCIND", rescind: {} }],
    ["event.failure is undefined, expected an object", { type: "FAILURE" }],
    ["event.failure.agent_id is undefined, expected an object", { type: "FAILURE", failure: {} }],
    [
      "event.failure.executor_id is 5, expected an object",
      { type: "FAILURE", failure: { agent_id: { value: "a1" }, executor_id: 5 } },
    ],
    ["event.update is undefined, expected an object", { type: "UPDATE" }],
    ["event.update.status is 1, expected an object", { type: "UPDATE", update: { status: 1 } }],
    [
      "event.update.status.task_id is undefined, expected an object",
      { type: "UPDATE", update: { status: {} } },
    ],
    ['event.update.status.state is "TASK_FROB", expected the state of a task', updateTo("TASK_FROB")],
    ["event.update.status.state is 4, expected the state of a task", updateTo(4)],
    ["options is 1, expected an object", { type: "ERROR" }, 1 as unknown as object],
    ["options.alsoEnding is 1, expected an array", { type: "ERROR" }, { alsoEnding: 1 }],
    [
      'options.alsoEnding[0] is "LOST", expected the state of a task',
      { type: "ERROR" },
      { alsoEnding: ["LOST"] },
    ],
    ["options.role is 1, expected a non-empty string", offersEvent(), { role: 1 }],
    ["options.cluster is null, expected an object", { type: "ERROR" }, { cluster: null }],
    ["options.cluster is 0, expected an object", updateTo("TASK_LOST"), { cluster: 0 }],
  ])("refuses: %s", (text, event, options) => {
    expect(refusalText(() => eventsFrom(event, options as EventOptions))).toBe(text);
  });
});
