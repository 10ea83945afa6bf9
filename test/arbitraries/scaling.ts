import fc from "fast-check";
import type {
  AgentShape,
  AttributeValue,
  AutoscaleSettings,
  GiveBackOrder,
  ScalingRule,
  ShapeOffer,
} from "../../src/index.ts";
import { offeredScalars } from "./amounts.ts";
import { attributes } from "./attributes.ts";
import { offeredDisks } from "./disks.ts";
import { preferences } from "./fitness.ts";
import { role } from "./names.ts";
import { rarely, shapeOf } from "./shapes.ts";

/** What an agent may be like. */
export const agentShape: fc.Arbitrary<AgentShape> = shapeOf<AgentShape>(
  {
    offers: fc.uniqueArray(
      shapeOf<ShapeOffer>(
        { role, resources: offeredScalars, ports: fc.constant([[31000, 31009]]), disks: offeredDisks },
        ["resources"],
      ),
      { minLength: 1, maxLength: 2, selector: (offer) => offer.role ?? "*" },
    ),
    devices: fc.constant([{ name: "gpu", count: 2, capacity: 1 }]),
    attributes,
  },
  ["offers"],
);

const few = fc.nat({ max: 4 });
const duration = fc.constantFrom(0, 1, 10, 1000);

function rule(value: AttributeValue): fc.Arbitrary<ScalingRule> {
  return shapeOf<ScalingRule>(
    {
      value: fc.constant(value),
      minIdle: few,
      maxIdle: few,
      minSize: few,
      maxSize: fc.nat({ max: 12 }),
      cooldownMs: duration,
      tooSmall: offeredScalars,
      shapes: fc.array(agentShape, { minLength: 1, maxLength: 2 }),
      shortfallFactor: fc.constantFrom(0.25, 0.5, 1),
    },
    ["value", "minIdle", "maxIdle", "cooldownMs"],
  ).map((one) => ({
    ...one,
    maxIdle: one.minIdle + one.maxIdle,
    ...(one.minSize !== undefined && one.maxSize !== undefined && { maxSize: one.minSize + one.maxSize }),
  }));
}

/** Settings over the zones of agents; no task is asked for twice. */
export const scalingSettings: fc.Arbitrary<AutoscaleSettings> = shapeOf<AutoscaleSettings>(
  {
    attribute: rarely(10, fc.constant("zone"), fc.constantFrom("rack", "hostname")),
    rules: fc
      .shuffledSubarray<AttributeValue>(["x", "y", "z", "1", 1, "__proto__"], { minLength: 1 })
      .chain((values) => fc.tuple(...values.map(rule))),
    shortfall: rarely<"trial" | "count">(4, fc.constant("trial"), fc.constant("count")),
    giveBack: shapeOf<GiveBackOrder>(
      {
        preferences: preferences("none"),
        balance: fc.constantFrom({ attribute: "rack" }, { attribute: "zone", weight: 2 }),
      },
      [],
    ),
    scaleUpDelayMs: duration,
    scaleDownDelayMs: duration,
    disableForMs: fc.constantFrom(1, 10, 100_000),
    expectForMs: fc.constantFrom(1, 10, 100_000),
    missForMs: duration,
  },
  ["attribute", "rules"],
);
