import { describe, expect, it } from "vitest";
import type { DiskGrant } from "../../src/index.ts";
import { Disks } from "../../src/dense/disks.ts";
import { diskSetOf } from "../../src/dense/disk-set.ts";
import type { AmountColumn } from "../../src/dense/amount-column.ts";
import { offer } from "../support/build.ts";

const before = [
  diskSetOf([]),
  diskSetOf([
    offer({
      disks: [
        { id: "a", type: "ssd", amount: 0.01 },
        { id: "b", type: "ssd", amount: 0.02, use: "whole" },
        { id: "c", type: "hdd", amount: 0.03 },
      ],
    }),
  ]),
];
const grantOf = (id: string, type: string, amount: number): DiskGrant => ({ id, type, amount });

describe("the disks of the rows of a role", () => {
  it("tell per type the most that one disk still gives, -1 where there is none, as they are taken and reset", () => {
    const bound: AmountColumn[] = [];
    const disks = new Disks(before, (column) => bound.push(column));
    const ssd = disks.most("ssd");
    const b: DiskGrant = { ...grantOf("b", "ssd", 0.02), use: "whole" };
    const c = grantOf("c", "hdd", 0.03);
    expect([...ssd.free]).toEqual([-1, 20]);
    disks.take(1, [b, c]);
    const hdd = disks.most("hdd");
    expect([[...ssd.free], [...hdd.free]]).toEqual([
      [-1, 10],
      [-1, 0],
    ]);
    disks.take(1, [grantOf("a", "ssd", 0.004)]);
    expect(ssd.free[1]).toBe(6);
    disks.reset(1, [c]);
    expect([ssd.free[1], hdd.free[1]]).toEqual([20, 0]);
    expect(disks.setAt(1).map(({ left }) => left)).toEqual([10, 20, 0]);
    disks.reset(1, []);
    expect(disks.setAt(1)).toEqual(before[1]);
    expect(disks.most("ssd")).toBe(ssd);
    expect(bound).toEqual([ssd, hdd]);
  });
});
