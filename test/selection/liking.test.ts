import { describe, expect, it } from "vitest";
import {
  attributeIs,
  balancedBy,
  binPack,
  clusterOf,
  customFitness,
  hasAttribute,
  locality,
  match,
  prefer,
  preferHigh,
  spread,
  weighted,
  type Policy,
  type Preference,
  type Task,
} from "../../src/index.ts";
import { expectDecisions } from "../laws/decisions.ts";
import { naiveMatch } from "../oracle/match.ts";
import { offerOf, runningOn, task } from "../support/build.ts";

// Preferences that pack or spread, of many agents that are used more and more.

const count = 200;

/** Agents of two sizes, a third of them in use, half of them in the zone that comes last. */
function agents() {
  const offers = Array.from({ length: count }, (_, i) =>
    offerOf(i, {
      resources: {
        cpus: i % 4 === 0 ? 8 : 4,
        mem: 8192,
        network: 1000,
        ...(i % 2 === 0 && { disk: i % 4 === 0 ? 200 : 100 }),
      },
      attributes: { zone: i < count / 2 ? "first" : "last", rack: `r${i % 5}` },
    }),
  );
  const running = offers.flatMap((_, i) =>
    i % 3 === 0 ? [runningOn(i, { id: `r${i}`, resources: { cpus: 0.5, mem: 512 * (1 + (i % 7)) } })] : [],
  );
  return clusterOf(offers, running);
}

const cluster = agents();

function play(fields: (i: number) => Partial<Task>, policy: Policy = {}, tasks = 40) {
  const all = Array.from({ length: tasks }, (_, i) =>
    task({ id: `t${i}`, resources: { cpus: 0.25 * (1 + (i % 5)), mem: 256 * (1 + (i % 3)) }, ...fields(i) }),
  );
  const input = { cluster, tasks: all, policy, nowMs: 0 };
  const round = match(input);
  expectDecisions(round, naiveMatch(input).round);
  return round.stats;
}

const own = customFitness(
  "own",
  () =>
    ({ free }) =>
      Math.min(1, free("cpus") / 8),
);

/** 45 orders. */
const manyOrders = (i: number) => [
  preferHigh(spread("cpus"), 1 + (i % 45)),
  preferHigh(binPack("mem"), i % 5 === 0 && i >= 135 ? 7 : 1),
  prefer(attributeIs("zone", "last")),
];

describe("preferences that pack or spread", () => {
  const cases: readonly (readonly [name: string, preferences: readonly Preference[], policy: Policy])[] = [
    ["against the policy", [preferHigh(spread("cpus", "mem"))], {}],
    ["as the policy does", [preferHigh(binPack("mem"))], { fitness: binPack("cpus") }],
    [
      "where the fitness does not count",
      [preferHigh(binPack("mem"))],
      { weights: { fitness: 0, preferences: 1, devices: 0 } },
    ],
    [
      "where they do not count",
      [preferHigh(binPack("mem"))],
      { weights: { fitness: 1, preferences: 0, devices: 0 } },
    ],
    ["beside a zone", [prefer(attributeIs("zone", "last")), preferHigh(spread("cpus"))], {}],
    ["beside a zone that has all", [preferHigh(spread("cpus")), prefer(hasAttribute("zone"), 3)], {}],
    ["beside a balance", [preferHigh(spread("cpus"), 2), prefer(balancedBy("rack"), 3)], {}],
    ["beside one of their own", [preferHigh(spread("cpus")), preferHigh(own, 0.5)], {}],
    [
      "beside one of their own in a mean",
      [
        preferHigh(
          weighted([
            [binPack("mem"), 1],
            [own, 2],
            [locality(["rack"]), 1],
          ]),
        ),
      ],
      {},
    ],
    ["what only some agents have", [preferHigh(spread("disk"))], {}],
    [
      "what the policy packs, so that only having it matters",
      [preferHigh(spread("disk"))],
      { fitness: binPack("disk"), weights: { fitness: 1, preferences: 1, devices: 0 } },
    ],
    ["what nobody uses", [preferHigh(spread("network"))], {}],
    ["what nobody has", [preferHigh(spread("gpus")), prefer(attributeIs("rack", "r3"))], {}],
    ["what nobody uses, beside what all do", [preferHigh(weighted([[spread("network", "cpus"), 1]]))], {}],
    ["of a policy of what nobody uses", [preferHigh(binPack("network"))], { fitness: spread("network") }],
    ["until it is enough", [preferHigh(spread("cpus", "mem"))], { goodEnough: 0.6 }],
  ];

  for (const [name, preferences, policy] of cases) {
    it(`${name}: each task goes where a look at every agent says`, () => {
      play(() => ({ preferences, group: "web", locations: { rack: "r2" } }), policy);
      // Others take from the same agents between them.
      play((i) => (i % 3 === 0 ? {} : { preferences, group: "web" }), policy);
    });
  }

  it("of a policy that packs and spreads the same, so that only having it matters", () => {
    const fitness = weighted([
      [binPack("disk"), 1],
      [spread("disk"), 1],
    ]);
    play(() => ({}), { fitness });
    play(() => ({ preferences: [preferHigh(fitness)] }), { fitness });
  });

  it("of many kinds, some of them rare", () => {
    // Nine orders are liked by three tasks each, and of the others four have no room among the pools.
    play((i) => ({ preferences: manyOrders(i), resources: { cpus: 0.125, mem: 32 } }), {}, 180);
  });

  it("let a round look at few agents", () => {
    const { agentsVisited } = play(() => ({ preferences: [preferHigh(spread("cpus", "mem"))] }));
    expect(agentsVisited).toBeLessThan(11 * 40);
  });
});
