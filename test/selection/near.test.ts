import { describe, expect, it } from "vitest";
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
  type Attributes,
  type Policy,
  type Task,
} from "../../src/index.ts";
import { expectDecisions } from "../laws/decisions.ts";
import { naiveMatch } from "../oracle/match.ts";
import { offerOf, runningOn, task } from "../support/build.ts";

// Tasks that want to be near their co-tasks, or their data, on so many agents that not all that are near are few.

const count = 400;

/** Agents in three zones in turns, every ten of a zone in a rack; some are in two zones, or in none. */
function attributesOf(i: number): Attributes {
  if (i % 50 === 7) return { rack: `r${i % 40}`, zone: ["z0", "z1"] };
  if (i % 50 === 8) return { rack: `r${i % 40}` };
  return { rack: `r${i % 40}`, zone: `z${i % 3}`, host: `own-${i}`, class: i % 7 === 0 ? "fast" : "slow" };
}

const offers = Array.from({ length: count }, (_, i) =>
  offerOf(i, { resources: { cpus: i % 5 === 0 ? 8 : 4, mem: 8192 }, attributes: attributesOf(i) }),
);
// Some racks are nearly full.
const running = offers.flatMap((_, i) =>
  i % 40 < 12 || i % 9 === 0
    ? [
        runningOn(i, {
          id: `r${i}`,
          group: i < 4 ? "g0" : "others",
          resources: { cpus: i % 40 < 12 ? 3.5 : 1 },
        }),
      ]
    : [],
);
// One has no offer.
const away = runningOn(count, { id: "away", group: "g1", resources: { cpus: 1 } });
const cluster = clusterOf(offers, [...running, away]);

function play(fields: (i: number) => Partial<Task>, policy: Policy, tasks = 90) {
  const all = Array.from({ length: tasks }, (_, i) =>
    task({ id: `t${i}`, resources: { cpus: 0.5 * (1 + (i % 5)), mem: 256 * (1 + (i % 3)) }, ...fields(i) }),
  );
  const input = { cluster, tasks: all, policy, nowMs: 0 };
  const round = match(input);
  expectDecisions(round, naiveMatch(input).round);
  return round.stats;
}

const grouped = (i: number): Partial<Task> => ({ group: `g${i % 4}` });

const zoned = (i: number): Partial<Task> => ({ locations: { zone: `z${i % 3}` } });

describe("tasks that want to be near", () => {
  const levels = [
    ["hostname", "rack", "zone"],
    ["rack", "zone"],
    ["zone"],
    ["zone", "hostname"],
    ["host", "class", "zone"],
  ];

  for (const names of levels) {
    const near = locality(names);
    const all = names.join(", ");
    it(`their co-tasks, by ${all}, go where a look at every agent says`, () => {
      play(grouped, { fitness: near });
      play(grouped, { fitness: near, goodEnough: 0.5 });
    });

    it(`their co-tasks or their data, by ${all}, beside packing, go where a look at every agent says`, () => {
      const fitness = weighted([
        [binPack("cpus", "mem"), 2],
        [near, 1],
        [weighted([[locality(["zone"]), 3]]), 0.5],
      ]);
      play(grouped, { fitness });
      const spreading = weighted([
        [spread("cpus"), 3],
        [near, 1],
      ]);
      play(() => ({ group: "g0" }), { fitness: spreading });
      play((i) => ({ locations: { zone: [`z${i % 3}`, "z2"], rack: `r${i % 40}`, hostname: "h7" } }), {
        fitness,
      });
    });

    it(`their co-tasks, by ${all}, as a preference among others, go where a look at every agent says`, () => {
      const preferences = [
        preferHigh(near, 2),
        prefer(attributeIs("class", "fast")),
        preferHigh(locality(["zone"])),
      ];
      play((i) => ({ ...grouped(i), preferences }), {});
      play((i) => ({ ...grouped(i), preferences }), { fitness: near });
    });
  }

  it("let a round score few agents that are far", () => {
    const policy = { fitness: locality(["hostname", "rack", "zone"]) };
    const { scoresComputed } = play(zoned, policy);
    // The first that passes, and perhaps one of another zone before it.
    expect(scoresComputed).toBeLessThan(3 * 90);
  });
});
