import fc from "fast-check";
import type { Gang, RunningTask, Scalars, Task } from "../../src/index.ts";
import { askedScalars } from "./amounts.ts";
import { attributes } from "./attributes.ts";
import type { Customs } from "./constraints.ts";
import { constraint } from "./constraints.ts";
import { deviceRequests, heldDevices } from "./devices.ts";
import { diskRequests, heldDisks } from "./disks.ts";
import { overhead, taskExecutor } from "./executors.ts";
import { preferences } from "./fitness.ts";
import { agentId, bucket, group, hostname, role, taskId } from "./names.ts";
import { askedPorts, heldPorts } from "./ports.ts";
import { rarely, shapeOf } from "./shapes.ts";
import { durationMs, timeMs } from "./times.ts";

/** A task that may ask for anything. */
export function task(customs: Customs = "all"): fc.Arbitrary<Task> {
  const demanding = shapeOf<Task>(
    {
      id: taskId,
      group,
      role: rarely(3, fc.constant("*"), role),
      resources: askedScalars,
      ports: askedPorts,
      devices: deviceRequests,
      disks: diskRequests,
      constraints: fc.array(constraint(customs), { maxLength: 2 }),
      preferences: preferences(customs),
      locations: attributes,
    },
    ["id", "resources"],
  );
  const simple = shapeOf<Task>({ id: taskId, group, resources: askedScalars }, ["id", "resources"]);
  const holding = shapeOf<Task>(
    {
      id: taskId,
      group,
      resources: askedScalars,
      ports: askedPorts,
      devices: deviceRequests,
      disks: diskRequests,
    },
    ["id", "resources"],
  );
  const storing = shapeOf<Task>({ id: taskId, group, resources: askedScalars, disks: diskRequests }, [
    "id",
    "resources",
  ]);
  const grouped = shapeOf<Task>(
    {
      id: taskId,
      resources: askedScalars,
      constraints: fc.array(constraint(customs), { minLength: 1, maxLength: 2 }),
      preferences: preferences(customs),
    },
    ["id", "resources"],
  ).map((one): Task => ({ ...one, group: "web" }));
  const kinds = fc.oneof(
    demanding,
    simple,
    { weight: 2, arbitrary: holding },
    { weight: 2, arbitrary: storing },
    { weight: 3, arbitrary: grouped },
  );
  const executed = rarely(
    3,
    kinds,
    fc.tuple(kinds, taskExecutor).map(([one, executor]) => ({ ...one, executor })),
  );
  return rarely(
    3,
    executed,
    fc.tuple(executed, extras).map(([one, more]) => withExtras(one, more)),
  );
}

/** What a task may be beside what it asks. */
export interface Extras {
  readonly isInGang: boolean;
  /** How much more it can use, per resource. */
  readonly more?: Scalars;
  readonly readyAtMs?: number;
  readonly expectedDurationMs?: number;
  readonly tier?: number;
  readonly bucket?: string;
}

const extras: fc.Arbitrary<Extras> = shapeOf<Extras>(
  {
    isInGang: fc.boolean(),
    more: askedScalars,
    readyAtMs: rarely(4, fc.constant(0), timeMs),
    expectedDurationMs: durationMs,
    tier: fc.nat({ max: 2 }),
    bucket,
  },
  ["isInGang"],
);

/** The task with these. All tasks of a gang say the same of it: what they say follows from the name of their group. */
export function withExtras(task: Task, { isInGang, more, ...fields }: Extras): Task {
  const gang: Gang = task.group === "web" ? { least: 2 } : {};
  return {
    ...task,
    ...fields,
    ...(isInGang && task.group !== undefined ? { gang } : {}),
    ...(more === undefined ? {} : { upTo: sumOf(task.resources, more) }),
  };
}

function sumOf(a: Scalars, b: Scalars): Scalars {
  return Object.fromEntries(Object.keys(b).map((name) => [name, amountIn(a, name) + amountIn(b, name)]));
}

function amountIn(scalars: Scalars, name: string): number {
  return Object.hasOwn(scalars, name) ? (scalars[name] ?? 0) : 0;
}

/** A task that runs, wherever it is put. */
export function runningTask(customs: Customs = "all"): fc.Arbitrary<RunningTask> {
  const running = shapeOf<RunningTask>(
    {
      task: rarely(
        3,
        shapeOf<Task>({ id: taskId, group, resources: askedScalars }, ["id", "resources"]),
        task(customs),
      ),
      agentId,
      hostname,
      ports: heldPorts,
      devices: heldDevices,
      disks: heldDisks,
      resources: askedScalars,
    },
    ["task", "agentId", "hostname"],
  );
  return fc.tuple(running, fc.option(overhead)).map(([one, started]): RunningTask => {
    const { executor } = one.task;
    if (executor === undefined || started === null) return one;
    return { ...one, executor: { id: executor.id, resources: started } };
  });
}
