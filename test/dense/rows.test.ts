import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowsAfter, rowsOf } from "../../src/dense/rows.ts";
import { agentOf, agentsOf, chains, follow, fromOf, steadyChains } from "./chains.ts";

const offering = { offers: [{ role: "ads", cpus: 1, mem: 1, ports: [] }] };

describe("the rows of a role", () => {
  it("are the agents that have offers of it, and are the same whatever cluster came before", () => {
    for (const lists of [chains, steadyChains]) {
      fc.assert(
        fc.property(lists, (each) => {
          follow(
            each,
            (agents) => rowsOf("ads", agents, false),
            (before, agents, from) => {
              const { rowsFrom, ...rows } = rowsAfter(before, "ads", agents, from);
              const expected = [...rows.agentOf].map((agent) => {
                const old = from[agent] ?? -1;
                return old === -1 ? -1 : before.rowOf[old];
              });
              expect([...rowsFrom]).toEqual(expected);
              return rows;
            },
            ({ agentOf: agents, rowOf, offersOf }, anew) => {
              expect({ agents, rowOf, offersOf }).toEqual({
                agents: anew.agentOf,
                rowOf: anew.rowOf,
                offersOf: anew.offersOf,
              });
            },
          );
        }),
      );
    }
  });

  it("are shared where all agents keep theirs", () => {
    const agents = agentsOf(4, offering);
    const before = rowsOf("ads", agents, false);
    const changed = [...agents.slice(0, 3), agentOf(3, { ...offering, devices: 1 })];
    const same = rowsAfter(before, "ads", changed, fromOf(agents, changed));
    expect([same.agentOf, same.rowOf]).toEqual([before.agentOf, before.rowOf]);
    expect([same.agentOf === before.agentOf, same.rowOf === before.rowOf]).toEqual([true, true]);
    expect(same.offersOf[3]).toBe(changed[3]?.offers);
    const fewer = [...agents.slice(0, 3), agentOf(3)];
    expect(rowsAfter(before, "ads", fewer, fromOf(agents, fewer)).rowOf).toEqual(Int32Array.of(0, 1, 2, -1));
  });
});
