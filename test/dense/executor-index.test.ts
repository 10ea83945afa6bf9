import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExecutorIndex } from "../../src/dense/executor-index.ts";
import { agentOf, agentsOf, chains, follow, fromOf, steadyChains } from "./chains.ts";

const ids = ["e", "f", "g", "nobody"];

function contentOf(index: ExecutorIndex) {
  return ids.map((id) => [...index.agentsWith(id)].toSorted((a, b) => a - b));
}

function running(...executors: readonly (string | undefined)[]) {
  return {
    running: executors.map((executor) => ({
      group: undefined,
      cpus: 1,
      port: 1,
      grants: [],
      isExclusive: false,
      executor,
    })),
  };
}

describe("the index of executors", () => {
  it("has those that an agent's newest offer names, and those of the tasks there", () => {
    const agents = [
      agentOf(0, running("e", undefined, "e")),
      agentOf(1, { executors: ["f", "e", "f"] }),
      agentOf(2, { executors: [], ...running("g") }),
    ];
    expect(contentOf(ExecutorIndex.of(agents))).toEqual([[0, 1], [1], [2], []]);
  });

  it("of later agents is as one made anew", () => {
    for (const lists of [chains, steadyChains]) {
      fc.assert(
        fc.property(lists, (given) => {
          follow(
            given,
            (agents) => ExecutorIndex.of(agents),
            (before, agents, from) => before.after(agents, from),
            (index, anew) => expect(contentOf(index)).toEqual(contentOf(anew)),
          );
        }),
      );
    }
  });

  it("goes on as long as agents keep their numbers", () => {
    const before = agentsOf(4, running("e"));
    const index = ExecutorIndex.of(before);
    const [a, b, c, d] = before;
    if (!(a && b && c && d)) throw new Error("too few");
    const later = (agents: typeof before) => index.after(agents, fromOf(before, agents));
    expect([...(later([a, agentOf(1), c, d])?.agentsWith("e") ?? [])]).toEqual([0, 2, 3]);
    expect(later([a, b, d])).toBeUndefined();
    expect(later([a, b, c, d, agentOf(4)])).toBeUndefined();
    expect(later([b, c, d, agentOf(4)])).toBeUndefined();
  });

  it("has none of whom the last has gone", () => {
    const before = [agentOf(0, running("e")), agentOf(1, running("e", "f"))];
    const after = [...before.slice(0, 1), agentOf(1)];
    const later = ExecutorIndex.of(before).after(after, fromOf(before, after));
    expect([...(later?.agentsWith("e") ?? [])]).toEqual([0]);
    expect(later?.agentsWith("f")).toBe(later?.agentsWith("nobody"));
  });

  it("shares what no changed agent has to do with, and changes nothing once made", () => {
    const before = [agentOf(0, running("e")), agentOf(1, running("f")), agentOf(2)];
    const index = ExecutorIndex.of(before);
    const after = [...before.slice(0, 2), agentOf(2, running("f"))];
    const later = index.after(after, fromOf(before, after));
    expect(later?.agentsWith("e")).toBe(index.agentsWith("e"));
    expect([...(later?.agentsWith("f") ?? [])]).toEqual([1, 2]);
    expect([...index.agentsWith("f")]).toEqual([1]);
  });
});
