import { describe, expect, it } from "vitest";
import {
  attributeIs,
  binPack,
  customFitness,
  exclusive,
  locality,
  not,
  prefer,
  preferHigh,
  spread,
  type Fitness,
  type Offer,
  type Policy,
  type RunningTask,
  type Task,
} from "../../src/index.ts";
import { assignmentOf, offer, offerOf, placesOf, roundOver, runningOn, task } from "../support/build.ts";

/** A fitness that gives each agent the score under its hostname. */
function scores(byHostname: Readonly<Record<string, number>>): Fitness {
  return customFitness(
    "scores",
    () =>
      ({ hostname }) =>
        byHostname[hostname] ?? 0,
  );
}

const preferring = (hostname: string) => [preferHigh(scores({ [hostname]: 1 }))];

const gpus = [{ name: "gpu", count: 2, capacity: 1 }];
const three = [offerOf(1), offerOf(2), offerOf(3)];

function chosen(offers: readonly Offer[], policy: Policy): string {
  return assignmentOf(roundOver(offers, [task()], policy)).agentId;
}

const named = (names: readonly (readonly [string, string])[]) =>
  names.map(([hostname, agentId], i) => offer({ id: `o${i}`, hostname, agentId }));

describe("the agent chosen", () => {
  it("has the greatest score", () => {
    expect(chosen(three, { fitness: scores({ h1: 0.1, h2: 0.3, h3: 0.2 }) })).toBe("a2");
    expect(chosen(three, { fitness: scores({ h1: 0.1, h2: 0.3, h3: 0.30000001 }) })).toBe("a3");
  });

  it("is on ties that of the smallest hostname, then of the smallest agent id, by UTF-16 code units", () => {
    expect(
      chosen(
        named([
          ["h2", "a"],
          ["h10", "b"],
          ["h3", "c"],
        ]),
        {},
      ),
    ).toBe("b");
    expect(
      chosen(
        named([
          ["h", "b"],
          ["h", "a"],
          ["i", "0"],
        ]),
        {},
      ),
    ).toBe("a");
    expect(
      chosen(
        named([
          ["a", "x"],
          ["B", "y"],
        ]),
        {},
      ),
    ).toBe("y");
    expect(
      chosen(
        named([
          ["\uffff", "x"],
          ["\u{10000}", "y"],
        ]),
        {},
      ),
    ).toBe("y");
  });

  it("may have a fitness of 0, which is a low score and no refusal", () => {
    expect(chosen(three, { fitness: scores({}) })).toBe("a1");
  });

  it("is found among hundreds, wherever it stands", () => {
    const many = Array.from({ length: 300 }, (_, i) =>
      offerOf(i, { hostname: `h${String(i).padStart(3, "0")}` }),
    );
    for (const best of [0, 63, 64, 130, 299]) {
      const hostname = `h${String(best).padStart(3, "0")}`;
      expect(chosen(many, { fitness: scores({ [hostname]: 1 }) })).toBe(`a${best}`);
      const used = [runningOn(best, { id: "r", resources: { cpus: 1 } }, { hostname })];
      expect(assignmentOf(roundOver(many, [task()], {}, used)).agentId).toBe(`a${best}`);
      const empty = many
        .filter((_, i) => i !== best)
        .map((_, i) => runningOn(i < best ? i : i + 1, { id: `r${i}` }));
      expect(assignmentOf(roundOver(many, [task()], { fitness: spread("cpus") }, empty)).agentId).toBe(
        `a${best}`,
      );
    }
  });

  it("is found among hundreds by preferences and devices too", () => {
    const many = Array.from({ length: 300 }, (_, i) =>
      offerOf(i, {
        hostname: `h${String(i).padStart(3, "0")}`,
        devices: gpus,
        resources: { cpus: 4 + (i % 5) },
      }),
    );
    const used = [70, 210].map((n) =>
      runningOn(
        n,
        { id: `r${n}`, resources: {} },
        { hostname: `h${n}`, devices: [{ name: "gpu", index: 0, units: 0.5 }] },
      ),
    );
    const devices = [{ name: "gpu", units: 0.5 }];
    const agent = (fields: Partial<Task>) =>
      assignmentOf(
        roundOver(many, [task({ resources: { cpus: 4 }, ...fields })], { fitness: binPack("cpus") }, used),
      ).agentId;
    expect(agent({ devices, resources: { cpus: 2 } })).toBe("a70");
    expect(agent({ preferences: preferring("h299") })).toBe("a299");
    expect(agent({ devices, preferences: preferring("h133") })).toBe("a133");
    expect(agent({})).toBe("a0");
  });

  it("is the first in tie order of hundreds that score the same", () => {
    const many = Array.from({ length: 200 }, (_, i) => offerOf(i, { resources: { cpus: 1 + (i % 3) } }));
    const placed = roundOver(many, [task({ resources: { cpus: 1 } })], { fitness: spread("mem") });
    expect(assignmentOf(placed).agentId).toBe("a0");
  });
});

