import { describe, expect, it } from "vitest";
import {
  clusterOf,
  match,
  type Offer,
  type PortRange,
  type PortRequest,
  type Task,
} from "../../src/index.ts";
import { expectDecisions } from "../laws/decisions.ts";
import { naiveMatch } from "../oracle/match.ts";
import { offerOf, placesOf, task } from "../support/build.ts";

const agents = 200;
const usual: PortRange = [31_000, 32_000];

function offersWith(fieldsOf: (i: number) => Partial<Offer>): readonly Offer[] {
  return Array.from({ length: agents }, (_, i) => offerOf(i, { resources: { cpus: 8 }, ...fieldsOf(i) }));
}

function tasksWith(count: number, fieldsOf: (i: number) => Partial<Task>): readonly Task[] {
  return Array.from({ length: count }, (_, i) =>
    task({ id: `t${i}`, resources: { cpus: 1 }, ...fieldsOf(i) }),
  );
}

function asking(...ports: readonly PortRequest[]): Partial<Task> {
  return { ports };
}

function under(id: string, cpus: number): Partial<Task> {
  return { executor: { id, resources: { cpus } } };
}

/** The round, which is that of the oracle. */
function roundOf(offers: readonly Offer[], tasks: readonly Task[]) {
  const input = { cluster: clusterOf(offers), tasks, nowMs: 0 };
  const round = match(input);
  expectDecisions(round, naiveMatch(input).round);
  return round;
}

describe("a port that few agents have", () => {
  it("is looked for on these alone, and nowhere where nobody has it", () => {
    const offers = offersWith((i) => ({ ports: i === 7 || i === 150 ? [[80, 81], usual] : [usual] }));
    const found = roundOf(
      offers,
      tasksWith(4, () => asking(80)),
    );
    expect(new Set(Object.values(placesOf(found)))).toEqual(new Set(["a7", "a150"]));
    expect(found.unmatched.map(({ reason }) => reason)).toEqual(["no-agent-fits", "no-agent-fits"]);
    expect(found.stats.agentsVisited).toBeLessThanOrEqual(8);
    const missing = roundOf(
      offers,
      tasksWith(50, (i) => (i % 2 === 0 ? asking(90 + i) : asking([200 + i, 300 + i]))),
    );
    expect(missing.assignments).toEqual([]);
    expect(missing.stats.agentsVisited).toBe(0);
  });

  it("decides where a task may go, of all that it asks for", () => {
    const offers = offersWith((i) => ({ ports: [[10 * i, 10 * i + 5], usual] }));
    const tasks = tasksWith(30, (i) => asking("any", [31_500, 31_600], 60 + 10 * i, 31_010));
    const { stats, ...round } = roundOf(offers, tasks);
    expect(Object.values(placesOf({ stats, ...round }))).toEqual(tasks.map((_, i) => `a${i + 6}`));
    expect(stats.agentsVisited).toBeLessThanOrEqual(30);
  });
});

describe("an executor for which there is no room", () => {
  it("is looked for where it runs alone, be it another for each task or one for all", () => {
    const offers = offersWith(() => ({}));
    for (const idOf of [(i: number) => `e${i}`, () => "e"]) {
      const round = roundOf(
        offers,
        tasksWith(50, (i) => under(idOf(i), 8 + i)),
      );
      expect(round.assignments).toEqual([]);
      expect(round.stats.agentsVisited).toBe(0);
    }
    const running = offersWith((i) => (i % 50 === 49 ? { executors: ["e"] } : {}));
    // An agent that has nothing for the role.
    const other = offerOf(agents, { role: "ads", executors: ["e"] });
    const tasks = tasksWith(40, () => under("e", 8));
    const found = roundOf([...running, other], tasks);
    expect(new Set(Object.values(placesOf(found)))).toEqual(new Set(["a49", "a99", "a149", "a199"]));
    expect(found.unmatched).toHaveLength(8);
  });

  it("may run on most agents", () => {
    const offers = offersWith((i) => (i % 3 === 0 ? {} : { executors: ["e"] }));
    const tasks = tasksWith(150, () => ({ resources: { cpus: 8 }, ...under("e", 8) }));
    expect(roundOf(offers, tasks).assignments).toHaveLength(
      offers.filter(({ executors }) => executors).length,
    );
  });
});
