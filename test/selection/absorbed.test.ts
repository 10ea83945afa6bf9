import { it } from "vitest";
import {
  attributeIs,
  binPack,
  clusterOf,
  locality,
  match,
  prefer,
  preferHigh,
  spread,
  weighted,
  type MatchInput,
  type Preference,
} from "../../src/index.ts";
import { expectDecisions } from "../laws/decisions.ts";
import { naiveMatch } from "../oracle/match.ts";
import { offerOf, runningOn, task } from "../support/build.ts";

// Scores that differ in their last bits, or by less than the parts beside them can show.

const count = 60;

const cluster = clusterOf(
  Array.from({ length: count }, (_, i) =>
    offerOf(i + 1, {
      resources: { cpus: 10, mem: 1000 },
      attributes: i >= count / 2 ? { f0: "y", f1: "y", x: "y" } : { f2: "y", x: "y" },
    }),
  ),
);

function expectAsNaive(input: MatchInput): void {
  expectDecisions(match(input), naiveMatch(input).round);
}

function preferring(weights: readonly number[]): readonly Preference[] {
  return weights.map((weight, i) => prefer(attributeIs(`f${i}`, "y"), weight));
}

it("preferences that differ by their last bit decide, though the most that others could score would absorb it", () => {
  for (const weights of [
    [0.1, 0.2, 0.3, 0.2],
    [0.1, 0.2, 0.3, 0.4],
    [0.1, 0.7, 0.8, 0.1],
    [0.2, 0.4, 0.6, 3],
  ]) {
    for (const fitness of [spread("cpus"), binPack("cpus"), spread("cpus", "mem")]) {
      for (let cpus = 1; cpus < 10; cpus++) {
        const tasks = [task({ resources: { cpus }, preferences: preferring(weights) })];
        expectAsNaive({ cluster, tasks, policy: { fitness }, nowMs: 0 });
      }
    }
  }
});

it("preferences of next to no weight decide", () => {
  for (const least of [1e-16, 2 ** -53, 2 ** -52]) {
    for (const cpus of [1, 2, 3]) {
      const preferences = [prefer(attributeIs("f1", "y"), least), preferHigh(locality(["nope"]), 2)];
      const tasks = [task({ resources: { cpus }, preferences })];
      expectAsNaive({ cluster, tasks, policy: { fitness: spread("cpus") }, nowMs: 0 });
    }
  }
});

it("preferences that come to the same but for how they are added up decide, beside what the order of agents tells", () => {
  const mixed = clusterOf(
    Array.from({ length: count }, (_, i) =>
      offerOf(i + 1, {
        resources: { cpus: 10, mem: 1000 },
        attributes: Object.fromEntries([0, 1, 2].map((k) => [`f${k}`, ((i % 7) + 1) & (1 << k) ? "y" : "n"])),
      }),
    ),
  );
  for (const [first = 0, second = 0, third = 0] of [
    [0.1, 0.2, 0.3],
    [0.3, 0.2, 0.1],
    [1e-16, 1e-16, 2e-16],
    [2 ** -53, 2 ** -54, 2 ** -54],
    [0.7, 0.1, 0.8],
  ]) {
    for (const many of [0.5, 1, 2, 3]) {
      const preferences = [
        prefer(attributeIs("f0", "y"), first),
        preferHigh(spread("cpus"), many),
        prefer(attributeIs("f1", "y"), second),
        prefer(attributeIs("f2", "y"), third),
      ];
      const tasks = Array.from({ length: 40 }, (_, i) =>
        task({ id: `t${i}`, resources: { cpus: 0.3 * (1 + (i % 4)) }, preferences }),
      );
      for (const fitness of [locality(["x"]), binPack("cpus")]) {
        expectAsNaive({ cluster: mixed, tasks, policy: { fitness }, nowMs: 0 });
      }
    }
  }
});

it("weights that are hardly more than nothing decide", () => {
  const preferences = [prefer(attributeIs("x", "y"), 1), prefer(attributeIs("f0", "y"), 2 ** -52)];
  const tasks = [task({ resources: { cpus: 1 }, locations: { x: "y" }, preferences })];
  for (const exponent of [-1021, -1020, -1019, -1015, -1000, -980]) {
    for (const share of [1.7, 1.9, 1.99, 1.999]) {
      for (let step = 1; step < 9; step++) {
        const weights = {
          fitness: 2 ** (exponent + 1),
          preferences: (share + step * 2 ** -52) * 2 ** exponent,
          devices: 0,
        };
        expectAsNaive({ cluster, tasks, policy: { fitness: locality(["x"]), weights }, nowMs: 0 });
      }
    }
  }
  for (const fitness of [5e-324, 1e-308, 1e-300]) {
    for (const preferred of [5e-324, 7e-308, 1e-300]) {
      const weights = { fitness, preferences: preferred, devices: 0 };
      for (const kind of [binPack("cpus"), spread("cpus", "mem")]) {
        expectAsNaive({ cluster, tasks, policy: { fitness: kind, weights }, nowMs: 0 });
      }
    }
  }
});

it("agents in use that packing and spreading make as good as unused ones are told apart by the last bit", () => {
  const totals = [3, 7, 10, 30];
  for (const [turn, cpus] of totals.entries()) {
    const mem = totals[(turn + 1) % totals.length] ?? 1;
    const tenths = Array.from({ length: 80 }, (_, i) => (i * 3 + turn + 1) % 8);
    const used = clusterOf(
      tenths.map((tenth, i) =>
        offerOf(i + 1, { resources: { cpus: (cpus * (10 - tenth)) / 10, mem: (mem * (10 - tenth)) / 10 } }),
      ),
      tenths.map((tenth, i) =>
        runningOn(i + 1, { id: `r${i}`, resources: { cpus: (cpus * tenth) / 10, mem: (mem * tenth) / 10 } }),
      ),
    );
    const tasks = Array.from({ length: 6 }, (_, i) =>
      task({ id: `t${i}`, resources: { cpus: 0.1 * (1 + (i % 2)), mem: 0.1 * (1 + (i % 3)) } }),
    );
    const fitness = weighted([
      [binPack("cpus"), 1],
      [spread("mem"), 1],
    ]);
    expectAsNaive({ cluster: used, tasks, policy: { fitness }, nowMs: 0 });
  }
});
