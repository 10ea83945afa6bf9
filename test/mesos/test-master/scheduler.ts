import { fieldsOf, listAt, textAt, type Fields } from "../../support/master/json.ts";
import type { Answer } from "../../support/master/calls.ts";
import type { TestMaster } from "../../support/master/master.ts";

/** All capabilities that change what a framework is offered or told. */
export const allCapabilities = [
  "MULTI_ROLE",
  "RESERVATION_REFINEMENT",
  "GPU_RESOURCES",
  "SHARED_RESOURCES",
  "PARTITION_AWARE",
  "REGION_AWARE",
] as const;

/** A status as it came. */
export interface Status {
  readonly taskId: string;
  readonly state: string;
  readonly reason?: string;
  readonly uuid?: string;
  readonly message?: string;
}

/** A framework that a test leads by the hand. */
export interface Scheduler {
  readonly frameworkId: string;
  readonly streamId: string;
  /** All events, in order. */
  readonly events: Fields[];
  readonly isClosed: () => boolean;
  readonly call: (type: string, body?: Fields) => Answer;
  /** The offers since the last time it was asked. */
  readonly newOffers: () => readonly Fields[];
  /** The statuses since the last time it was asked. */
  readonly newStatuses: () => readonly Status[];
  /** The types of the events since the last time it was asked, without heartbeats. */
  readonly newTypes: () => readonly string[];
  readonly accept: (
    offers: readonly Fields[],
    operations: readonly Fields[],
    refuseSeconds?: number,
  ) => Answer;
  readonly acknowledge: (status: Status, agentId: string) => Answer;
}

/** Subscribes to the master; the fields go into the FrameworkInfo and beside it. */
export function schedulerOf(master: TestMaster, info: Fields = {}, beside: Fields = {}): Scheduler {
  const events: Fields[] = [];
  let isClosed = false;
  const framework_info = {
    user: "root",
    name: "test",
    principal: "p1",
    roles: ["svc"],
    failover_timeout: 60,
    capabilities: allCapabilities.map((type) => ({ type })),
    ...info,
  };
  const id = info["id"] === undefined ? {} : { framework_id: info["id"] };
  const { streamId = "" } = master.subscribe(
    { ...id, type: "SUBSCRIBE", subscribe: { framework_info, ...beside } },
    { event: (event) => void events.push(event), closed: () => void (isClosed = true) },
  );
  const frameworkId = textAt(events[0], "subscribed", "framework_id", "value") ?? "";
  const call = (type: string, body?: Fields): Answer =>
    master.call(streamId, {
      framework_id: { value: frameworkId },
      type,
      ...(body === undefined ? {} : { [type.toLowerCase()]: body }),
    });
  const since = <T>(read: (event: Fields) => readonly T[]): (() => readonly T[]) => {
    let seen = 0;
    return () => {
      const found = events.slice(seen).flatMap(read);
      seen = events.length;
      return found;
    };
  };
  return {
    frameworkId,
    streamId,
    events,
    isClosed: () => isClosed,
    call,
    newOffers: since((event) => listAt(event, "offers", "offers").map(fieldsOf)),
    newStatuses: since(statusesIn),
    newTypes: since(({ type }) => (type === "HEARTBEAT" ? [] : [String(type)])),
    accept: (offers, operations, refuseSeconds = 0) =>
      call("ACCEPT", {
        offer_ids: offers.map(({ id: offerId }) => offerId),
        operations,
        filters: { refuse_seconds: refuseSeconds },
      }),
    acknowledge: ({ taskId, uuid }, agentId) =>
      call("ACKNOWLEDGE", { agent_id: { value: agentId }, task_id: { value: taskId }, uuid }),
  };
}

function statusesIn(event: Fields): readonly Status[] {
  const status = fieldsOf(fieldsOf(event["update"])["status"]);
  const taskId = textAt(status, "task_id", "value");
  if (taskId === undefined) return [];
  const text = (name: string): Fields => {
    const value = textAt(status, name);
    return value === undefined ? {} : { [name]: value };
  };
  return [
    { taskId, state: textAt(status, "state") ?? "", ...text("reason"), ...text("uuid"), ...text("message") },
  ];
}

/** An amount; the fields are added. */
export function scalar(name: string, value: number, fields: Fields = {}): Fields {
  return { name, type: "SCALAR", scalar: { value }, ...fields };
}

/** Ranges, `ports` unless told. */
export function ranges(list: readonly (readonly [number, number])[], fields: Fields = {}): Fields {
  const range = list.map(([begin, end]) => ({ begin, end }));
  return { name: "ports", type: "RANGES", ranges: { range }, ...fields };
}

/** A task with a command. */
export function taskInfo(
  id: string,
  agentId: string,
  resources: readonly Fields[],
  fields: Fields = {},
): Fields {
  return {
    name: id,
    task_id: { value: id },
    agent_id: { value: agentId },
    resources,
    command: { value: "sleep inf" },
    ...fields,
  };
}

/** A LAUNCH. */
export function launch(...task_infos: readonly Fields[]): Fields {
  return { type: "LAUNCH", launch: { task_infos } };
}
