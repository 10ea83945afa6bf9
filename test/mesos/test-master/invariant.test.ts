import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { fieldsOf, listAt, textAt, type Fields } from "../../support/master/json.ts";
import { createMaster, type TestMaster } from "../../support/master/master.ts";
import { launch, ranges, scalar, schedulerOf, taskInfo, type Scheduler } from "./scheduler.ts";

const mine = { reservations: [{ type: "DYNAMIC", role: "svc", principal: "p1" }] };
const resources = [
  scalar("cpus", 4),
  scalar("mem", 1000),
  scalar("disk", 100),
  scalar("disk", 50, { disk: { source: { type: "MOUNT", mount: { root: "/m" } } } }),
  scalar("cpus", 1, { reservations: [{ type: "STATIC", role: "svc" }] }),
  scalar("cpus", 2, { revocable: {} }),
  ranges([[1, 20]]),
  { name: "tags", type: "SET", set: { item: ["x", "y", "z"] } },
];
const fields = {
  disk: { persistence: { id: "v", principal: "p1" }, volume: { container_path: "d", mode: "RW" } },
};
const volume = (isShared: boolean): Fields =>
  scalar("disk", 20, { ...mine, ...fields, ...(isShared ? { shared: {} } : {}) });

/** What a step does, as numbers that choose among what there is. */
const step = fc.record({ what: fc.nat(17), which: fc.nat(1000), how: fc.nat(1000) });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface World {
  readonly master: TestMaster;
  readonly agentIds: string[];
  schedulers: Scheduler[];
  count: number;
}

function pick<T>(list: readonly T[], which: number): T | undefined {
  return list[which % Math.max(1, list.length)];
}

const uses: readonly (readonly Fields[])[] = [
  [scalar("cpus", 1), scalar("mem", 100)],
  [
    scalar("cpus", 0.5),
    ranges([
      [1, 3],
      [7, 7],
    ]),
    { name: "tags", type: "SET", set: { item: ["y"] } },
  ],
  [scalar("cpus", 1, { reservations: [{ type: "STATIC", role: "svc" }] }), scalar("disk", 10)],
  [scalar("cpus", 1, { revocable: {} })],
  [scalar("mem", 32), volume(false)],
  [scalar("mem", 32), volume(true)],
  [scalar("disk", 50, { disk: { source: { type: "MOUNT", mount: { root: "/m" } } } })],
  [scalar("cpus", 9)],
];

const operations: readonly Fields[] = [
  { type: "RESERVE", reserve: { resources: [scalar("disk", 40, mine), scalar("cpus", 1, mine)] } },
  { type: "UNRESERVE", unreserve: { resources: [scalar("disk", 10, mine)] } },
  { type: "CREATE", create: { volumes: [volume(false)] } },
  { type: "CREATE", create: { volumes: [volume(true)] } },
  { type: "DESTROY", destroy: { volumes: [volume(false)] } },
  { type: "DESTROY", destroy: { volumes: [volume(true)] } },
  { type: "GROW_VOLUME", grow_volume: { volume: volume(false), addition: scalar("disk", 5, mine) } },
  { type: "SHRINK_VOLUME", shrink_volume: { volume: volume(false), subtract: { value: 5 } } },
];

