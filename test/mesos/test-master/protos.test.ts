import { Mesos, type Definition } from "mesos-framework";
import { expect, it } from "vitest";
import { fieldsOf, isFields, textAt, type Fields } from "../../support/master/json.ts";
import { createMaster } from "../../support/master/master.ts";
import { launch, ranges, scalar, schedulerOf, taskInfo } from "./scheduler.ts";

/** What Mesos 1.12 says that Mesos 0.28, whose definitions mesos-framework ships, did not know. */
const newer = [
  "Event.Type UPDATE_OPERATION_STATUS",
  "Event.Type INVERSE_OFFERS",
  "Event.Type RESCIND_INVERSE_OFFER",
  "Event.update_operation_status",
  "Event.inverse_offers",
  "Event.rescind_inverse_offer",
  "Subscribed.master_info",
  "Offer.domain",
  "Offer.allocation_info",
  "Resource.allocation_info",
  "Resource.reservations",
  "Resource.shared",
  "TaskState TASK_DROPPED",
  "TaskState TASK_GONE",
  "TaskState TASK_UNKNOWN",
  "TaskState TASK_UNREACHABLE",
  "TaskStatus.unreachable_time",
  "TaskStatus.Reason REASON_AGENT_REREGISTERED",
  "TaskStatus.Reason REASON_TASK_GROUP_INVALID",
];

interface Findings {
  /** Fields and values that the definitions do not know. */
  readonly unknown: Set<string>;
  readonly problems: string[];
}

function check(value: unknown, definition: Definition, path: string, findings: Findings): void {
  if (!isFields(value)) {
    findings.problems.push(`${path} is no message`);
    return;
  }
  const fields = new Map(
    definition.getChildren().flatMap((each) => (each.type ? [[each.name, each] as const] : [])),
  );
  for (const [name, field] of fields) {
    if (field.required === true && value[name] === undefined) findings.problems.push(`${path} lacks ${name}`);
  }
  for (const [name, each] of Object.entries(value)) {
    const field = fields.get(name);
    if (field === undefined) findings.unknown.add(`${definition.name}.${name}`);
    else if (field.repeated !== true) checkField(each, field, `${path}.${name}`, findings);
    else if (!Array.isArray(each)) findings.problems.push(`${path}.${name} is no list`);
    else for (const item of each) checkField(item, field, `${path}.${name}[]`, findings);
  }
}

function checkField(value: unknown, field: Definition, path: string, findings: Findings): void {
  const type = field.type?.name ?? "";
  const { resolvedType } = field;
  if (type === "message" && resolvedType) check(value, resolvedType, path, findings);
  else if (type === "enum" && resolvedType) {
    const isKnown = resolvedType.getChildren().some(({ name }) => name === value);
    if (!isKnown) findings.unknown.add(`${enumOf(resolvedType, path)} ${String(value)}`);
  } else if (type === "string" || type === "bytes") {
    if (typeof value !== "string") findings.problems.push(`${path} is no text`);
  } else if (type === "bool") {
    if (typeof value !== "boolean") findings.problems.push(`${path} is no boolean`);
  } else if (typeof value !== "number" || (type !== "double" && !Number.isInteger(value))) {
    findings.problems.push(`${path} is no ${type}`);
  }
}

function enumOf({ name }: Definition, path: string): string {
  if (name === "Type" && path === "Event.type") return "Event.Type";
  return name === "Reason" ? "TaskStatus.Reason" : name;
}

const reserved = { reservations: [{ type: "DYNAMIC", role: "svc", principal: "p1" }] };
const volume = {
  ...scalar("disk", 50, reserved),
  disk: { persistence: { id: "v", principal: "p1" }, volume: { container_path: "d", mode: "RW" } },
  shared: {},
};

