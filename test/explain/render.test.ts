import { describe, expect, it } from "vitest";
import {
  attributeIs,
  clusterOf,
  customConstraint,
  exclusive,
  explain,
  renderExplanation,
  update,
  type Explanation,
  type Round,
} from "../../src/index.ts";
import {
  offer,
  offerOf,
  offersOf,
  refusalText,
  round,
  roundOver,
  runningOn,
  task,
} from "../support/build.ts";

function textOf(made: Round, taskId = "t1", agents?: number): string {
  return renderExplanation(explain(made, taskId), agents === undefined ? {} : { agents });
}

describe("an explanation as text", () => {
  it("of a pending task tells which check refuses how many agents, and what each agent has", () => {
    const offers = [
      offerOf(1, { resources: { cpus: 2, mem: 64, disk: 5 }, attributes: { rack: "r2" } }),
      offerOf(2, {
        hostname: "long.hostname",
        resources: { cpus: 8, mem: 4096, disk: 0 },
        ports: [[31000, 31000]],
      }),
      offerOf(3, { role: "ads" }),
    ];
    const asked = task({
      resources: { cpus: 4, mem: 1024, disk: 5 },
      ports: [31001],
      constraints: [attributeIs("rack", "r1")],
    });
    expect(textOf(roundOver(offers, [asked]))).toBe(
      [
        'Task "t1" is pending: no agent fits',
        "",
        "3 agents, 0 fit",
        "  1 refused: no offer of role *",
        "  2 refused: cpus",
        "  2 refused: mem",
        "  2 refused: disk",
        "  3 refused: ports",
        '  3 refused: attributeIs(rack, "r1")',
        "",
        "AGENT          ROLE  CONSTRAINT               CPU     MEM         DISK    GPU  PORT",
        'long.hostname  ok    attributeIs(rack, "r1")  ok      ok          0 of 5  ok   not 1 as asked',
        'h1             ok    attributeIs(rack, "r1")  2 of 4  64 of 1024  ok      ok   0 of 1',
        'h3             no    attributeIs(rack, "r1")  -       -           -       ok   -',
      ].join("\n"),
    );
  });

  it("of a task that asks disks tells which, and how much each agent has, beside the scalar", () => {
    const offers = [
      offerOf(1, { resources: { disk: 5 }, disks: [{ id: "d1", type: "ssd", amount: 30 }] }),
      offerOf(2, { resources: { disk: 9 }, disks: [{ id: "d1", type: "ssd", amount: 100 }] }),
      offerOf(3, { role: "ads" }),
    ];
    const asked = task({
      resources: { disk: 9 },
      disks: [
        { type: "ssd", amount: 80 },
        { type: "ssd", amount: 40 },
        { type: "hdd", id: "vol-1" },
      ],
    });
    expect(textOf(roundOver(offers, [asked]))).toBe(
      [
        'Task "t1" is pending: no agent fits',
        "",
        "3 agents, 0 fit",
        "  1 refused: no offer of role *",
        "  2 refused: disk",
        "  2 refused: disk ssd",
        "  3 refused: disk ssd",
        "  3 refused: disk hdd vol-1",
        "",
        "AGENT  ROLE  CONSTRAINT  CPU  MEM  DISK                                              GPU  PORT",
        "h2     ok    ok          ok   ok   ssd not 40 as asked, no hdd vol-1                 ok   ok",
        "h1     ok    ok          ok   ok   5 of 9, ssd 30 of 80, ssd 30 of 40, no hdd vol-1  ok   ok",
        "h3     no    ok          ok   ok   -                                                 ok   ok",
      ].join("\n"),
    );
  });

  it("of an assigned task tells where it is and how good that was", () => {
    expect(textOf(roundOver([offer({ resources: { cpus: 3, mem: 1 } })], [task()]))).toBe(
      [
        'Task "t1" is assigned to h1, score 0.1667',
        "",
        "1 agent, 1 fit",
        "",
        "AGENT  ROLE  CONSTRAINT  CPU  MEM  DISK  GPU  PORT  SCORE",
        "h1     ok    ok          ok   ok   ok    ok   ok    0.1667",
      ].join("\n"),
    );
  });

  it("of a task that fits shows the agents that do first, the best first, with their scores", () => {
    const offers = [
      offer({ id: "o1", agentId: "a1", hostname: "h1", resources: { cpus: 4 } }),
      offer({ id: "o2", agentId: "a2", hostname: "h2", resources: { cpus: 0.5 } }),
      offer({ id: "o3", agentId: "a3", hostname: "h3", resources: { cpus: 2 } }),
    ];
    expect(
      textOf(roundOver(offers, [task()]))
        .split("\n")
        .slice(-4),
    ).toEqual([
      "AGENT  ROLE  CONSTRAINT  CPU       MEM  DISK  GPU  PORT  SCORE",
      "h3     ok    ok          ok        ok   ok    ok   ok    0.2500",
      "h1     ok    ok          ok        ok   ok    ok   ok    0.1250",
      "h2     ok    ok          0.5 of 1  ok   ok    ok   ok",
    ]);
  });

  it("shows devices and resources that have no column of their own under OTHER", () => {
    const sets = [
      { name: "gpu", count: 1, capacity: 1 },
      { name: "eni", count: 1, capacity: 2 },
    ];
    const asked = task({
      resources: { cpus: 1, gpus: 2, network: 10 },
      devices: [
        { name: "gpu", units: 1, count: 2 },
        { name: "eni", units: 3 },
      ],
    });
    expect(textOf(roundOver([offer({ devices: sets })], [asked]))).toBe(
      [
        'Task "t1" is pending: no agent fits',
        "",
        "1 agent, 0 fit",
        "  1 refused: gpus",
        "  1 refused: network",
        "  1 refused: gpu",
        "  1 refused: eni",
        "",
        "AGENT  ROLE  CONSTRAINT  CPU  MEM  DISK  GPU             PORT  OTHER",
        "h1     ok    ok          ok   ok   ok    0 of 2, 1 of 2  ok    network 0 of 10, eni 2 of 3",
      ].join("\n"),
    );
  });

  it("shows a resource named gpu under GPU alone", () => {
    const offers = offersOf({}, { resources: { cpus: 1, gpu: 1 } });
    const made = roundOver(offers, [task({ resources: { gpu: 2 } })]);
    expect(textOf(made).split("\n").slice(-3)).toEqual([
      "AGENT  ROLE  CONSTRAINT  CPU  MEM  DISK  GPU     PORT",
      "h2     ok    ok          ok   ok   ok    1 of 2  ok",
      "h1     ok    ok          ok   ok   ok    0 of 2  ok",
    ]);
  });

  it.each(["cpus", "disk"])("shows a constraint named %s under CONSTRAINT alone", (name) => {
    const constraints = [customConstraint(name, () => () => false)];
    expect(
      textOf(roundOver([offer()], [task({ constraints })]))
        .split("\n")
        .at(-1),
    ).toBe(`h1     ok    ${name}        ok   ok   ok    ok   ok`);
  });

  it("tells of disabled and inactive agents, and of exclusive tasks", () => {
    const running = [runningOn(3, { id: "r1", constraints: [exclusive()] })];
    const cluster = update(clusterOf(offersOf({}, {}, { attributes: { rack: "on" } }), running), [
      { type: "agent-disabled", agentId: "a2", untilMs: 1 },
      { type: "agent-disabled", agentId: "only an id", untilMs: 1 },
      { type: "active-groups-set", attribute: "rack", values: ["on"] },
    ]);
    expect(textOf(round(cluster, [task()]))).toBe(
      [
        'Task "t1" is pending: no agent fits',
        "",
        "4 agents, 0 fit",
        "  1 refused: no offer of role *",
        "  2 refused: disabled",
        "  3 refused: not in an active group (rack)",
        "  1 refused: cpus",
        "  1 refused: taken by an exclusive task",
        "",
        "AGENT       ROLE  CONSTRAINT                              CPU  MEM  DISK  GPU  PORT",
        "h1          ok    not in an active group (rack)           ok   ok   ok    ok   ok",
        "h3          ok    taken by an exclusive task              ok   ok   ok    ok   ok",
        "h2          ok    disabled, not in an active group (rack)  ok   ok   ok    ok   ok",
        "only an id  no    disabled, not in an active group (rack)  -    ok   ok    ok   ok",
      ]
        .join("\n")
        .replace(
          "CONSTRAINT                              CPU",
          "CONSTRAINT                               CPU",
        )
        .replace("(rack)           ok ", "(rack)            ok ")
        .replace("task              ok ", "task               ok "),
    );
  });

  it("tells of agents that go away, and of those with scarce resources", () => {
    const offers = offersOf(
      { unavailability: { startMs: 0 } },
      { unavailability: { startMs: 1500, durationMs: 1 } },
      { resources: { cpus: 1, gpus: 1 } },
    );
    const cluster = update(clusterOf(offers), [{ type: "scarce-set", resources: ["gpus"] }]);
    expect(textOf(round(cluster, [task({ expectedDurationMs: 60_000 })]))).toBe(
      [
        'Task "t1" is pending: no agent fits',
        "",
        "3 agents, 0 fit",
        "  2 refused: unavailable",
        "  1 refused: kept for tasks that ask gpus",
        "",
        "AGENT  ROLE  CONSTRAINT                    CPU  MEM  DISK  GPU  PORT",
        "h2     ok    unavailable in 1.5 s of 60 s  ok   ok   ok    ok   ok",
        "h1     ok    unavailable                   ok   ok   ok    ok   ok",
        "h3     ok    kept for tasks that ask gpus  ok   ok   ok    ok   ok",
      ].join("\n"),
    );
  });

  it("tells that it fits now, and which limits are in the way", () => {
    expect(textOf(roundOver([offer()], [task()], { maxAssignments: 0 })).split("\n")[0]).toBe(
      'Task "t1" is pending: the round had made all its assignments; it fits now',
    );
    const limited = roundOver([offer()], [task({ group: "web" })], { groupLimits: { web: { cpus: 0.5 } } });
    expect(textOf(limited).split("\n").slice(0, 4)).toEqual([
      'Task "t1" is pending: it would take its group over a limit',
      "  limit of group web: cpus 0 used + 1 asked > 0.5",
      "",
      "1 agent, 1 fit",
    ]);
  });

  it("of a task without offers or agents is without a table", () => {
    expect(textOf(roundOver([], [task()]))).toBe(
      ['Task "t1" is pending: there is no offer of its role', "", "0 agents, 0 fit"].join("\n"),
    );
  });

  it("quotes the task's id", () => {
    expect(textOf(roundOver([], [task({ id: 'a "b"' })]), 'a "b"')).toMatch(/^Task "a \\"b\\"" is pending/);
  });

  it("shows 20 agents, or as many as asked: those that fit, the nearest, then the others in tie order", () => {
    const offers = Array.from({ length: 25 }, (_, i) =>
      offer({ id: `o${i}`, agentId: `a${i}`, hostname: `h${i + 10}`, resources: { cpus: i } }),
    );
    const made = roundOver(offers, [task({ resources: { cpus: 24 } })]);
    const shown = (agents?: number) =>
      textOf(made, "t1", agents)
        .split("\n")
        .slice(6)
        .map((line) => line.split(" ")[0]);
    expect(shown(8)).toEqual(["h34", "h33", "h32", "h31", "h30", "h29", "h10", "h11", "…"]);
    expect(textOf(made, "t1", 8).split("\n").at(-1)).toBe("… 17 more");
    expect(shown()).toHaveLength(21);
    expect(shown(25)).toHaveLength(25);
    expect(textOf(made, "t1", 0).split("\n").slice(1)).toEqual([
      "",
      "25 agents, 1 fit",
      "  24 refused: cpus",
    ]);
  });

  it.each<readonly [string, unknown, unknown]>([
    ["explanation is undefined, expected an object", undefined, {}],
    ["explanation.agents is undefined, expected an array", {}, {}],
    ["explanation.limits is 1, expected an array", { agents: [], nearest: [], refusals: [], limits: 1 }, {}],
    ["options is null, expected an object", {}, null],
    ["options.agents is -1, expected a number ≥ 0", {}, { agents: -1 }],
    ['options.agents is "5", expected a number ≥ 0', {}, { agents: "5" }],
  ])("is made of nothing else: %s", (text, explanation, options) => {
    expect(refusalText(() => renderExplanation(explanation as never, options as never))).toBe(text);
  });

  it("shows all agents if as many as there may be are asked for", () => {
    const made = roundOver(offersOf({}, {}), [task({ resources: { cpus: 9 } })]);
    expect(textOf(made, "t1", Infinity)).toBe(textOf(made));
  });

  it("can be made of an explanation that went through JSON", () => {
    const offers = [offerOf(1), offerOf(2, { resources: { cpus: 0.5 } }), offerOf(3, { resources: {} })];
    const explanation = explain(roundOver(offers, [task()]), "t1");
    expect(explanation.nearest).toHaveLength(2);
    const copy: Explanation = JSON.parse(JSON.stringify(explanation));
    expect(renderExplanation(copy)).toBe(renderExplanation(explanation));
  });
});
