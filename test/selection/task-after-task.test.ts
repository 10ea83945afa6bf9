import { describe, expect, it } from "vitest";
import {
  attributeIn,
  attributeIs,
  attributeLike,
  balancedBy,
  binPack,
  clusterOf,
  locality,
  match,
  near,
  prefer,
  preferHigh,
  spread,
} from "../../src/index.ts";
import { expectDecisions } from "../laws/decisions.ts";
import { naiveMatch } from "../oracle/match.ts";
import { offerOf, offersFrom100, placesOf, roundOver, runningOn, task } from "../support/build.ts";

// What was worked out for one task must not be taken for the next.

const on = (n: number) => attributeIs("agentId", `a${n}`);
const packing = { fitness: binPack("cpus") };

describe("a task", () => {
  it("is worth what its preferences count for, after one without", () => {
    const offers = [2, 1, 4].map((cpus, i) => offerOf(1 + i, { resources: { cpus } }));
    // 6 of 8 cpus in use, and 1 of 2.
    const running = [6, 1].map((cpus, i) => runningOn(1 + i, { id: `r${i}`, resources: { cpus } }));
    const tasks = [
      task({ id: "plain", constraints: [on(3)] }),
      task({ preferences: [preferHigh(binPack("cpus"))] }),
    ];
    expect(placesOf(roundOver(offers, tasks, packing, running))).toEqual({ plain: "a3", t1: "a2" });
  });

  it("finds the agent that it prefers among such as are in the same state, after one without preferences", () => {
    const offers = offersFrom100(40, (i) => ({
      resources: { cpus: i === 39 ? 1 : 2 },
      attributes: { kind: i === 0 || i > 30 ? "slow" : "fast" },
    }));
    const running = offers.map((_, i) => runningOn(100 + i, { id: `r${i}`, resources: { cpus: 6 } }));
    const preferences = [preferHigh(binPack("cpus"), 3), prefer(attributeIs("kind", "fast"))];
    const tasks = [task({ id: "plain", constraints: [on(139)] }), task({ preferences })];
    const played = roundOver(offers, tasks, packing, running);
    // Of all 7 of 8 cpus are in use then; the first is slow.
    expect(placesOf(played)).toEqual({ plain: "a139", t1: "a101" });
  });

  it("counts its devices after one without, and none after one with devices", () => {
    const devices = [{ name: "gpu", count: 1, capacity: 1 }];
    const offers = offersFrom100(40, (i) => (i < 20 ? { devices } : {}));
    const running = [
      runningOn(110, { id: "r1" }, { devices: [{ name: "gpu", index: 0, units: 0.5 }] }),
      runningOn(105, { id: "r2", resources: { cpus: 1.1 } }),
    ];
    const plain = task({ id: "plain", constraints: [on(139)] });
    const gpu = task({ id: "gpu", devices: [{ name: "gpu", units: 0.5 }] });
    // In use, a gpu scores (0.5 + 0.5 + 1) / 2; idle 0.5 / 2.
    expect(placesOf(roundOver(offers, [plain, gpu], packing, running))).toEqual({
      plain: "a139",
      gpu: "a110",
    });
    // Of a139 7 of 10 cpus are in use then, of a110 3 of 5.
    const other = runningOn(139, { id: "r3", resources: { cpus: 6 } });
    expect(placesOf(roundOver(offers, [gpu, task()], packing, [...running, other]))).toEqual({
      gpu: "a110",
      t1: "a139",
    });
  });

  it("is bounded by its own preferences after one whose attributes decide more", () => {
    const offers = offersFrom100(400, (i) => ({
      attributes: { kind: i < 100 ? "fast" : "slow", serial: `s${i}` },
    }));
    const serials = Array.from({ length: 40 }, (_, i) => `s${200 + i}`);
    const tasks = [
      task({ preferences: [prefer(attributeIs("kind", "fast"))] }),
      task({ id: "t2", preferences: [prefer(attributeIn("serial", serials))] }),
    ];
    expect(placesOf(roundOver(offers, tasks, packing))).toEqual({ t1: "a100", t2: "a300" });
  });

  it("sees what has come near since one that preferred the same", () => {
    const offers = offersFrom100(600, (i) => ({
      attributes: { pair: `p${Math.floor(i / 2)}`, kind: i >= 64 && i < 128 && i !== 100 ? "x" : "y" },
    }));
    const running = Array.from({ length: 60 }, (_, i) => runningOn(300 + i, { id: `r${i}`, group: "g" }));
    const asIs = {
      constraints: [attributeIs("kind", "x")],
      preferences: [prefer(near({ group: "g" }, "pair"), 3), prefer(attributeIs("kind", "x"))],
    };
    const before = Array.from({ length: 3 }, (_, i) => task({ id: `b${i}`, ...asIs }));
    const tasks = [...before, task({ id: "g", group: "g", constraints: [on(200)] }), task(asIs)];
    expect(placesOf(roundOver(offers, tasks, packing, running))).toEqual({
      b0: "a164",
      b1: "a164",
      b2: "a164",
      g: "a200",
      t1: "a201",
    });
  });
});