/** The events of a scheduler to which about everything happens. */
function eventsOfALife(): readonly Fields[] {
  const master = createMaster();
  const domain = { fault_domain: { region: { name: "r" }, zone: { name: "z" } } };
  const attributes = [
    { name: "rack", type: "TEXT", text: { value: "r1" } },
    { name: "load", type: "SCALAR", scalar: { value: 1.5 } },
    { name: "slots", type: "RANGES", ranges: { range: [{ begin: 1, end: 4 }] } },
  ];
  const resources = [
    scalar("cpus", 4),
    scalar("mem", 1000),
    scalar("disk", 1000),
    scalar("disk", 500, { disk: { source: { type: "PATH", path: { root: "/a" } } } }),
    ranges([[31_000, 31_009]]),
    { name: "tags", type: "SET", set: { item: ["x"] } },
    scalar("cpus", 1, { reservations: [{ type: "STATIC", role: "svc" }] }),
  ];
  const [first = "", second = ""] = [0, 1].map((n) =>
    master.addAgent({ hostname: `h${n}`, resources, attributes, domain }),
  );
  const scheduler = schedulerOf(master);
  const old = schedulerOf(master, { capabilities: [], roles: [], role: "old" });
  const offerOf = (agentId: string): Fields =>
    fieldsOf(scheduler.newOffers().findLast((offer) => textAt(offer, "agent_id", "value") === agentId));
  const executor = {
    type: "DEFAULT",
    executor_id: { value: "e" },
    framework_id: { value: scheduler.frameworkId },
    resources: [scalar("cpus", 0.1), scalar("mem", 32), scalar("disk", 10)],
  };
  const group = (...tasks: readonly Fields[]): Fields => ({
    type: "LAUNCH_GROUP",
    launch_group: { executor, task_group: { tasks } },
  });
  scheduler.accept(
    [offerOf(first)],
    [
      { type: "RESERVE", id: { value: "op1" }, reserve: { resources: [scalar("disk", 50, reserved)] } },
      { type: "CREATE", id: { value: "op2" }, create: { volumes: [volume] } },
      { type: "DESTROY", id: { value: "op3" }, destroy: { volumes: [{ ...volume, shared: undefined }] } },
      group(taskInfo("t", first, [scalar("cpus", 1)])),
      group(taskInfo("bad", first, [scalar("cpus", 100)])),
      launch(taskInfo("worse", first, [scalar("gpus", 0.5)])),
    ],
  );
  scheduler.accept([{ id: { value: "none" } }], [launch(taskInfo("gone", first, [scalar("cpus", 1)]))]);
  scheduler.call("RECONCILE", {
    tasks: [{ task_id: { value: "x" } }, { task_id: { value: "y" }, agent_id: { value: first } }],
  });
  master.advance(2000);
  master.message(scheduler.frameworkId, first, "e", "aGk=");
  master.plan(first, { start: { nanoseconds: 1e18 }, duration: { nanoseconds: 3.6e12 } });
  master.plan(first);
  master.advance(2000);
  master.loseAgent(first, "unreachable");
  master.returnAgent(first);
  master.finish("t");
  master.advance(20_000);
  master.loseAgent(second);
  schedulerOf(master, { id: { value: scheduler.frameworkId } });
  return [...scheduler.events, ...old.events];
}

it("says nothing that the definitions of Mesos do not know, but what is newer than they are", () => {
  const findings: Findings = { unknown: new Set(), problems: [] };
  const definition = Mesos.getBuilder().lookup("mesos.scheduler.Event");
  const events = eventsOfALife();
  for (const event of events) check(event, definition, "Event", findings);
  expect(findings.problems).toEqual([]);
  expect([...findings.unknown].toSorted()).toEqual(newer.toSorted());
  expect([...new Set(events.map(({ type }) => String(type)))].toSorted()).toEqual([
    "ERROR",
    "FAILURE",
    "HEARTBEAT",
    "INVERSE_OFFERS",
    "MESSAGE",
    "OFFERS",
    "RESCIND",
    "RESCIND_INVERSE_OFFER",
    "SUBSCRIBED",
    "UPDATE",
    "UPDATE_OPERATION_STATUS",
  ]);
});

it("notices what the definitions do not know, and what they want otherwise", () => {
  const findings: Findings = { unknown: new Set(), problems: [] };
  const definition = Mesos.getBuilder().lookup("mesos.scheduler.Event");
  const status = { task_id: { value: 1 }, state: "TASK_FROB", timestamp: "now", frob: 1 };
  check({ type: "UPDATE", update: { status } }, definition, "Event", findings);
  check({ type: "RESCIND", rescind: {} }, definition, "Event", findings);
  check({ type: "OFFERS", offers: { offers: {} } }, definition, "Event", findings);
  expect([...findings.unknown]).toEqual(["TaskState TASK_FROB", "TaskStatus.frob"]);
  expect(findings.problems).toEqual([
    "Event.update.status.task_id.value is no text",
    "Event.update.status.timestamp is no double",
    "Event.rescind lacks offer_id",
    "Event.offers.offers is no list",
  ]);
});
