import { describe, expect, it } from "vitest";
import { clusterOf, maxShapes, update, type AgentShape, type Offer } from "../../src/index.ts";
import { covers, shapeOf, shapesWith } from "../../src/autoscale/shapes.ts";
import { runningOn } from "../support/build.ts";
import { asked, rule, small, tasksOf, turn } from "./turn.ts";

function shapeOfFirst(offers: readonly Offer[], running: Parameters<typeof clusterOf>[1] = []): AgentShape {
  const [agent] = clusterOf(offers, running).agents;
  if (agent === undefined) throw new Error("there is no agent");
  return shapeOf(agent);
}

describe("the shape of an agent", () => {
  it("is what it would give if nothing ran on it, per role", () => {
    const devices = [{ name: "gpu", count: 2, capacity: 1 }];
    const attributes = { type: "small", zone: ["a", "b"] };
    const offers = [
      small(1, {
        resources: { cpus: 0.1, mem: 5 },
        ports: [[31005, 31006]],
        receivedAtMs: 2,
        devices,
        attributes,
      }),
      small(1, { id: "o2", resources: { cpus: 0.2 }, ports: [[31000, 31002]] }),
      small(1, { id: "o3", role: "ads", resources: { disk: 1 } }),
    ];
    const running = [
      runningOn(1, { id: "r1", resources: { cpus: 0.3, net: 1 } }, { ports: [31003, 9] }),
      runningOn(1, { id: "r2", role: "ops", resources: { cpus: 1 } }, { ports: [31001] }),
      runningOn(1, { id: "r3", resources: {} }, { ports: [31000] }),
    ];
    expect(shapeOfFirst(offers, running)).toEqual({
      offers: [
        {
          role: "*",
          resources: { cpus: 0.6, mem: 5, net: 1 },
          ports: [
            [9, 9],
            [31000, 31003],
            [31005, 31006],
          ],
        },
        { role: "ads", resources: { disk: 1 } },
        { role: "ops", resources: { cpus: 1 }, ports: [[31001, 31001]] },
      ],
      devices,
      attributes,
    });
  });

  it("is that of its only offer where it runs nothing", () => {
    const offer = small(1, { role: "ads", ports: [[1, 2]] });
    expect(shapeOfFirst([offer])).toEqual({
      offers: [{ role: "ads", resources: { cpus: 4 }, ports: [[1, 2]] }],
      devices: [],
      attributes: { type: "small" },
    });
  });

  it("joins port ranges that overlap or touch, whichever is longer", () => {
    expect(portsOver([[1, 9]], [[2, 3]])).toEqual([[1, 9]]);
    expect(portsOver([[5, 6]], [[1, 3]])).toEqual([
      [1, 3],
      [5, 6],
    ]);
    expect(portsOver([[4, 6]], [[1, 3]])).toEqual([[1, 6]]);
  });
});

describe("a shape covers another", () => {
  const shape: AgentShape = {
    offers: [
      { resources: { cpus: 4, mem: 10 }, ports: [[1, 4]] },
      { role: "ads", resources: { cpus: 1 } },
    ],
    devices: [{ name: "gpu", count: 2, capacity: 3 }],
    attributes: { zone: "a", labels: ["x", "y"], n: 1 },
  };
  const [first, second] = shape.offers;
  const withFirst = (fields: object): AgentShape => ({
    ...shape,
    offers: [{ resources: {}, ...first, ...fields }, second ?? { resources: {} }],
  });

  it.each([
    ["itself", shape],
    [
      "itself, written otherwise",
      JSON.parse(JSON.stringify({ ...shape, offers: shape.offers.toReversed() })),
    ],
    ["one with the role named", withFirst({ role: "*" })],
    ["one with less of a resource", withFirst({ resources: { cpus: 3.999, mem: 10 } })],
    ["one with none of a resource", withFirst({ resources: { mem: 10, toString: 0 } })],
    [
      "one with fewer ports",
      withFirst({
        ports: [
          [7, 7],
          [9, 11],
        ],
      }),
    ],
    ["one without ports", { ...shape, offers: [{ resources: { cpus: 4 } }] }],
    ["one without a role", { ...shape, offers: shape.offers.slice(1) }],
    ["one with fewer devices", { ...shape, devices: [{ name: "gpu", count: 1, capacity: 2 }] }],
    ["one without devices", { offers: shape.offers, attributes: shape.attributes }],
  ] as readonly (readonly [string, AgentShape])[])("that is %s", (_, other) => {
    expect(covers(shape, other)).toBe(true);
  });

  it.each([
    ["has more of a resource", withFirst({ resources: { cpus: 4.001 } })],
    ["has another resource", withFirst({ resources: { disk: 1 } })],
    ["has a resource named as every object's member", withFirst({ resources: { toString: 1 } })],
    ["has more ports", withFirst({ ports: [[1, 5]] })],
    ["has more ports, each alone", withFirst({ ports: [1, 3, 5, 7, 9].map((port) => [port, port]) })],
    ["has another role", { ...shape, offers: [{ role: "ops", resources: {} }] }],
    ["has more devices", { ...shape, devices: [{ name: "gpu", count: 3, capacity: 3 }] }],
    ["has fewer devices, but larger ones", { ...shape, devices: [{ name: "gpu", count: 1, capacity: 6 }] }],
    ["has larger devices", { ...shape, devices: [{ name: "gpu", count: 2, capacity: 4 }] }],
    ["has other devices", { ...shape, devices: [{ name: "eni", count: 1, capacity: 1 }] }],
    ["has no attributes", { offers: shape.offers }],
    ["has another value", { ...shape, attributes: { ...shape.attributes, zone: "b" } }],
    ["has a text for a number", { ...shape, attributes: { ...shape.attributes, n: "1" } }],
    ["has one attribute more", { ...shape, attributes: { ...shape.attributes, more: 1 } }],
    [
      "has another attribute instead",
      { ...shape, attributes: { zone: "a", labels: ["x", "y"], toString: 1 } },
    ],
    ["has fewer of several values", { ...shape, attributes: { ...shape.attributes, labels: ["x"] } }],
    ["has others of several values", { ...shape, attributes: { ...shape.attributes, labels: ["x", "z"] } }],
    [
      "has more of several values",
      { ...shape, attributes: { ...shape.attributes, labels: ["x", "y", "z"] } },
    ],
    [
      "has a text that reads like several values",
      { ...shape, attributes: { ...shape.attributes, labels: "xy" } },
    ],
    [
      "has several values that read like a text",
      { ...shape, attributes: { ...shape.attributes, zone: ["a"] } },
    ],
    ["has one value for several", { ...shape, attributes: { ...shape.attributes, labels: "x" } }],
  ] as readonly (readonly [string, AgentShape])[])("not that %s", (_, other) => {
    expect(covers(shape, other)).toBe(false);
  });

  it("with devices, where the other has none to give, and not the other way round", () => {
    const bare = { offers: [] };
    expect(covers(bare, { offers: [], devices: [] })).toBe(true);
    expect(covers(bare, { offers: [], devices: [{ name: "gpu", count: 0, capacity: 1 }] })).toBe(false);
  });
});

