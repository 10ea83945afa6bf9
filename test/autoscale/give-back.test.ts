import { describe, expect, it } from "vitest";
import {
  attributeIs,
  attributeLike,
  clusterOf,
  customFitness,
  EvaluatorError,
  giveBackTaskId,
  not,
  prefer,
  preferHigh,
  update,
  type GiveBackOrder,
  type Offer,
} from "../../src/index.ts";
import { chooseAgents } from "../../src/autoscale/give-back.ts";
import { runningOn } from "../support/build.ts";
import { givenBack, rule, small, smalls, turn } from "./turn.ts";

const zones = ["a", "b", "b", "c", "b", "a"];
const offers = zones.map((zone, i) => small(i + 1, { attributes: { type: "small", zone, age: i } }));

function order(giveBack: GiveBackOrder, stay: number, given: readonly Offer[] = offers): string {
  return givenBack(turn({ offers: given, rules: [rule({ maxIdle: stay })], settings: { giveBack } })).join(
    " ",
  );
}

describe("the agents given back", () => {
  it("are the first in tie order by default", () => {
    expect(order({}, 3)).toBe("a1 a2 a3");
    expect(order({ preferences: [] }, 3)).toBe("a1 a2 a3");
    const tied = [small(2, { hostname: "h" }), small(1, { hostname: "h" }), small(3, { hostname: "H" })];
    expect(order({}, 0, tied)).toBe("a3 a1 a2");
  });

  it("are those that the preferences like best, by their weights", () => {
    expect(order({ preferences: [prefer(attributeIs("zone", "c"))] }, 3)).toBe("a4 a1 a2");
    const two = [prefer(attributeIs("zone", "c"), 1), prefer(attributeLike("zone", "a|c"), 1)];
    expect(order({ preferences: two }, 2)).toBe("a4 a1 a6 a2");
    expect(order({ preferences: [prefer(not(attributeIs("zone", "b")), 3), ...two] }, 0)).toBe(
      "a4 a1 a6 a2 a3 a5",
    );
  });

  it("may be judged by an evaluator of one's own, for a task that asks nothing", () => {
    const oldest = customFitness("oldest", ({ id, resources }, view) => {
      expect([id, resources]).toEqual([giveBackTaskId, {}]);
      expect([view.nowMs, view.agents().length]).toEqual([0, 6]);
      return (agent) => {
        expect([agent.free("cpus"), agent.running.length]).toEqual([4, 0]);
        return Number(agent.attribute("age")) / 10;
      };
    });
    expect(order({ preferences: [preferHigh(oldest)] }, 4)).toBe("a6 a5");
  });

  it("may have very many values of the attribute of the balance", () => {
    const zone = Array.from({ length: 150_000 }, (_, i) => `z${i}`);
    const many = [small(1), small(2, { attributes: { type: "small", zone } })];
    expect(order({ balance: { attribute: "zone" } }, 1, many)).toBe("a2");
  });

  it("are seen with all that they offer, whatever the role", () => {
    const both = [small(1), small(2), small(2, { id: "o2b", role: "ads" }), small(3, { role: "ads" })];
    const large = customFitness("large", () => (agent) => agent.free("cpus") / 8);
    expect(order({ preferences: [preferHigh(large)] }, 0, both)).toBe("a2 a1 a3");
  });

  it("are seen with the devices and attributes that their newest offers name, at the time of the round", () => {
    const devices = [{ name: "gpu", count: 1, capacity: 1 }];
    const attributes = { type: "small", age: 5 };
    const cluster = update(clusterOf([small(1, { id: "o9" }), small(2)]), [
      { type: "offers-received", offers: [small(1, { id: "o1b", role: "ads", devices, attributes })] },
    ]);
    const seen = customFitness("seen", (_, { nowMs }) => (agent) => {
      expect([nowMs, agent.devices("gpu").length, agent.attribute("age")]).toEqual(
        agent.agentId === "a1" ? [7, 1, 5] : [7, 0, undefined],
      );
      return agent.agentId === "a2" ? 1 : 0;
    });
    const settings = { giveBack: { preferences: [preferHigh(seen)] } };
    expect(givenBack(turn({ cluster, rules: [rule({ maxIdle: 1 })], settings, nowMs: 7 }))).toEqual(["a2"]);
  });

  it("end the call with an EvaluatorError that names task and agent where an evaluator fails", () => {
    const bad = customFitness("bad", () => () => 2);
    expect(() => order({ preferences: [preferHigh(bad)] }, 0)).toThrow(
      new EvaluatorError({
        evaluator: "bad",
        taskId: giveBackTaskId,
        agentId: "a1",
        problem: "returned 2, expected a number within 0..1",
      }),
    );
  });
});

