import { expect, it } from "vitest";
import {
  binPack,
  clusterOf,
  match,
  preferHigh,
  spread,
  weighted,
  type Fitness,
  type MatchInput,
} from "../../src/index.ts";
import { expectDecisions } from "../laws/decisions.ts";
import { naiveMatch } from "../oracle/match.ts";
import { offerOf, placesOf, runningOn, task } from "../support/build.ts";

// Weights so little that what is counted by them is rounded away, and so many resources that rounding adds up.

const count = 40;

const cluster = clusterOf(
  Array.from({ length: count }, (_, i) => offerOf(i + 1, { resources: { cpus: 10 - (i % 9), mem: 100 } })),
  Array.from({ length: count }, (_, i) => runningOn(i + 1, { id: `r${i}`, resources: { cpus: i % 9 } })),
);

const tasks = Array.from({ length: 25 }, (_, i) => task({ id: `t${i}`, resources: { cpus: 1 } }));

function expectAsNaive(input: MatchInput): void {
  expectDecisions(match(input), naiveMatch(input).round);
}

it("a mean by weights of which hardly a digit is left decides, however coarse", () => {
  for (const weight of [5e-324, 1.5e-323, 1e-322, 1e-310]) {
    for (const kind of [binPack("cpus"), spread("cpus", "mem")]) {
      const fitness = weighted([
        [kind, weight],
        [binPack("mem"), weight],
      ]);
      expectAsNaive({ cluster, tasks, policy: { fitness }, nowMs: 0 });
      const inMean = weighted([
        [weighted([[kind, weight]]), 1],
        [spread("mem"), 2],
      ]);
      expectAsNaive({ cluster, tasks, policy: { fitness: inMean }, nowMs: 0 });
    }
  }
});

it("preferences by weights of which hardly a digit is left decide, however coarse", () => {
  for (const weight of [5e-324, 1.5e-323, 1e-322, 1e-310]) {
    for (const fitness of [binPack("mem"), spread("cpus")]) {
      const preferences = [preferHigh(binPack("cpus"), weight), preferHigh(spread("mem"), weight)];
      const preferring = tasks.map((each) => ({ ...each, preferences }));
      expectAsNaive({ cluster, tasks: preferring, policy: { fitness }, nowMs: 0 });
    }
  }
});

it("weights that make nothing when multiplied still decide", () => {
  for (const [ofPolicy, ofParts] of [
    [1e-300, 1e-100],
    [1e-250, 1e-100],
    [1e-200, 1e-290],
  ] as const) {
    const fitness = weighted([
      [binPack("cpus"), ofParts],
      [binPack("cpus", "mem"), ofParts],
    ]);
    const weights = { fitness: ofPolicy, preferences: 0, devices: 0 };
    expectAsNaive({ cluster, tasks, policy: { fitness, weights }, nowMs: 0 });
  }
});

const names = Array.from({ length: 1000 }, (_, i) => `x${i}`);

function each(amount: (i: number) => number): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name, i) => [name, amount(i)]));
}

it("resources that count next to nothing each decide where they are many", () => {
  const cpus = 1e9;
  const used = cpus / 2;
  const many = names.length * 0.49 * 2 ** -46;
  const fitness: Fitness = weighted([
    [binPack("cpus"), 1],
    [binPack(...names), many],
  ]);
  for (const part of [0.3, 0.5, 0.7, 0.9]) {
    const more = Math.round(part * many * cpus * 1000) / 1000;
    const offers = [
      offerOf(1, { resources: { cpus: cpus - used - more, ...each(() => 1) } }),
      offerOf(2, { resources: { cpus: cpus - used } }),
    ];
    const running = [
      runningOn(1, { id: "r1", resources: { cpus: used + more } }),
      runningOn(2, { id: "r2", resources: { cpus: used, ...each(() => 1) } }),
    ];
    expectAsNaive({ cluster: clusterOf(offers, running), tasks: [task()], policy: { fitness }, nowMs: 0 });
  }
});

it("an agent that has exactly what is asked is found, of however many resources", () => {
  for (let seed = 1; seed <= 12; seed++) {
    let state = seed;
    const next = (most: number): number => {
      state = (state * 48271) % 2147483647;
      return state % most;
    };
    const totals = names.map(() => 1 + next(5000));
    const held = totals.map((total) => next(total));
    const free = each((i) => ((totals[i] ?? 0) - (held[i] ?? 0)) / 1000);
    const full = clusterOf(
      [offerOf(1, { resources: free })],
      [runningOn(1, { id: "r1", resources: each((i) => (held[i] ?? 0) / 1000) })],
    );
    const round = match({
      cluster: full,
      tasks: [task({ resources: free })],
      policy: { fitness: binPack(...names) },
      nowMs: 0,
    });
    expect(placesOf(round)).toEqual({ t1: "a1" });
  }
});
