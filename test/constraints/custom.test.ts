import { describe, expect, it } from "vitest";
import { allOf, attributeIs, customConstraint, exclusive, prefer, type Task } from "../../src/index.ts";
import { assignmentOf, offerOf, placesOf, roundOver, runningOn, task } from "../support/build.ts";

describe("a custom constraint", () => {
  it("is asked about agents alone that pass what comes from no constraint", () => {
    const asked: string[] = [];
    const noting = customConstraint("noting", () => ({ agentId }) => {
      asked.push(agentId);
      return true;
    });
    const offers = [offerOf(1), offerOf(2, { unavailability: { startMs: 5 } }), offerOf(3)];
    const alone = runningOn(1, { id: "r1", constraints: [exclusive()] });
    const pending = task({ constraints: [noting], expectedDurationMs: 10 });
    expect(placesOf(roundOver(offers, [pending], {}, [alone]))).toEqual({ t1: "a3" });
    expect(new Set(asked)).toEqual(new Set(["a3"]));
  });

  it("is not taken for another of its name", () => {
    const offers = [offerOf(1), offerOf(2)];
    const tasks = [false, false, false, true].map((verdict, i): Task => {
      return task({ id: `t${i}`, constraints: [customConstraint("mine", () => () => verdict)] });
    });
    expect(placesOf(roundOver(offers, tasks))).toEqual({ t3: "a1" });
  });

  it("may say of an agent something else once others are placed", () => {
    const few = customConstraint("after t3", (_, { coTasks }) => {
      const isPlaced = coTasks({ ids: ["t3"] }).length > 0;
      return () => isPlaced;
    });
    const tasks = ["t0", "t1", "t2", "t3", "t4"].map((id) =>
      task({ id, ...(id !== "t3" && { constraints: [few] }) }),
    );
    expect(placesOf(roundOver([offerOf(1), offerOf(2)], tasks))).toEqual({ t3: "a1", t4: "a1" });
  });
});

describe("a preference for a condition on attributes and on more", () => {
  it("looks at each agent of those whose attributes are the same", () => {
    const offers = [1, 2].map((n) => offerOf(n, { attributes: { zone: "a" } }));
    const free = prefer(allOf(attributeIs("zone", "a"), exclusive()));
    const round = roundOver(offers, [task({ preferences: [free] })], {}, [runningOn(1, { id: "r1" })]);
    expect(assignmentOf(round)).toMatchObject({ agentId: "a2", score: { preferences: 1 } });
  });
});
