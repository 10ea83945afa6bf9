import { describe, expect, it } from "vitest";
import { masterOf, type Master } from "../../bench/simulation/master.ts";
import { clusterOf, match, type Offer, type Round, type Task } from "../../src/index.ts";

const spec = {
  id: "a1",
  hostname: "host-1",
  attributes: { zone: "z" },
  devices: [{ name: "gpu", count: 1, capacity: 1 }],
  pools: [{ role: "*", resources: { cpus: 4, mem: 1024 }, ports: [[8000, 8001] as const] }],
};
const task: Task = { id: "t", resources: { cpus: 1.5 }, ports: 1, devices: [{ name: "gpu", units: 0.25 }] };

describe("the simulated master", () => {
  it("offers all that is free once", () => {
    const master = masterOf([spec]);
    expect(master.offerAgain(5)).toEqual([
      {
        id: "offer-1",
        agentId: "a1",
        hostname: "host-1",
        role: "*",
        resources: { cpus: 4, mem: 1024 },
        ports: [[8000, 8001]],
        devices: spec.devices,
        attributes: spec.attributes,
        receivedAtMs: 5,
      },
    ]);
    expect(master.offerAgain(6)).toEqual([]);
  });

  it("offers what a launch left, what its task held when it has ended, and both when they are rescinded", () => {
    const { master } = launched();
    expect(whatIsFree(master.offerAgain(1))).toEqual([
      { resources: { cpus: 2.5, mem: 1024 }, ports: [[8001, 8001]] },
    ]);
    master.end("t", "a1");
    expect(whatIsFree(master.offerAgain(2))).toEqual([{ resources: { cpus: 1.5 }, ports: [[8000, 8000]] }]);
    for (const id of master.offers.keys()) master.rescind(id, 3);
    expect(master.offerAgain(2)).toEqual([]);
    expect(whatIsFree(master.offerAgain(3))).toEqual([
      { resources: { cpus: 4, mem: 1024 }, ports: [[8000, 8001]] },
    ]);
  });

  it("respects for how long an offer was refused, until more is free than was refused", () => {
    const { master } = launched();
    const [offer] = master.offerAgain(0);
    const decline = {
      offerId: offer?.id ?? "",
      agentId: "a1",
      reason: "not-needed" as const,
      refuseSeconds: 5,
    };
    expect(master.decline(decline, 1000)).toEqual([]);
    expect(master.decline(decline, 1000)).toEqual(["the declined offer offer-2 does not stand"]);
    expect(master.offerAgain(5999)).toEqual([]);
    expect(master.offerAgain(6000)).toHaveLength(1);
    expect(master.decline({ ...decline, offerId: "offer-3" }, 6000)).toEqual([]);
    master.end("t", "a1");
    expect(master.offerAgain(6001)).toHaveLength(1);
  });

  it("takes no launch twice, and none with an offer of its own making up", () => {
    const { master, round } = launched();
    for (const launch of round.launches) {
      expect(master.accept(launch, () => task, false)).toEqual([
        "the launch on a1 names offers that do not stand: offer-1",
      ]);
    }
  });

  it("starts nothing of a launch that is wrong", () => {
    const { master, round } = roundOfOne();
    for (const launch of round.launches) {
      expect(master.accept(launch, () => ({ ...task, resources: { cpus: 5 } }), false)).toEqual([
        "a1: 5 cpus taken, 4 offered",
      ]);
    }
    expect(master.agents.get("a1")?.tasks.size).toBe(0);
    expect([...master.offers.keys()]).toEqual(["offer-1"]);
  });

  it("loses an agent with its offers and tasks, and brings it back empty", () => {
    const { master } = launched();
    master.offerAgain(1);
    expect(master.lose("a1").map((running) => running.task)).toEqual([task]);
    expect(master.offers.size).toBe(0);
    expect(master.offerAgain(2)).toEqual([]);
    master.bringBack("a1");
    expect(whatIsFree(master.offerAgain(3))).toEqual([
      { resources: { cpus: 4, mem: 1024 }, ports: [[8000, 8001]] },
    ]);
  });
});

describe("the master's agents", () => {
  it("join empty, and are forgotten with all they had", () => {
    const { master } = launched();
    master.join({ ...spec, id: "a2", hostname: "host-2" });
    expect(master.offerAgain(1).map(({ agentId }) => agentId)).toEqual(["a1", "a2"]);
    expect(master.lose("a1").map((running) => running.task)).toEqual([task]);
    master.forget("a1");
    expect([...master.agents.keys()]).toEqual(["a2"]);
    expect(() => {
      master.bringBack("a1");
    }).toThrow("there is no agent a1");
  });
});

function launched(): { readonly master: Master; readonly round: Round } {
  const { master, round } = roundOfOne();
  for (const launch of round.launches) expect(master.accept(launch, () => task, false)).toEqual([]);
  return { master, round };
}

function roundOfOne(): { readonly master: Master; readonly round: Round } {
  const master = masterOf([spec]);
  const round = match({ cluster: clusterOf(master.offerAgain(0)), tasks: [task], nowMs: 0 });
  expect(round.launches).toHaveLength(1);
  return { master, round };
}

function whatIsFree(offers: readonly Offer[]): readonly Partial<Offer>[] {
  return offers.map(({ resources, ports = [] }) => ({ resources, ports }));
}
