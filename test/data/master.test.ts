import { afterAll, beforeAll, expect, it } from "vitest";
import { serveMaster, type ServedMaster } from "../support/master/http.ts";
import {
  at,
  canonical,
  fieldsOf,
  isFields,
  listAt,
  textAt,
  textsAt,
  type Fields,
} from "../support/master/json.ts";
import { createMaster } from "../support/master/master.ts";
import { describeWithShared, readSharedJsonl } from "../support/shared-files.ts";

interface Message {
  readonly session: string;
  readonly seq: number;
  readonly kind: "call" | "event";
  readonly name: string;
  readonly request?: Fields;
  readonly requestText?: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly event: Fields;
}

/** An event, and what of it is to be the same. */
interface Heard {
  readonly event: Fields;
  readonly told: string;
}

const path = "data/mesos/exchange.jsonl";
/** From an offer to the call that uses it: long enough to come after the allocation that made it. */
const thinkingMs = 20;
/** The recording does not say when calls were made. Once it follows from the resent updates around it: two seconds after. */
const longThoughtMs = 1900;

describeWithShared(path, "the master of the tests says what a real master said", () => {
  const messages = inOrder(readSharedJsonl<Message>(path));
  const master = createMaster({ domain: domainOf("r1", "z1"), seed: 5 });
  let served: ServedMaster;
  /** What the recording calls something, and what it is called here. */
  const names = new Map<string, string>();
  /** What came and has not been looked for yet, by session. */
  const post = new Map<string, Heard[]>();
  let streamId = "";
  let oldStreamId = "";

  beforeAll(async () => {
    served = await serveMaster(master);
    const offers = messages.flatMap(({ event }) => listAt(event, "offers", "offers"));
    for (const hostname of ["agent-one.local", "agent-two.local"]) {
      const first = fieldsOf(offers.find((offer) => textAt(offer, "hostname") === hostname));
      const { domain, attributes = [], resources } = first;
      master.addAgent({
        id: textAt(first, "agent_id", "value") ?? "",
        hostname,
        domain: fieldsOf(domain),
        attributes: attributes as readonly Fields[],
        resources: (resources as readonly Fields[]).map(({ allocation_info: _role, ...rest }) => rest),
      });
    }
  });
  afterAll(() => served.close());

  it.each(messages.map((message) => [`${message.session} ${message.seq} ${message.name}`, message] as const))(
    "%s",
    async (_, message) => {
      if (message.kind === "call") await replay(message);
      else if (message.event["type"] !== "HEARTBEAT") lookFor(message);
      expect(master.problems()).toEqual([]);
    },
  );

  it("was asked all 109 calls", () => {
    expect(messages.filter(({ kind }) => kind === "call")).toHaveLength(109);
    expect(messages).toHaveLength(278);
  });

  it("says nothing else", () => {
    expect([...post].flatMap(([session, heard]) => heard.map(({ told }) => `${session} ${told}`))).toEqual(
      [],
    );
  });

  async function replay({
    session,
    name,
    request,
    requestText,
    status,
    headers,
    body,
  }: Message): Promise<void> {
    const call = translated(request, names);
    if (request?.["type"] === "SUBSCRIBE") {
      const heard: Heard[] = [];
      post.set(session, heard);
      const answer = master.subscribe(call, {
        event: (event) => {
          if (event["type"] !== "HEARTBEAT") heard.push({ event, told: canonical(toldIn(event)) });
        },
      });
      expect([answer.status, answer.body]).toEqual([status, body]);
      oldStreamId = streamId;
      streamId = answer.streamId ?? "";
      names.set(headers["Mesos-Stream-Id"] ?? "", streamId);
      return;
    }
    const stream = streamOf(name);
    master.advance(name === "ACCEPT-UNRESERVE-with-volume" ? longThoughtMs : thinkingMs);
    const response = await fetch(`${served.url}/api/v1/scheduler`, {
      method: "POST",
      headers: {
        "Content-Type": name === "wrong-content-type" ? "text/plain" : "application/json",
        ...(stream === undefined ? {} : { "Mesos-Stream-Id": stream }),
      },
      body: requestText ?? JSON.stringify(call),
    });
    expect([response.status, await response.text()]).toEqual([status, translated(body, names)]);
  }

  function streamOf(name: string): string | undefined {
    if (name === "no-stream-id") return undefined;
    if (name === "wrong-stream-id") return "00000000-0000-0000-0000-000000000000";
    if (name === "old-stream-id-REVIVE") return oldStreamId;
    return streamId;
  }

  function lookFor({ session, event }: Message): void {
    const expected = canonical(toldIn(event));
    const heard = post.get(session) ?? [];
    const isLost = textAt(event, "update", "status", "reason") === "REASON_AGENT_REMOVED";
    if (isLost) master.loseAgent(textAt(event, "update", "status", "agent_id", "value") ?? "");
    for (let ms = 0; ms < 30_000; ms += 10) {
      const found = heard.findIndex(({ told }) => told === expected);
      if (found >= 0) {
        learn(event, heard[found]?.event, names);
        heard.splice(found, 1);
        return;
      }
      master.advance(10);
    }
    expect.fail(`${expected}\nis not among\n${heard.map(({ told }) => told).join("\n")}`);
  }
});

