import { describe, expect, it } from "vitest";
import { Fleet } from "../../src/dense/fleet.ts";
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
});
