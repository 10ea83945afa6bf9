import fc from "fast-check";
import type { Attributes, Constraint, Fitness, Policy, Preference, Scalars, Task } from "../../src/index.ts";
import { binPack, locality, prefer, preferHigh, spread, weighted } from "../../src/index.ts";
import { copyOf } from "./copies.ts";
import { rarely, shapeOf } from "./shapes.ts";
import { withExtras, type Extras } from "./tasks.ts";
import { wideConstraint } from "./wide-constraints.ts";
import { usualExecutor } from "./wide-agents.ts";
import { amountsFitness, wideCustomFitness } from "./wide-evaluators.ts";

/** Which tasks a round has: so many of a template, then so many of another. */
export type WideRun = readonly [template: number, count: number];

/** Whether tasks and policies may have custom evaluators. */
export interface WideOptions {
  readonly hasCustoms?: boolean;
}

/** Tiny, usual, odd and huge amounts, and none. */
const sizes: readonly Scalars[] = [
  { cpus: 0.1, mem: 0.1 },
  { cpus: 1, mem: 1 },
  { cpus: 0.3, mem: 0.1, disk: 0.2 },
  { cpus: 2.5, mem: 0.5 },
  { cpus: 0.2 },
  { mem: 1.5, disk: 0.1 },
  { cpus: 0.1, gpus: 1 },
  {},
  { cpus: 6, mem: 3 },
  { cpus: 1000, mem: 1 },
  { cpus: 0, mem: 0.7 },
];

const resources = fc.constantFrom<readonly string[]>(
  ["cpus", "mem"],
  ["cpus", "mem"],
  ["cpus", "mem"],
  ["mem", "cpus"],
  ["cpus"],
  ["mem"],
  ["cpus", "mem", "disk"],
  ["disk", "mem", "cpus"],
  ["gpus", "cpus"],
  ["mem", "mem", "cpus"],
);

const weight = fc.constantFrom(1, 1, 2, 3, 0.1, 0.2, 0.3, 0.7);

/** A fitness of any kind, or a weighted mean of some. */
export function wideFitness({ hasCustoms = true }: WideOptions = {}): fc.Arbitrary<Fitness> {
  const levels = fc.constantFrom(["hostname"], ["rack", "zone"], ["hostname", "rack", "zone"], ["kind"]);
  const built = fc.oneof(
    { weight: 3, arbitrary: resources.map((names): Fitness => binPack(...names)) },
    { weight: 2, arbitrary: resources.map((names): Fitness => spread(...names)) },
    { weight: 1, arbitrary: levels.map((names): Fitness => locality(names)) },
  );
  const leaf = hasCustoms
    ? fc.oneof(
        { weight: 6, arbitrary: built },
        { weight: 1, arbitrary: wideCustomFitness },
        { weight: 1, arbitrary: amountsFitness },
      )
    : built;
  const means = fc
    .array(fc.tuple(leaf, weight), { minLength: 1, maxLength: 4 })
    .map((parts) => weighted(parts));
  return fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: means });
}

