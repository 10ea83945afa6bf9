import type { GoldenOffer, GoldenRound, GoldenTask, Outcome, Scenario } from "../golden.ts";
import type { Rule } from "./rules.ts";

/** The rounds of a scenario, each with what Fenzo made of it; that of the last one decides nothing. */
type Rounds = readonly (Partial<GoldenRound> & { readonly outcome?: Partial<Outcome> })[];

function scenario(rounds: Rounds, settings: Partial<Scenario> = {}): Scenario {
  return {
    id: "by hand",
    fitness: "none",
    ...settings,
    rounds: rounds.map(({ newOffers = [], tasks = [], ...round }) => ({ ...round, newOffers, tasks })),
    expected: rounds.map(({ outcome }) => ({ assigned: [], offersUsed: {}, offersHeld: [], ...outcome })),
  };
}

function offer(hostname: string, more: Partial<GoldenOffer> = {}): GoldenOffer {
  return { id: `o-${hostname}`, hostname, cpus: 4, memory: 4096, disk: 100, ...more };
}

function task(id: string, more: Partial<GoldenTask> = {}): GoldenTask {
  return { id, cpus: 1, memory: 512, ...more };
}

const exclusive = { kind: "exclusive-host" } as const;
const uniqueZone = { kind: "unique-host-attribute", attribute: "zone", coTasks: ["t1", "t2"] } as const;
const balancedZone = {
  kind: "balanced-host-attribute",
  attribute: "zone",
  expectedValues: 1,
  coTasks: ["t1", "t2"],
} as const;
const interfaces = { name: "ENIs", count: 1, limit: 1 };
const many = ["h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8", "h9"];

/** A scenario for each rule in whose last round it alone makes the difference. */
export const scenarioByRule: Readonly<Record<Rule, Scenario>> = {
  // Fenzo's 0.35 × 1/4 + 0.5 is more than is good enough on h1 already, stowage's 1/4 is not.
  D1: scenario(
    [{ newOffers: [...many.map((host) => offer(host)), offer("z", { cpus: 1 })], tasks: [task("t1")] }],
    {
      fitness: "cpuBinPacker",
      goodEnough: 0.5,
    },
  ),
  D2: scenario([{ newOffers: [offer("h1")], tasks: [task("t1", { cpus: 4 })] }], { fitness: "cpuSpreader" }),
  D3: scenario([{ newOffers: [offer("h1"), offer("h2")], tasks: [task("t1")] }], {
    fitness: "networkBinPacker",
  }),
  D4: scenario([{ newOffers: [offer("h1")], tasks: [task("t1", { hard: [exclusive] }), task("t2")] }]),
  D5: scenario([
    {
      newOffers: [offer("h1", { cpus: 0.3 })],
      tasks: [task("t1", { cpus: 0.1 }), task("t2", { cpus: 0.1 }), task("t3", { cpus: 0.1 })],
    },
  ]),
  D6: scenario([
    {
      newOffers: [offer("h1", { resourceSet: interfaces })],
      tasks: [task("t1"), task("t2", { named: { ENIs: { value: "a", sub: 1 } } })],
    },
  ]),
  D7: scenario([{ newOffers: [offer("h1", { disk: [100, 10] })], tasks: [task("t1", { disk: 50 })] }]),
  D8: scenario([
    { newOffers: [offer("h1", { attributes: { zone: 1 } })], tasks: [task("t1", { hard: [uniqueZone] })] },
  ]),
  D9: scenario([
    {
      newOffers: [offer("h1"), offer("h2", { cpus: 1, attributes: { zone: "a" } })],
      tasks: [task("t1", { cpus: 2 }), task("t2", { hard: [balancedZone] })],
    },
  ]),
  D10: scenario([{ newOffers: [offer("h1")], tasks: [task("t1", { cpus: 2, group: "web" })] }], {
    groupLimits: { web: { cpus: 1 } },
  }),
  D11: scenario([{ newOffers: [offer("h1"), offer("h2", { cpus: 2 })], tasks: [task("t1")] }], {
    fitness: "cpuBinPacker",
    goodEnough: 0.2,
  }),
  D12: scenario([
    { newOffers: [offer("h1")], outcome: { offersHeld: ["o-h1"] } },
    { newOffers: [offer("h1")] },
  ]),
  D13: scenario([{ expireOffers: ["o-h1"], newOffers: [offer("h1")] }]),
  D14: scenario([{ newOffers: [offer("h1")], tasks: [task("t1"), "t1"] }]),
  D15: scenario(
    [
      { newOffers: [offer("h1")], outcome: { offersHeld: ["o-h1"] } },
      { newOffers: [offer("h1", { id: "o2" })], tasks: [task("t1", { cpus: 5 })] },
    ],
    { singleOfferPerVM: true },
  ),
  D16: scenario([{ newOffers: [offer("h1", { ageSecs: 200 }), offer("h1", { id: "young" })] }], {
    leaseExpirySecs: 100,
  }),
  D17: scenario(
    [{ newOffers: [offer("h1", { ports: [[31000, 31001]] })], tasks: [task("t1", { ports: 2 })] }],
    {
      autoScaleByAttribute: "group",
    },
  ),
  D18: scenario([
    {
      newOffers: [offer("h1", { attributes: { zone: "a" } })],
      tasks: [task("t1"), task("t2", { soft: [balancedZone] })],
    },
  ]),
  D20: scenario([
    {
      newOffers: [
        offer("h1", {
          ports: [
            [32000, 32000],
            [31000, 31000],
          ],
        }),
      ],
      tasks: [task("t1", { ports: 1 })],
    },
  ]),
  D21: scenario([
    {
      newOffers: [offer("h1", { resourceSet: interfaces })],
      outcome: { offersHeld: ["o-h1"] },
    },
    {
      newOffers: [offer("h1", { id: "o2", resourceSet: { ...interfaces, count: 2 } })],
      tasks: ["t1", "t2"].map((id) => task(id, { named: { ENIs: { value: id, sub: 1 } } })),
    },
  ]),
};

