import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agentsOf, clusterOf } from "../../src/index.ts";
import { Amounts } from "../../src/dense/amounts.ts";
import { boundOfFill, boundOfSpace, fillOf, lacksAmount, spaceOf } from "../../src/dense/bounds.ts";
import { Rows } from "../../src/dense/rows.ts";
import { offer, runningOn } from "../support/build.ts";

const amount = fc.oneof(
  fc.integer({ min: 0, max: 4 }),
  fc.integer({ min: 0, max: 9_000_000 }).map((thousandths) => thousandths / 1000),
);

/** The amounts of one resource of agents with so much free and held. */
function amountsOf(agents: readonly (readonly [free: number, held: number])[], isOrdered: boolean): Amounts {
  const offers = agents.map(([free], i) =>
    offer({
      id: `o${i}`,
      agentId: `a${i}`,
      hostname: `h${String(i).padStart(3, "0")}`,
      resources: { cpus: free },
    }),
  );
  const running = agents.map(([, held], i) => ({
    ...runningOn(i, { id: `t${i}`, resources: { cpus: held } }),
  }));
  const rows = new Rows(agentsOf(clusterOf(offers, running)), ["*"], () => true);
  return new Amounts(rows, { leastAsked: new Map(), likeness: isOrdered ? undefined : ["cpus"] });
}

describe("the bounds of a block", () => {
  it("are met by every row of it that can hold what is asked, to the last bit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 150, size: "max" }),
        amount,
        fc.boolean(),
        (agents, asks, isOrdered) => {
          const amounts = amountsOf(agents, isOrdered);
          const column = amounts.column("cpus");
          const asked = Math.round(asks * 1000);
          for (const block of amounts.blocks.blocksOf("*")) {
            const rows = [...(amounts.blocks.members[block] ?? [])].slice(0, amounts.blocks.sizes[block]);
            const able = rows.filter((row) => (column.free[row] ?? 0) >= asked);
            expect(lacksAmount(column, asked, block)).toBe(able.length === 0);
            for (const row of able) {
              expect(fillOf(column, asked, row)).toBeLessThanOrEqual(boundOfFill(column, asked, block));
              expect(spaceOf(column, asked, row)).toBeLessThanOrEqual(boundOfSpace(column, asked, block));
            }
          }
        },
      ),
    );
  });

  it("are what every row has, where all rows are alike", () => {
    const amounts = amountsOf(
      Array.from({ length: 10 }, () => [3, 1]),
      true,
    );
    const column = amounts.column("cpus");
    expect(boundOfFill(column, 1000, 0)).toBe(0.5);
    expect(boundOfSpace(column, 1000, 0)).toBe(0.5);
    expect(boundOfFill(amounts.column("disk"), 0, 0)).toBe(0);
    expect(boundOfSpace(amounts.column("disk"), 0, 0)).toBe(0);
  });

  it("are close to what the rows have, where they differ", () => {
    const amounts = amountsOf(
      [
        [3, 1],
        [2, 2],
      ],
      true,
    );
    const column = amounts.column("cpus");
    expect(boundOfFill(column, 1000, 0)).toBeCloseTo(0.75, 12);
    expect(boundOfSpace(column, 1000, 0)).toBeCloseTo(0.5, 12);
    expect(boundOfFill(column, 4000, 0)).toBe(1);
    expect(boundOfSpace(column, 4000, 0)).toBe(0);
  });

  it("say that a block of nothing lacks everything", () => {
    const amounts = amountsOf(
      [
        [0, 1],
        [0, 2],
      ],
      true,
    );
    expect(lacksAmount(amounts.column("cpus"), 1, 0)).toBe(true);
    expect(lacksAmount(amounts.column("cpus"), 0, 0)).toBe(false);
  });

  it("of a block whose rows have all been used up are 0, and it lacks everything", () => {
    const rows = new Rows(agentsOf(clusterOf([offer({ resources: { cpus: 1 } })])), ["*"], () => true);
    const amounts = new Amounts(rows, { leastAsked: new Map([["cpus", 1000]]), likeness: ["cpus"] });
    const column = amounts.column("cpus");
    expect([lacksAmount(column, 1000, 0), boundOfSpace(column, 1000, 0)]).toEqual([false, 0]);
    amounts.take("cpus", 0, 500);
    amounts.settle(0);
    expect(amounts.blocks.blockOf[0]).toBe(-1);
    expect([lacksAmount(column, 0, 0), boundOfSpace(column, 0, 0)]).toEqual([true, 0]);
    amounts.settle(0);
    expect([column.free[0], column.held[0]]).toEqual([500, 500]);
  });
});
