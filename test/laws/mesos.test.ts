import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { expect } from "vitest";
import {
  emptyCluster,
  findTask,
  heldBy,
  InvalidInputError,
  match,
  update,
  type Cluster,
  type Policy,
  type Round,
} from "../../src/index.ts";
import {
  callsFrom,
  eventsFrom,
  type CallOptions,
  type MesosCall,
  type MesosExecutorInfo,
} from "../../src/mesos/index.ts";
import { mesosScene } from "../arbitraries/mesos.ts";
import { mutated } from "../fuzz/mutated.ts";
import { launchedBy } from "../mesos/launched.ts";
import { verdictOn } from "../mesos/master.ts";
import { offersEvent, type WireResource } from "../mesos/wire.ts";
import { deepFreeze, withoutHost } from "./pure.ts";
import { runs, timeLimitMs } from "./runs.ts";

const roles = ["svc", "ads"];
const policies = fc.constantFrom<Policy>(
  { roles },
  { roles, hold: { forMs: 10, maxDeclines: 1 } },
  { roles, maxAssignments: 3 },
);
const options: CallOptions = { frameworkId: "f", taskInfo: () => ({ command: { value: "run" } }) };

/** How much there is of the name, in thousandths; what is shared is not used up. */
function thousandthsOf(name: string, resources: readonly WireResource[]): number {
  return resources.reduce(
    (sum, one) => sum + (one.name === name ? Math.round((one.scalar?.value ?? 0) * 1000) : 0),
    0,
  );
}

/** What resources are given in all, with executors, but for what is shared. */
function usedUp(calls: readonly MesosCall[]): readonly WireResource[] {
  return [...launchedBy(calls), ...executorsOf(calls)]
    .flatMap(({ resources }) => resources)
    .filter(({ shared }) => shared === undefined);
}

/** The executors of the pods. */
function executorsOf(calls: readonly MesosCall[]): readonly MesosExecutorInfo[] {
  return calls.flatMap((call) =>
    call.type !== "ACCEPT"
      ? []
      : call.accept.operations.flatMap((one) =>
          one.type === "LAUNCH_GROUP" ? one.launch_group.executor : [],
        ),
  );
}

type Sums = Map<string, Map<string, number>>;

function addTo(sums: Sums, taskId: string, name: string, thousandths: number): void {
  const ofTask = sums.get(taskId) ?? new Map<string, number>();
  if (thousandths > 0) ofTask.set(name, (ofTask.get(name) ?? 0) + thousandths);
  sums.set(taskId, ofTask);
}

/** What the calls give each task or pod, per name of Mesos: in thousandths, of ports and the like their number. */
function sumsOf(calls: readonly MesosCall[]): Sums {
  const sums: Sums = new Map();
  const add = (id: string, resources: readonly WireResource[]): void => {
    for (const { name = "", scalar, ranges, set } of resources) {
      const numbers = (ranges?.range ?? []).reduce((count, { begin, end }) => count + end - begin + 1, 0);
      addTo(
        sums,
        id,
        name,
        Math.round((scalar?.value ?? 0) * 1000) + 1000 * (numbers + (set?.item?.length ?? 0)),
      );
    }
  };
  for (const { task_id, resources } of launchedBy(calls)) add(task_id.value.split(".")[0] ?? "", resources);
  for (const { executor_id, resources } of executorsOf(calls)) add(executor_id.value, resources);
  return sums;
}

/** The same of what the round assigned. */
function sumsAssigned({ launches, cluster }: Round): Sums {
  const sums: Sums = new Map();
  for (const { taskId, ports, disks = [] } of launches.flatMap(({ assignments }) => assignments)) {
    const running = findTask(cluster, taskId);
    if (running === undefined) throw new Error(`${taskId} does not run`);
    for (const [name, value] of Object.entries(heldBy(running))) {
      const [plain = ""] = name.split("@");
      if (!name.includes("[")) addTo(sums, taskId, plain, Math.round(value * 1000));
    }
    addTo(sums, taskId, "ports", 1000 * ports.length);
    for (const { type, amount } of disks)
      if (!type.startsWith("root")) addTo(sums, taskId, "disk", Math.round(amount * 1000));
  }
  return sums;
}

/** Whether several offers of one agent and role have volumes of one id: a task is given one of these, and the round says what they are together. */
function hasVolumeTwice({ agents }: Cluster): boolean {
  return agents.some(({ offers }) => {
    const volumes = offers.flatMap(({ role, disks = [] }) =>
      disks.filter(({ type }) => type === "volume").map(({ id }) => JSON.stringify([role, id])),
    );
    return new Set(volumes).size < volumes.length;
  });
}

/** Fails unless each task is given what the round says; where a volume of its id is elsewhere too it may be given less disk. */
function expectSums(given: Sums, assigned: Sums, mayLackDisk: boolean): void {
  if (mayLackDisk) {
    for (const [id, sums] of assigned) {
      const most = sums.get("disk") ?? 0;
      expect(given.get(id)?.get("disk") ?? 0).toBeLessThanOrEqual(most);
      sums.delete("disk");
      given.get(id)?.delete("disk");
    }
  }
  expect(given).toEqual(assigned);
}

