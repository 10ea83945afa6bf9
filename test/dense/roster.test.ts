import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountIn, Roster } from "../../src/dense/roster.ts";
import { agentOf, agentsOf, chains, follow, fromOf, steadyChains } from "./chains.ts";

const likes = [
  { name: "cpus", coefficient: 0.5, constant: 0 },
  { name: "mem", coefficient: -0.5, constant: 0.5 },
];

/** What of a roster is asked for. */
interface Asked {
  readonly amounts: readonly string[];
  readonly hasOrder: boolean;
  readonly hasPorts: boolean;
}

const askedArbitrary: fc.Arbitrary<Asked> = fc.record({
  amounts: fc.subarray(["cpus", "mem", "disk"]),
  hasOrder: fc.boolean(),
  hasPorts: fc.boolean(),
});

/** All that a roster says of what is asked, of the rows that have offers. */
function contentOf(roster: Roster, { amounts, hasOrder, hasPorts }: Asked) {
  const offering = [...roster.agentOf.keys()].filter((row) => roster.isIdle[row] === 0);
  const agentOf = (row: number) => roster.agentOf[row];
  const of = <T>(column: ArrayLike<T>) => offering.map((row) => column[row]);
  const inOrder = (by: typeof likes) =>
    [...roster.order(by).rows].filter((row) => roster.isIdle[row] === 0).map(agentOf);
  return {
    role: roster.role,
    agents: roster.agents,
    offering: offering.map(agentOf),
    offers: offering.map((row) => roster.offersAt(row)),
    offerIds: offering.map((row) => roster.offerIdsAt(row)),
    amounts: amounts.map((name) => [of(roster.amount(name).free), of(roster.amount(name).held)]),
    order: hasOrder && [inOrder(likes), of(roster.order(likes).use), inOrder([])],
    ports: hasPorts && [of(roster.ports().sets), of(roster.ports().counts)],
  };
}

describe("a roster", () => {
  const agents = [
    agentOf(0),
    agentOf(1, {
      offers: [
        { role: undefined, cpus: 1, mem: 2, ports: [[1, 3]] },
        { role: "ads", cpus: 4, mem: undefined, ports: [[7, 7]] },
        { role: "*", cpus: 0.5, mem: undefined, ports: [[4, 6]] },
      ],
      running: [{ group: undefined, cpus: 0.1, port: 4, grants: [], isExclusive: false }],
    }),
    agentOf(2, { offers: [{ role: "ads", cpus: 1, mem: 1, ports: [] }] }),
    agentOf(3, { offers: [{ role: "*", cpus: 2, mem: 1, ports: [[2, 2]] }] }),
  ];

  it("has a row for each agent that offers in the role, in tie order", () => {
    const roster = new Roster("*", agents);
    expect([...roster.agentOf]).toEqual([1, 3]);
    expect([...roster.rowOf]).toEqual([-1, 0, -1, 1]);
    expect(roster.agentAt(1)).toBe(agents[3]);
    expect([0, 1].map((row) => roster.offerIdsAt(row))).toEqual([["a0001-o0", "a0001-o2"], ["a0003-o0"]]);
    expect(roster.offerIdsAt(0)).toBe(roster.offerIdsAt(0));
    expect([...new Roster("ads", agents).agentOf]).toEqual([1, 2]);
    expect(new Roster("dba", agents).count).toBe(0);
  });

  it("may have a row for every agent", () => {
    const roster = new Roster("ads", agents).whole();
    expect([...roster.agentOf]).toEqual([0, 1, 2, 3]);
    expect([0, 1, 2, 3].map((row) => roster.offersAt(row).length)).toEqual([0, 1, 1, 0]);
  });

  it("adds up what the role's offers give and what all tasks hold", () => {
    const { free, held } = new Roster("*", agents).amount("cpus");
    expect([...free]).toEqual([1500, 2000]);
    expect([...held]).toEqual([100, 0]);
    expect([...new Roster("ads", agents).amount("cpus").held]).toEqual([100, 0]);
    expect([...new Roster("*", agents).amount("toString").free]).toEqual([0, 0]);
  });

  it("has the ports of the offers free that no task holds", () => {
    const { sets, counts } = new Roster("*", agents).ports();
    expect(sets).toEqual([
      [1, 3, 5, 6],
      [2, 2],
    ]);
    expect([...counts]).toEqual([5, 1]);
  });

  it("of later agents is as one made anew, whatever has been asked of the one before", () => {
    fc.assert(
      fc.property(
        fc.oneof(chains, steadyChains),
        fc.array(askedArbitrary, { minLength: 1, maxLength: 4 }),
        fc.constantFrom("*", "ads"),
        (lists, questions, role) => {
          let turn = 0;
          follow(
            lists,
            (agents) => new Roster(role, agents),
            (before, agents, from) => before.after(agents, from),
            (roster, anew) => {
              const asked = questions[turn++ % questions.length] ?? {
                amounts: [],
                hasOrder: true,
                hasPorts: true,
              };
              expect(contentOf(roster, asked)).toEqual(contentOf(anew, asked));
            },
          );
        },
      ),
    );
  });

  it("shares what has not changed with the one before, and leaves that as it was", () => {
    const before = agentsOf(3, { offers: [{ role: "*", cpus: 2, mem: 1, ports: [[1, 9]] }] });
    const after = [
      ...before.slice(0, 2),
      agentOf(2, { offers: [{ role: "*", cpus: 3, mem: 1, ports: [] }] }),
    ];
    const roster = new Roster("*", before);
    const { sets } = roster.ports();
    const { free } = roster.amount("cpus");
    const later = roster.after(after, fromOf(before, after));
    expect(later.ports().sets[0]).toBe(sets[0]);
    expect([...later.amount("cpus").free]).toEqual([2000, 2000, 3000]);
    expect([...free]).toEqual([2000, 2000, 2000]);
  });
});

describe("the amount of a resource", () => {
  it("is in thousandths, 0 where it is not named", () => {
    expect([amountIn({ cpus: 0.1 }, "cpus"), amountIn({}, "cpus"), amountIn({}, "toString")]).toEqual([
      100, 0, 0,
    ]);
  });
});
