import { describe, expect, it } from "vitest";
import {
  attributeIs,
  autoscale,
  clusterOf,
  match,
  maxAmount,
  near,
  prefer,
  type AgentShape,
  type Attributes,
  type AutoscaleInput,
  type Offer,
  type Scalars,
  type ShapeOffer,
} from "../../src/index.ts";
import { refusalText } from "../support/build.ts";
import { asked, four, givenBack, holding, inputOf, rule, small, statesOf, tasksOf, turn } from "./turn.ts";

/** An offer that has no fields of its own but a private one. */
class Offered implements Offer {
  readonly #offer: Offer;
  constructor(offer: Offer) {
    this.#offer = offer;
  }
  get id(): string {
    return this.#offer.id;
  }
  get agentId(): string {
    return this.#offer.agentId;
  }
  get hostname(): string {
    return this.#offer.hostname;
  }
  get resources(): Scalars {
    return this.#offer.resources;
  }
  get attributes(): Attributes {
    return this.#offer.attributes ?? {};
  }
}

const offers = [1, 2].map((n) => new Offered(small(n, { attributes: { type: "small", zone: `z${n}` } })));

describe("what autoscaling is given", () => {
  const shape = { ...four, devices: [{ name: "gpu", count: 3, capacity: 1 }] };
  const tasks = tasksOf(6, { devices: [{ name: "gpu", units: 1 }] });
  const input = inputOf({ tasks, rules: [rule({ shapes: [shape] })] });

  /** The input with such a shape, that has all from prototypes. */
  function withInherited(wanted: AgentShape): AutoscaleInput {
    const offers = wanted.offers.map((each): ShapeOffer => Object.create(each));
    const shapes = [Object.create({ ...wanted, offers })];
    return { ...input, settings: { ...input.settings, rules: [rule({ shapes })] } };
  }

  it("may come from prototypes", () => {
    const out = autoscale(input);
    expect(autoscale(Object.create(input))).toEqual(out);
    expect(autoscale({ ...input, round: Object.create(input.round) })).toEqual(out);
    expect(autoscale(withInherited(shape))).toEqual(out);
    expect(asked(out)).toEqual({ small: 2 });
    const cpus = maxAmount / 2 + 1;
    const offers = ["*", "ads"].map((role) => ({ role, resources: { cpus } }));
    expect(refusalText(() => autoscale(withInherited({ offers })))).toBe(
      `settings.rules[0].shapes[0] is an object, expected at most ${maxAmount} cpus in all`,
    );
  });

  it("of a policy counts in trials too", () => {
    const policy = Object.create({ ...holding, groupLimits: { g: { cpus: 2 } } });
    const tasks = tasksOf(3, { group: "g" });
    const out = turn({ tasks, policy, rules: [rule({ shapes: [four] })] });
    expect(statesOf(out)).toEqual({ t1: "asked", t2: "asked", t3: "limited" });
  });
});

describe("agents whose offers are of a class", () => {
  it("have room for tasks beside those that the round placed", () => {
    const beside = { id: "first", resources: { cpus: 3 }, constraints: [near({ ids: ["t1"] })] };
    const tasks = [beside, ...tasksOf(1)];
    const round = match({ cluster: clusterOf(offers), tasks, policy: holding, nowMs: 0 });
    expect(round.assignments).toHaveLength(1);
    expect(statesOf(turn({ offers, tasks }))).toEqual({ first: "covered" });
  });

  it("are given back as the preferences like", () => {
    const giveBack = { preferences: [prefer(attributeIs("zone", "z2"))] };
    const out = turn({ offers, rules: [rule({ maxIdle: 1 })], settings: { giveBack } });
    expect(givenBack(out)).toEqual(["a2"]);
  });
});
