import { describe, expect, it } from "vitest";
import { clusterOf, near, update, type Offer, type Task } from "../../src/index.ts";
import { small, statesOf, turn } from "./turn.ts";

/** What becomes of a task that waits for `t1` beside it. */
function besideFirst(given: { readonly offers: readonly Offer[]; readonly first: Partial<Task> }): unknown {
  const beside: Task = { id: "beside", resources: { cpus: 1 }, constraints: [near({ ids: ["t1"] })] };
  const t1: Task = { id: "t1", resources: { cpus: 1 }, ...given.first };
  return statesOf(turn({ offers: given.offers, tasks: [beside, t1] }))["beside"];
}

describe("what a round leaves of an agent", () => {
  it("is not what a task took beyond what it needs", () => {
    const offers = [small(1)];
    expect(besideFirst({ offers, first: { upTo: { cpus: 3 } } })).toBe("covered");
    expect(besideFirst({ offers, first: { upTo: { cpus: 4 } } })).toBe("unservable");
  });

  it("has the devices that the agent's newest offer names", () => {
    const devices = [{ name: "gpu", count: 1, capacity: 1 }];
    const cluster = update(clusterOf([small(1, { id: "o2" })]), [
      { type: "offers-received", offers: [small(1, { devices })] },
    ]);
    const gpu: Task = {
      id: "gpu",
      resources: {},
      devices: [{ name: "gpu", units: 1 }],
      constraints: [near({ ids: ["t1"] })],
    };
    const out = turn({ cluster, tasks: [gpu, { id: "t1", resources: { cpus: 5 } }] });
    expect(statesOf(out)).toEqual({ gpu: "covered" });
  });
});
