import { describe, expect, it } from "vitest";
import { clusterOf, update, type AttributeValue, type Attributes } from "../../src/index.ts";
import { offer, offerOf, placesOf, round, roundOver, task } from "../support/build.ts";

/** The agents that take tasks while the groups are active. */
function active(
  attributes: readonly Attributes[],
  attribute: string,
  values: readonly AttributeValue[],
): readonly string[] {
  const offers = attributes.map((each, i) => offerOf(i + 1, { attributes: each, resources: { cpus: 1 } }));
  const cluster = update(clusterOf(offers), [{ type: "active-groups-set", attribute, values }]);
  return Object.values(
    placesOf(
      round(
        cluster,
        offers.map(({ id }) => task({ id })),
      ),
    ),
  );
}

describe("the agents that can take a task", () => {
  it("hold an offer of its role, whatever else they hold", () => {
    const offers = [
      offerOf(1, { role: "ads" }),
      offerOf(2),
      offerOf(3, { role: "ads" }),
      offerOf(3, { id: "o9" }),
    ];
    const tasks = [task({ resources: { cpus: 4 } }), task({ id: "t2", resources: { cpus: 4 } })];
    expect(placesOf(roundOver(offers, [...tasks, task({ id: "t3", resources: { cpus: 4 } })]))).toEqual({
      t1: "a2",
      t2: "a3",
    });
    expect(placesOf(roundOver(offers, [task({ role: "ads" })]))).toEqual({ t1: "a1" });
  });

  it("give each role what that role was offered", () => {
    const offers = [
      offer({ resources: { cpus: 1 } }),
      offer({ id: "o2", role: "ads", resources: { cpus: 2 } }),
    ];
    const big = { resources: { cpus: 2 } };
    expect(placesOf(roundOver(offers, [task(big)]))).toEqual({});
    expect(placesOf(roundOver(offers, [task({ ...big, role: "ads" })]))).toEqual({ t1: "a1" });
  });

  it("are in an active group: one of their values is among the active ones, text and numbers apart", () => {
    const racks = [{ rack: "r1" }, { rack: 1 }, { rack: ["r2", 3] }, { rack: [] }, {}];
    expect(active(racks, "rack", ["r1"])).toEqual(["a1"]);
    expect(active(racks, "rack", [3, 1])).toEqual(["a2", "a3"]);
    expect(active(racks, "rack", ["1", "3"])).toEqual([]);
    expect(active(racks, "rack", [])).toEqual([]);
    expect(active(racks, "hostname", ["h4"])).toEqual(["a4"]);
    expect(active(racks, "agentId", ["a5"])).toEqual(["a5"]);
  });

  it("are in no active group where none of several values is active: that is why their offers go back", () => {
    const racks = [["r1", "r2"], ["r1", "r3"], []];
    const offers = racks.map((rack, i) => offerOf(i + 1, { attributes: { rack } }));
    const event = { type: "active-groups-set", attribute: "rack", values: ["r2"] } as const;
    const { declines } = round(update(clusterOf(offers), [event]), []);
    expect(declines.map(({ agentId, reason }) => [agentId, reason])).toEqual([
      ["a1", "no-pending-tasks"],
      ["a2", "agent-inactive"],
      ["a3", "agent-inactive"],
    ]);
  });
});
