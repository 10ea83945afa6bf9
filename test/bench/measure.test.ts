import { describe, expect, it } from "vitest";
import { masterOf } from "../../bench/simulation/master.ts";
import { fragmentationOf, median, typicalTask, utilisationOf } from "../../bench/simulation/measure.ts";
import { countPorts, includesPort, joinRanges, withoutPorts } from "../../bench/simulation/port-ranges.ts";

describe("the measures of the simulation", () => {
  const master = masterOf(
    ["a", "b"].map((id) => ({
      id,
      hostname: id,
      attributes: {},
      devices: [{ name: "gpu", count: 2, capacity: 1 }],
      pools: [{ role: "*", resources: { cpus: 4, mem: 100 }, ports: [] }],
    })),
  );
  const wide = {
    id: "wide",
    resources: { cpus: 3, mem: 10 },
    devices: [{ name: "gpu", units: 0.5, count: 2 }],
  };
  const grants = [0, 1].map((index) => ({ name: "gpu", index, units: 0.5 }));
  master.start({ task: wide, agentId: "a", hostname: "a", devices: grants });

  it("count what is used of all there is", () => {
    expect(utilisationOf(master)).toEqual({
      cpus: { total: 8, used: 3 },
      mem: { total: 200, used: 10 },
      gpu: { total: 4, used: 1 },
    });
  });

  it("call free amounts fragmented where the typical task does not fit", () => {
    const found = fragmentationOf(master, [wide], ["cpus", "gpu", "disk"]);
    expect(found["cpus"]).toMatchObject({ free: 5, fragmented: 1 });
    expect(found["gpu"]).toMatchObject({ free: 3, fragmented: 1 });
    expect(found).not.toHaveProperty("disk");
  });

  it("take the median of each amount for the typical task", () => {
    const tasks = [1, 2, 9].map((cpus) => ({ id: `${cpus}`, resources: { cpus }, ports: cpus }));
    expect(typicalTask(tasks, "cpus")).toEqual({ amounts: new Map([["cpus", 2000]]), ports: 2 });
    expect(typicalTask(tasks, "mem")).toBeUndefined();
    expect([median([3, 1]), median([]), median([5, 1, 3])]).toEqual([1, 0, 3]);
  });
});

describe("port ranges", () => {
  it("lose and gain ports exactly", () => {
    expect(withoutPorts([[1, 5]], [1, 3, 9])).toEqual([
      [2, 2],
      [4, 5],
    ]);
    expect(
      joinRanges(
        [[2, 2]],
        [
          [4, 5],
          [3, 3],
        ],
      ),
    ).toEqual([[2, 5]]);
    expect(
      countPorts([
        [1, 5],
        [7, 7],
      ]),
    ).toBe(6);
    expect([includesPort([[1, 5]], 5), includesPort([[1, 5]], 6)]).toEqual([true, false]);
  });
});
