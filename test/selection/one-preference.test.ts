import { describe, expect, it } from "vitest";
import { attributeIs, clusterOf, match, prefer, type Offer, type Task } from "../../src/index.ts";
import { offer, task } from "../support/build.ts";

// All tasks prefer the agents of one kind, which are many: where these are full, or are not those that packing likes best, all others are alike.

const agents = 3000;
const sizes = [8, 16, 32] as const;

function nameOf(i: number): string {
  return `a${String(i).padStart(4, "0")}`;
}

function offersOf(): readonly Offer[] {
  return Array.from({ length: agents }, (_, i) => {
    const cpus = sizes[i % 3] ?? 8;
    const name = nameOf(i);
    return offer({
      id: name,
      agentId: name,
      hostname: name,
      resources: { cpus, mem: cpus },
      attributes: { size: cpus, zone: i % 2 },
    });
  });
}

/** The hosts of tasks that prefer an attribute to be so, and the work it took. */
function play(name: string, value: number, tasks: readonly Task[]) {
  const preferring = tasks.map((each) => ({ ...each, preferences: [prefer(attributeIs(name, value))] }));
  return match({ cluster: clusterOf(offersOf()), tasks: preferring, nowMs: 0 });
}

const small = Array.from({ length: 300 }, (_, i) =>
  task({ id: `t${i}`, resources: { cpus: 3, mem: 1 + (i % 3) } }),
);
const large = Array.from({ length: 900 }, (_, i) => task({ id: `t${i}`, resources: { cpus: 8, mem: 8 } }));

describe("tasks that all prefer agents of one kind", () => {
  it.each([
    [8, 2],
    [16, 5],
    [32, 10],
  ])("get those of %i cpus, packed, without a look at all others", (size, each) => {
    const { assignments, stats } = play("size", size, small);
    const hosts = new Set(assignments.map(({ agentId }) => agentId));
    const first = sizes.findIndex((cpus) => cpus === size);
    expect([...hosts]).toEqual(Array.from({ length: 300 / each }, (_, at) => nameOf(at * 3 + first)));
    expect(stats.scoresComputed).toBeLessThan(10 * small.length);
    expect(stats.agentsVisited).toBeLessThan(100 * small.length);
  });

  it("get larger ones where those that packing likes best are full, without a look at all others", () => {
    const { assignments, stats } = play("zone", 1, large);
    expect(assignments.filter(({ agentId }) => Number(agentId.slice(1)) % 2 === 1)).toHaveLength(900);
    expect(assignments.map(({ agentId }) => sizes[Number(agentId.slice(1)) % 3])).toEqual(
      large.map((_, i) => (i < 500 ? 8 : 16)),
    );
    expect(stats.scoresComputed).toBeLessThan(30 * large.length);
    expect(stats.agentsVisited).toBeLessThan(150 * large.length);
  });
});