/** Scenarios in which nothing differs, of what the vectors may ask for besides. */
export const scenariosAlike: Readonly<Record<string, Scenario>> = {
  "a disabled host takes nothing while its time lasts": scenario([
    { newOffers: [offer("h1"), offer("h2")], outcome: { offersHeld: ["o-h1", "o-h2"] } },
    { disable: { h1: 1000 }, outcome: { offersHeld: ["o-h1", "o-h2"] } },
    { tasks: [task("t1"), task("t2", { cpus: 8 })] },
  ]),
  "a host that was enabled again takes tasks": scenario([
    { newOffers: [offer("h1"), offer("h2")], outcome: { offersHeld: ["o-h1", "o-h2"] } },
    { disable: { h1: 1000 }, outcome: { offersHeld: ["o-h1", "o-h2"] } },
    { enable: ["h1"], tasks: [task("t1")] },
  ]),
  "a round places no more tasks than its batch has": scenario([
    { taskBatchSize: 1, newOffers: [offer("h1")], tasks: [task("t1"), task("t2")] },
  ]),
  "limits that are removed are none": scenario(
    [{ removeGroupLimits: ["web"], newOffers: [offer("h1")], tasks: [task("t1", { group: "web" })] }],
    { groupLimits: { web: { cpus: 0 } } },
  ),
  "all offers of a host are rejected on request": scenario([
    { newOffers: [offer("h1"), offer("h2")], outcome: { offersHeld: ["o-h1", "o-h2"] } },
    { expireAllOfHost: ["h1"], tasks: [task("t1")] },
  ]),
  "old offers are rejected unless they are used": scenario(
    [
      {
        newOffers: [offer("h1", { ageSecs: 200 }), offer("h2", { ageSecs: 200 }), offer("h3")],
        tasks: [task("t1")],
      },
    ],
    { leaseExpirySecs: 100 },
  ),
};
