import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Absences } from "../../src/dense/absences.ts";
import { agentOf, agentsOf, chains, follow, fromOf, successionFrom } from "./chains.ts";

describe("the absences", () => {
  it("of later agents are as those worked out anew", () => {
    fc.assert(
      fc.property(chains, (lists) => {
        follow(
          lists,
          (agents) => Absences.of(agents),
          (before, agents, from) => before.after(agents, from),
          (absences, anew) => {
            expect([absences.startMs, absences.endMs]).toEqual([anew.startMs, anew.endMs]);
            expect([0, 4, 9].map((time) => absences.startsBefore(time))).toEqual(
              [0, 4, 9].map((time) => anew.startsBefore(time)),
            );
          },
        );
      }),
    );
  });

  it("have no columns as long as no agent is to be away", () => {
    const agents = agentsOf(4);
    const none = Absences.of(agents);
    expect([none.any, none.startMs.length]).toEqual([false, 0]);
    expect(none.after([...agents, agentOf(4)], successionFrom([0, 1, 2, 3, -1], 4))).toBe(none);
    const changed = agents.with(2, agentOf(2, { unavailability: { startMs: 5, durationMs: 2 } }));
    const some = none.after(changed, fromOf(agents, changed));
    expect([some.any, [...some.startMs], [...some.endMs]]).toEqual([
      true,
      [Infinity, Infinity, 5, Infinity],
      [-Infinity, -Infinity, 7, -Infinity],
    ]);
    expect(some.after(agents, fromOf(changed, agents))).toBe(none);
  });

  it("have an agent that is away at some time from one moment to another", () => {
    const absences = Absences.of([
      agentOf(0, { unavailability: { startMs: 10, durationMs: 5 } }),
      agentOf(1, { unavailability: { startMs: 10 } }),
      agentOf(2),
    ]);
    const away = (nowMs: number, untilMs: number) =>
      [0, 1, 2].map((agent) => absences.has(agent, nowMs, untilMs));
    expect(away(0, 10)).toEqual([false, false, false]);
    expect(away(0, 11)).toEqual([true, true, false]);
    expect(away(10, 10)).toEqual([true, true, false]);
    expect(away(14, 99)).toEqual([true, true, false]);
    expect(away(15, 99)).toEqual([false, true, false]);
    expect(away(-9, Infinity)).toEqual([true, true, false]);
  });

  it("count the moments before another at which agents go, each once", () => {
    const starts = [30, 10, 20, 10];
    const absences = Absences.of([
      ...starts.map((startMs, i) => agentOf(i, { unavailability: { startMs } })),
      agentOf(4),
    ]);
    expect([9, 10, 11, 20, 21, 30, 31, Infinity].map((time) => absences.startsBefore(time))).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3,
    ]);
  });
});
