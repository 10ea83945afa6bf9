import { describe, expect, it } from "vitest";
import { blockRows } from "../../src/dense/group.ts";
import {
  allOf,
  anyOf,
  attributeIs,
  awayFrom,
  balancedBy,
  clusterOf,
  exclusive,
  match,
  maxPer,
  near,
  not,
  prefer,
  sameBy,
  uniqueBy,
  type Constraint,
  type Offer,
  type Task,
} from "../../src/index.ts";
import { naiveMatch } from "../oracle/match.ts";
import { expectDecisions } from "../laws/decisions.ts";

const data = { group: "data" };

/** Two blocks of large agents, each of a rack, of which tasks may go to the second alone; and small ones in four other racks. */
const offers = Array.from({ length: 2 * blockRows + 40 }, (_, i): Offer => {
  const rack = i < blockRows ? 5 : i < 2 * blockRows ? 0 : 1 + (i % 4);
  return {
    id: `o${i}`,
    agentId: `a${i}`,
    hostname: `h${String(i).padStart(3, "0")}`,
    resources: { cpus: i < 2 * blockRows ? 8 : 2 },
    attributes: { rack: `rack-${rack}` },
  };
});

/** A task of a group in a rack, small unless it asks more. */
function one(group: string, rack: number, cpus = 1): Omit<Task, "id"> {
  return { resources: { cpus }, group, constraints: [attributeIs("rack", `rack-${rack}`)] };
}

/** After it no large task has room on the same agent, which goes to the block of the others: it must be another agent that passes, of a block that nothing has come to. */
const most = 6;

const inFirst = attributeIs("rack", "rack-0");

interface Turn {
  readonly constraint: Constraint;
  readonly before: readonly Omit<Task, "id">[];
  /** What makes agents pass that did not. */
  readonly turn: Omit<Task, "id">;
}

const turns: Readonly<Record<string, Turn>> = {
  "near a group that is in another rack": {
    constraint: near(data, "rack"),
    before: [one("data", 1)],
    turn: one("data", 0, most),
  },
  "near a group that is nowhere": {
    constraint: near(data, "rack"),
    before: [],
    turn: one("data", 0, most),
  },
  "with a group that is nowhere, or where no agent is": {
    constraint: anyOf(attributeIs("rack", "rack-9"), sameBy("rack", data)),
    before: [],
    turn: one("data", 0, most),
  },
  "not away from a group": {
    constraint: not(awayFrom(data, "rack")),
    before: [],
    turn: one("data", 0, most),
  },
  balanced: {
    constraint: balancedBy("rack", { maxSkew: 1, expectedValues: 2 }),
    before: [one("web", 0)],
    turn: one("web", 1),
  },
  "balanced, others having grown": {
    constraint: balancedBy("rack"),
    before: [one("web", 0), one("web", 0), one("web", 1), one("web", 1), one("web", 2)],
    turn: one("web", 1),
  },
  "balanced, others having caught up": {
    constraint: balancedBy("rack", { maxSkew: 1 }),
    before: [one("web", 0), one("web", 0), one("web", 1)],
    turn: one("web", 1),
  },
  "not unique": {
    constraint: not(uniqueBy("rack")),
    before: [one("web", 1)],
    turn: one("web", 0, most),
  },
  "not both unique and away from a larger group": {
    constraint: not(allOf(uniqueBy("rack"), awayFrom(data, "rack"))),
    before: [one("data", 1), one("data", 2), one("data", 3)],
    turn: one("web", 0, most),
  },
  "not one of few": {
    constraint: not(maxPer("rack", 2)),
    before: [one("web", 0)],
    turn: one("web", 0, most),
  },
  "not where all are": {
    constraint: not(sameBy("rack")),
    before: [one("web", 0)],
    turn: one("web", 1),
  },
  "not alone": {
    constraint: not(exclusive()),
    before: [one("data", 1)],
    turn: one("data", 0),
  },
  "near a group, or where no agent is": {
    constraint: anyOf(attributeIs("rack", "rack-9"), near(data, "rack")),
    before: [one("data", 1)],
    turn: one("data", 0, most),
  },
};

describe("an agent that tasks of a kind were refused", () => {
  for (const [name, { constraint, before, turn }] of Object.entries(turns)) {
    it(`is given to them as soon as it passes: ${name}`, () => {
      const large: Omit<Task, "id"> = {
        resources: { cpus: 4 },
        group: "web",
        constraints: [constraint, inFirst],
      };
      const refused = Array.from({ length: 6 }, () => large);
      const tasks = [...before, ...refused, turn, large].map((task, i): Task => ({ id: `t${i}`, ...task }));
      const input = { cluster: clusterOf(offers), tasks, nowMs: 0 };
      const round = match(input);
      const last = tasks.length - 1;
      const from = before.length;
      expect(round.unmatched.map(({ taskId }) => taskId)).toEqual(refused.map((_, i) => `t${from + i}`));
      expect(round.assignments.at(-1)?.taskId).toBe(`t${last}`);
      expectDecisions(round, naiveMatch(input).round);
    });
  }
});

describe("what a gang made of the agents", () => {
  /** Two blocks of agents of one cell, the second of which alone have room for a large task; one of agents that fit it better, without a cell; and small ones of cells of their own. */
  const cells = Array.from({ length: 8 * blockRows }, (_, i): Offer => {
    const part = Math.floor(i / blockRows);
    return {
      id: `o${i}`,
      agentId: `a${i}`,
      hostname: `h${String(i).padStart(3, "0")}`,
      resources: { cpus: [8, 16, 14][part] ?? 1 },
      // More cells than strata.
      ...(part !== 2 && { attributes: { cell: part < 2 ? "shared" : `own-${i}` } }),
    };
  });
  const first = `a${blockRows}`;

  /** A gang of which no member can go once the first has, or the last never; and a task like the second. */
  function expectLast(sizes: readonly number[], given: readonly Offer[], asked: Partial<Task>): void {
    const last = sizes.length - 1;
    const tasks = sizes.map((cpus, i): Task => {
      return { id: `t${i}`, resources: { cpus }, group: "web", ...asked, ...(i < last && { gang: {} }) };
    });
    const input = { cluster: clusterOf(given), tasks, nowMs: 0 };
    const round = match(input);
    expect(round.assignments.map(({ taskId, agentId }) => [taskId, agentId])).toEqual([[`t${last}`, first]]);
    expectDecisions(round, naiveMatch(input).round);
  }

  it("is forgotten when it is taken back: agents that did not pass", () => {
    expectLast([4, 12, 12], cells.slice(0, 2 * blockRows), { constraints: [uniqueBy("cell")] });
  });

  it("is forgotten when it is taken back: what agents had of preferences", () => {
    expectLast([4, 12, 12, 99, 12], cells, { preferences: [prefer(uniqueBy("cell"))] });
  });
});
