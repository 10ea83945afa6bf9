import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowsAfter, rowsOf, type Rows } from "../../src/dense/rows.ts";
import { agentOf, agentsOf, chains, follow, fromOf, steadyChains } from "./chains.ts";

const offering = { offers: [{ role: "ads", cpus: 1, mem: 1, ports: [] }] };

/** The rows that have offers, by agent; fails where what the rows say of each other is not so. */
function offeringIn({ agentOf: agents, rowOf, offersOf, isIdle, offering }: Rows) {
  expect([agents.length, isIdle.length]).toEqual([offersOf.length, offersOf.length]);
  expect([...agents].map((agent) => rowOf[agent])).toEqual([...agents.keys()]);
  expect([...rowOf].filter((row) => row !== -1)).toEqual([...agents.keys()]);
  expect([...isIdle]).toEqual(offersOf.map((offers) => (offers.length === 0 ? 1 : 0)));
  const all = [...agents].map((agent, row) => ({ agent, offers: offersOf[row] ?? [] }));
  const found = all.filter(({ offers }) => offers.length > 0);
  expect(offering).toBe(found.length);
  return found;
}

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
                const old = from.from[agent] ?? -1;
                return old === -1 ? -1 : before.rowOf[old];
              });
              expect([...rowsFrom.from]).toEqual(expected);
              return rows;
            },
            (rows, anew) => expect(offeringIn(rows)).toEqual(offeringIn(anew)),
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
  });

  it("stay where offers go, for they may come again", () => {
    const agents = agentsOf(4, offering);
    const before = rowsOf("ads", agents, false);
    const fewer = [...agents.slice(0, 3), agentOf(3)];
    const rest = rowsAfter(before, "ads", fewer, fromOf(agents, fewer));
    expect(rest.rowOf).toBe(before.rowOf);
    expect([[...rest.isIdle], rest.offering, rest.rowsFrom.changed]).toEqual([[0, 0, 0, 1], 3, [3]]);
    const again = [...fewer.slice(0, 3), agentOf(3, offering)];
    const all = rowsAfter(rest, "ads", again, fromOf(fewer, again));
    expect(all.rowOf).toBe(before.rowOf);
    expect([[...all.isIdle], all.offering]).toEqual([[0, 0, 0, 0], 4]);
    expect([...before.isIdle]).toEqual([0, 0, 0, 0]);
  });

  it("stay as others come between them", () => {
    const agents = [agentOf(0, offering), agentOf(1), agentOf(2, offering), agentOf(3, offering)];
    const before = rowsOf("ads", agents, false);
    const later = [agentOf(0), agentOf(1, offering), ...agents.slice(2)];
    const rows = rowsAfter(before, "ads", later, fromOf(agents, later));
    expect([[...rows.agentOf], [...rows.isIdle]]).toEqual([
      [0, 1, 2, 3],
      [1, 0, 0, 0],
    ]);
    expect([[...rows.rowsFrom.from], rows.rowsFrom.changed]).toEqual([[-1, -1, 1, 2], undefined]);
  });

  it("go where those that have offers are fewer than one in eight, or none", () => {
    const agents = agentsOf(9, offering);
    const rowsWith = (count: number): Rows => {
      let rows = rowsOf("ads", agents, false);
      let list = agents;
      for (let agent = 8; agent >= count; agent--) {
        const next = list.with(agent, agentOf(agent));
        rows = rowsAfter(rows, "ads", next, fromOf(list, next));
        list = next;
      }
      return rows;
    };
    expect(rowsWith(2).agentOf).toHaveLength(9);
    expect([...rowsWith(1).agentOf]).toEqual([0]);
    expect([...rowsWith(0).rowOf]).toEqual(Array.from({ length: 9 }, () => -1));
  });
});