describe("what tasks come to use", () => {
  const offers = offersFrom100(3, () => ({ resources: { cpus: 4, mem: 4 } }));
  const policy = { fitness: binPack("mem") };

  it("counts where only their executors ask it", () => {
    const executor = { id: "e", resources: { mem: 1 } };
    const tasks = [task({ executor, constraints: [on(101)] }), task({ id: "t2" })];
    expect(placesOf(roundOver(offers, tasks, policy))).toEqual({ t1: "a101", t2: "a101" });
  });

  it("counts where they only can use it", () => {
    const tasks = [task({ upTo: { mem: 1 }, constraints: [on(101)] }), task({ id: "t2" })];
    expect(placesOf(roundOver(offers, tasks, policy))).toEqual({ t1: "a101", t2: "a101" });
  });

  it("and does not, tells agents apart by whether they have any", () => {
    const one = offersFrom100(40, (i) => ({ resources: i === 0 ? { cpus: 4 } : { cpus: 4, disk: 1 } }));
    const spreading = { fitness: spread("cpus", "disk") };
    expect(placesOf(roundOver(one, [task()], spreading))).toEqual({ t1: "a101" });
  });
});

describe("balance over many values", () => {
  it("is greatest where there are none yet", () => {
    const offers = offersFrom100(300, (i) => ({
      resources: { cpus: i === 0 ? 3 : 4 },
      attributes: { serial: `s${i}` },
    }));
    // All have 4 cpus.
    const running = [runningOn(100, { id: "r", group: "g" })];
    const pending = task({ group: "g", preferences: [prefer(balancedBy("serial"))] });
    expect(placesOf(roundOver(offers, [pending], packing, running))).toEqual({ t1: "a101" });
  });

  it("is another whenever a task of the group has come, beside preferences that tell agents apart one by one", () => {
    const offers = offersFrom100(300, (i) => ({
      // In their order agents of a zone lie here closer, and there further apart.
      hostname: `h${i}`,
      resources: { cpus: 1 },
      attributes: { zone: `z${i % 3}` },
    }));
    const running = offers.map(({ hostname }, i) => ({
      ...runningOn(100 + i, { id: `r${i}`, resources: { cpus: 0.5 }, group: "g" }),
      hostname,
    }));
    const preferences = [
      prefer(attributeIs("zone", "z1")),
      prefer(attributeLike("hostname", ".*5")),
      prefer(balancedBy("zone")),
    ];
    const tasks = Array.from({ length: 20 }, (_, i) => task({ id: `t${i}`, group: "g", preferences }));
    const input = { cluster: clusterOf(offers, running), tasks, nowMs: 0 };
    expectDecisions(match(input), naiveMatch(input).round);
  });
});

describe("nearness at several levels", () => {
  it("is still worth something where no agent of the first level wins", () => {
    const offers = offersFrom100(100, (i) => ({
      attributes: {
        rack: i === 61 ? "r" : "-",
        kind: i === 61 ? "slow" : "fast",
        zone: i < 50 ? "z0" : "z1",
      },
    }));
    const pending = task({
      locations: { rack: "r", zone: "z1" },
      preferences: [prefer(attributeIs("kind", "fast"))],
    });
    const played = roundOver(offers, [pending], { fitness: locality(["rack", "zone"]) });
    expect(placesOf(played)).toEqual({ t1: "a150" });
  });

  it("is told for each agent where values are too many for strata", () => {
    const offers = offersFrom100(400, (i) => ({ attributes: { serial: `s${i}`, zone: `z${i % 2}` } }));
    const pending = task({
      locations: { serial: Array.from({ length: 40 }, (_, i) => `s${200 + i}`), zone: "z1" },
      preferences: [preferHigh(locality(["serial", "zone"]))],
    });
    expect(placesOf(roundOver(offers, [pending], packing))).toEqual({ t1: "a300" });
  });
});