function take(world: World, { what, which, how }: Step): void {
  const { master, agentIds } = world;
  const scheduler = pick(world.schedulers, how);
  const offer = pick(master.offers(), which);
  const task = pick(master.tasks(), which);
  const agentId = offer?.agentId ?? agentIds[0] ?? "";
  const offers = offer === undefined ? [] : [{ id: { value: offer.id } }];
  const info = (more: Fields = {}): Fields =>
    taskInfo(`t${world.count++}`, agentId, pick(uses, how) ?? [], more);
  switch (what) {
    case 0:
    case 1:
      scheduler?.accept(offers, [launch(info(), info(), info())], how % 3);
      break;
    case 2:
    case 3:
      scheduler?.accept(offers, [pick(operations, how) ?? {}, pick(operations, which) ?? {}, launch(info())]);
      break;
    case 4: {
      const executor = {
        type: "DEFAULT",
        executor_id: { value: "e" },
        framework_id: { value: scheduler?.frameworkId },
        resources: [scalar("cpus", 0.1), scalar("mem", 32), scalar("disk", 1)],
      };
      scheduler?.accept(offers, [
        { type: "LAUNCH_GROUP", launch_group: { executor, task_group: { tasks: [info(), info()] } } },
      ]);
      break;
    }
    case 5:
      scheduler?.call("DECLINE", {
        offer_ids: offers.map(({ id }) => id),
        filters: { refuse_seconds: how % 9 },
      });
      break;
    case 6:
      if (task !== undefined) scheduler?.call("KILL", { task_id: { value: task.id } });
      break;
    case 7:
      if (task !== undefined) master.finish(task.id, "TASK_FAILED");
      break;
    case 8:
    case 9:
      for (const event of scheduler?.events.splice(0) ?? []) {
        const status = fieldsOf(fieldsOf(event["update"])["status"]);
        const { agent_id, task_id, uuid } = status;
        if (uuid !== undefined) scheduler?.call("ACKNOWLEDGE", { agent_id, task_id, uuid });
      }
      break;
    case 10:
      scheduler?.call(which % 2 === 0 ? "SUPPRESS" : "REVIVE", { roles: which % 3 === 0 ? ["svc"] : [] });
      break;
    case 11:
      if (offer !== undefined) master.rescind(offer.id);
      break;
    case 12:
      loseOrFind(world, which);
      break;
    case 13:
      if (how % 5 === 0) master.failOver();
      else if (scheduler !== undefined) master.disconnect(scheduler.frameworkId);
      break;
    case 14:
      if (scheduler !== undefined) {
        const again = schedulerOf(master, {
          id: { value: scheduler.frameworkId },
          roles: how % 2 === 0 ? ["svc"] : ["svc", "ads"],
        });
        world.schedulers = [...world.schedulers.filter((each) => each !== scheduler), again];
      }
      break;
    case 15:
      master.plan(
        master.agents()[0]?.id ?? "",
        which % 2 === 0 ? { start: { nanoseconds: which } } : undefined,
      );
      break;
    case 16:
      scheduler?.call(how % 7 === 0 ? "TEARDOWN" : "RECONCILE", { tasks: [] });
      break;
    default:
      master.advance(which * 20);
  }
}

function loseOrFind({ master, agentIds }: World, which: number): void {
  const here = new Set(master.agents().map(({ id }) => id));
  const away = agentIds.filter((id) => !here.has(id));
  const [missing] = away;
  if (missing !== undefined) master.returnAgent(missing);
  else if (here.size > 1) master.loseAgent(pick([...here], which) ?? "", "unreachable");
}

test.prop([fc.array(step, { maxLength: 120 }), fc.nat()], { numRuns: 150 })(
  "free, offered and used are the total of every agent, whatever is called and whatever goes wrong",
  (steps, seed) => {
    const master = createMaster({
      seed,
      faults: { rescind: 0.05, duplicateUpdate: 0.1, lateUpdate: 0.1, dropCall: 0.05 },
      script: () => ({ durationMs: 7000 }),
    });
    const agentIds = [0, 1].map((n) => master.addAgent({ hostname: `h${n}`, resources }));
    const world: World = {
      master,
      agentIds,
      schedulers: [schedulerOf(master), schedulerOf(master, { roles: ["ads", "svc"] })],
      count: 0,
    };
    for (const each of steps) {
      take(world, each);
      expect(master.problems()).toEqual([]);
    }
    master.advance(3_600_000);
    expect(master.problems()).toEqual([]);
    // What is told never contradicts what is there.
    for (const { events } of world.schedulers) {
      for (const event of events) {
        for (const offer of listAt(event, "offers", "offers"))
          expect(agentIds).toContain(textAt(offer, "agent_id", "value"));
      }
    }
  },
);