describe("the total", () => {
  const half = task({ resources: { cpus: 2 } });

  it("is the fitness where nothing else applies", () => {
    const { score } = assignmentOf(roundOver([offer()], [half], { fitness: binPack("cpus") }));
    expect(score).toEqual({ total: 0.5, fitness: 0.5, preferences: 0, devices: 0 });
  });

  it("is the weighted mean of the parts that apply: 35, 50 and 15 for fitness, preferences and devices", () => {
    const fitness = binPack("cpus");
    const full = {
      ...half,
      preferences: [prefer(attributeIs("rack", "r1"))],
      devices: [{ name: "gpu", units: 1 }],
    };
    const offers = [offer({ devices: gpus, attributes: { rack: "r1" } })];
    const totalOf = (fields: Partial<typeof full>) =>
      assignmentOf(roundOver(offers, [{ ...half, ...fields }], { fitness })).score.total;
    expect(assignmentOf(roundOver(offers, [full], { fitness })).score).toEqual({
      total: (15 * 0.25 + 50 * 1 + 35 * 0.5) / 100,
      fitness: 0.5,
      preferences: 1,
      devices: 0.25,
    });
    expect(totalOf({ preferences: full.preferences })).toBe((50 * 1 + 35 * 0.5) / 85);
    expect(totalOf({ devices: full.devices })).toBe((15 * 0.25 + 35 * 0.5) / 50);
  });

  it("adds devices, preferences and fitness in this order, to the last bit", () => {
    const weights = { fitness: 0.3, preferences: 0.2, devices: 0.1 };
    const one: Fitness = customFitness("one", () => () => 1);
    const fields = { devices: [{ name: "gpu", units: 1 }], preferences: [preferHigh(one)] };
    const used = [runningOn(1, { id: "r1" }, { devices: [{ name: "gpu", index: 0, units: 0 }] })];
    const { score } = assignmentOf(
      roundOver([offer({ devices: gpus })], [task(fields)], { fitness: one, weights }, used),
    );
    expect(score.devices).toBe(1);
    expect(0.1 + 0.2 + 0.3).not.toBe(0.3 + 0.2 + 0.1);
    expect(score.total).toBe((0.1 + 0.2 + 0.3) / (0.1 + 0.2 + 0.3));
  });

  it("is 0 where the weights of the parts that apply are 0; then ties decide", () => {
    const weights = { fitness: 0, preferences: 1, devices: 1 };
    const placed = assignmentOf(roundOver(three, [task()], { weights, fitness: scores({ h2: 1 }) }));
    expect([placed.agentId, placed.score.total]).toEqual(["a1", 0]);
  });

  it("decides by the sum of all parts", () => {
    const offers = [offerOf(1, { attributes: { rack: "r1" } }), offerOf(2)];
    const preferences = [prefer(attributeIs("rack", "r1"))];
    const fitness = scores({ h2: 1 });
    const agent = (weights: Policy["weights"] & object) =>
      assignmentOf(roundOver(offers, [task({ preferences })], { fitness, weights })).agentId;
    expect(agent({ fitness: 1, preferences: 2, devices: 0 })).toBe("a1");
    expect(agent({ fitness: 2, preferences: 1, devices: 0 })).toBe("a2");
    expect(agent({ fitness: 1, preferences: 1, devices: 0 })).toBe("a1");
  });
});

