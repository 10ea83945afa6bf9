import { expect, it } from "vitest";
import { emptyCluster, match, update, type Task } from "../../src/index.ts";
import { callsFrom, eventsFrom, offersFrom } from "../../src/mesos/index.ts";
import { verdictOn } from "../mesos/master.ts";
import type { WireCall, WireOffer } from "../mesos/wire.ts";
import { describeWithShared, readSharedJsonl, readSharedText, sharedNames } from "../support/shared-files.ts";

interface Message {
  readonly session: string;
  readonly kind: "call" | "event";
  readonly name: string;
  readonly request?: WireCall;
  readonly event: RecordedEvent;
}

interface RecordedEvent {
  readonly type: string;
  readonly offers?: { readonly offers: readonly WireOffer[] };
  readonly rescind?: { readonly offer_id: { readonly value: string } };
  readonly update?: {
    readonly status: { readonly task_id: { readonly value: string }; readonly state: string };
  };
}

const folder = "data/mesos";

/** The messages of a RecordIO stream: each is preceded by its length in bytes and a line feed. */
function recordsOf(text: string): readonly RecordedEvent[] {
  const bytes = Buffer.from(text, "utf8");
  const records: RecordedEvent[] = [];
  for (let at = 0; at < bytes.length;) {
    const feed = bytes.indexOf("\n", at);
    const end = feed + 1 + Number(bytes.toString("utf8", at, feed));
    records.push(JSON.parse(bytes.toString("utf8", feed + 1, end)) as RecordedEvent);
    at = end;
  }
  return records;
}