/** A task but for its id; many are alike but for that. */
export function wideTemplate(options: WideOptions = {}): fc.Arbitrary<Task> {
  const constraint = wideConstraint(options);
  const preference = fc.oneof<fc.MaybeWeightedArbitrary<Preference>[]>(
    { weight: 3, arbitrary: fc.tuple(constraint, weight).map(([one, many]) => prefer(one, many)) },
    {
      weight: 2,
      arbitrary: fc.tuple(wideFitness(options), weight).map(([one, many]) => preferHigh(one, many)),
    },
  );
  const size = rarely(8, fc.constantFrom(...sizes.slice(0, 5)), fc.constantFrom(...sizes.slice(5)));
  const simple = fc
    .tuple(size, rarely(5, fc.constant({}), fc.constant({ role: "ads" })))
    .map(([asked, role]): Task => ({ id: "t", resources: asked, ...role }));
  const held = shapeOf<Pick<Task, "ports" | "devices" | "disks">>(
    {
      ports: fc.constantFrom<NonNullable<Task["ports"]>>(
        1,
        3,
        ["any", [31000, 31003]],
        [31001],
        [[40_000, 40_040]],
        [40_020, "any"],
        [40_021],
      ),
      devices: fc.constantFrom(
        [{ name: "gpu", units: 0.5 }],
        [{ name: "gpu", units: 0.25, count: 2, binding: "blue" }],
        [{ name: "eni", units: 1, binding: "green" }],
      ),
      disks: fc.constantFrom<NonNullable<Task["disks"]>>(
        [{ type: "ssd", amount: 10 }],
        [{ type: "ssd", amount: 30 }],
        [{ type: "hdd" }],
        [{ type: "ssd", id: "d2" }],
        [
          { type: "ssd", amount: 15 },
          { type: "ssd", amount: 40 },
        ],
      ),
    },
    [],
  );
  const judged = shapeOf<Pick<Task, "group" | "constraints" | "preferences" | "locations">>(
    {
      group: fc.constantFrom("web", "web", "db"),
      constraints: rarely<readonly Constraint[]>(4, fc.tuple(constraint), fc.tuple(constraint, constraint)),
      preferences: fc.array<Preference>(preference, { minLength: 1, maxLength: 4 }),
      locations: fc.constantFrom<Attributes>({ zone: "z1", rack: ["r1", "r5"] }, { hostname: ["h7", "h70"] }),
    },
    [],
  );
  const kinds = fc.oneof(
    { weight: 4, arbitrary: simple },
    { weight: 4, arbitrary: fc.tuple(simple, judged).map(([one, more]) => ({ ...one, ...more })) },
    { weight: 2, arbitrary: fc.tuple(simple, held).map(([one, more]) => ({ ...one, ...more })) },
    {
      weight: 1,
      arbitrary: fc.tuple(simple, judged, held).map(([one, more, last]) => ({ ...one, ...more, ...last })),
    },
  );
  const extras = fc.constantFrom<Extras>(
    { isInGang: true },
    { isInGang: true, more: { cpus: 0.5 } },
    { isInGang: false, more: { mem: 1.5, cpus: 0.2 } },
    { isInGang: false, readyAtMs: 1500, bucket: "alice" },
    { isInGang: true, tier: 1, bucket: "bob" },
  );
  const executor = fc.constantFrom<NonNullable<Task["executor"]>[]>(
    usualExecutor,
    { id: "e2", resources: { cpus: 0.3 } },
    { id: "e3", resources: { mem: 2, disk: 0.1 } },
    { id: ownExecutor, resources: { cpus: 0.1, mem: 0.3 } },
  );
  const executed = rarely(
    4,
    kinds,
    fc.tuple(kinds, executor).map(([one, under]) => ({ ...one, executor: under })),
  );
  const lasting = fc
    .tuple(executed, fc.constantFrom(0, 90, 490, 1000, 3000))
    .map(([one, expectedDurationMs]) => ({ ...one, expectedDurationMs }));
  const timed = rarely(3, executed, lasting);
  return rarely(
    6,
    timed,
    fc.tuple(timed, extras).map(([one, more]) => withExtras(one, more)),
  );
}

/** Of templates whose tasks each run under an executor of their own. */
const ownExecutor = "own";

/** How the templates follow each other. */
export function wideRuns(maxRuns: number): fc.Arbitrary<readonly WideRun[]> {
  return fc.array(fc.tuple(fc.nat({ max: 5 }), fc.constantFrom(1, 2, 3, 8, 20)), {
    minLength: 1,
    maxLength: maxRuns,
    size: "max",
  });
}

/** The tasks of the runs, at most `most`, with ids that begin with `prefix`; every other is a copy that shares nothing with its template. */
export function wideTasks(
  templates: readonly Task[],
  runs: readonly WideRun[],
  prefix: string,
  most: number,
): readonly Task[] {
  const picked = runs.flatMap(([template, count]) =>
    Array.from({ length: count }, () => templates.slice(template % templates.length).slice(0, 1)).flat(),
  );
  return picked.slice(0, most).map((template, index) => ({
    ...(index % 2 === 0 ? template : copyOf(template)),
    ...(template.executor?.id === ownExecutor && {
      executor: { ...template.executor, id: `${ownExecutor} ${prefix}${index}` },
    }),
    id: `${prefix}${index}`,
  }));
}

/** A policy for many agents and tasks, which knows every role. */
export function widePolicy(options: WideOptions = {}): fc.Arbitrary<Policy> {
  const judging = shapeOf<Policy>(
    {
      fitness: wideFitness(options),
      weights: fc.constantFrom(
        { fitness: 35, preferences: 50, devices: 15 },
        { fitness: 1, preferences: 1, devices: 0 },
        { fitness: 0, preferences: 1, devices: 1 },
      ),
      assumedDurationMs: fc.constantFrom(0, 500, 2000),
    },
    [],
  );
  const limiting = shapeOf<Omit<Policy, "fitness" | "weights">>(
    {
      goodEnough: fc.constantFrom(0, 0.3, 0.5, 0.75, 1),
      groupLimits: fc.constantFrom({ web: { cpus: 5 } }, { web: { mem: 2 }, db: { cpus: 1 } }),
      maxAssignments: fc.integer({ min: 1, max: 60 }),
      hold: fc.constantFrom({ forMs: 1000 }, { forMs: 20, maxDeclines: 30 }),
    },
    [],
  );
  return rarely<Policy>(
    3,
    judging,
    fc.tuple(judging, limiting).map(([one, other]) => ({ ...one, ...other })),
  ).map((policy) => ({ ...policy, roles: ["ads"] }));
}
