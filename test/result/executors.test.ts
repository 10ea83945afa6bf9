import { describe, expect, it } from "vitest";
import { offer, roundOver, runningOn, task } from "../support/build.ts";

const executor = { id: "e", resources: { cpus: 0.5 } };

describe("an agent that is declined", () => {
  it("could never run a task whose executor is too much for it when it is empty", () => {
    const reasonOf = (cpus: number) =>
      roundOver([offer()], [task({ executor, resources: { cpus } })]).declines[0]?.reason;
    expect(reasonOf(3.6)).toBe("no-task-fits-ever");
    const running = [runningOn(1, { id: "r1", executor: { ...executor, id: "d" } })];
    const busy = roundOver([offer()], [task({ executor, resources: { cpus: 4.5 } })], {}, running);
    expect(busy.declines[0]?.reason).toBe("no-task-fits-now");
  });

  it("could run one whose executor runs there, once other tasks have ended", () => {
    const running = [runningOn(1, { id: "r1" })];
    const tasks = [task({ executor, resources: { cpus: 5 } })];
    const named = roundOver([offer({ executors: ["e"] })], tasks, {}, running);
    expect(named.declines[0]?.reason).toBe("no-task-fits-now");
    expect(roundOver([offer()], tasks, {}, running).declines[0]?.reason).toBe("no-task-fits-ever");
  });

  it("could run a task without an executor, though one that asks less but has one it could not", () => {
    const running = [runningOn(1, { id: "r1", resources: { cpus: 3 } })];
    const offers = [offer({ resources: { cpus: 1 } })];
    const heavy = task({ executor: { id: "e", resources: { cpus: 3 } }, resources: { cpus: 2 } });
    const made = roundOver(offers, [heavy, task({ id: "t2", resources: { cpus: 3 } })], {}, running);
    expect(made.declines[0]?.reason).toBe("no-task-fits-now");
  });
});
