import { describe, expect, it } from "vitest";
import {
  attributeIs,
  awayFrom,
  binPack,
  clusterOf,
  match,
  not,
  prefer,
  uniqueBy,
  type Offer,
  type Policy,
  type Round,
  type Task,
} from "../../src/index.ts";
import { expectDecisions } from "../laws/decisions.ts";
import { naiveMatch } from "../oracle/match.ts";
import { assignmentOf, offer, offerOf, placesOf, roundOver, runningOn, task } from "../support/build.ts";

/** The round, which is that of the oracle. */
function roundOf(offers: readonly Offer[], tasks: readonly Task[], policy: Policy = {}): Round {
  const input = { cluster: clusterOf(offers), tasks, policy, nowMs: 0 };
  const round = match(input);
  expectDecisions(round, naiveMatch(input).round);
  return round;
}

/** A task of a gang that never starts: another of it asks too much. */
function vain(fields: Partial<Task>): readonly Task[] {
  const gang = { group: "ring", gang: {} };
  return [task({ id: "g1", ...fields, ...gang }), task({ id: "g2", resources: { cpus: 99 }, ...gang })];
}

describe("what a gang that is taken back leaves to others", () => {
  it("is not the ports of the tasks that were there before it, of whatever role", () => {
    const ports = [[31000, 31002]] as const;
    const before = [task({ id: "t1", ports: 1 }), task({ id: "t2", ports: 1 })];
    const after = task({ id: "t3", ports: 1 });
    const round = roundOf([offer({ ports })], [...before, ...vain({ ports: 1 }), after]);
    expect(round.assignments.map((each) => each.ports)).toEqual([[31000], [31001], [31002]]);
    const offers = [offer({ ports }), offer({ id: "o2", role: "ads", ports })];
    const ads = task({ id: "t1", role: "ads", ports: 1 });
    const mixed = roundOf(offers, [ads, ...vain({ ports: 1 }), after]);
    expect(mixed.assignments.map((each) => each.ports)).toEqual([[31000], [31001]]);
  });

  it("is all of the role's disks but what tasks of the role were given", () => {
    const disks = [{ id: "d1", type: "ssd", amount: 10 }];
    const offers = [offer({ disks }), offer({ id: "o2", role: "ads", disks })];
    const asked = [{ type: "ssd", amount: 10 }];
    const tasks = [
      task({ id: "t1", role: "ads", disks: asked }),
      ...vain({ disks: asked }),
      task({ id: "t2", disks: asked }),
    ];
    expect(placesOf(roundOf(offers, tasks))).toEqual({ t1: "a1", t2: "a1" });
  });

  it("is devices without bindings, be they those of requests of no units", () => {
    const offers = [offer({ devices: [{ name: "gpu", count: 1, capacity: 1 }] })];
    const after = task({ devices: [{ name: "gpu", units: 1 }] });
    const tasks = [...vain({ devices: [{ name: "gpu", units: 0, binding: "blue" }] }), after];
    expect(placesOf(roundOf(offers, tasks))).toEqual({ t1: "a1" });
  });

  it("is held by nobody, as other roles see it too", () => {
    const offers = [offer(), offer({ id: "o2", role: "ads" })];
    const ads = { role: "ads" };
    const round = roundOf(offers, [task(ads), ...vain({}), task({ id: "t2", ...ads })], {
      fitness: binPack("cpus"),
    });
    expect(assignmentOf(round, "t2").score.fitness).toBe(2 / 4);
  });

  it("is not the executors of the tasks before it that run elsewhere", () => {
    const executor = { id: "e", resources: { cpus: 0.5 } };
    const offers = [offer({ resources: { cpus: 2.5 } }), offerOf(2, { resources: { cpus: 9 } })];
    const tasks = [
      task({ id: "t1", executor }),
      ...vain({ resources: { cpus: 2 }, executor }),
      task({ id: "t2", executor }),
    ];
    const round = roundOf(offers, tasks, { fitness: binPack("cpus") });
    expect(placesOf(round)).toEqual({ t1: "a1", t2: "a1" });
    expect(round.assignments.map((each) => each.executor)).toEqual([executor, undefined]);
  });

  it("is the agents that its tasks kept others from, be it that none of many was left", () => {
    const offers = Array.from({ length: 200 }, (_, i) =>
      offerOf(i, { attributes: { zone: "z", ...(i === 99 && { special: "yes" }) } }),
    );
    const constraints = [awayFrom({ ids: ["g1"] }, "zone"), uniqueBy("hostname")];
    const tasks = [
      task({ id: "g1", group: "ring", gang: { least: 9 }, constraints: [attributeIs("special", "yes")] }),
      ...Array.from({ length: 11 }, (_, i) =>
        task({ id: `g${i + 2}`, group: "ring", gang: { least: 9 }, constraints }),
      ),
      task({ group: "ring", constraints }),
    ];
    expect(placesOf(roundOf(offers, tasks))).toEqual({ t1: "a0" });
  });

  it("is what the task after it prefers, be it that none of many had that any more", () => {
    const racks = 300;
    // Two agents in each rack, the second of them up; and one in none, of which most is in use.
    const offers = Array.from({ length: 2 * racks }, (_, i) =>
      offerOf(1000 + i, {
        resources: { cpus: 8 },
        attributes: { rack: `r${i % racks}`, half: i < racks ? "down" : "up" },
      }),
    );
    const busy = offerOf(999, { resources: { cpus: 4 } });
    const running = runningOn(999, { id: "r1", resources: { cpus: 4 } });
    const spread = { group: "ring", preferences: [prefer(uniqueBy("rack"))] };
    const gang = {};
    const tasks = [
      ...Array.from({ length: racks + 12 }, (_, i) => task({ id: `g${i}`, ...spread, gang })),
      task({ id: "last", group: "ring", gang, resources: { cpus: 99 } }),
      task({ ...spread, constraints: [not(attributeIs("half", "down"))] }),
    ];
    const round = roundOver([busy, ...offers], tasks, { fitness: binPack("cpus") }, [running]);
    expect(placesOf(round)).toEqual({ t1: "a1300" });
    expect(assignmentOf(round).score.preferences).toBe(1);
  });
});
