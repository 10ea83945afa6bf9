import { describe, expect, it } from "vitest";
import { allOf, anyOf, exclusive, not, prefer, update, type Task } from "../../src/index.ts";
import { offer, offerOf, placesOf, round, roundOver, runningOn, task } from "../support/build.ts";

const alone: Partial<Task> = { constraints: [exclusive()] };

describe("exclusive", () => {
  it("wants an agent on which no task runs", () => {
    const round = roundOver([offerOf(1), offerOf(2)], [task(alone)], {}, [runningOn(1, { id: "r1" })]);
    expect(placesOf(round)).toEqual({ t1: "a2" });
  });

  it("wants an agent on which no task was placed in the round, of any role", () => {
    const offers = [offer(), offer({ id: "o2", role: "ads" })];
    expect(placesOf(roundOver(offers, [task({ role: "ads" }), task({ id: "t2", ...alone })]))).toEqual({
      t1: "a1",
    });
  });

  it("keeps others away while it runs, and once it is placed, of any role", () => {
    const offers = [offer(), offer({ id: "o2", role: "ads" }), offerOf(2, { id: "o3" })];
    const others = [task({ id: "t2" }), task({ id: "t3", role: "ads" })];
    expect(placesOf(roundOver(offers, others, {}, [runningOn(1, { id: "r1", ...alone })]))).toEqual({
      t2: "a2",
    });
    expect(placesOf(roundOver(offers, [task(alone), ...others]))).toEqual({ t1: "a1", t2: "a2" });
  });

  it("is demanded within allOf, however deep", () => {
    const deep: Partial<Task> = { constraints: [allOf(allOf(), allOf(not(anyOf()), exclusive()))] };
    expect(placesOf(roundOver([offer()], [task(deep), task({ id: "t2" })]))).toEqual({ t1: "a1" });
    expect(placesOf(roundOver([offer()], [task()], {}, [runningOn(1, { id: "r1", ...deep })]))).toEqual({});
  });

  it("elsewhere is the condition alone", () => {
    for (const fields of [
      { constraints: [anyOf(exclusive())] },
      { constraints: [allOf(anyOf(exclusive()))] },
      { constraints: [not(not(exclusive()))] },
      { preferences: [prefer(exclusive())] },
    ] satisfies Partial<Task>[]) {
      expect(placesOf(roundOver([offer()], [task(fields), task({ id: "t2" })]))).toEqual({
        t1: "a1",
        t2: "a1",
      });
    }
    const taken = { constraints: [anyOf(exclusive())] };
    expect(placesOf(roundOver([offer()], [task(taken)], {}, [runningOn(1, { id: "r1" })]))).toEqual({});
    const company = { constraints: [not(exclusive())] };
    expect(
      placesOf(roundOver([offerOf(1), offerOf(2)], [task(company)], {}, [runningOn(2, { id: "r1" })])),
    ).toEqual({
      t1: "a2",
    });
  });

  it("lets the agent be used again once the task has ended", () => {
    const { cluster } = roundOver([offerOf(1), offerOf(1, { id: "o2", role: "ads" })], [task(alone)], {
      hold: { forMs: 10 },
    });
    const others = [task({ id: "t2", role: "ads" })];
    expect(placesOf(round(cluster, others))).toEqual({});
    expect(placesOf(round(update(cluster, [{ type: "task-ended", taskId: "t1" }]), others))).toEqual({
      t2: "a1",
    });
  });
});