describeWithShared(`${folder}/exchange.jsonl`, "what a real master said", () => {
  const messages = readSharedJsonl<Message>(`${folder}/exchange.jsonl`);
  const sessions = [...new Set(messages.map(({ session }) => session))];
  const eventsOf = (name: string): readonly RecordedEvent[] =>
    messages.flatMap(({ session, kind, event }) => (session === name && kind === "event" ? [event] : []));
  const offers = messages.flatMap(({ kind, event }) =>
    kind === "event" && event.type === "OFFERS" ? [event] : [],
  );

  it("is read, every event of it", () => {
    const read = messages.flatMap(({ kind, event }) => (kind === "event" ? [eventsFrom(event)] : []));
    expect(read.flatMap(({ unreadable }) => unreadable)).toEqual([]);
    const counts = new Map<string, number>();
    for (const { type } of read.flatMap(({ events }) => events))
      counts.set(type, (counts.get(type) ?? 0) + 1);
    // 12 TASK_ERROR, 4 TASK_DROPPED, 2 TASK_FINISHED, 1 TASK_LOST
    expect(Object.fromEntries(counts)).toEqual({
      "offers-received": 60,
      "task-ended": 19,
      "offer-rescinded": 1,
      "agent-lost": 1,
    });
  });

  it("offers what agent-one and agent-two have", () => {
    const [one, two] = ["agent-one.local", "agent-two.local"].map((hostname) =>
      offers.flatMap((event) => offersFrom(event).offers).find((offer) => offer.hostname === hostname),
    );
    expect(one).toMatchObject({
      role: "svc",
      resources: { cpus: 2 + 4, mem: 1024 + 4096, disk: 10_240, gpus: 2, tokens: Math.round(3141.5) / 1000 },
      ports: [
        [31_000, 31_009],
        [31_020, 31_029],
      ],
      attributes: {
        rack: "r12",
        load: 1.5,
        cores: 8,
        os: "debian12",
        slots: ["1-4", "10-20"],
        "@region": "r1",
        "@zone": "z1",
      },
    });
    expect(two).toMatchObject({
      resources: { cpus: 1 + 2.5, mem: 512 + 1024, disk: 2048 },
      ports: [[20_000, 20_009]],
    });
    expect(two?.attributes).toEqual({ "@region": "r1", "@zone": "z2" });
  });

  it.each([
    ["05-hier-role", "svc/web", {}],
    ["12-two-roles", "batch", { cpus: 3, mem: 3968, disk: 10_140, gpus: 2 }],
    [
      "16-refinement+gpu",
      "svc",
      { cpus: 5, "cpus@k=v": 1, mem: 4992, "mem@k=v": 128, disk: 10_140, "disk@k=v": 50, gpus: 2 },
    ],
    [
      "18-gpu-no-refinement",
      "svc",
      { cpus: 5, "cpus@k=v": 1, mem: 4992, "mem@k=v": 128, disk: 10_140, "disk@k=v": 50, gpus: 2 },
    ],
    [
      "19-gpu-no-capabilities-but-gpu-oldrole",
      "asked",
      { cpus: 5, "cpus@k=v": 1, mem: 4992, "mem@k=v": 128, disk: 10_140, "disk@k=v": 50, gpus: 2 },
    ],
  ])("in session %s offers to %s", (session, role, resources) => {
    const read = eventsOf(session).flatMap((event) => eventsFrom(event, { role: "asked" }).events);
    const received = read.flatMap((event) => (event.type === "offers-received" ? event.offers : []));
    const found = received.find((offer) => offer.role === role);
    expect(found).toMatchObject({ resources });
  });

  it("moves a cluster on, session by session, and takes a lost agent away", () => {
    const hostnames = sessions.map((session) => {
      const events = eventsOf(session).map((event) => eventsFrom(event).events);
      const cluster = events.reduce(update, emptyCluster);
      return [session, cluster.agents.map(({ hostname }) => hostname).join()];
    });
    expect(Object.fromEntries(hostnames)).toMatchObject({
      "06-bad-subscribe-role-and-roles": "",
      "12-two-roles": "agent-one.local,agent-two.local",
      "14-agent-loss-rescind": "agent-one.local",
    });
  });

  it("gives offers of which all rounds make calls that a master accepts", () => {
    let launched = 0;
    for (const event of offers) {
      const { offers: read } = offersFrom(event);
      const cluster = update(emptyCluster, [{ type: "offers-received", offers: read }]);
      const roles = [...cluster.roles];
      const tasks = roles.flatMap((role) => tasksOf(role));
      const round = match({ cluster, tasks, nowMs: 0 });
      const { calls } = callsFrom(cluster, round, {
        frameworkId: "f",
        taskInfo: () => ({ command: { value: "true" } }),
        demand: { roles, tasks },
      });
      const verdict = verdictOn(calls, { offers: event.offers?.offers ?? [], roles });
      expect(verdict.findings).toEqual([]);
      expect(verdict.outstanding).toEqual([]);
      launched += verdict.launched.length;
    }
    expect(launched).toBeGreaterThan(300);
  });

  // It took these, but the master of the tests asks for more than it must: what was offered, to the letter.
  const lenient = ["ACCEPT-LAUNCH-without-allocation_info", "ACCEPT-old-role-field", "LAUNCH-sleep"];
  it("agrees with the master of the tests about every ACCEPT that launches", () => {
    let judged = 0;
    for (const session of sessions) {
      const outstanding = new Map<string, WireOffer>();
      const tasks = new Set<string>();
      for (const { kind, name, request, event } of messages.filter((each) => each.session === session)) {
        if (kind === "event") {
          for (const offer of event.offers?.offers ?? []) outstanding.set(offer.id.value, offer);
          if (event.rescind !== undefined) outstanding.delete(event.rescind.offer_id.value);
          continue;
        }
        const operations = request?.accept?.operations ?? [];
        const ids = operations
          .flatMap(({ launch }) => launch?.task_infos ?? [])
          .map(({ task_id }) => task_id?.value ?? "");
        if (
          request !== undefined &&
          operations.length > 0 &&
          operations.every(({ type }) => type === "LAUNCH")
        ) {
          const statuses = eventsOf(session).flatMap(({ update: sent }) => sent?.status ?? []);
          const isRefused = statuses.some(
            ({ task_id, state }) =>
              ids.includes(task_id.value) && ["TASK_ERROR", "TASK_DROPPED"].includes(state),
          );
          const { findings } = verdictOn([request], {
            offers: [...outstanding.values()],
            taskIds: [...tasks],
          });
          if (!lenient.includes(name)) expect([name, findings.length > 0]).toEqual([name, isRefused]);
          judged++;
        }
        for (const id of ids) tasks.add(id);
        const used = [...(request?.accept?.offer_ids ?? []), ...(request?.decline?.offer_ids ?? [])];
        for (const { value = "" } of used) outstanding.delete(value);
      }
    }
    expect(judged).toBeGreaterThan(25);
  });

  it.each(sharedNames(folder, ".recordio"))("%s is read whole, and says the same", (file) => {
    const records = recordsOf(readSharedText(`${folder}/${file}`));
    const session = file.slice(0, -".recordio".length);
    expect(sessions).toContain(session);
    expect(told(records)).toEqual(told(eventsOf(session)));
    for (const record of records) expect(eventsFrom(record).unreadable).toEqual([]);
  });
});

/** Without heartbeats: those that came between are not all in the list. */
function told(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  return events.filter(({ type }) => type !== "HEARTBEAT");
}

/** Tasks that use up an agent of these offers, and some that fit nowhere. */
function tasksOf(role: string): readonly Task[] {
  const sizes: readonly Omit<Task, "id" | "role">[] = [
    { resources: { cpus: 2.5, mem: 1200, disk: 100 }, ports: 3 },
    { resources: { cpus: 0.1, mem: 32.0005 }, ports: [31_005, "any"] },
    { resources: { cpus: 0.3, tokens: 1.4 }, upTo: { cpus: 1.25, tokens: 3 } },
    { resources: { cpus: 0.2, gpus: 1 } },
    { resources: { cpus: 0.7, mem: 700, disk: 2000 }, ports: 2 },
    { resources: { disk: 9000 }, ports: [20_001] },
    { resources: { cpus: 0.1239, mem: 1 } },
    { resources: { cpus: 100 } },
  ];
  return [0, 1].flatMap((turn) =>
    sizes.map((size, i) => ({ ...size, id: `${role.replace("/", "_")}-${turn}-${i}`, role })),
  );
}
