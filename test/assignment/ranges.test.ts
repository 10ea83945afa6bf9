import { test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { clusterOf, explain, heldBy, match, update, type Round, type Scalars } from "../../src/index.ts";
import { askedScalars } from "../arbitraries/amounts.ts";
import { inputOf, scenario } from "../arbitraries/scenarios.ts";
import { thousandths } from "../oracle/amounts.ts";
import {
  offer,
  offerOf,
  offersOf,
  placesOf,
  refusalText,
  roundOver,
  runningOn,
  task,
} from "../support/build.ts";

/** What each task was given. */
function givenIn({ assignments }: Round): Readonly<Record<string, Scalars | undefined>> {
  return Object.fromEntries(assignments.map(({ taskId, resources }) => [taskId, resources]));
}

describe("a task that can use more than it needs", () => {
  test.prop([scenario(), askedScalars])(
    "goes where it would go if it could not, and holds between what it needs and what it can use",
    (given, upTo) => {
      const input = inputOf(given);
      const modest = task({ id: "last", resources: {} });
      const plain = match({ ...input, tasks: [...input.tasks, modest] });
      const grown = match({ ...input, tasks: [...input.tasks, { ...modest, upTo }] });
      expect(placesOf(grown)).toEqual(placesOf(plain));
      const held = grown.assignments.find(({ taskId }) => taskId === "last")?.resources ?? {};
      for (const [name, amount] of Object.entries(held)) {
        expect(amount).toBeGreaterThan(0);
        expect(thousandths(amount)).toBeLessThanOrEqual(thousandths(upTo[name] ?? 0));
      }
    },
  );

  it("takes what its agent has left, up to what it can use", () => {
    const greedy = task({ upTo: { cpus: 3, mem: 5000, disk: 7 } });
    expect(givenIn(roundOver([offer()], [greedy]))).toEqual({ t1: { cpus: 3, mem: 1000 } });
    expect(givenIn(roundOver([offer({ resources: { cpus: 1 } })], [greedy]))).toEqual({ t1: { cpus: 1 } });
  });

  it("is given the exact thousandths that are left", () => {
    const tasks = [
      task({ resources: { cpus: 0.1 } }),
      task({ id: "t2", resources: { cpus: 0.1 }, upTo: { cpus: 1 } }),
    ];
    expect(givenIn(roundOver([offer({ resources: { cpus: 0.3 } })], tasks))).toEqual({
      t1: undefined,
      t2: { cpus: 0.2 },
    });
  });

  it("is told the thousandths that count, of what it needs too", () => {
    const finer = task({ resources: { cpus: 1.0004, mem: 32.12345, gpus: 0.0004 }, upTo: { mem: 64.0006 } });
    expect(givenIn(roundOver([offer()], [finer]))).toEqual({ t1: { cpus: 1, mem: 64.001, gpus: 0 } });
  });

  it("goes where it would go if it could not: to the best agent for what it needs", () => {
    const offers = offersOf({ resources: { cpus: 8 } }, { resources: { cpus: 2 } });
    const round = roundOver(offers, [task({ upTo: { cpus: 8 } })]);
    expect(placesOf(round)).toEqual({ t1: "a2" });
    expect(givenIn(round)).toEqual({ t1: { cpus: 2 } });
  });

  it("leaves nothing of that for the tasks after it", () => {
    const round = roundOver([offer()], [task({ upTo: { cpus: 9 } }), task({ id: "t2" })]);
    expect(placesOf(round)).toEqual({ t1: "a1" });
    expect(round.unmatched).toEqual([{ taskId: "t2", reason: "no-agent-fits" }]);
    expect(explain(round, "t2").agents[0]?.failures).toEqual([
      { kind: "resource", name: "cpus", asked: 1, free: 0, total: 4 },
    ]);
  });

  it("holds it as it runs, and in later rounds", () => {
    const round = roundOver([offer()], [task({ upTo: { cpus: 3 } })]);
    const running = round.cluster.agents.flatMap((agent) => agent.running);
    expect(running.map(heldBy)).toEqual([{ cpus: 3 }]);
    const cluster = update(round.cluster, [
      { type: "offers-received", offers: [offer({ id: "o2", resources: { cpus: 1 } })] },
    ]);
    const later = match({ cluster, tasks: [task({ id: "t2", resources: { cpus: 2 } })], nowMs: 1 });
    expect(explain(later, "t2").agents[0]?.failures).toEqual([
      { kind: "resource", name: "cpus", asked: 2, free: 1, total: 4 },
    ]);
  });

  it("does not take its group over its limit", () => {
    const policy = { groupLimits: { web: { cpus: 5 } } };
    const running = [runningOn(9, { id: "r1", group: "web" }, { resources: { cpus: 2 } })];
    const web = { group: "web", upTo: { cpus: 3, mem: 1 } };
    const round = roundOver(offersOf({}, {}), [task(web), task({ ...web, id: "t2" })], policy, running);
    expect(givenIn(round)).toEqual({ t1: { cpus: 3, mem: 1 } });
    expect(round.unmatched).toEqual([{ taskId: "t2", reason: "group-limit" }]);
    const other = { groupLimits: { web: { mem: 1 } } };
    expect(givenIn(roundOver([offer()], [task(web)], other))).toEqual({ t1: { cpus: 3, mem: 1 } });
  });

  it("leaves its gang what that needs before it takes more", () => {
    const gang = { group: "ring", gang: {}, upTo: { cpus: 4 } };
    const round = roundOver([offer({ resources: { cpus: 6 } })], [task(gang), task({ ...gang, id: "t2" })]);
    expect(givenIn(round)).toEqual({ t1: { cpus: 4 }, t2: { cpus: 2 } });
    expect(explain(round, "t2").agents[0]?.score).toEqual(round.assignments[1]?.score);
  });

  it("has what it was given by the time of a gang after it", () => {
    const gang = { group: "ring", gang: {}, resources: { cpus: 1 } };
    const tasks = [task({ upTo: { cpus: 4 } }), task({ ...gang, id: "t2" }), task({ ...gang, id: "t3" })];
    const round = roundOver([offer({ resources: { cpus: 6 } })], tasks);
    expect(givenIn(round)).toEqual({ t1: { cpus: 4 } });
    expect(explain(round, "t3").agents[0]?.score).toEqual(round.assignments[2]?.score);
  });

  it("takes from what offers of its own role give, though the agent has more", () => {
    const offers = [
      offer({ resources: { cpus: 2 } }),
      offer({ id: "o2", role: "ads", resources: { cpus: 4 } }),
    ];
    const greedy = task({ upTo: { cpus: 9 } });
    const ads = task({ id: "t2", role: "ads", resources: { cpus: 4 } });
    expect(givenIn(roundOver(offers, [greedy, ads]))).toEqual({ t1: { cpus: 2 }, t2: undefined });
  });

  it("leaves other roles all of what they are offered", () => {
    const offers = [
      offer({ resources: { cpus: 2, mem: 10 } }),
      offer({ id: "o1-ads", role: "ads", resources: { cpus: 1, mem: 10 } }),
      offerOf(2, { resources: { cpus: 3 } }),
      offerOf(3, { role: "ads", resources: { cpus: 1, mem: 10 } }),
    ];
    const ads = { role: "ads", resources: { cpus: 1 } };
    const greedy = { resources: { cpus: 1 }, upTo: { cpus: 9, mem: 9 } };
    const tasks = [
      task({ ...ads, id: "ads-1" }),
      task({ ...greedy, id: "greedy-1" }),
      task({ ...greedy, id: "greedy-2" }),
      task({ ...ads, id: "ads-2", resources: { cpus: 1, mem: 10 } }),
    ];
    const round = roundOver(offers, tasks);
    expect(placesOf(round)).toEqual({ "ads-1": "a1", "greedy-1": "a1", "greedy-2": "a2", "ads-2": "a3" });
    expect(givenIn(round)).toMatchObject({ "greedy-1": { cpus: 2, mem: 9 }, "greedy-2": { cpus: 3 } });
  });

  it("may have a resource of any name", () => {
    const odd = JSON.parse('{"__proto__": 2}') as Scalars;
    const round = roundOver([offer({ resources: odd })], [task({ resources: {}, upTo: odd })]);
    expect(JSON.stringify(givenIn(round))).toBe('{"t1":{"__proto__":2}}');
  });

  it("is refused where it can use less than it needs", () => {
    expect(refusalText(() => roundOver([], [task({ upTo: { mem: 1, cpus: 0.5 } })]))).toBe(
      "tasks[0].upTo.cpus is 0.5, expected a number ≥ 1, what the task needs",
    );
  });

  it("counts with what it holds where agents have more than can be counted", () => {
    const most = 9_007_199_254_740;
    const running = [runningOn(1, { id: "r1" }, { resources: { cpus: most } })];
    expect(refusalText(() => clusterOf([offerOf(1)], running))).toContain("more cpus for agent");
  });
});
