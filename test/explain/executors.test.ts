import { describe, expect, it } from "vitest";
import { explain, renderExplanation } from "../../src/index.ts";
import { offer, offersOf, roundOver, runningOn, task } from "../support/build.ts";

describe("the explanation of a task under an executor", () => {
  const offers = offersOf(
    { resources: { cpus: 1.2, mem: 9 } },
    { resources: { cpus: 0.9 }, executors: ["e"] },
    { resources: { cpus: 2, mem: 0.1, net: 1 } },
  );
  const executor = { id: "e", resources: { cpus: 0.5, mem: 0.2, net: 2 } };
  const made = roundOver(offers, [task({ executor })], {}, [runningOn(3, { id: "r1" })]);

  it("asks for the task and its executor together where that does not run", () => {
    const { agents, refusals } = explain(made, "t1");
    expect(agents.map(({ failures }) => failures)).toEqual([
      [
        { kind: "resource", name: "cpus", asked: 1.5, free: 1.2, total: 1.2, overhead: 0.5 },
        { kind: "resource", name: "net", asked: 2, free: 0, total: 0, overhead: 2 },
      ],
      [{ kind: "resource", name: "cpus", asked: 1, free: 0.9, total: 0.9 }],
      [
        { kind: "resource", name: "mem", asked: 0.2, free: 0.1, total: 0.1, overhead: 0.2 },
        { kind: "resource", name: "net", asked: 2, free: 1, total: 1, overhead: 2 },
      ],
    ]);
    expect(refusals).toEqual([
      { kind: "resource", name: "cpus", agents: 2 },
      { kind: "resource", name: "mem", agents: 1 },
      { kind: "resource", name: "net", agents: 2 },
    ]);
  });

  it("names what the task asks first, in its order", () => {
    const asked = task({
      resources: { mem: 1, cpus: 9 },
      executor: { id: "e", resources: { net: 2, cpus: 1, mem: 1 } },
    });
    const { refusals } = explain(roundOver(offersOf({ resources: { mem: 1 } }), [asked]), "t1");
    expect(refusals.map(({ name }) => name)).toEqual(["mem", "cpus", "net"]);
  });

  it("as text says what of it the executor would take", () => {
    expect(renderExplanation(explain(made, "t1")).split("\n").slice(-4)).toEqual([
      "AGENT  ROLE  CONSTRAINT  CPU                        MEM                        DISK  GPU  PORT  OTHER",
      "h2     ok    ok          0.9 of 1                   ok                         ok    ok   ok    ok",
      "h3     ok    ok          ok                         0.1 of 0.2 (executor 0.2)  ok    ok   ok    net 1 of 2 (executor 2)",
      "h1     ok    ok          1.2 of 1.5 (executor 0.5)  ok                         ok    ok   ok    net 0 of 2 (executor 2)",
    ]);
  });

  it("of a task that was assigned shows its agent as it was before, without the executor", () => {
    const half = { id: "e", resources: { cpus: 0.5 } };
    const tasks = ["t1", "t2"].map((id) => task({ id, executor: half }));
    const placed = roundOver([offer({ resources: { cpus: 2.5 } })], tasks);
    expect(explain(placed, "t1").agents[0]?.failures).toEqual([]);
    expect(explain(placed, "t2").agents[0]?.failures).toEqual([]);
  });
});
