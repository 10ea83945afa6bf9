import fc from "fast-check";
import {
  attributeIs,
  binPack,
  spread,
  uniqueBy,
  type AgentShape,
  type AutoscaleSettings,
  type Fitness,
  type ScalingRule,
  type Task,
} from "../../src/index.ts";

/** What happens between two turns. Numbers choose among what there is, as often as it takes. */
export interface LoopStep {
  readonly tasks: readonly Omit<Task, "id">[];
  /** Running tasks that end. */
  readonly ends: readonly number[];
  /** An agent that is lost with its tasks, and one that is disabled for a while. */
  readonly lost: number | null;
  readonly disabled: number | null;
  /** Which of the agents asked for come. */
  readonly comes: readonly boolean[];
  /** Whether agents offer again what their launches left: they always do where they are not missed for a while. */
  readonly isOffered: boolean;
  /** Whether what this turn asks for fails, and is said to. */
  readonly fails: boolean;
  readonly waitMs: number;
}

/** A scheduler, and what befalls it. */
export interface ScalingLoop {
  readonly settings: Required<Omit<AutoscaleSettings, "shortfall" | "giveBack">>;
  readonly fitness: Fitness;
  /** Whether it keeps the offers that it does not use. */
  readonly isHeld: boolean;
  /** Whether its tasks wait in a queue. */
  readonly isQueued: boolean;
  readonly steps: readonly LoopStep[];
}

const few = fc.nat({ max: 3 });
const any = fc.nat({ max: 100 });
const duration = fc.constantFrom(0, 1000, 30_000);

const shape: fc.Arbitrary<AgentShape> = fc
  .tuple(fc.constantFrom(2, 4, 8), fc.constantFrom(2, 4, 8), fc.constantFrom("x", "y"))
  .map(([cpus, mem, zone]) => ({ offers: [{ resources: { cpus, mem } }], attributes: { zone } }));

function rule(value: string): fc.Arbitrary<ScalingRule> {
  return fc
    .record({
      idle: fc.tuple(few, few),
      size: fc.tuple(fc.constantFrom(0, 0, 2), fc.option(fc.nat({ max: 8 }))),
      cooldownMs: duration,
      shapes: fc.array(shape, { minLength: 1, maxLength: 2 }),
    })
    .map(({ idle: [minIdle, more], size: [minSize, room], cooldownMs, shapes }) => ({
      value,
      minIdle,
      maxIdle: minIdle + more,
      minSize,
      ...(room !== null && { maxSize: minSize + room }),
      cooldownMs,
      shapes,
    }));
}

const settings = fc.record({
  attribute: fc.constant("type"),
  rules: fc
    .subarray(["a", "b", "c"], { minLength: 1 })
    .chain((values): fc.Arbitrary<readonly ScalingRule[]> => fc.tuple(...values.map(rule))),
  scaleUpDelayMs: duration,
  scaleDownDelayMs: duration,
  disableForMs: fc.constantFrom(60_000, 600_000),
  expectForMs: fc.constantFrom(20_000, 90_000),
  askAgainAfterMs: fc.constantFrom(20_000, 90_000),
  missForMs: fc.constantFrom(0, 300_000),
});

const plain = fc
  .record({ cpus: fc.constantFrom(1, 2, 3, 4, 9), mem: fc.constantFrom(1, 2, 4) })
  .map((resources) => ({ resources }));
const apart = fc.constantFrom("one", "two").map((group) => ({
  resources: { cpus: 1 },
  group,
  constraints: [uniqueBy("hostname")],
}));
const zoned = fc
  .constantFrom("x", "y")
  .map((zone) => ({ resources: { cpus: 2 }, constraints: [attributeIs("zone", zone)] }));
const ofGang = fc
  .constantFrom(
    { group: "all", gang: {} },
    { group: "any", gang: { least: 1 } },
    { group: "two", gang: { least: 2 } },
  )
  .map((gang) => ({ resources: { cpus: 2 }, ...gang }));

const step: fc.Arbitrary<LoopStep> = fc.record({
  tasks: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: plain },
      { weight: 1, arbitrary: apart },
      { weight: 1, arbitrary: zoned },
      { weight: 1, arbitrary: ofGang },
    ),
    { maxLength: 6 },
  ),
  ends: fc.array(any, { maxLength: 4 }),
  lost: fc.option(any, { freq: 5 }),
  disabled: fc.option(any, { freq: 8 }),
  comes: fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
  isOffered: fc.boolean(),
  fails: fc.boolean(),
  waitMs: fc.constantFrom(0, 1000, 10_000, 40_000),
});

/** Up to six turns in which all sorts of things happen. */
export const scalingLoop: fc.Arbitrary<ScalingLoop> = fc.record({
  settings,
  fitness: fc.constantFrom<Fitness>(binPack("cpus", "mem"), spread("cpus")),
  isHeld: fc.boolean(),
  isQueued: fc.boolean(),
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
});
