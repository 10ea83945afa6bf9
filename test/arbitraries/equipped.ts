import fc from "fast-check";
import type {
  ClusterEvent,
  DeviceGrant,
  DeviceRequest,
  Offer,
  Policy,
  RunningTask,
  Task,
} from "../../src/index.ts";
import { binPack, spread } from "../../src/index.ts";
import { diskRequests, heldDisks, offeredDisks } from "./disks.ts";
import { executorIds, taskExecutor } from "./executors.ts";
import { askedPorts, heldPorts, offeredRanges } from "./ports.ts";
import type { Scenario } from "./scenarios.ts";
import { inTurn, shapeOf } from "./shapes.ts";

type Equipment = Pick<Offer, "devices" | "disks" | "ports" | "executors">;
type Holding = Pick<RunningTask, "devices" | "disks" | "ports">;
type Wants = Pick<Task, "devices" | "disks" | "ports" | "executor">;

/** What a round is about: what agents are equipped with, tasks that run hold of it, and others ask. */
interface Matter {
  readonly equipment: fc.Arbitrary<Equipment>;
  readonly holding: fc.Arbitrary<Holding>;
  readonly wants: fc.Arbitrary<Wants>;
}

const binding = fc.constantFrom("blue", "green", "red");
const units = fc.constantFrom(0.1, 0.25, 0.3, 0.5);

/** So much of one device after the other is in use, bound or not. */
const inUse: fc.Arbitrary<readonly DeviceGrant[]> = fc
  .array(fc.tuple(fc.constantFrom(0, 0.1, 0.2, 0.25, 0.4, 0.5, 0.75, 1), fc.option(binding)), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) =>
    parts.map(([used, bound], index) => ({
      name: "gpu",
      index,
      units: used,
      ...(bound !== null && { binding: bound }),
    })),
  );

const request = shapeOf<DeviceRequest>(
  {
    name: fc.constantFrom("gpu", "gpu", "gpu", "eni"),
    units,
    count: fc.integer({ min: 1, max: 2 }),
    binding,
  },
  ["name", "units"],
);

const devices: Matter = {
  equipment: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()).map(([count, hasOther]) => ({
    devices: [
      { name: "gpu", count, capacity: 1 },
      ...(hasOther ? [{ name: "eni", count: 1, capacity: 1 }] : []),
    ],
  })),
  holding: inUse.map((held) => ({ devices: held })),
  wants: fc.array(request, { minLength: 1, maxLength: 3 }).map((asked) => ({ devices: asked })),
};

const disks: Matter = {
  equipment: offeredDisks.map((offered) => ({ disks: offered })),
  holding: heldDisks.map((held) => ({ disks: held })),
  wants: diskRequests.map((asked) => ({ disks: asked })),
};

const ports: Matter = {
  equipment: offeredRanges.map((offered) => ({ ports: offered })),
  holding: heldPorts.map((held) => ({ ports: held })),
  wants: askedPorts.map((asked) => ({ ports: asked })),
};

const executors: Matter = {
  equipment: executorIds.map((running) => ({ executors: running })),
  holding: fc.constant({}),
  wants: taskExecutor.map((executor) => ({ executor })),
};

const matter = fc.oneof(
  { weight: 4, arbitrary: fc.constant([devices]) },
  { weight: 1, arbitrary: fc.constant([disks]) },
  { weight: 1, arbitrary: fc.constant([ports]) },
  { weight: 1, arbitrary: fc.constant([executors]) },
  { weight: 1, arbitrary: fc.constant([devices, disks, ports, executors]) },
);

