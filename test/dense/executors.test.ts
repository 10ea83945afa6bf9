import { describe, expect, it } from "vitest";
import { ExecutorIndex } from "../../src/dense/executor-index.ts";
import { Executors } from "../../src/dense/executors.ts";
import { runningOn } from "../support/build.ts";
import { agentOf } from "./chains.ts";

const executor = { id: "e", resources: { cpus: 0.1 } };
const starting = runningOn(1, { executor }, { executor });
const joining = runningOn(1, { executor });

function placesIn(executors: Executors | ExecutorIndex, id: string = "e"): readonly number[] {
  return [...executors.agentsWith(id)];
}

describe("executors in a round", () => {
  it("run where they ran before, and where a task has started them", () => {
    const index = ExecutorIndex.of([agentOf(0, { executors: ["e"] }), agentOf(1), agentOf(2)]);
    const executors = new Executors(index);
    executors.add({ agent: 2, running: starting });
    expect(placesIn(executors)).toEqual([0, 2]);
    executors.add({ agent: 1, running: starting });
    expect(placesIn(executors)).toEqual([0, 2, 1]);
    expect(placesIn(executors, "f")).toEqual([]);
    expect(placesIn(index)).toEqual([0]);
  });

  it("run no more where the task that started them is taken back", () => {
    const executors = new Executors(ExecutorIndex.of([agentOf(0, { executors: ["e"] }), agentOf(1)]));
    executors.add({ agent: 1, running: starting });
    executors.add({ agent: 1, running: joining });
    executors.takeBack({ agent: 1, running: joining });
    expect(placesIn(executors)).toEqual([0, 1]);
    executors.takeBack({ agent: 1, running: starting });
    expect(placesIn(executors)).toEqual([0]);
  });
});
