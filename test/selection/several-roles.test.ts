import { describe, expect, it } from "vitest";
import { binPack, clusterOf, match, spread, type Fitness, type Offer, type Task } from "../../src/index.ts";
import { naiveMatch } from "../oracle/match.ts";

const roles = ["red", "green", "blue"];

/** Agents that are alike but for a few, with a part for each role. */
function offersWith(odd: number): readonly Offer[] {
  return Array.from({ length: 300 }, (_, i) =>
    roles.map((role) => ({
      id: `o${i}-${role}`,
      agentId: `a${i}`,
      hostname: `h${i}`,
      role,
      resources: i < odd ? { cpus: 4 ** (i + 1), mem: 3 ** (i + 2) } : { cpus: 16, mem: 32 },
    })),
  ).flat();
}

const tasks = Array.from({ length: 300 }, (_, i): Task => ({
  id: `t${i}`,
  role: roles[i % roles.length] ?? "",
  resources: { cpus: 0.5 + (i % 7) / 8, mem: 1 + (i % 5) / 2 },
}));

function inputOf(fitness: Fitness, odd: number) {
  return { cluster: clusterOf(offersWith(odd)), tasks, policy: { fitness }, nowMs: 0 };
}

describe("where several roles take from agents", () => {
  it.each([
    ["spread", spread("cpus", "mem")],
    ["binPack", binPack("cpus", "mem")],
  ])("%s looks at few of them, whether all are alike or a few are not", (_, fitness) => {
    for (const odd of [0, 1, 2, 4]) {
      const input = inputOf(fitness, odd);
      const round = match(input);
      expect(round.stats.scoresComputed).toBeLessThan(4 * tasks.length);
      expect(round.assignments).toEqual(naiveMatch(input).round.assignments);
    }
  });
});
