import { describe, expect, it } from "vitest";
import {
  attributeIn,
  attributeIs,
  binPack,
  clusterOf,
  locality,
  prefer,
  spread,
  update,
  type DeviceSet,
} from "../../src/index.ts";
import { offersFrom100, placesOf, round, roundOver, runningOn, task } from "../support/build.ts";

// What others have at most, once agents that are few have been tried, and how near to it rounding lets rows come.

const names = Array.from({ length: 7 }, (_, i) => `d${i}`);
const sevenDevices = names.map((name): DeviceSet => ({ name, count: 1, capacity: 1 }));
const askingSeven = names.map((name) => ({ name, units: 1 }));

const zoneOnly = locality(["zone"]);

describe("agents tried one by one", () => {
  it("are none that is disabled", () => {
    const offers = offersFrom100(40, (i) => ({ attributes: { zone: i < 2 ? "few" : "many" } }));
    const cluster = update(clusterOf(offers), [{ type: "agent-disabled", agentId: "a100", untilMs: 1 }]);
    const constraints = [attributeIs("zone", "few")];
    expect(placesOf(round(cluster, [task({ constraints })]))).toEqual({ t1: "a101" });
  });

  it("win as the smallest hostname though a bound would be rounded below what they score", () => {
    // 0.7 + 0.1 is less than 0.8.
    const offers = offersFrom100(40, (i) => ({
      resources: { cpus: 3 },
      attributes: { rack: ["a", "b"][i] ?? "c" },
    }));
    const running = offers.map((_, i) => runningOn(100 + i, { id: `r${i}`, resources: { cpus: 7 } }));
    for (const racks of [
      ["a", "b"],
      ["b", "a"],
    ]) {
      const tasks = [task({ constraints: [attributeIn("rack", racks)] })];
      const played = roundOver(offers, tasks, { fitness: binPack("cpus") }, running);
      expect(placesOf(played)).toEqual({ t1: "a100" });
    }
  });

  it("are worth what having a resource adds, and what is in use counts in their totals", () => {
    const disk = offersFrom100(40, (i) => ({
      resources: { cpus: i === 1 ? 8 : 4, ...(i !== 39 && { disk: 10 }) },
      attributes: { rack: i < 2 ? "few" : "many" },
    }));
    const few = task({ constraints: [attributeIs("rack", "few")] });
    expect(placesOf(roundOver(disk, [few], { fitness: spread("cpus", "disk") }))).toEqual({ t1: "a101" });
    // 1 of 4 cpus would be left, or 3 of 10.
    const free = offersFrom100(40, (i) => ({
      resources: { cpus: i === 1 ? 4 : 2 },
      attributes: { rack: i < 2 ? "few" : "many" },
    }));
    const running = [2, 6].map((cpus, i) => runningOn(100 + i, { id: `r${i}`, resources: { cpus } }));
    expect(placesOf(roundOver(free, [few], { fitness: spread("cpus") }, running))).toEqual({ t1: "a101" });
  });

  it("leave to the others what these have of the preferences", () => {
    const offers = offersFrom100(100, (i) => ({
      attributes: { rack: i === 61 ? "near" : "far", kind: i === 61 ? "slow" : "fast" },
    }));
    const pending = task({ locations: { rack: "near" }, preferences: [prefer(attributeIs("kind", "fast"))] });
    // 50 for the preference of all others, 35 for being near.
    expect(placesOf(roundOver(offers, [pending], { fitness: locality(["rack"]) }))).toEqual({ t1: "a100" });
  });

  it("lose to the first that is good enough, though that times the weights is more than its sum", () => {
    const offers = offersFrom100(100, (i) => ({
      attributes: { zone: "z", x: i === 61 ? "y" : "n", kind: "fast" },
    }));
    const preferences = [prefer(attributeIs("x", "y")), prefer(attributeIs("kind", "fast"))];
    const pending = task({ locations: { zone: "z" }, preferences });
    // (50 / 2 + 35) / 85; times 85 that is 60.00000000000001.
    const played = roundOver(offers, [pending], { fitness: zoneOnly, goodEnough: 60 / 85 });
    expect(placesOf(played)).toEqual({ t1: "a100" });
  });

  it("lose to a smaller hostname that scores as much, though the sum of the shares of its devices is rounded", () => {
    const offers = offersFrom100(100, (i) => ({
      devices: sevenDevices,
      attributes: { zone: i % 2 === 0 ? "z0" : "z1", x: i === 61 ? "y" : "n" },
    }));
    const pending = task({
      locations: { zone: "z0" },
      preferences: [prefer(attributeIs("x", "y"))],
      devices: askingSeven,
    });
    // 15 / 4 for idle devices, 1 for the zone or the preference.
    const weights = { fitness: 1, preferences: 1, devices: 15 };
    expect(placesOf(roundOver(offers, [pending], { fitness: zoneOnly, weights }))).toEqual({ t1: "a100" });
  });
});

describe("agents in tie order", () => {
  it("win if they score more by the last bits alone", () => {
    const offers = offersFrom100(100, (i) => ({ attributes: i < 50 ? { c: "y" } : { a: "y", b: "y" } }));
    const preferences = [0.1, 0.2, 0.3].map((weight, i) =>
      prefer(attributeIs(["a", "b", "c"][i] ?? "", "y"), weight),
    );
    // 0.1 + 0.2 is more than 0.3.
    expect(placesOf(roundOver(offers, [task({ preferences })], { fitness: zoneOnly }))).toEqual({
      t1: "a150",
    });
  });

  it("are bounded by all that is wanted where strata by that as well would be too many", () => {
    const offers = offersFrom100(400, (i) => ({
      attributes: { rack: `r${i % 20}`, zone: `z${Math.floor(i / 20)}` },
    }));
    const pending = task({
      locations: { zone: ["z3", "z4", "z5"] },
      preferences: [prefer(attributeIn("rack", ["r0", "r1"]))],
    });
    // The first of rack r0 in one of the zones: 3 × 20 are before it.
    expect(placesOf(roundOver(offers, [pending], { fitness: zoneOnly }))).toEqual({ t1: "a160" });
  });
});

describe("agents in the order of use", () => {
  it("lose to a smaller hostname that scores as much, though the sum of the shares of its devices is rounded", () => {
    // 4 of 8 cpus in use, or 2 of 4.
    const offers = offersFrom100(80, (i) => ({ resources: { cpus: i < 40 ? 5 : 3 }, devices: sevenDevices }));
    const running = offers.map((_, i) =>
      runningOn(100 + i, { id: `r${i}`, resources: { cpus: i < 40 ? 3 : 1 } }),
    );
    const weights = { fitness: 1, preferences: 1, devices: 15 };
    const played = roundOver(
      offers,
      [task({ devices: askingSeven })],
      { fitness: binPack("cpus"), weights },
      running,
    );
    expect(placesOf(played)).toEqual({ t1: "a100" });
  });
});
