import { describe, expect, it } from "vitest";
import { binPack, preferHigh, spread, type Disk } from "../../src/index.ts";
import { offerOf, placesOf, roundOver, task } from "../support/build.ts";

const disk: Disk = { id: "d", type: "ssd", amount: 100, use: "whole" };
const policy = { fitness: binPack("cpus") };

describe("a disk that a task was given", () => {
  it("is not given to one that likes another order of agents", () => {
    const offers = [offerOf(1, { resources: { cpus: 8 }, disks: [disk] })];
    const likes = ["p1", "p2", "p3", "p4"].map((id) =>
      task({ id, disks: [{ type: "ssd" }], preferences: [preferHigh(spread("cpus"), 2)] }),
    );
    const tasks = [task({ id: "plain", disks: [{ type: "ssd" }] }), ...likes];
    expect(placesOf(roundOver(offers, tasks, policy))).toEqual({ plain: "a1" });
  });

  it("is no disk of the same id that the agent offers to another role, where a gang gave that back", () => {
    const offers = [
      offerOf(1, { resources: { cpus: 8 }, disks: [disk] }),
      offerOf(1, { id: "o2", role: "svc", resources: { cpus: 8 }, disks: [disk] }),
    ];
    const ofGang = { role: "svc", group: "g", gang: {} };
    const tasks = [
      task({ id: "plain", disks: [{ type: "ssd" }] }),
      task({ id: "g1", ...ofGang, disks: [{ type: "ssd" }] }),
      task({ id: "g2", ...ofGang, resources: { cpus: 100 } }),
      task({ id: "svc", role: "svc", disks: [{ type: "ssd" }] }),
    ];
    expect(placesOf(roundOver(offers, tasks, policy))).toEqual({ plain: "a1", svc: "a1" });
  });
});