const policy: fc.Arbitrary<Policy> = fc.record(
  {
    fitness: fc.constantFrom(binPack("cpus"), binPack("cpus", "mem"), spread("cpus"), binPack("none")),
    weights: fc.constantFrom(
      { fitness: 1, preferences: 0, devices: 0.1 },
      { fitness: 1, preferences: 0, devices: 5 },
      { fitness: 0, preferences: 0, devices: 1 },
    ),
    goodEnough: fc.constantFrom(0.4, 0.8),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** What all of the parts give. */
function all<T extends object>(parts: readonly fc.Arbitrary<T>[]): fc.Arbitrary<T> {
  return fc.tuple(...parts).map((each) => Object.assign({}, ...each) as T);
}

/** A task alone, or a gang, which may be in vain, of a kind. */
const turn = fc.record({
  kind: fc.nat({ max: 3 }),
  gang: fc.constantFrom(0, 0, 0, 0, 2, 4),
  isVain: fc.boolean(),
  role: fc.constantFrom("*", "*", "*", "ads"),
  upTo: fc.constantFrom({}, {}, {}, { cpus: 3 }),
});

type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

/** A round over many agents of a few kinds of devices, disks, ports or executors, with many tasks of a few kinds that ask for them, some in gangs. */
export function equippedScenario(): fc.Arbitrary<Scenario> {
  return matter.chain((matters) => {
    const equipment = all(matters.map((each) => each.equipment));
    const holding = all(matters.map((each) => each.holding));
    const wants = all(matters.map((each) => each.wants));
    return fc
      .record({
        agents: fc.integer({ min: 3, max: 90 }),
        shapes: fc.array(fc.constantFrom(4, 8, 16), { minLength: 1, maxLength: 2 }),
        equipments: fc.array(equipment, { minLength: 1, maxLength: 3 }),
        holdings: fc.array(fc.option(holding, { freq: 2 }), { minLength: 1, maxLength: 7 }),
        isShared: fc.boolean(),
        kinds: fc.array(wants, { minLength: 1, maxLength: 4 }),
        turns: fc.array(turn, { minLength: 4, maxLength: 40, size: "max" }),
        sizes: fc.array(fc.constantFrom(0, 0.5, 1), { minLength: 1, maxLength: 2 }),
        policy,
      })
      .map(({ agents, shapes, equipments, holdings, isShared, kinds, turns, sizes, policy: given }) => {
        const places = Array.from({ length: agents }, (_, i) => i);
        const offers = places.flatMap((i) => {
          const own = offerAt(i, shapes, inTurn(equipments, i));
          return isShared && i % 3 === 0 ? [own, { ...own, id: `ads${i}`, role: "ads" }] : [own];
        });
        const events: ClusterEvent[] = [{ type: "offers-received", offers }];
        for (const i of places) {
          const held = inTurn(holdings, i);
          if (held !== null) events.push({ type: "task-started", running: runningAt(i, held) });
        }
        return {
          events,
          tasks: turns.flatMap((each, i) =>
            tasksOf(`t${i}`, inTurn(kinds, each.kind), inTurn(sizes, i), each),
          ),
          policy: given,
          nowMs: 0,
        };
      });
  });
}

/** A task, or so many of a gang, of which the last asks more than any agent has where it is in vain. */
function tasksOf(
  id: string,
  asked: Wants,
  cpus: number,
  { gang, isVain, role, upTo }: Turn,
): readonly Task[] {
  const one: Task = { id, role, resources: { cpus }, upTo, ...asked };
  if (gang === 0) return [one];
  return Array.from({ length: gang }, (_, i) => ({
    ...one,
    id: `${id}.${i}`,
    group: `gang of ${id}`,
    gang: {},
    ...(isVain && i === gang - 1 && { resources: { cpus: 99 }, upTo: {} }),
  }));
}

function offerAt(place: number, shapes: readonly number[], equipped: Equipment): Offer {
  return {
    id: `o${place}`,
    agentId: `a${place}`,
    hostname: hostAt(place),
    resources: { cpus: inTurn(shapes, place), mem: 4 },
    ...equipped,
  };
}

function runningAt(place: number, held: Holding): RunningTask {
  return {
    task: { id: `r${place}`, resources: { cpus: 1 } },
    agentId: `a${place}`,
    hostname: hostAt(place),
    ...held,
  };
}

function hostAt(place: number): string {
  return `h${(place * 7919) % 1009}`;
}
