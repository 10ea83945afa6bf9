import { describe, expect, it } from "vitest";
import { clusterOf, near } from "../../src/index.ts";
import { shapeOf } from "../../src/autoscale/shapes.ts";
import { runningOn, task } from "../support/build.ts";
import { asked, small, statesOf, turn } from "./turn.ts";

const executor = { id: "e", resources: { cpus: 1, disk: 2 } };

describe("executors in autoscaling", () => {
  it("are part of what an agent would give if nothing ran on it", () => {
    const running = [
      runningOn(1, { id: "r1", role: "ads", executor }, { executor }),
      runningOn(1, { id: "r2", executor }),
    ];
    const [agent] = clusterOf([small(1)], running).agents;
    if (agent === undefined) throw new Error("there is no agent");
    expect(shapeOf(agent).offers).toEqual([
      { role: "*", resources: { cpus: 5 } },
      { role: "ads", resources: { cpus: 2, disk: 2 } },
    ]);
  });

  it("are not left to tasks that are short of agents", () => {
    const offers = [small(1, { resources: { cpus: 4, disk: 2 } })];
    const first = task({ executor, resources: { cpus: 2.5 } });
    const short = task({ id: "t2", resources: { cpus: 0.6 }, constraints: [near({ group: "web" })] });
    const web = (cpus: number) => ({ ...first, id: "t3", group: "web", resources: { cpus } });
    const over = turn({ offers, tasks: [short, web(2.5)] });
    expect(statesOf(over)).not.toEqual({ t2: "covered" });
    expect(statesOf(turn({ offers, tasks: [short, web(2.4)] }))).toEqual({ t2: "covered" });
  });

  it("need nothing more where they run already", () => {
    const short = task({
      id: "t2",
      executor,
      resources: { cpus: 3 },
      constraints: [near({ group: "web" })],
    });
    const web = task({ id: "t3", group: "web" });
    const stateOn = (executors: readonly string[]) =>
      statesOf(turn({ offers: [small(1, { executors })], tasks: [short, web] }));
    expect(stateOn(["e"])).toEqual({ t2: "covered" });
    expect(stateOn(["d"])).not.toEqual({ t2: "covered" });
    const overruled = [small(1, { executors: ["e"] }), small(1, { id: "o2", role: "ads" })];
    expect(statesOf(turn({ offers: overruled, tasks: [short, web] }))).not.toEqual({ t2: "covered" });
  });

  it("take their part of new agents", () => {
    expect(askedForTwoOf(1.5)).toEqual({});
    expect(askedForTwoOf(1.6)).toEqual({ small: 1 });
  });
});

/** The agents asked for, where there is one of 4 cpus, for two tasks of so many each, under one executor that takes 1. */
function askedForTwoOf(cpus: number) {
  const own = { id: "e", resources: { cpus: 1 } };
  const tasks = ["t1", "t2"].map((id) => task({ id, executor: own, resources: { cpus } }));
  return asked(turn({ offers: [small(1)], tasks }));
}