describe("goodEnough", () => {
  const fitness = scores({ h1: 0.3, h2: 0.6, h3: 0.9 });

  it("takes the first agent, in tie order, whose total is at least that", () => {
    expect(chosen(three, { fitness, goodEnough: 0.6 })).toBe("a2");
    expect(chosen(three, { fitness, goodEnough: 0.61 })).toBe("a3");
    expect(chosen(three, { fitness, goodEnough: 0 })).toBe("a1");
    expect(chosen(three, { fitness, goodEnough: 0.1 })).toBe("a1");
  });

  it("takes the best where none is good enough", () => {
    expect(chosen(three, { fitness, goodEnough: 1 })).toBe("a3");
    expect(chosen(three, { fitness: scores({ h2: 0.5 }), goodEnough: 1 })).toBe("a2");
  });

  it("compares the total, not the fitness", () => {
    const preferences = [prefer(not(attributeIs("hostname", "h1")))];
    const policy = {
      fitness: scores({ h1: 1 }),
      goodEnough: 0.5,
      weights: { fitness: 1, preferences: 2, devices: 0 },
    };
    expect(assignmentOf(roundOver(three, [task({ preferences })], policy)).agentId).toBe("a2");
  });

  it("asks no custom evaluator about the agents after the block that has it", () => {
    const many = Array.from({ length: 200 }, (_, i) =>
      offerOf(i, { hostname: `h${String(i).padStart(3, "0")}` }),
    );
    const one = customFitness("one", () => () => 1);
    const { assignments, stats } = roundOver(many, [task()], { fitness: one, goodEnough: 1 });
    expect(assignments[0]?.agentId).toBe("a0");
    expect(stats.evaluatorCalls).toBeLessThan(200);
  });

  it("looks at agents in tie order though others are fuller", () => {
    const many = Array.from({ length: 200 }, (_, i) =>
      offerOf(i, { hostname: `h${String(i).padStart(3, "0")}` }),
    );
    const used = [runningOn(150, { id: "r1", resources: { cpus: 2 } }, { hostname: "h150" })];
    expect(assignmentOf(roundOver(many, [task()], { goodEnough: 0.1 }, used)).agentId).toBe("a0");
  });
});

describe("maxAssignments", () => {
  const tasks = ["t1", "t2", "t3"].map((id) => task({ id }));

  it("ends a round, tasks that cannot go not counted", () => {
    const round = roundOver([offer()], [task({ id: "t0", resources: { cpus: 9 } }), ...tasks], {
      maxAssignments: 2,
    });
    expect(Object.keys(placesOf(round))).toEqual(["t1", "t2"]);
    expect(round.unmatched).toEqual([
      { taskId: "t0", reason: "no-agent-fits" },
      { taskId: "t3", reason: "round-limit" },
    ]);
  });

  it("may be 0, and may be more than there are tasks", () => {
    expect(roundOver([offer()], tasks, { maxAssignments: 0 }).unmatched.map(({ reason }) => reason)).toEqual([
      "round-limit",
      "round-limit",
      "round-limit",
    ]);
    expect(roundOver([offer()], tasks, { maxAssignments: 9 }).assignments).toHaveLength(3);
  });
});

/** Tasks that want the agents of the numbers for themselves. */
function full(...agents: readonly number[]): readonly RunningTask[] {
  return agents.map((i) =>
    runningOn(
      i,
      { id: `r${i}`, resources: { cpus: 0 }, constraints: [exclusive()] },
      { hostname: `h${String(i).padStart(3, "0")}` },
    ),
  );
}

describe("a task that wants to be near", () => {
  const offers = Array.from({ length: 200 }, (_, i) =>
    offerOf(i, {
      hostname: `h${String(i).padStart(3, "0")}`,
      attributes: { rack: `r${String(i >> 2).padStart(2, "0")}` },
    }),
  );
  const pending = task({ locations: { hostname: "h107", rack: "r26" }, resources: { cpus: 3 } });
  const policy = { fitness: locality(["hostname", "rack"]) };

  it("looks at no other agent where the nearest holds it", () => {
    const round = roundOver(offers, [pending], policy);
    expect(assignmentOf(round).agentId).toBe("a107");
    expect(round.stats.agentsVisited).toBe(1);
  });

  it("goes to the next level where that does not, and anywhere where none does", () => {
    expect(assignmentOf(roundOver(offers, [pending], policy, full(107))).agentId).toBe("a104");
    expect(assignmentOf(roundOver(offers, [pending], policy, full(104, 105, 106, 107))).agentId).toBe("a0");
  });
});
