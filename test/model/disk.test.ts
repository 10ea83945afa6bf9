import { describe, expect, it } from "vitest";
import { clusterOf } from "../../src/index.ts";
import { compareDisks, keyOfDisk } from "../../src/model/disk.ts";
import { offer } from "../support/build.ts";

describe("disks", () => {
  it("are told apart by ids and types that only together read alike", () => {
    const disks = [
      { id: "a b", type: "c", amount: 1 },
      { id: "a", type: "b c", amount: 1 },
      { id: "a", type: "b", amount: 1 },
      { id: "a", type: "b", amount: 1, use: "whole" },
      { id: "a", type: "b", amount: 1, use: "shared" },
    ] as const;
    expect(new Set(disks.map(keyOfDisk)).size).toBe(5);
    expect(() => clusterOf([offer({ disks })])).not.toThrow();
  });

  it("stand in the order of their ids, then types, then uses, in parts first", () => {
    const disks = [
      { id: "a", type: "hdd", use: "whole" },
      { id: "a", type: "ssd" },
      { id: "a", type: "ssd", use: "shared" },
      { id: "a", type: "ssd", use: "whole" },
      { id: "b", type: "hdd" },
    ] as const;
    expect(disks.toReversed().toSorted(compareDisks)).toEqual(disks);
    expect(compareDisks({ id: "a", type: "ssd" }, { id: "a", type: "ssd" })).toBe(0);
  });
});