/**
 * The order in which they were caused. An error can stand before the call that it is about; and in session 15 a framework
 * subscribes again, which session 14 notices before.
 */
function inOrder(messages: readonly Message[]): readonly Message[] {
  const again = messages.findIndex(({ session, seq }) => session.startsWith("15-") && seq === 1);
  const noticed = messages.findIndex(
    ({ event }) => textAt(event, "error", "message") === "Framework failed over",
  );
  const list = messages
    .filter((_, i) => i !== again)
    .toSpliced(noticed, 0, ...messages.slice(again, again + 1));
  for (const [i, message] of list.entries()) {
    const { event } = message;
    const next = list[i + 1];
    const status = at(event, "update", "status") ?? at(event, "update_operation_status", "status");
    const id = textAt(status, "task_id", "value") ?? textAt(status, "operation_id", "value");
    if (id === undefined || at(status, "uuid") !== undefined) continue;
    if (next === undefined) continue;
    if (JSON.stringify(next.request ?? {}).includes(JSON.stringify({ value: id })))
      list.splice(i, 2, next, message);
  }
  return list;
}

function domainOf(region: string, zone: string): Fields {
  return { fault_domain: { region: { name: region }, zone: { name: zone } } };
}

/** The value with all names of the recording replaced: names are words, such as `…-O4`, which is not in `…-O40`. */
function translated<T>(value: T, names: ReadonlyMap<string, string>): T {
  const text = JSON.stringify(value ?? null);
  return JSON.parse(text.replaceAll(/[\w+/=-]+/gu, (word) => names.get(word) ?? word)) as T;
}

/** What of an event is to be the same: no ids, times, messages of errors. */
function toldIn(event: Fields): Fields {
  const { type } = event;
  switch (type) {
    case "OFFERS":
      return {
        type,
        offers: listAt(event, "offers", "offers")
          .map(offerTold)
          .toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1)),
      };
    case "UPDATE": {
      const { task_id, state, source, reason, agent_id, executor_id, uuid } = fieldsOf(
        at(event, "update", "status"),
      );
      return { type, task_id, state, source, reason, agent_id, executor_id, hasUuid: uuid !== undefined };
    }
    case "UPDATE_OPERATION_STATUS": {
      const status = fieldsOf(at(event, "update_operation_status", "status"));
      const { operation_id, state, agent_id, uuid } = status;
      return { type, operation_id, state, agent_id, hasUuid: at(uuid, "value") !== undefined };
    }
    case "SUBSCRIBED": {
      const { heartbeat_interval_seconds, master_info } = fieldsOf(event["subscribed"]);
      const { id: _id, ...info } = fieldsOf(master_info);
      return { type, heartbeat_interval_seconds, info };
    }
    case "RESCIND":
      return { type };
    default:
      return event;
  }
}

/** Resources and the items of a set come in any order. */
function offerTold(offer: unknown): Fields {
  const { id: _id, framework_id: _framework, url: _url, resources: _resources, ...rest } = fieldsOf(offer);
  const resources = listAt(offer, "resources").map((resource) => {
    const items = textsAt(resource, "set", "item");
    return canonical(items.length === 0 ? resource : { ...fieldsOf(resource), set: items.toSorted() });
  });
  return { ...rest, resources: resources.toSorted() };
}

/** Learns what the ids of the recording are here. */
function learn(recorded: Fields, here: Fields | undefined, names: Map<string, string>): void {
  const pair = (...to: readonly string[]): void => {
    const [a, b] = [textAt(recorded, ...to), textAt(here, ...to)];
    if (a !== undefined && b !== undefined) names.set(a, b);
  };
  pair("subscribed", "framework_id", "value");
  pair("update", "status", "uuid");
  pair("update_operation_status", "status", "uuid", "value");
  const offers = listAt(here, "offers", "offers");
  for (const offer of listAt(recorded, "offers", "offers")) {
    const twin = offers.find((each) => canonical(offerTold(each)) === canonical(offerTold(offer)));
    names.set(textAt(offer, "id", "value") ?? "", textAt(twin, "id", "value") ?? "");
  }
  expect(isFields(here)).toBe(true);
}
