import { describe, expect, it } from "vitest";
import { verdictOn } from "./master.ts";
import {
  amount,
  ranges,
  reserved,
  wireOffer,
  type WireCall,
  type WireResource,
  type WireTask,
} from "./wire.ts";

const offers = [
  wireOffer(1, [
    amount("cpus", 2, reserved("svc")),
    amount("cpus", 4),
    amount("mem", 100),
    amount("gpus", 2),
    amount("cpus", 1, { revocable: {} }),
    amount("disk", 10, { shared: {}, disk: { persistence: { id: "v" } } }),
    ranges([[31000, 31009]]),
    { name: "tags", type: "SET", set: { item: ["x", "y"] }, allocation_info: { role: "svc" } },
  ]),
  wireOffer(2, [amount("cpus", 1)], { agent_id: { value: "a1" } }),
  wireOffer(3, [amount("cpus", 1)]),
  wireOffer(4, [amount("cpus", 1, { allocation_info: { role: "ads" } })], {
    agent_id: { value: "a1" },
    allocation_info: { role: "ads" },
  }),
];
const framework_id = { value: "f" };

function task(id: string, resources: readonly WireResource[], fields: object = {}): WireTask {
  return { task_id: { value: id }, agent_id: { value: "a1" }, name: id, resources, ...fields };
}

function accept(offerIds: readonly string[], task_infos: readonly WireTask[], refuse_seconds = 5): WireCall {
  return {
    type: "ACCEPT",
    framework_id,
    accept: {
      offer_ids: offerIds.map((value) => ({ value })),
      operations: [{ type: "LAUNCH", launch: { task_infos } }],
      filters: { refuse_seconds },
    },
  };
}

function decline(offerIds: readonly string[], refuse_seconds: number): WireCall {
  const offer_ids = offerIds.map((value) => ({ value }));
  return { type: "DECLINE", framework_id, decline: { offer_ids, filters: { refuse_seconds } } };
}

function findings(...calls: readonly WireCall[]): readonly string[] {
  return verdictOn(calls, { offers, taskIds: ["running"], roles: ["svc"] }).findings;
}

const good = task("t", [
  amount("cpus", 2, reserved("svc")),
  amount("cpus", 4),
  amount("gpus", 2),
  amount("disk", 10, { shared: {}, disk: { persistence: { id: "v" } } }),
  ranges([
    [31000, 31003],
    [31005, 31009],
  ]),
  { name: "tags", type: "SET", set: { item: ["x"] }, allocation_info: { role: "svc" } },
]);
const readOnly = amount("disk", 10, { disk: { persistence: { id: "v" }, volume: { mode: "RO" } } });
const shared = task("u", [
  amount("disk", 10, { shared: {}, disk: { persistence: { id: "v" } } }),
  ranges([[31004, 31004]]),
]);

