import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agent } from "../../src/index.ts";
import { CoTaskIndex } from "../../src/dense/co-task-index.ts";
import { agentOf, agentsOf, chains, follow, fromOf, steadyChains } from "./chains.ts";

const groups = ["web", "db", "log", "none"];
const ids = ["a0000-t0", "a0003-t1", "a0011-t2", "nobody"];

function contentOf(index: CoTaskIndex) {
  return {
    groups: groups.map((group) => index.ofGroup(group)),
    ids: ids.map((id) => index.withId(id)),
  };
}

function running(...names: readonly string[]) {
  return {
    running: names.map((group) => ({ group, cpus: 1, port: 1, grants: [], isExclusive: false })),
  };
}

describe("the index of running tasks", () => {
  it("lists those of a group by agent, on an agent as they started", () => {
    const agents = [agentOf(0, running("web", "db", "web")), agentOf(1), agentOf(2, running("web"))];
    const index = CoTaskIndex.of(agents);
    const { tasks, agents: where } = index.ofGroup("web");
    expect(where).toEqual([0, 0, 2]);
    expect(tasks.map(({ task }) => task.id)).toEqual(["a0000-t0", "a0000-t2", "a0002-t0"]);
    expect(index.ofGroup("none")).toEqual({ tasks: [], agents: [] });
  });

  it("finds a task by its id", () => {
    const agents = [agentOf(0), agentOf(1, running("web", "db"))];
    const index = CoTaskIndex.of(agents);
    expect(index.withId("a0001-t1")).toEqual({ agent: 1, running: agents[1]?.running[1] });
    expect(index.withId("a0000-t0")).toBeUndefined();
  });

  it("of later agents is as one made anew", () => {
    for (const lists of [chains, steadyChains]) {
      fc.assert(
        fc.property(lists, (given) => {
          follow(
            given,
            (agents) => CoTaskIndex.of(agents),
            (before, agents, from) => before.after(agents, from),
            (index, anew) => expect(contentOf(index)).toEqual(contentOf(anew)),
          );
        }),
      );
    }
  });

  it("goes on as long as agents keep their numbers", () => {
    const before = agentsOf(4, running("web"));
    const index = CoTaskIndex.of(before);
    const [a, b, c, d] = before;
    if (!(a && b && c && d)) throw new Error("too few");
    const later = (agents: typeof before) => index.after(agents, fromOf(before, agents));
    expect(later([a, agentOf(1), c, d])?.ofGroup("web").agents).toEqual([0, 2, 3]);
    expect(later([a, b, d])).toBeUndefined();
    expect(later([a, b, c, d, agentOf(4)])).toBeUndefined();
    expect(later([b, c, d, agentOf(4)])).toBeUndefined();
  });

  it("has groups that come, and none that went", () => {
    const rest = agentsOf(4).slice(2);
    const before = [agentOf(0, running("web")), agentOf(1), ...rest];
    const after = [agentOf(0), agentOf(1, running("db", "db")), ...rest];
    const later = CoTaskIndex.of(before).after(after, fromOf(before, after));
    expect(later?.ofGroup("web")).toEqual({ tasks: [], agents: [] });
    expect(later?.ofGroup("db")).toEqual({ tasks: after[1]?.running, agents: [1, 1] });
  });

  it("shares groups that no changed agent has to do with", () => {
    const before = [agentOf(0, running("web")), agentOf(1, running("db")), agentOf(2)];
    const index = CoTaskIndex.of(before);
    const after = [...before.slice(0, 2), agentOf(2, running("db"))];
    const later = index.after(after, fromOf(before, after));
    expect(later?.ofGroup("web")).toBe(index.ofGroup("web"));
    expect(later?.ofGroup("db").agents).toEqual([1, 2]);
    expect(index.ofGroup("db").agents).toEqual([1]);
  });

  it("looks once at what runs on an agent that has changed, whatever groups that is of", () => {
    let looks = 0;
    const watched = (number: number): Agent => {
      const agent = agentOf(number, running("web", "db", "log", "none"));
      return {
        ...agent,
        get running() {
          looks++;
          return agent.running;
        },
      };
    };
    const rest = agentsOf(8).slice(2);
    const before = [watched(0), watched(1), ...rest];
    const index = CoTaskIndex.of(before);
    looks = 0;
    const after = [watched(0), watched(1), ...rest];
    const later = index.after(after, fromOf(before, after));
    expect(looks).toBe(4);
    expect(later?.ofGroup("none").agents).toEqual([0, 1]);
  });
});
