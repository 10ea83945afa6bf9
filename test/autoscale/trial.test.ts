import { describe, expect, it } from "vitest";
import { attributeIs, emptyCluster, match } from "../../src/index.ts";
import type { Candidate } from "../../src/autoscale/scene.ts";
import { boundedTrial, leastTrial, trialPolicy, trialWith, type Trial } from "../../src/autoscale/trial.ts";

const round = match({ cluster: emptyCluster, tasks: [], nowMs: 0 });

/** Trials that place and use what the function says, and count how many there were. */
function trialsBy(of: (agents: number) => { placed: number; used: readonly number[] }): {
  readonly trials: (agents: number, from?: Trial) => Trial;
  readonly made: number[];
} {
  const made: number[] = [];
  const trials = (agents: number, from?: Trial): Trial => {
    expect(from?.agents ?? 0).toBeLessThanOrEqual(agents);
    made.push(agents);
    const { placed, used } = of(agents);
    const ids = Array.from({ length: placed }, (_, i) => `t${i}`);
    return { agents, round, cluster: emptyCluster, placed: new Set(ids), used, newAgents: [] };
  };
  return { trials, made };
}

/** Trials that place one task on each agent that is of use. */
function trialsUsing(isUseful: (i: number) => boolean): ReturnType<typeof trialsBy> {
  return trialsBy((agents) => {
    const used = upTo(agents).filter((i) => isUseful(i));
    return { placed: used.length, used };
  });
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
      const { trials } = trialsUsing((i) => i % 3 === 2);
      const { agents, used } = boundedTrial(trials(60), trials(0), most, trials);
      expect([agents, used.length]).toEqual([most * 3, most]);
    }
  });

  it.each([1, 2, 8])("is found in a few trials where one of so many agents is of use: %i", (of) => {
    const { trials, made } = trialsUsing((i) => i % of === of - 1);
    const { agents } = boundedTrial(trials(90_000), trials(0), 4000, trials);
    expect(agents).toBe(4000 * of);
    expect(made.length).toBeLessThanOrEqual(16);
  });

  it("is found in a few trials where many in between are of no use", () => {
    const { trials, made } = trialsUsing((i) => i < 100 || i >= 50_000);
    expect(boundedTrial(trials(90_000), trials(0), 150, trials).agents).toBe(50_050);
    expect(made.length).toBeLessThanOrEqual(40);
  });

  it("is found where agents are of use by leaps", () => {
    const { trials, made } = trialsUsing((i) => Math.floor(i / 1000) % 2 === 1);
    const { agents, used } = boundedTrial(trials(90_000), trials(0), 4500, trials);
    expect([agents, used.length]).toEqual([9500, 4500]);
    expect(made.length).toBeLessThanOrEqual(40);
  });

  it("is the one without agents where those allowed do not help", () => {
    const { trials } = trialsBy((agents) => ({ placed: agents < 5 ? 0 : 1, used: upTo(agents) }));
    expect(boundedTrial(trials(9), trials(0), 4, trials).agents).toBe(0);
  });
});

/** A candidate with one cpu in a zone of its own. */
function candidate(zone: string, place: number): Candidate {
  return {
    id: `new-${zone}`,
    place,
    shape: { offers: [{ resources: { cpus: 1 } }], attributes: { zone } },
  };
}

describe("a trial", () => {
  it("says which new agents got a task, in their order, whatever that of the tasks", () => {
    const tasks = ["c", "a", "d"].map((zone) => ({
      id: zone,
      resources: {},
      constraints: [attributeIs("zone", zone)],
    }));
    const setting = { tasks, policy: {}, nowMs: 0 };
    const without = trialWith([], { cluster: emptyCluster, newAgents: [] }, setting);
    expect(without).toMatchObject({ agents: 0, used: [], placed: new Set() });
    const [a, b, c] = [candidate("a", 0), candidate("b", 1), candidate("c", 2)];
    const all = trialWith([a, b, c], without, setting);
    expect(all).toMatchObject({ agents: 3, used: [0, 2], placed: new Set(["c", "a"]) });
    const two = trialWith([a, b], without, setting);
    expect(two).toMatchObject({ agents: 2, used: [0], placed: new Set(["a"]) });
    const last = trialWith([c], without, setting);
    expect(last).toMatchObject({ agents: 3, used: [2], placed: new Set(["c"]) });
    for (const [first, more] of [
      [two, c],
      [last, a],
    ] as const) {
      const both = trialWith([more], first, setting);
      expect(both).toMatchObject({ agents: 3, used: [0, 2], placed: new Set(["c", "a"]) });
      expect(both.newAgents).toEqual([...first.newAgents, more]);
    }
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
