import { describe, expect, it } from "vitest";
import { attributeIs, emptyCluster, match } from "../../src/index.ts";
import {
  boundedTrial,
  leastTrial,
  trialPolicy,
  trialsOf,
  type Trial,
  type Trials,
} from "../../src/autoscale/trial.ts";

const round = match({ cluster: emptyCluster, tasks: [], nowMs: 0 });

/** Trials that place and use what the function says, and count how many there were. */
function trialsBy(of: (agents: number) => { placed: number; used: readonly number[] }): {
  readonly trials: Trials;
  readonly made: number[];
} {
  const made: number[] = [];
  const trials = (agents: number): Trial => {
    made.push(agents);
    const { placed, used } = of(agents);
    const ids = Array.from({ length: placed }, (_, i) => `t${i}`);
    return { agents, round, cluster: emptyCluster, placed: new Set(ids), used };
  };
  return { trials, made };
}

function upTo(n: number): readonly number[] {
  return Array.from({ length: n }, (_, i) => i);
}

describe("the least trial", () => {
  it("has the fewest agents that place as much as all do, whether agents are packed or spread", () => {
    for (let most = 1; most <= 40; most++) {
      for (let least = 0; least <= most; least++) {
        const placed = (agents: number) => Math.min(agents, least);
        const packing = trialsBy((agents) => ({ placed: placed(agents), used: upTo(placed(agents)) }));
        const spreading = trialsBy((agents) => ({ placed: placed(agents), used: upTo(agents) }));
        for (const { trials } of [packing, spreading]) {
          expect(leastTrial(trials(most), trials(0), trials).agents).toBe(least);
        }
      }
    }
  });

  it("is found in four trials where the policy packs, and in a few more where it spreads", () => {
    const packing = trialsBy((agents) => ({
      placed: Math.min(agents, 17),
      used: upTo(Math.min(agents, 17)),
    }));
    leastTrial(packing.trials(1000), packing.trials(0), packing.trials);
    expect(packing.made).toEqual([1000, 0, 17, 16]);
    const spreading = trialsBy((agents) => ({ placed: Math.min(agents, 17), used: upTo(agents) }));
    leastTrial(spreading.trials(1000), spreading.trials(0), spreading.trials);
    expect(spreading.made).toEqual([1000, 0, 999, 499, 249, 124, 62, 31, 15, 23, 19, 17, 16]);
  });

  it("is a least one where more agents need not place more", () => {
    const good = new Set([7, 8, 12, 20]);
    const { trials } = trialsBy((agents) => ({ placed: good.has(agents) ? 5 : 1, used: upTo(agents) }));
    const { agents } = leastTrial(trials(20), trials(0), trials);
    expect(good.has(agents)).toBe(true);
    expect(good.has(agents - 1)).toBe(false);
  });

  it("does not rely on agents that got nothing making no difference", () => {
    const { trials } = trialsBy((agents) => ({ placed: agents === 20 ? 5 : 1, used: upTo(3) }));
    expect(leastTrial(trials(20), trials(0), trials).agents).toBe(20);
  });

  it("may be one in which no new agent got a task", () => {
    const { trials } = trialsBy((agents) => ({ placed: Math.min(1, agents), used: [] }));
    expect(leastTrial(trials(9), trials(0), trials).agents).toBe(1);
  });

  it("is the one without agents where agents do not help", () => {
    const { trials, made } = trialsBy((agents) => ({ placed: agents === 0 ? 3 : 2, used: upTo(agents) }));
    expect(leastTrial(trials(9), trials(0), trials).agents).toBe(0);
    expect(made).toEqual([9, 0]);
  });
});

describe("the bounded trial", () => {
  it("uses no more agents than allowed and places as much as any that does, with no agent in vain", () => {
    for (let most = 0; most < 20; most++) {
      // Every third agent is of use.
      const useful = (agents: number) => upTo(agents).filter((i) => i % 3 === 2);
      const { trials } = trialsBy((agents) => ({ placed: useful(agents).length, used: useful(agents) }));
      const { agents, used } = boundedTrial(trials(60), trials(0), most, trials);
      expect([agents, used.length]).toEqual([most * 3, most]);
    }
  });

  it("is the one without agents where those allowed do not help", () => {
    const { trials } = trialsBy((agents) => ({ placed: agents < 5 ? 0 : 1, used: upTo(agents) }));
    expect(boundedTrial(trials(9), trials(0), 4, trials).agents).toBe(0);
  });
});

describe("a trial", () => {
  it("says which new agents got a task, in their order, whatever that of the tasks", () => {
    const candidates = ["a", "b", "c"].map((zone) => ({
      id: `new-${zone}`,
      shape: { offers: [{ resources: { cpus: 1 } }], attributes: { zone } },
    }));
    const tasks = ["c", "a", "d"].map((zone) => ({
      id: zone,
      resources: {},
      constraints: [attributeIs("zone", zone)],
    }));
    const trials = trialsOf(emptyCluster, tasks, candidates, {}, 0);
    expect(trials(3)).toMatchObject({ agents: 3, used: [0, 2], placed: new Set(["c", "a"]) });
    expect(trials(2)).toMatchObject({ agents: 2, used: [0], placed: new Set(["a"]) });
    expect(trials(0)).toMatchObject({ agents: 0, used: [], placed: new Set() });
  });
});

describe("the policy of trials", () => {
  it("is that of the round, without a limit of assignments, with all offers held and all roles known", () => {
    const policy = { goodEnough: 0.5, maxAssignments: 1, hold: { forMs: 1, maxDeclines: 2 }, roles: ["ads"] };
    const tasks = [
      { id: "t1", role: "ops", resources: {} },
      { id: "t2", resources: {} },
    ];
    expect(trialPolicy(policy, tasks)).toEqual({
      goodEnough: 0.5,
      hold: { forMs: Number.MAX_VALUE },
      roles: ["ads", "ops", "*"],
    });
    expect(trialPolicy({}, [])).toEqual({ hold: { forMs: Number.MAX_VALUE }, roles: [] });
  });
});