test.prop([mesosScene, policies], runs(2))(
  "mesos: a master finds nothing wrong with the calls of any round, and each offer is accepted, declined or held",
  (scene, policy) => {
    const { events, unreadable } = eventsFrom(deepFreeze(offersEvent(...scene.offers)), { role: scene.role });
    expect(unreadable).toEqual([]);
    const cluster = update(emptyCluster, events);
    const round = match({ cluster, tasks: scene.tasks, policy, nowMs: 5 });
    const demand = { roles, tasks: scene.tasks, suppressed: ["ads"] };
    const { calls } = callsFrom(cluster, round, { ...options, demand });
    const verdict = verdictOn(calls, { offers: scene.offers, roles, role: scene.role });
    expect(verdict.findings).toEqual([]);
    expect(verdict.outstanding.toSorted()).toEqual(round.held.toSorted());
    expectSums(sumsOf(calls), sumsAssigned(round), hasVolumeTwice(cluster));
    const accepted = new Set(round.launches.flatMap(({ offerIds }) => offerIds));
    const offered = scene.offers
      .filter(({ id }) => accepted.has(id.value))
      .flatMap(({ resources = [] }) => resources);
    const out = usedUp(calls);
    for (const [name, left] of verdict.left) {
      expect(left).toBe(thousandthsOf(name, offered) - thousandthsOf(name, out));
      expect(left).toBeGreaterThanOrEqual(0);
    }
  },
  timeLimitMs,
);

test.prop([mesosScene], runs(0.5))(
  "mesos: what is taken is the deepest reservation there is left, and no more than was offered is left after it",
  ({ offers, role, tasks: given }) => {
    // those that reserve take first what they can reserve, and disks are parts of their own
    const tasks = given.filter(
      ({ mesos = {}, disks = [] }) => Object.keys(mesos).length + disks.length === 0,
    );
    const cluster = update(emptyCluster, eventsFrom(offersEvent(...offers), { role }).events);
    const round = match({ cluster, tasks, policy: { roles }, nowMs: 0 });
    for (const call of callsFrom(cluster, round, options).calls) {
      if (call.type !== "ACCEPT") continue;
      const depths = new Map<string, number>();
      for (const { resources } of launchedBy([call])) {
        for (const { name, type, reservations, role: reservedFor = "*", ...rest } of resources) {
          const isLabelled = JSON.stringify([reservations, rest]).includes("labels");
          if (type !== "SCALAR" || isLabelled || rest.revocable !== undefined) continue;
          const depth = reservations?.length ?? (reservedFor === "*" ? 0 : 1);
          expect(depth).toBeLessThanOrEqual(depths.get(name) ?? Infinity);
          depths.set(name, depth);
        }
      }
    }
  },
  timeLimitMs,
);

test.prop([mesosScene], runs(0.5))(
  "mesos: neither clock nor dice are asked, and nothing given is changed",
  ({ offers, role, tasks }) => {
    const event = offersEvent(...offers);
    const run = (): unknown => {
      const cluster = update(emptyCluster, deepFreeze(eventsFrom(deepFreeze(event), { role })).events);
      const round = deepFreeze(match({ cluster, tasks, policy: { roles }, nowMs: 0 }));
      return callsFrom(cluster, round, deepFreeze({ ...options, demand: { roles, tasks } }));
    };
    const before = JSON.stringify(event);
    const calls = JSON.stringify(run());
    expect(JSON.stringify(withoutHost(run))).toBe(calls);
    expect(JSON.stringify(event)).toBe(before);
  },
  timeLimitMs,
);

test.prop(
  [mesosScene.chain((scene) => fc.tuple(fc.constant(scene), mutated(offersEvent(...scene.offers))))],
  runs(3),
)(
  "mesos: an event with anything anywhere is refused, or each of its offers is used, declined or held",
  ([{ tasks }, event]) => {
    let read: ReturnType<typeof eventsFrom>;
    try {
      read = eventsFrom(deepFreeze(event));
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInputError);
      return;
    }
    const cluster = update(emptyCluster, read.events);
    const round = match({ cluster, tasks, policy: { roles }, nowMs: 0 });
    const { unreadable } = read;
    const { calls } = callsFrom(cluster, round, { ...options, unreadable });
    const named = calls.flatMap((call) =>
      call.type === "ACCEPT" ? call.accept.offer_ids : call.type === "DECLINE" ? call.decline.offer_ids : [],
    );
    const { offers } = (event as { readonly offers: { readonly offers: readonly unknown[] } }).offers;
    expect(named.map(({ value }) => value).toSorted()).toEqual(
      [...new Set(offers.flatMap(idsIn))].toSorted(),
    );
    const good = read.events.flatMap((each) => (each.type === "offers-received" ? each.offers : []));
    expect(good.length + unreadable.length).toBe(offers.length);
  },
  timeLimitMs,
);

/** The id of what may be an offer, if it has one. */
function idsIn(offer: unknown): readonly string[] {
  const value = fieldOf(fieldOf(offer, "id"), "value");
  return typeof value === "string" && value !== "" ? [value] : [];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
