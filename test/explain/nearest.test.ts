import { describe, expect, it } from "vitest";
import { attributeIs, explain, uniqueBy, type Task } from "../../src/index.ts";
import { offersOf, roundOver, task } from "../support/build.ts";

const order = (offers: Parameters<typeof roundOver>[0], fields: Partial<Task>) =>
  explain(roundOver(offers, [task(fields)]), "t1").nearest.map(({ agentId }) => agentId);

describe("the nearest agents", () => {
  it("are those with the fewest failing checks, then the least relative shortfall, then in tie order", () => {
    const offers = offersOf(
      { resources: { cpus: 1, mem: 1 } },
      { resources: { cpus: 1, mem: 100 } },
      { resources: { cpus: 3, mem: 100 } },
      { resources: { cpus: 9, mem: 70 } },
      { resources: { cpus: 3, mem: 100 } },
    );
    // Failing 2, 1 (3/4 short), 1 (1/4 short), 1 (3/10 short), 1 (1/4 short).
    expect(order(offers, { resources: { cpus: 4, mem: 100 } })).toEqual(["a3", "a5", "a4", "a2", "a1"]);
  });

  it("are those with fewer failing checks, though these are short of more", () => {
    const offers = offersOf({ resources: { cpus: 3, mem: 90 } }, { resources: { mem: 100 } });
    expect(order(offers, { resources: { cpus: 4, mem: 100 } })).toEqual(["a2", "a1"]);
  });

  it("are those that are short of less, over all that they are short of", () => {
    const offers = offersOf({ resources: { cpus: 2, mem: 50 } }, { resources: { cpus: 1, mem: 90 } });
    expect(order(offers, { resources: { cpus: 4, mem: 100 } })).toEqual(["a2", "a1"]);
  });

  it("are in tie order where they are short of as much, though of other things", () => {
    const resources = { cpus: 3, mem: 3, gpus: 3, disk: 3 };
    const offers = offersOf(
      { resources: { disk: 2 } },
      { resources: { cpus: 2 } },
      { resources: { mem: 2 } },
    );
    expect(order(offers, { resources })).toEqual(["a1", "a2", "a3"]);
    const turned = { disk: 3, gpus: 3, mem: 3, cpus: 3 };
    expect(order(offers, { resources: turned })).toEqual(["a1", "a2", "a3"]);
    const shares = [
      { cpus: 1, mem: 2, gpus: 3 },
      { cpus: 2, mem: 3, gpus: 1 },
      { cpus: 3, mem: 1, gpus: 2 },
    ].map((each) => ({ resources: each }));
    expect(order(offersOf(...shares), { resources: { cpus: 10, mem: 10, gpus: 10 } })).toEqual([
      "a1",
      "a2",
      "a3",
    ]);
  });

  it("take a check that is no matter of amounts as wholly short", () => {
    const offers = offersOf({}, { attributes: { rack: "r1" }, resources: { cpus: 0.001 } });
    expect(order(offers, { constraints: [attributeIs("rack", "r1")] })).toEqual(["a2", "a1"]);
    const none = offersOf({}, { attributes: { rack: "r1" }, resources: {} });
    expect(order(none, { constraints: [attributeIs("rack", "r1")] })).toEqual(["a1", "a2"]);
  });

  it("take a check that is not a matter of how much, though there is an amount, as wholly short", () => {
    const offers = offersOf(
      { ports: [[1, 2]] },
      { ports: [[9, 9]], resources: { cpus: 0.5 } },
      { ports: [] },
    );
    expect(order(offers, { ports: [9] })).toEqual(["a2", "a1", "a3"]);
    const devices = [{ name: "gpu", units: 0 }];
    expect(
      order(offersOf({}, { resources: { cpus: 0.5 }, devices: [{ name: "gpu", count: 1, capacity: 1 }] }), {
        devices,
      }),
    ).toEqual(["a2", "a1"]);
  });

  it("are five at most", () => {
    expect(order(offersOf({}, {}, {}, {}, {}, {}, {}), { resources: { cpus: 9 } })).toEqual([
      "a1",
      "a2",
      "a3",
      "a4",
      "a5",
    ]);
  });

  it("are found behind others that are as near or farther", () => {
    const cpus = [1, 3, 2, 3, 1, 3, 4, 3, 4, 2];
    const offers = offersOf(...cpus.map((each) => ({ resources: { cpus: each } })));
    expect(order(offers, { resources: { cpus: 5 } })).toEqual(["a7", "a9", "a2", "a4", "a6"]);
  });

  it("leave out those that would take it", () => {
    const offers = offersOf({ attributes: { zone: "z" } }, { attributes: {} });
    const made = roundOver(offers, [task({ constraints: [uniqueBy("zone")] })]);
    expect(explain(made, "t1").nearest.map(({ agentId }) => agentId)).toEqual(["a2"]);
  });
});
