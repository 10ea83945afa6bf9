import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allOf, anyOf, attributeIs, exclusive, not, type Constraint } from "../../src/index.ts";
import { isExclusive, Residents } from "../../src/dense/residents.ts";
import type { Assigned } from "../../src/dense/pool.ts";
import { runningOn, task } from "../support/build.ts";
import { agentOf, chains, follow } from "./chains.ts";

function contentOf({ count, exclusive: alone, disabledUntilMs, anyExclusive }: Residents) {
  return { columns: [count, alone, disabledUntilMs].map((column) => [...column]), anyExclusive };
}

describe("the residents", () => {
  it("of later agents are as those counted anew", () => {
    fc.assert(
      fc.property(chains, (lists) => {
        follow(
          lists,
          (agents) => Residents.of(agents),
          (before, agents, from) => before.after(agents, from),
          (residents, anew) => expect(contentOf(residents)).toEqual(contentOf(anew)),
        );
      }),
    );
  });

  it("say when an agent is disabled, and -Infinity for never", () => {
    expect([...Residents.of([agentOf(0, { disabledUntilMs: 5 }), agentOf(1)]).disabledUntilMs]).toEqual([
      5,
      -Infinity,
    ]);
  });

  it("are copied for a round, which counts what it places", () => {
    const residents = Residents.of([agentOf(0), agentOf(1)]);
    const assigned: Assigned[] = [];
    const copy = residents.copy(assigned);
    const place = (placed: Assigned): void => {
      copy.add(placed);
      assigned.push(placed);
    };
    const alone = runningOn(1, { id: "t1", constraints: [exclusive()] });
    const other = runningOn(1, { id: "t2" });
    place({ agent: 1, running: other });
    expect(copy.assignedTo(1)).toEqual([other]);
    expect([copy.anyExclusive, copy.exclusive[1]]).toEqual([false, 0]);
    place({ agent: 1, running: alone });
    expect([[...copy.count], copy.anyExclusive, [...copy.exclusive]]).toEqual([[0, 2], true, [0, 1]]);
    expect([copy.assignedTo(0), copy.assignedTo(1)]).toEqual([[], [other, alone]]);
    expect(contentOf(residents)).toEqual({
      columns: [
        [0, 0],
        [0, 0],
        [-Infinity, -Infinity],
      ],
      anyExclusive: false,
    });
    expect(residents.assignedTo(1)).toEqual([]);
  });
});

function wants(...constraints: readonly Constraint[]): boolean {
  return isExclusive(task({ constraints }));
}

describe("a task that wants its agent for itself", () => {
  it("says so, alone or in all of several constraints", () => {
    expect(wants(exclusive())).toBe(true);
    expect(wants(attributeIs("rack", "a"), allOf(allOf(exclusive())))).toBe(true);
    expect(wants(anyOf(exclusive()), not(exclusive()))).toBe(false);
    expect(isExclusive(task())).toBe(false);
  });
});