describe("the master of the tests", () => {
  it("finds nothing in good calls, and knows what they leave", () => {
    const calls = [
      accept(["o1", "o2"], [good, shared, task("v", [amount("cpus", 1)])], 0),
      decline(["o3"], 31_536_000),
      { type: "SUPPRESS", framework_id, suppress: { roles: ["svc"] } },
      { type: "REVIVE", framework_id, revive: { roles: ["svc"] } },
    ];
    const verdict = verdictOn(calls, { offers, roles: ["svc"] });
    expect(verdict).toMatchObject({ findings: [], outstanding: ["o4"] });
    expect(verdict.launched).toHaveLength(3);
    // The shared volume is there for all.
    expect(Object.fromEntries(verdict.left)).toEqual({
      cpus: 1000,
      mem: 100_000,
      gpus: 0,
      disk: 10_000,
      ports: 0,
      tags: 0,
    });
  });

  it.each<readonly [string, readonly WireCall[]]>([
    ["DECLINE 0 names the unknown offer o9", [decline(["o9"], 5)]],
    ["DECLINE 0 names offer o1 twice", [decline(["o1", "o1"], 5)]],
    ["DECLINE 0 names no offer", [decline([], 5)]],
    ["DECLINE 1 names the unknown offer o1", [decline(["o1"], 5), decline(["o1"], 5)]],
    ["DECLINE 0 refuses for -1 s", [decline(["o1"], -1)]],
    ["DECLINE 0 refuses for 31536001 s", [decline(["o1"], 31_536_001)]],
    ["ACCEPT 0 refuses for NaN s", [accept(["o1"], [good], Number.NaN)]],
    ["ACCEPT 0 names several agents", [accept(["o1", "o3"], [])]],
    ["ACCEPT 0 names several roles", [accept(["o1", "o4"], [good])]],
    ["ACCEPT 0 launches nothing", [accept(["o1"], [])]],
    ["ACCEPT 0 names no framework", [{ ...accept(["o1"], [good]), framework_id: { value: "" } }]],
    [
      "ACCEPT 0 has the unknown operation FROB",
      [{ ...accept(["o1"], []), accept: { operations: [{ type: "FROB" }] } }],
    ],
    [
      "ACCEPT 0 creates a volume that is read-only",
      [
        {
          ...accept(["o1"], []),
          accept: { operations: [{ type: "CREATE", create: { volumes: [readOnly] } }] },
        },
      ],
    ],
    ["ACCEPT 0 task t has an id that is taken", [accept(["o1"], [good, task("t", [amount("mem", 1)])])]],
    [
      "ACCEPT 0 task running has an id that is taken",
      [accept(["o1"], [task("running", [amount("mem", 1)])])],
    ],
    ["ACCEPT 0 task undefined has no id", [accept(["o1"], [task("t", [amount("mem", 1)], { task_id: {} })])]],
    ["ACCEPT 0 task t has no name", [accept(["o1"], [task("t", [amount("mem", 1)], { name: 1 })])]],
    [
      "ACCEPT 0 task t names another agent",
      [accept(["o1"], [task("t", [amount("mem", 1)], { agent_id: { value: "a2" } })])],
    ],
    ["ACCEPT 0 task t uses no resources", [accept(["o1"], [task("t", [])])]],
    [
      "ACCEPT 0 task t mixes revocable cpus",
      [accept(["o1"], [task("t", [amount("cpus", 1), amount("cpus", 1, { revocable: {} })])])],
    ],
    [
      "ACCEPT 0 task t has mem of another role",
      [accept(["o1"], [task("t", [amount("mem", 1, { allocation_info: { role: "ads" } })])])],
    ],
    ["ACCEPT 0 task t has 0.0004 mem", [accept(["o1"], [task("t", [amount("mem", 0.0004)])])]],
    ["ACCEPT 0 task t has -1 mem", [accept(["o1"], [task("t", [amount("mem", -1)])])]],
    ["ACCEPT 0 task t has a part of a gpu", [accept(["o1"], [task("t", [amount("gpus", 1.5)])])]],
    ["SUPPRESS 0 names no role", [{ type: "SUPPRESS", framework_id }]],
    ["REVIVE 0 names the role ads", [{ type: "REVIVE", framework_id, revive: { roles: ["ads"] } }]],
    ["FROB 0 is unknown", [{ type: "FROB", framework_id }]],
  ])("says: %s", (finding, calls) => {
    expect(findings(...calls)).toContain(finding);
  });

  it.each<readonly [string, readonly WireTask[]]>([
    ["amount of one identity, though there is another", [task("t", [amount("cpus", 4.001)])]],
    ["amount, after a task before", [task("s", [amount("mem", 60)]), task("t", [amount("mem", 40.0006)])]],
    ["amount named twice", [task("t", [amount("mem", 60), amount("mem", 60)])]],
    ["amount of a reservation that was not offered", [task("t", [amount("mem", 1, reserved("svc"))])]],
    ["port", [task("t", [ranges([[31009, 31010]])])]],
    [
      "port, after a task before",
      [task("s", [ranges([[31005, 31005]])]), task("t", [ranges([[31004, 31006]])])],
    ],
    [
      "port named twice",
      [
        task("t", [
          ranges([
            [31001, 31002],
            [31002, 31003],
          ]),
        ]),
      ],
    ],
    ["range that is none", [task("t", [ranges([[31002, 31001]])])]],
    [
      "item",
      [task("t", [{ name: "tags", type: "SET", set: { item: ["z"] }, allocation_info: { role: "svc" } }])],
    ],
  ])("notices more than is left: an %s", (_, tasks) => {
    const found = findings(accept(["o1"], tasks));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("task t takes more than is left of");
  });

  it("counts an amount in thousandths: what rounds to what is left is left", () => {
    expect(findings(accept(["o1"], [task("t", [amount("cpus", 4.0004)])]))).toEqual([]);
  });

  it("lets a task after a bad one have what that one asked", () => {
    expect(
      findings(accept(["o1"], [task("s", [amount("mem", 101)]), task("t", [amount("mem", 100)])])),
    ).toHaveLength(1);
  });
});
