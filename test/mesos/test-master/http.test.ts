import { read } from "@dcos/recordio";
import { expect, it, vi } from "vitest";
import { serveMaster, type ServeOptions } from "../../support/master/http.ts";
import { fieldsOf, listAt, textAt, type Fields } from "../../support/master/json.ts";
import { createMaster, type TestMaster } from "../../support/master/master.ts";
import { launch, scalar, taskInfo } from "./scheduler.ts";

const headers = { "Content-Type": "application/json", Accept: "application/json" };
const framework_info = { user: "root", name: "x", role: "svc", failover_timeout: 5 };

function masterWithAgents(count = 1): TestMaster {
  const master = createMaster();
  for (let n = 0; n < count; n++) {
    master.addAgent({ hostname: `höst-${n}`, resources: [scalar("cpus", 4), scalar("mem", 1000)] });
  }
  return master;
}

/** A client that reads the stream as it comes. */
async function clientOf(master: TestMaster, options: ServeOptions = {}) {
  const served = await serveMaster(master, options);
  const endpoint = `${served.url}/api/v1/scheduler`;
  const post = async (body: unknown, more: Fields = {}): Promise<Response> =>
    fetch(endpoint, {
      method: "POST",
      redirect: "manual",
      headers: { ...headers, ...more },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const response = await post({ type: "SUBSCRIBE", subscribe: { framework_info } });
  const events: Fields[] = [];
  const stream = { isOpen: true };
  const follow = async (): Promise<void> => {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of response.body ?? []) {
      const [records, left] = read(rest + decoder.decode(chunk, { stream: true }));
      events.push(...records.map((record) => fieldsOf(JSON.parse(record))));
      rest = left;
    }
  };
  void follow()
    .catch(() => {})
    .finally(() => {
      stream.isOpen = false;
    });
  const streamId = response.headers.get("mesos-stream-id") ?? "";
  await vi.waitFor(() => expect(events.length).toBeGreaterThan(1));
  const framework_id = { value: textAt(events[0], "subscribed", "framework_id", "value") ?? "" };
  const call = async (type: string, body: Fields = {}): Promise<number> => {
    const json = { framework_id, type, [type.toLowerCase()]: body };
    return (await post(json, { "Mesos-Stream-Id": streamId })).status;
  };
  const offers = (): readonly Fields[] =>
    events.flatMap((event) => listAt(event, "offers", "offers").map(fieldsOf));
  const states = (): readonly unknown[] =>
    events.flatMap((event) => textAt(event, "update", "status", "state") ?? []);
  return { served, post, response, events, stream, call, offers, states };
}

it("gives a stream of records, and takes calls beside it", async () => {
  const master = masterWithAgents();
  const client = await clientOf(master);
  expect(client.response.status).toBe(200);
  expect(client.response.headers.get("content-type")).toBe("application/json");
  expect(client.response.headers.get("transfer-encoding")).toBe("chunked");
  await vi.waitFor(() => expect(client.offers()).toHaveLength(1));
  const [offer] = client.offers();
  const agentId = textAt(offer, "agent_id", "value") ?? "";
  const accept = {
    offer_ids: [offer?.["id"]],
    operations: [launch(taskInfo("t", agentId, [scalar("cpus", 1)]))],
  };
  expect(await client.call("ACCEPT", accept)).toBe(202);
  master.advance(200);
  await vi.waitFor(() => expect(client.states()).toEqual(["TASK_STARTING"]));
  expect(await client.call("TEARDOWN")).toBe(202);
  await vi.waitFor(() => expect(client.stream.isOpen).toBe(false));
  await client.served.close();
});

it("answers what is wrong with a request", async () => {
  const client = await clientOf(masterWithAgents());
  const revive = { type: "REVIVE", framework_id: { value: "f" } };
  const answer = async (body: unknown, more?: Fields): Promise<readonly [number, string]> => {
    const response = await client.post(body, more);
    return [response.status, await response.text()];
  };
  expect(await answer("{", {})).toEqual([
    400,
    "Failed to parse body into JSON: syntax error at line 1 near:",
  ]);
  expect(await answer(revive)).toEqual([400, "Framework cannot be found"]);
  expect((await answer(revive, { "Content-Type": "text/plain" }))[0]).toBe(415);
  expect((await answer(revive, { Accept: "text/html" }))[0]).toBe(406);
  expect((await fetch(`${client.served.url}/api/v1/scheduler`)).status).toBe(405);
  expect((await fetch(`${client.served.url}/state`)).status).toBe(404);
  await client.served.close();
});

it("cuts records at any byte, slowly", async () => {
  const master = masterWithAgents(3);
  const client = await clientOf(master, { pieceBytes: 7, pieceDelayMs: 1, seed: 3 });
  await vi.waitFor(() => expect(client.offers()).toHaveLength(3), { timeout: 20_000 });
  expect(client.offers().map((offer) => textAt(offer, "hostname"))).toEqual(["höst-0", "höst-1", "höst-2"]);
  await client.served.close();
});

it("breaks streams: the framework is away, and can come back", async () => {
  const master = masterWithAgents();
  const client = await clientOf(master);
  client.served.breakStreams();
  await vi.waitFor(() => expect(client.stream.isOpen).toBe(false));
  await vi.waitFor(() => expect(master.offers()).toEqual([]));
  expect(await client.call("REVIVE")).toBe(403);
  await client.served.close();
});

it("breaks connections before a call, and after it", async () => {
  for (const [options, taken] of [
    [{ breakBefore: 1 }, 1],
    [{ breakAfter: 1 }, 0],
  ] as const) {
    const master = masterWithAgents();
    const good = await clientOf(master);
    await vi.waitFor(() => expect(good.offers()).toHaveLength(1));
    const [offer] = good.offers();
    const bad = await serveMaster(master, options);
    const framework_id = { value: textAt(good.events[0], "subscribed", "framework_id", "value") };
    const call = fetch(`${bad.url}/api/v1/scheduler`, {
      method: "POST",
      headers: { ...headers, "Mesos-Stream-Id": good.response.headers.get("mesos-stream-id") ?? "" },
      body: JSON.stringify({ type: "DECLINE", framework_id, decline: { offer_ids: [offer?.["id"]] } }),
    });
    await call.catch(() => {});
    expect(master.offers()).toHaveLength(taken);
    await bad.close();
    await good.served.close();
  }
});

it("sends whoever asks a master that does not lead to the one that does", async () => {
  const leader = await serveMaster(masterWithAgents());
  const other = await serveMaster(masterWithAgents(), { leader: leader.url });
  const response = await fetch(`${other.url}/api/v1/scheduler`, {
    method: "POST",
    redirect: "manual",
    headers,
    body: "{}",
  });
  expect(response.status).toBe(307);
  expect(response.headers.get("location")).toBe(`//127.0.0.1:${leader.port}/api/v1/scheduler`);
  await other.close();
  await leader.close();
});

it("lets the clock go", async () => {
  const master = masterWithAgents();
  const client = await clientOf(master, { tickMs: 5, speed: 10_000 });
  await vi.waitFor(() =>
    expect(client.events.filter(({ type }) => type === "HEARTBEAT").length).toBeGreaterThan(5),
  );
  await client.served.close();
  const closedMs = master.nowMs();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(master.nowMs()).toBe(closedMs);
});