describe("an evaluator of the order", () => {
  it("is asked only when agents are given back", () => {
    const bad = customFitness("bad", () => () => 2);
    const settings = { giveBack: { preferences: [preferHigh(bad)] } };
    const offers = smalls(3);
    const cooling = turn({ offers, rules: [rule({ minIdle: 4, maxIdle: 4, cooldownMs: 10 })] }).history;
    const idle = [rule({ maxIdle: 0, cooldownMs: 10 })];
    expect(turn({ offers, rules: idle, settings, history: cooling, nowMs: 9 }).actions).toEqual([]);
    expect(() => turn({ offers, rules: idle, settings, history: cooling, nowMs: 10 })).toThrow(
      EvaluatorError,
    );
  });
});

describe("a balance", () => {
  it("takes from the value that most agents have, so that those that stay are even", () => {
    expect(order({ balance: { attribute: "zone" } }, 3)).toBe("a2 a1 a3");
    expect(order({ balance: { attribute: "zone" } }, 0)).toBe("a2 a1 a3 a4 a5 a6");
  });

  it("counts busy agents too, which stay", () => {
    const busy = [7, 8, 9].map((n) => small(n, { attributes: { type: "small", zone: "c" } }));
    const running = [7, 8, 9].map((n) => runningOn(n, { id: `r${n}` }));
    const settings = { giveBack: { balance: { attribute: "zone" } } };
    const out = turn({ offers: [...offers, ...busy], running, rules: [rule({ maxIdle: 4 })], settings });
    expect(givenBack(out)).toEqual(["a4", "a2"]);
  });

  it("leaves agents without a value to the last, and counts the rarest of several", () => {
    const given = [
      small(1, { attributes: { type: "small" } }),
      small(2, { attributes: { type: "small", zone: ["a", "b"] } }),
      small(3, { attributes: { type: "small", zone: "b" } }),
      small(4, { attributes: { type: "small", zone: "b" } }),
      small(5, { attributes: { type: "small", zone: 1 } }),
      small(6, { attributes: { type: "small", zone: "1" } }),
    ];
    expect(order({ balance: { attribute: "zone" } }, 0, given)).toBe("a3 a4 a2 a5 a6 a1");
    expect(order({ balance: { attribute: "hostname" } }, 4)).toBe("a1 a2");
  });

  it("counts beside the preferences by its weight", () => {
    const preferences = [prefer(attributeIs("zone", "c"), 2)];
    expect(order({ preferences, balance: { attribute: "zone" } }, 4)).toBe("a4 a2");
    expect(order({ preferences, balance: { attribute: "zone", weight: 10 } }, 4)).toBe("a2 a1");
  });

  it("comes after activity", () => {
    const cluster = update(clusterOf(offers), [
      { type: "active-groups-set", attribute: "zone", values: ["a", "b"] },
    ]);
    const settings = {
      giveBack: { balance: { attribute: "zone" }, preferences: [prefer(attributeIs("zone", "a"))] },
    };
    const out = turn({ cluster, rules: [rule({ maxIdle: 3 })], settings });
    expect(givenBack(out)).toEqual(["a4", "a1", "a6"]);
  });
});

describe("chooseAgents", () => {
  it("chooses all where more are wanted than there are", () => {
    const { agents } = clusterOf(offers.slice(0, 2));
    const chosen = chooseAgents({
      candidates: agents,
      count: 3,
      all: agents,
      activeGroups: null,
      order: {},
      nowMs: 0,
    });
    expect(chosen.map(({ agentId }) => agentId)).toEqual(["a1", "a2"]);
  });
});
