import { describe, expect, it } from "vitest";
import { Fleet } from "../../src/dense/fleet.ts";
import { runningOn } from "../support/build.ts";
import { agentOf, agentsOf } from "./chains.ts";

const like = {
  offers: [{ role: "*", cpus: 2, mem: 1, ports: [] }],
  attributes: { rack: "a" },
  devices: 1,
};

/** Everything that there is, made once. */
function askAll(fleet: Fleet) {
  return [
    fleet.roster("*"),
    fleet.roster("*").amount("cpus"),
    fleet.attribute("rack"),
    fleet.devices("gpu"),
    fleet.coTasks,
    fleet.residents,
    fleet.holdings,
  ];
}

describe("a fleet", () => {
  it("makes each piece once", () => {
    const fleet = new Fleet(agentsOf(3, like));
    for (const [i, piece] of askAll(fleet).entries()) expect(askAll(fleet)[i]).toBe(piece);
  });

  it("takes over from one before what has not changed", () => {
    const agents = agentsOf(4, like);
    const before = new Fleet(agents);
    const matches = before.attribute("rack").matches("r.*");
    askAll(before);
    const later = [...agents.slice(0, 3), agentOf(3, { ...like, attributes: { rack: "b" } })];
    const fleet = new Fleet(later, before);
    expect(fleet.agents).toBe(later);
    expect([...fleet.attribute("rack").valueOf]).toEqual([0, 0, 0, 1]);
    expect(fleet.attribute("rack").matches("r.*")).toBe(matches);
    expect([...fleet.roster("*").amount("cpus").free]).toEqual([2000, 2000, 2000, 2000]);
    expect([...fleet.devices("gpu").first]).toEqual([0, 1, 2, 3]);
    expect([...fleet.residents.count]).toEqual([0, 0, 0, 0]);
    expect(fleet.holdings.totals.get("cpus")).toBe(8000);
  });

  it("looks at no other agents than those that it is told have changed", () => {
    const agents = agentsOf(4, like);
    const before = new Fleet(agents);
    askAll(before);
    const later = agents.map((_, number) => agentOf(number, { ...like, attributes: { rack: "b" } }));
    const fleet = new Fleet(later, before, [1, 3, 3]);
    expect([...fleet.attribute("rack").valueOf]).toEqual([0, 1, 0, 1]);
    expect(fleet.roster("*").offersOf[0]).toBe(agents[0]?.offers);
    expect(fleet.roster("*").offersOf[1]).toBe(later[1]?.offers);
  });

  it("takes over nothing where more than half has changed", () => {
    const agents = agentsOf(2, like);
    const before = new Fleet(agents);
    const matches = before.attribute("rack").matches("r.*");
    const fleet = new Fleet(agentsOf(2, like), before);
    expect(fleet.attribute("rack").matches("r.*")).not.toBe(matches);
  });

  it("takes over what a fleet knows that was asked nothing itself", () => {
    const agents = agentsOf(2, like);
    const first = new Fleet(agents);
    const matches = first.attribute("rack").matches("r.*");
    const fleet = new Fleet(agents, new Fleet(agents, first));
    expect(fleet.attribute("rack").matches("r.*")).toBe(matches);
    expect(fleet.residents.anyExclusive).toBe(false);
  });

  it("works pieces out anew that cannot be taken over", () => {
    const agents = agentsOf(4, like);
    const before = new Fleet(agents);
    askAll(before);
    const later = agents.slice(1);
    expect(new Fleet(later, before).coTasks.ofGroup("web").agents).toEqual([]);
    expect(new Fleet(later, before).roster("*").count).toBe(3);
  });

  it("leaves one before as it was", () => {
    const agents = agentsOf(4, { ...like, offers: [{ role: "*", cpus: 2, mem: 1, ports: [[1, 3]] }] });
    const before = new Fleet(agents);
    askAll(before);
    const roster = before.roster("*");
    const { sets } = roster.ports();
    const set = sets[3];
    const fleet = new Fleet([...agents.slice(0, 3), agentOf(3, { ...like, offers: [] })], before, [3]);
    expect(fleet.roster("*").offering).toBe(3);
    expect([...fleet.roster("*").isIdle]).toEqual([0, 0, 0, 1]);
    expect(fleet.roster("*").ports().sets[3]).not.toBe(set);
    expect(roster.offersOf[3]).toBe(agents[3]?.offers);
    expect([...roster.isIdle]).toEqual([0, 0, 0, 0]);
    expect(roster.ports().sets[3]).toBe(set);
  });

  it("knows of agents that have changed what they run, hold and offer now", () => {
    const agents = agentsOf(4, { ...like, offers: [{ role: "*", cpus: 2, mem: undefined, ports: [] }] });
    const before = new Fleet(agents);
    askAll(before);
    expect(before.roster("*").holdersOf("mem")).toEqual([]);
    expect([...before.scarce.kindOf]).toEqual([-1, -1, -1, -1]);
    const offers = [
      { role: "*", cpus: 2, mem: 1, ports: [] },
      { role: "ads", cpus: 2, mem: 1, ports: [] },
    ];
    const running = [
      runningOn(3, { id: "r" }, { executor: { id: "e", resources: { fpga: 1 } } }),
      runningOn(3, { id: "s" }),
    ];
    const last = { ...agentOf(3, { ...like, offers }), running, scarce: ["gpus"] };
    for (const changed of [undefined, [3]]) {
      const fleet = new Fleet([...agents.slice(0, 3), last], before, changed);
      expect([...fleet.residents.count]).toEqual([0, 0, 0, 2]);
      expect(fleet.roster("*").holdersOf("mem")).toEqual([3]);
      expect(fleet.roster("*").holdersOf("fpga")).toEqual([3]);
      expect(fleet.roster("ads").count).toBe(1);
      expect([...fleet.scarce.kindOf]).toEqual([-1, -1, -1, 0]);
    }
  });
});
