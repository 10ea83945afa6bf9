import { describe, expectTypeOf, it } from "vitest";
import {
  allOf,
  anyOf,
  attributeIn,
  attributeIs,
  attributeLike,
  awayFrom,
  balancedBy,
  binPack,
  customConstraint,
  customFitness,
  EvaluatorError,
  exclusive,
  hasAttribute,
  InvalidInputError,
  locality,
  maxPer,
  near,
  not,
  prefer,
  preferHigh,
  sameBy,
  spread,
  uniqueBy,
  weighted,
  type AgentView,
  type Among,
  type AttributeValue,
  type Constraint,
  type CustomFitness,
  type Fitness,
  type Preference,
  type RoundView,
  type Task,
} from "../../src/index.ts";

interface Balance {
  readonly expectedValues?: number;
  readonly maxSkew?: number;
}

describe("the factories", () => {
  it("of constraints take what the contract says", () => {
    expectTypeOf<Among>().toEqualTypeOf<{ readonly group: string } | { readonly ids: readonly string[] }>();
    expectTypeOf<Parameters<typeof attributeIs>>().toEqualTypeOf<
      Parameters<(name: string, value: AttributeValue) => void>
    >();
    expectTypeOf<Parameters<typeof attributeIn>>().toEqualTypeOf<
      Parameters<(name: string, values: readonly AttributeValue[]) => void>
    >();
    expectTypeOf<Parameters<typeof attributeLike>>().toEqualTypeOf<
      Parameters<(name: string, pattern: string) => void>
    >();
    expectTypeOf<Parameters<typeof hasAttribute>>().toEqualTypeOf<Parameters<(name: string) => void>>();
    expectTypeOf<Parameters<typeof uniqueBy>>().toEqualTypeOf<
      Parameters<(attribute: string, among?: Among) => void>
    >();
    expectTypeOf<Parameters<typeof balancedBy>>().toEqualTypeOf<
      Parameters<(attribute: string, options?: Balance, among?: Among) => void>
    >();
    expectTypeOf<Parameters<typeof maxPer>>().toEqualTypeOf<
      Parameters<(attribute: string, n: number, among?: Among) => void>
    >();
    expectTypeOf<Parameters<typeof sameBy>>().toEqualTypeOf<
      Parameters<(attribute: string, among?: Among) => void>
    >();
    expectTypeOf<Parameters<typeof exclusive>>().toEqualTypeOf<Parameters<() => void>>();
    expectTypeOf<Parameters<typeof near>>().toEqualTypeOf<
      Parameters<(among?: Among, attribute?: string) => void>
    >();
    expectTypeOf<Parameters<typeof awayFrom>>().toEqualTypeOf<
      Parameters<(among?: Among, attribute?: string) => void>
    >();
    expectTypeOf<Parameters<typeof allOf>>().toEqualTypeOf<
      Parameters<(...constraints: readonly Constraint[]) => void>
    >();
    expectTypeOf<Parameters<typeof anyOf>>().toEqualTypeOf<
      Parameters<(...constraints: readonly Constraint[]) => void>
    >();
    expectTypeOf<Parameters<typeof not>>().toEqualTypeOf<Parameters<(constraint: Constraint) => void>>();
  });

  it("give constraints", () => {
    expectTypeOf(attributeIs("rack", "r1")).toExtend<Constraint>();
    expectTypeOf(attributeIn("rack", [1])).toExtend<Constraint>();
    expectTypeOf(attributeLike("rack", "r.")).toExtend<Constraint>();
    expectTypeOf(hasAttribute("rack")).toExtend<Constraint>();
    expectTypeOf(uniqueBy("rack")).toExtend<Constraint>();
    expectTypeOf(balancedBy("rack")).toExtend<Constraint>();
    expectTypeOf(maxPer("rack", 1)).toExtend<Constraint>();
    expectTypeOf(sameBy("rack")).toExtend<Constraint>();
    expectTypeOf(exclusive()).toExtend<Constraint>();
    expectTypeOf(near()).toExtend<Constraint>();
    expectTypeOf(awayFrom()).toExtend<Constraint>();
    expectTypeOf(allOf()).toExtend<Constraint>();
    expectTypeOf(anyOf()).toExtend<Constraint>();
    expectTypeOf(not(exclusive())).toExtend<Constraint>();
    expectTypeOf(customConstraint("mine", () => () => true)).toExtend<Constraint>();
  });

  it("of fitness evaluators and preferences give these", () => {
    expectTypeOf(binPack("cpus", "mem")).toExtend<Fitness>();
    expectTypeOf(spread("cpus")).toExtend<Fitness>();
    expectTypeOf(locality(["rack"])).toExtend<Fitness>();
    expectTypeOf(weighted([[binPack("cpus"), 1]])).toExtend<Fitness>();
    expectTypeOf(customFitness("mine", () => () => 1)).toExtend<Fitness>();
    expectTypeOf(prefer(exclusive(), 2)).toExtend<Preference>();
    expectTypeOf(preferHigh(binPack("cpus"))).toExtend<Preference>();
    expectTypeOf<Parameters<typeof prefer>>().toEqualTypeOf<
      Parameters<(constraint: Constraint, weight?: number) => void>
    >();
    expectTypeOf<Parameters<typeof preferHigh>>().toEqualTypeOf<
      Parameters<(fitness: Fitness, weight?: number) => void>
    >();
  });

  it("of custom evaluators take two steps", () => {
    expectTypeOf<Parameters<typeof customConstraint>>().toEqualTypeOf<
      [name: string, prepare: (task: Task, view: RoundView) => (agent: AgentView) => boolean]
    >();
    expectTypeOf<Parameters<typeof customFitness>>().toEqualTypeOf<
      Parameters<
        (
          name: string,
          prepare: (task: Task, view: RoundView) => (agent: AgentView) => number,
          options?: Pick<CustomFitness, "dependsOn">,
        ) => void
      >
    >();
  });
});

describe("the errors", () => {
  it("are errors that carry what they say", () => {
    expectTypeOf<InvalidInputError>().toExtend<
      Error & { readonly path: string; readonly got: string; readonly expected: string }
    >();
    expectTypeOf<EvaluatorError>().toExtend<
      Error & { readonly evaluator: string; readonly taskId: string; readonly agentId?: string }
    >();
  });
});