describe("the shapes known", () => {
  it("are as few as cover all that was seen", () => {
    const known = [cpusIn(2), cpusIn(2, "b")];
    expect(shapesWith(known, cpusIn(1))).toBe(known);
    expect(shapesWith(known, cpusIn(3))).toEqual([cpusIn(2, "b"), cpusIn(3)]);
    expect(shapesWith(known, cpusIn(2, "c"))).toEqual([...known, cpusIn(2, "c")]);
  });

  it("are so many at most, where none is replaced", () => {
    const many = Array.from({ length: maxShapes }, (_, i) => cpusIn(1, `z${i}`));
    expect(many.slice(0, -1).reduce(shapesWith, [] as readonly AgentShape[])).toHaveLength(maxShapes - 1);
    expect(shapesWith(many.slice(1), cpusIn(1, "new"))).toHaveLength(maxShapes);
    expect(shapesWith(many, cpusIn(1, "new"))).toBe(many);
    expect(shapesWith(many, cpusIn(2, "z0"))).toEqual([...many.slice(1), cpusIn(2, "z0")]);
  });

  it("are those of agents seen before, though no agent is left", () => {
    const { history } = turn({ offers: [small(1)] });
    expect(asked(turn({ tasks: tasksOf(5), history, nowMs: 1 }))).toEqual({ small: 2 });
  });

  it("are those of the settings alone where these give any", () => {
    const shapes = [{ offers: [{ resources: { cpus: 1 } }], attributes: { type: "overridden", zone: "z" } }];
    const out = turn({ offers: [small(1)], tasks: tasksOf(6), rules: [rule({ shapes })] });
    expect(out.actions).toMatchObject([
      { agents: 2, shapes: [{ agents: 2, shape: { attributes: { type: "small", zone: "z" } } }] },
    ]);
    expect(out.history.rules[0]?.shapes).toMatchObject([{ offers: [{ resources: { cpus: 4 } }] }]);
  });

  it("are learnt from agents that have an offer, in full once it is seen in full", () => {
    const running = [runningOn(1, { id: "r1", resources: { cpus: 1 } })];
    const cluster = update(clusterOf([small(1)], running), [{ type: "offer-rescinded", offerId: "o1" }]);
    const blind = turn({ cluster });
    expect(blind.history.agents).toEqual(["a1"]);
    expect(blind.history.rules[0]?.shapes).toEqual([]);
    const seeing = turn({ offers: [small(1)], running, history: blind.history });
    expect(seeing.history.rules[0]?.shapes.map(({ offers }) => offers[0]?.resources)).toEqual([{ cpus: 5 }]);
  });
});

/** The ports of an agent with an offer for each list of ranges. */
function portsOver(...lists: readonly NonNullable<Offer["ports"]>[]): Offer["ports"] {
  return shapeOfFirst(lists.map((ports, i) => small(1, { id: `o${i}`, ports }))).offers[0]?.ports;
}

function cpusIn(n: number, zone: string = "a"): AgentShape {
  return { offers: [{ resources: { cpus: n } }], attributes: { zone } };
}
