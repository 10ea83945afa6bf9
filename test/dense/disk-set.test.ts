import { describe, expect, it } from "vitest";
import type { Disk, DiskGrant } from "../../src/index.ts";
import { diskSetOf, givable, leftAfter, without } from "../../src/dense/disk-set.ts";
import { offer } from "../support/build.ts";

const part: Disk = { id: "b", type: "ssd", amount: 0.3 };
const whole: Disk = { id: "a", type: "ssd", amount: 20, use: "whole" };
const shared: Disk = { id: "c", type: "hdd", amount: 5, use: "shared" };
const set = diskSetOf([
  offer({ disks: [part, shared] }),
  offer({ disks: [whole, { ...part, amount: 0.0006 }] }),
]);

/** What there is of a shared disk that offers name with these amounts. */
function leftOfShared(...amounts: readonly number[]): readonly number[] {
  const offers = amounts.map((amount) => offer({ disks: [{ ...part, use: "shared", amount }] }));
  return diskSetOf(offers).map(({ left }) => left);
}

describe("a set of disks", () => {
  it("has every disk that the offers name once, by id, with the sum of its thousandths", () => {
    expect(set).toEqual([
      { id: "a", type: "ssd", use: "whole", amount: 20_000, left: 20_000 },
      { id: "b", type: "ssd", use: undefined, amount: 301, left: 301 },
      { id: "c", type: "hdd", use: "shared", amount: 5000, left: 5000 },
    ]);
    expect(diskSetOf([offer(), offer({ disks: [] })])).toEqual([]);
  });

  it("tells disks apart by their ids, types and uses", () => {
    const all: readonly Disk[] = [
      { ...part, type: "hdd" },
      part,
      { ...part, use: "shared" },
      { ...part, use: "whole" },
    ];
    const mixed = diskSetOf([offer({ disks: all.toReversed() }), offer({ disks: all })]);
    expect(givable(mixed)).toEqual(
      all.map((disk) => ({ ...disk, amount: disk.use === "shared" ? part.amount : 0.6 })),
    );
    expect(givable(without(mixed, all))).toEqual([
      { ...part, type: "hdd" },
      part,
      { ...part, use: "shared" },
    ]);
  });

  it("has of a shared disk what the offer says that has most of it", () => {
    expect([leftOfShared(1, 3, 2), leftOfShared(3, 1), leftOfShared(2, 2)]).toEqual([[3000], [3000], [2000]]);
  });

  it("gives parts, a whole disk once, and a shared one always", () => {
    const grants: readonly DiskGrant[] = [
      { id: "a", type: "ssd", amount: 20, use: "whole" },
      { id: "b", type: "ssd", amount: 0.1 },
      { id: "c", type: "hdd", amount: 5, use: "shared" },
      { id: "b", type: "ssd", amount: 0.2 },
      { id: "d", type: "ssd", amount: 9 },
    ];
    expect(without(set, grants).map(({ left }) => left)).toEqual([-1, 1, 5000]);
    expect(without(set, grants).map(({ amount }) => amount)).toEqual([20_000, 301, 5000]);
    expect(set.map(({ left }) => left)).toEqual([20_000, 301, 5000]);
    expect(without(set, [])).toEqual(set);
  });

  it("tells what is left of a disk by its use", () => {
    const [a, b, c] = set.map((disk) => leftAfter(disk, 300, 100));
    expect([a, b, c]).toEqual([-1, 200, 300]);
  });

  it("shows what can be given, a disk in parts also when nothing is left of it", () => {
    expect(givable(set)).toEqual([whole, { ...part, amount: 0.301 }, shared]);
    const grants: readonly DiskGrant[] = [
      { id: "a", type: "ssd", amount: 0, use: "whole" },
      { id: "b", type: "ssd", amount: 0.301 },
    ];
    expect(givable(without(set, grants))).toEqual([{ ...part, amount: 0 }, shared]);
  });
});
