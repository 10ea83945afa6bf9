import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Disk, DiskRequest } from "../../src/index.ts";
import { Disks } from "../../src/dense/disks.ts";
import { diskSetOf } from "../../src/dense/disk-set.ts";
import { chooseDisks, diskFit, disksFit, unservedDisks } from "../../src/dense/fit-disks.ts";
import { keyOfDisk } from "../../src/model/disk.ts";
import { offer } from "../support/build.ts";

function disksOf(...rows: readonly (readonly Disk[])[]): Disks {
  return new Disks(
    rows.map((disks) => diskSetOf([offer({ disks })])),
    () => undefined,
  );
}

/** Whether each request can have a disk: tries every combination. */
function canServe(free: readonly Disk[], [request, ...later]: readonly DiskRequest[]): boolean {
  if (request === undefined) return true;
  const { type, id, amount = 0 } = request;
  return free.some((disk) => {
    if (disk.type !== type || disk.amount < amount || (id !== undefined && disk.id !== id)) return false;
    const rest = { ...disk, amount: disk.amount - amount };
    const others = free.filter((other) => other !== disk);
    if (disk.use === "whole") return canServe(others, later);
    return canServe(disk.use === "shared" ? free : [...others, rest], later);
  });
}

const disk = fc
  .tuple(
    fc.constantFrom("a", "b", "c", "d"),
    fc.constantFrom("ssd", "ssd", "hdd"),
    fc.nat(9),
    fc.constantFrom<Disk["use"]>(undefined, undefined, "whole", "shared"),
  )
  .map(([id, type, amount, use]): Disk => ({ id, type, amount, ...(use !== undefined && { use }) }));
const disks = fc.uniqueArray(disk, { maxLength: 4, selector: keyOfDisk });
const request = fc
  .tuple(
    fc.constantFrom("ssd", "ssd", "hdd"),
    fc.constantFrom(0, 1, 2, 3, 4, 6),
    fc.constantFrom(undefined, undefined, "a"),
  )
  .map(([type, amount, id]): DiskRequest => ({ type, amount, ...(id !== undefined && { id }) }));
const requests = fc.array(request, { minLength: 1, maxLength: 6 });

describe("the fit of disks", () => {
  it("is told of every row, one after the other, as trying all combinations tells it", () => {
    fc.assert(
      fc.property(fc.array(disks, { minLength: 1, maxLength: 3 }), requests, (rows, asked) => {
        const fit = diskFit(disksOf(...rows), asked);
        for (const [row, free] of rows.entries()) {
          // What the columns tell: some disk of each type has as much.
          const hasAmounts = asked.every(({ type, amount }) =>
            canServe(free, [{ type, amount: amount ?? 0 }]),
          );
          if (hasAmounts) expect(disksFit(fit, row)).toBe(canServe(free, asked));
        }
      }),
    );
  });

  it("leaves the requests unserved that cannot be had beside those before them that can", () => {
    fc.assert(
      fc.property(disks, requests, (free, asked) => {
        const served: DiskRequest[] = [];
        const unserved = asked.filter((each) => {
          if (!canServe(free, [...served, each])) return true;
          served.push(each);
          return false;
        });
        const found = unservedDisks(diskFit(disksOf(free), asked), 0);
        expect(found.map(({ type, id, amount }) => [type, id, amount])).toEqual(
          unserved.map(({ type, id, amount = 0 }) => [type, id, amount * 1000]),
        );
      }),
    );
  });

  it("knows equal requests, and a single one for an amount", () => {
    const ssd = { type: "ssd", amount: 1 };
    const none = disksOf([]);
    expect(
      diskFit(none, [ssd, { ...ssd, id: "a" }, ssd, { type: "ssd" }, { ...ssd, type: "hdd" }]).requests,
    ).toEqual([
      { type: "ssd", id: undefined, amount: 1000, kind: 0 },
      { type: "ssd", id: "a", amount: 1000, kind: 1 },
      { type: "ssd", id: undefined, amount: 1000, kind: 0 },
      { type: "ssd", id: undefined, amount: 0, kind: 2 },
      { type: "hdd", id: undefined, amount: 1000, kind: 3 },
    ]);
    expect(diskFit(none, [ssd]).isAmount).toBe(true);
    expect(diskFit(none, [{ ...ssd, id: "a" }]).isAmount).toBe(false);
    expect(diskFit(none, [ssd, ssd]).isAmount).toBe(false);
    const alike = diskFit(
      none,
      Array.from({ length: 16 }, () => ssd),
    );
    expect(alike.kinds.length).toBe(1);
  });

  it("chooses on one row, then on another", () => {
    const fit = diskFit(
      disksOf(
        [
          { id: "a", type: "ssd", amount: 5, use: "whole" },
          { id: "b", type: "ssd", amount: 6 },
        ],
        [{ id: "c", type: "ssd", amount: 9, use: "shared" }],
      ),
      [
        { type: "ssd", amount: 1 },
        { type: "ssd", amount: 6 },
      ],
    );
    expect([disksFit(fit, 0), disksFit(fit, 1)]).toEqual([true, true]);
    expect(chooseDisks(fit, 1)).toEqual([
      { id: "c", type: "ssd", amount: 9, use: "shared" },
      { id: "c", type: "ssd", amount: 9, use: "shared" },
    ]);
    expect(chooseDisks(fit, 0)).toEqual([
      { id: "a", type: "ssd", amount: 5, use: "whole" },
      { id: "b", type: "ssd", amount: 6 },
    ]);
  });
});
