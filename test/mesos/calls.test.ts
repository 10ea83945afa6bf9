import { describe, expect, it } from "vitest";
import {
  clusterOf,
  match,
  queueOf,
  type Cluster,
  type Policy,
  type Round,
  type Task,
} from "../../src/index.ts";
import {
  callsFrom,
  resourceName,
  offersFrom,
  type CallOptions,
  type MesosCall,
  type MesosTaskFields,
} from "../../src/mesos/index.ts";
import { deepFreeze, refusalText } from "../support/build.ts";
import { launchedBy } from "./launched.ts";
import {
  amount,
  offersEvent,
  ranges,
  reserved,
  wireOffer,
  type WireOffer,
  type WireResource,
} from "./wire.ts";

const framework_id = { value: "f" };
const base: CallOptions = { frameworkId: "f", taskInfo: () => ({ command: { value: "run" } }) };

function task(fields: Partial<Task> = {}): Task {
  return { id: "t1", role: "svc", resources: { cpus: 1 }, ...fields };
}

/** A round of the tasks over the offers, and the cluster it was made from. */
function played(
  offers: readonly WireOffer[],
  tasks: readonly Task[],
  policy: Policy = { roles: ["svc", "ads"] },
): { readonly cluster: Cluster; readonly round: Round } {
  const cluster = clusterOf(offersFrom(offersEvent(...offers)).offers);
  return { cluster, round: match({ cluster, tasks, policy, nowMs: 0 }) };
}

function callsOf(
  offers: readonly WireOffer[],
  tasks: readonly Task[],
  options: Partial<CallOptions> = {},
): readonly MesosCall[] {
  const { cluster, round } = played(offers, tasks);
  return callsFrom(cluster, round, { ...base, ...options }).calls;
}

/** What each task is given of an offer of the resources, in order. */
function givenOf(resources: readonly WireResource[], tasks: readonly Task[]): unknown {
  return launchedBy(callsOf([wireOffer(1, resources)], tasks)).map((info) => info.resources);
}

describe("callsFrom", () => {
  it("makes one ACCEPT of a launch, with all its offers and tasks, and one DECLINE of what is refused for one time", () => {
    const offers = [
      wireOffer(1, [amount("cpus", 2)]),
      wireOffer(2, [amount("cpus", 1)], { agent_id: { value: "a1" }, hostname: "h1" }),
      wireOffer(3, [amount("mem", 1)]),
      wireOffer(4, [amount("mem", 1)]),
      wireOffer(5, [], { allocation_info: { role: "ads" } }),
    ];
    const tasks = [
      task(),
      task({ id: "t2", resources: { cpus: 2 } }),
      task({ id: "t3", resources: { cpus: 9, mem: 9 } }),
    ];
    expect(callsOf(offers, tasks, { unreadable: [{ offerId: "o8" }, {}, { offerId: "o9" }] })).toEqual([
      {
        type: "ACCEPT",
        framework_id,
        accept: {
          offer_ids: [{ value: "o1" }, { value: "o2" }],
          operations: [
            {
              type: "LAUNCH",
              launch: {
                task_infos: [
                  {
                    name: "t1",
                    command: { value: "run" },
                    task_id: { value: "t1" },
                    agent_id: { value: "a1" },
                    resources: [amount("cpus", 1)],
                  },
                  {
                    name: "t2",
                    command: { value: "run" },
                    task_id: { value: "t2" },
                    agent_id: { value: "a1" },
                    resources: [amount("cpus", 2)],
                  },
                ],
              },
            },
          ],
          filters: { refuse_seconds: 0 },
        },
      },
      {
        type: "DECLINE",
        framework_id,
        decline: {
          offer_ids: ["o3", "o4", "o8", "o9"].map((value) => ({ value })),
          filters: { refuse_seconds: 120 },
        },
      },
      {
        type: "DECLINE",
        framework_id,
        decline: { offer_ids: [{ value: "o5" }], filters: { refuse_seconds: 5 } },
      },
    ]);
  });

  it("makes no call of what is held", () => {
    const { cluster, round } = played([wireOffer(1, [])], [], { hold: { forMs: 1000 } });
    expect(round.held).toEqual(["o1"]);
    expect(callsFrom(cluster, round, base)).toEqual({ calls: [], suppressed: [], executors: [] });
  });

  it("finds the one agent that is used among many", () => {
    const offers = Array.from({ length: 40 }, (_, i) => wireOffer(i, [amount("cpus", i === 33 ? 4 : 1)]));
    const calls = callsOf(offers, [task({ resources: { cpus: 3 } })]);
    expect(launchedBy(calls).map(({ agent_id }) => agent_id.value)).toEqual(["a33"]);
  });

  it("asks taskInfo what each task is, and fills in ids, resources and a name", () => {
    const seen: unknown[] = [];
    const calls = callsOf([wireOffer(1, [amount("cpus", 4)])], [task(), task({ id: "t2" })], {
      refuseSeconds: 2.5,
      taskInfo: (one, { offerIds }) => {
        seen.push([one.id, offerIds]);
        return one.id === "t1" ? { name: "mine", command: {}, labels: { labels: [] } } : { executor: {} };
      },
    });
    expect(seen).toEqual([
      ["t1", ["o1"]],
      ["t2", ["o1"]],
    ]);
    const agent_id = { value: "a1" };
    const resources = [amount("cpus", 1)];
    expect(calls).toMatchObject([
      {
        accept: {
          filters: { refuse_seconds: 2.5 },
          operations: [
            {
              launch: {
                task_infos: [
                  { name: "mine", labels: { labels: [] }, task_id: { value: "t1" }, agent_id, resources },
                  { name: "t2", task_id: { value: "t2" }, agent_id, resources },
                ],
              },
            },
          ],
        },
      },
    ]);
  });

  it("refuses and declines for 365 days at most", () => {
    const used = callsOf([wireOffer(1, [amount("cpus", 1)])], [task()], { refuseSeconds: 31_536_000 });
    expect(used).toMatchObject([{ accept: { filters: { refuse_seconds: 31_536_000 } } }]);
    const { cluster, round } = played([wireOffer(1, [])], []);
    const long: Round = {
      ...round,
      declines: round.declines.map((each) => ({ ...each, refuseSeconds: 1e9 })),
    };
    expect(callsFrom(cluster, long, base).calls).toMatchObject([
      { decline: { filters: { refuse_seconds: 31_536_000 } } },
    ]);
  });

  it("reads a cluster and a round that went through JSON, and changes nothing", () => {
    const { cluster, round } = played([wireOffer(1, [amount("cpus", 2)])], [task()]);
    const again = deepFreeze(
      JSON.parse(JSON.stringify({ cluster, round })) as { cluster: Cluster; round: Round },
    );
    const options = deepFreeze({ ...base, demand: { roles: ["svc"], tasks: [] } });
    expect(callsFrom(again.cluster, again.round, options)).toEqual(callsFrom(cluster, round, options));
  });
});

describe("an offer without a role", () => {
  it("is one to all roles", () => {
    const mesos = { resources: [amount("cpus", 1)] };
    const offer = { id: "o1", agentId: "a1", hostname: "h1", resources: { cpus: 1 }, mesos };
    const cluster = clusterOf([offer]);
    const round = match({ cluster, tasks: [{ id: "t1", resources: { cpus: 1 } }], nowMs: 0 });
    expect(callsFrom(cluster, round, base).calls).toMatchObject([{ type: "ACCEPT" }]);
    const launches = round.launches.map((each) => ({ ...each, role: "svc" }));
    expect(refusalText(() => callsFrom(cluster, { ...round, launches }, base))).toBe(
      'round.launches[0].offerIds[0] is "o1", expected an offer of the launch\'s agent and role in the cluster that was matched',
    );
  });
});

describe("what a task is given", () => {
  const deep = reserved("svc", "svc/web");
  const wide = reserved("svc");

  it("is the deepest reservation first, then in the order offered", () => {
    const resources = [
      amount("cpus", 1),
      amount("cpus", 1, wide),
      amount("cpus", 1, { ...wide, provider_id: { value: "p" } }),
      amount("cpus", 1, deep),
    ];
    const tasks = [1.5, 1, 1.5].map((cpus, i) => task({ id: `t${i}`, resources: { cpus } }));
    expect(givenOf(resources, tasks)).toEqual([
      [amount("cpus", 1, deep), amount("cpus", 0.5, wide)],
      [amount("cpus", 0.5, wide), amount("cpus", 0.5, { ...wide, provider_id: { value: "p" } })],
      [amount("cpus", 0.5, { ...wide, provider_id: { value: "p" } }), amount("cpus", 1)],
    ]);
  });

  it("is what is reserved first in the old style, too", () => {
    const old = { role: "svc", reservation: { principal: "p" } };
    const resources = [amount("cpus", 1, { role: "*" }), amount("cpus", 1, { ...old, reservations: [] })];
    expect(givenOf(resources, [task({ resources: { cpus: 1.25 } })])).toEqual([
      [amount("cpus", 1, { ...old, reservations: [] }), amount("cpus", 0.25, { role: "*" })],
    ]);
  });

  it("is one resource of what differs in nothing but the amount, in whatever order its fields stand", () => {
    const labels = { labels: [{ key: "k" }] };
    const one = { reservations: [{ role: "svc", type: "DYNAMIC", principal: "q" }] };
    const same = { reservations: [{ principal: "q", type: "DYNAMIC", role: "svc" }] };
    const unlike = [
      { reservations: [{ role: "svc", type: "DYNAMIC", principal: null }] },
      { reservations: [{ role: "svc", type: "DYNAMIC", principal: {} }] },
      { reservations: [{ role: "svc", type: "DYNAMIC", principal: "p" }] },
      { role: "svc" },
      { reservations: [{ role: "svc", type: "DYNAMIC" }] },
    ];
    const apart = { reservations: [{ role: "svc", type: "DYNAMIC", labels }] };
    const resources = [
      amount("cpus", 0.1, one),
      amount("cpus", 1, apart),
      ...unlike.map((fields) => amount("cpus", 1, fields)),
      amount("cpus", 0.2, same),
    ];
    expect(givenOf(resources, [task({ resources: { cpus: 5.3 } })])).toEqual([
      [amount("cpus", 0.3, one), ...unlike.map((fields) => amount("cpus", 1, fields))],
    ]);
  });

  it("is amounts in whole thousandths, nothing where that is none", () => {
    const resources = [
      amount("cpus", 0.0005),
      amount("cpus", 0.1, wide),
      amount("mem", 1),
      amount("mem", 0, wide),
    ];
    const tasks = [
      task({ resources: { cpus: 0.1006, mem: 0.0004 } }),
      task({ id: "t2", resources: { mem: 1 } }),
    ];
    expect(givenOf(resources, tasks)).toEqual([
      [amount("cpus", 0.1, wide), amount("cpus", 0.001)],
      [amount("mem", 1)],
    ]);
  });

  it("is whole gpus, and amounts of any name, that of the ports too", () => {
    const resources = [amount("gpus", 3), amount("ports", 4), ranges([[31000, 31001]])];
    expect(givenOf(resources, [task({ resources: { gpus: 2, ports: 1.5 }, ports: 1 })])).toEqual([
      [amount("gpus", 2), amount("ports", 1.5), ranges([[31000, 31000]])],
    ]);
  });

  it("is nothing of what stays untouched", () => {
    const resources = [
      amount("disk", 9, { disk: { source: { type: "MOUNT" } } }),
      amount("disk", 2),
      ranges([[31000, 31000]], { revocable: {} }),
      ranges([[31001, 31001]]),
    ];
    expect(givenOf(resources, [task({ resources: { disk: 1 }, ports: 1 })])).toEqual([
      [amount("disk", 1), ranges([[31001, 31001]])],
    ]);
  });

  it("is its ports as ranges of each reservation, in ascending order", () => {
    const resources = [
      ranges([[31000, 31002]]),
      ranges([[31003, 31004]], wide),
      ranges([[31005, 31005]]),
      { ...ranges([]), ranges: {}, provider_id: { value: "p" } },
    ];
    const ports = [31004, 31001, 31002, 31005, 31003];
    expect(givenOf(resources, [task({ resources: {}, ports })])).toEqual([
      [
        ranges([[31003, 31004]], wide),
        ranges([
          [31001, 31002],
          [31005, 31005],
        ]),
      ],
    ]);
  });

  it("is as much as its assignment says, for a task that can use more than it needs", () => {
    const resources = [amount("cpus", 4), amount("mem", 10)];
    expect(givenOf(resources, [task({ upTo: { cpus: 3, mem: 64 } })])).toEqual([
      [amount("cpus", 3), amount("mem", 10)],
    ]);
  });

  it("is taken over all offers of the launch", () => {
    const same = { agent_id: { value: "a1" }, hostname: "h1" };
    const offers = [
      wireOffer(1, [amount("cpus", 1), ranges([[31000, 31000]])]),
      wireOffer(2, [amount("cpus", 1), amount("cpus", 1, wide), ranges([[31001, 31001]])], same),
    ];
    expect(callsOf(offers, [task({ resources: { cpus: 2.5 }, ports: 2 })])).toMatchObject([
      {
        accept: {
          operations: [
            {
              launch: {
                task_infos: [
                  {
                    resources: [amount("cpus", 1, wide), amount("cpus", 1.5), ranges([[31000, 31001]])],
                  },
                ],
              },
            },
          ],
        },
      },
    ]);
  });
});

describe("with a demand", () => {
  const offers = [wireOffer(1, [amount("cpus", 1)])];
  const ads = task({ id: "t2", role: "ads" });

  it("suppresses roles for which no task waits, and says which are suppressed then", () => {
    const { cluster, round } = played(offers, [task(), ads]);
    const demand = { roles: ["svc", "ops", "svc", "ads"], tasks: [task(), ads] };
    const { calls, suppressed } = callsFrom(cluster, round, { ...base, demand });
    expect(calls.slice(1)).toEqual([{ type: "SUPPRESS", framework_id, suppress: { roles: ["svc", "ops"] } }]);
    expect(suppressed).toEqual(["svc", "ops"]);
  });

  it("revives roles for which a task waits, and calls nothing that is so already", () => {
    const { cluster, round } = played(offers, [task(), ads]);
    const demand = { roles: ["svc", "ads"], tasks: [task(), ads], suppressed: ["other", "ads", "svc"] };
    const { calls, suppressed } = callsFrom(cluster, round, { ...base, demand });
    expect(calls.map(({ type }) => type)).toEqual(["REVIVE", "ACCEPT"]);
    expect(calls[0]).toEqual({ type: "REVIVE", framework_id, revive: { roles: ["ads"] } });
    expect(suppressed).toEqual(["other", "svc"]);
  });

  it("keeps roles that are wanted though no task waits, and revives them", () => {
    const { cluster, round } = played([], []);
    const demand = { roles: ["svc", "ads"], tasks: [], wanted: ["ads"], suppressed: ["ads"] };
    const { calls, suppressed } = callsFrom(cluster, round, { ...base, demand });
    expect(calls).toEqual([
      { type: "REVIVE", framework_id, revive: { roles: ["ads"] } },
      { type: "SUPPRESS", framework_id, suppress: { roles: ["svc"] } },
    ]);
    expect(suppressed).toEqual(["svc"]);
  });

  it("counts no task as waiting that one of several launches has", () => {
    const wide = wireOffer(2, [amount("cpus", 1)]);
    const tasks = [task(), task({ id: "t2" })];
    const { cluster, round } = played([...offers, wide], tasks);
    expect(round.launches).toHaveLength(2);
    expect(callsFrom(cluster, round, { ...base, demand: { roles: ["svc"], tasks } }).suppressed).toEqual([
      "svc",
    ]);
  });

  it("reads the tasks of a queue; a task without a role waits for offers to all", () => {
    const { cluster, round } = played(offers, []);
    const tasks = queueOf([{ id: "q", resources: { cpus: 1 } }]);
    const { calls } = callsFrom(cluster, round, { ...base, demand: { roles: ["*", "svc"], tasks } });
    expect(calls.slice(1)).toEqual([{ type: "SUPPRESS", framework_id, suppress: { roles: ["svc"] } }]);
    const both = { roles: ["svc", "ads"], tasks: queueOf([task(), ads]) };
    expect(callsFrom(cluster, round, { ...base, demand: both }).suppressed).toEqual([]);
  });

  it.each<readonly [string, unknown]>([
    ["options.demand is null, expected an object", null],
    ["options.demand.roles is undefined, expected an array", {}],
    ['options.demand.roles[0] is "", expected a non-empty string', { roles: [""] }],
    ["options.demand.suppressed is 1, expected an array", { roles: [], suppressed: 1 }],
    ["options.demand.tasks is undefined, expected an array of tasks, or a queue", { roles: [] }],
    ["options.demand.tasks[0] is 1, expected an object", { roles: [], tasks: [1] }],
  ])("refuses: %s", (text, demand) => {
    const { cluster, round } = played(offers, []);
    const options = { ...base, demand } as CallOptions;
    expect(refusalText(() => callsFrom(cluster, round, options))).toBe(text);
  });
});

function nameOf(fields: MesosTaskFields): readonly unknown[] {
  const calls = callsOf([wireOffer(1, [amount("cpus", 1)])], [task()], {
    taskInfo: () => ({ command: {}, ...fields }),
  });
  return launchedBy(calls).map(({ name }) => name);
}

describe("a task's name", () => {
  it("is its id where taskInfo gives none", () => {
    expect([nameOf({}), nameOf({ name: undefined }), nameOf({ name: "web" }), nameOf({ name: "" })]).toEqual([
      ["t1"],
      ["t1"],
      ["web"],
      [""],
    ]);
    expect(refusalText(() => nameOf({ name: 5 }))).toBe(
      'round.launches[0].assignments[0].taskInfo("t1").name is 5, expected a string',
    );
  });
});

function labelled(value: unknown): WireResource {
  const labels = { labels: [{ key: "k", value }] };
  return { ...amount("cpus", 1), reservations: [{ role: "svc", type: "DYNAMIC", labels }] };
}

describe("resources of one name", () => {
  it("are one where they differ in the order of fields alone, and each their own where labels differ", () => {
    const turned = {
      ...amount("cpus", 1),
      reservations: [{ labels: { labels: [{ value: "v", key: "k" }] }, type: "DYNAMIC", role: "svc" }],
    };
    const asked = {
      [resourceName("cpus", { labels: { k: "v" } })]: 2,
      [resourceName("cpus", { labels: { k: "w" } })]: 0.5,
    };
    const given = givenOf([labelled("v"), labelled("w"), turned], [task({ resources: asked })]);
    expect(given).toEqual([
      [
        { ...labelled("v"), scalar: { value: 2 } },
        { ...labelled("w"), scalar: { value: 0.5 } },
      ],
    ]);
  });
});

describe("gpus", () => {
  it("are given whole where a limit leaves a part of one", () => {
    const greedy = task({ group: "g", resources: { gpus: 1 }, upTo: { gpus: 4 } });
    const policy = { groupLimits: { g: { gpus: 2.5 } } };
    const { cluster, round } = played(
      [wireOffer(1, [amount("gpus", 4), amount("cpus", 1)])],
      [greedy],
      policy,
    );
    expect(launchedBy(callsFrom(cluster, round, base).calls).map((info) => info.resources)).toEqual([
      [amount("gpus", 2)],
    ]);
  });

  it.each([0.5, 1.5])("are refused where a task that can use more of something needs %d", (gpus) => {
    const { cluster, round } = played(
      [wireOffer(1, [amount("gpus", 4), amount("cpus", 2)])],
      [task({ resources: { cpus: 1, gpus }, upTo: { cpus: 2 } })],
    );
    expect(refusalText(() => callsFrom(cluster, round, base))).toBe(
      `round.launches[0].assignments[0].resources.gpus is ${gpus}, expected a whole number: Mesos divides no gpu`,
    );
  });
});

describe("items and numbers", () => {
  it("are given whole where a limit leaves a part of one", () => {
    const greedy = task({ group: "g", resources: { vlans: 1 }, upTo: { vlans: 4, tags: 3 } });
    const policy = { groupLimits: { g: { vlans: 2.5, tags: 1.5 } } };
    const tags = { name: "tags", type: "SET", allocation_info: { role: "svc" } };
    const { cluster, round } = played(
      [wireOffer(1, [ranges([[1, 4]], { name: "vlans" }), { ...tags, set: { item: ["a", "b", "c"] } }])],
      [greedy],
      policy,
    );
    expect(launchedBy(callsFrom(cluster, round, base).calls).map((info) => info.resources)).toEqual([
      [ranges([[1, 2]], { name: "vlans" }), { ...tags, set: { item: ["a"] } }],
    ]);
  });

  it("are refused where a task that can use more needs a part of one", () => {
    const { cluster, round } = played(
      [wireOffer(1, [ranges([[1, 4]], { name: "vlans" }), amount("cpus", 2)])],
      [task({ resources: { cpus: 1, vlans: 1.5 }, upTo: { cpus: 2 } })],
    );
    expect(refusalText(() => callsFrom(cluster, round, base))).toBe(
      "round.launches[0].assignments[0].resources.vlans is 1.5, expected a whole number of what is counted",
    );
  });
});

describe("callsFrom refuses", () => {
  const labels = { labels: [{ key: "k", value: "v" }] };
  const kept = { reservations: [{ type: "DYNAMIC", role: "svc", labels }] };
  const resources = [
    amount("cpus", 4),
    amount("gpus", 2),
    amount("gpus", 1, kept),
    amount("mem", 10),
    ranges([[31000, 31009]]),
  ];
  const { cluster, round } = played([wireOffer(1, resources), wireOffer(2, [])], [task({ ports: 1 })]);
  const [launch] = round.launches;
  const [assignment] = round.assignments;
  const launches = (fields: object): Round => ({ ...round, launches: [{ ...launch, ...fields }] }) as Round;
  const assigned = (fields: object): Round => launches({ assignments: [{ ...assignment, ...fields }] });
  const first = "round.launches[0].assignments[0]";

  it.each<readonly [string, Task]>([
    [
      "resources.gpus is 0.5, expected a whole number: Mesos divides no gpu",
      task({ resources: { gpus: 0.5 } }),
    ],
    [
      'resources["gpus@k=v"] is 0.5, expected a whole number: Mesos divides no gpu',
      task({ resources: { "gpus@k=v": 0.5, gpus: 1 } }),
    ],
    [
      "resources is an object, expected some resource, 0.001 of it at least: a master refuses a task without any",
      task({ resources: {} }),
    ],
    [
      "resources is an object, expected some resource, 0.001 of it at least: a master refuses a task without any",
      task({ resources: { cpus: 0.0004 } }),
    ],
  ])("a task's %s", (text, one) => {
    expect(refusalText(() => callsOf([wireOffer(1, resources)], [one]))).toBe(`${first}.${text}`);
  });

  it.each<readonly [string, Round]>([
    ["round is null, expected an object", null as unknown as Round],
    ["round.launches is undefined, expected an array", {} as Round],
    ["round.launches[0].agentId is 1, expected a non-empty string", launches({ agentId: 1 })],
    ["round.launches[0].role is undefined, expected a non-empty string", launches({ role: undefined })],
    ["round.launches[0].offerIds[0] is 1, expected a non-empty string", launches({ offerIds: [1] })],
    [
      'round.launches[0].offerIds[1] is "o1", expected an offer that is not used or declined already',
      launches({ offerIds: ["o1", "o1"] }),
    ],
    [
      'round.declines[0].offerId is "o2", expected an offer that is not used or declined already',
      launches({ offerIds: ["o1", "o2"] }),
    ],
    [
      'round.launches[0].offerIds[0] is "o3", expected an offer of the launch\'s agent and role in the cluster that was matched',
      launches({ offerIds: ["o3"] }),
    ],
    [
      'round.launches[0].offerIds[0] is "o1", expected an offer of the launch\'s agent and role in the cluster that was matched',
      launches({ agentId: "a2", assignments: [{ ...assignment, agentId: "a2" }] }),
    ],
    [
      'round.launches[0].offerIds[0] is "o1", expected an offer of the launch\'s agent and role in the cluster that was matched',
      launches({ agentId: "a9", assignments: [] }),
    ],
    [
      'round.launches[0].offerIds[0] is "o1", expected an offer of the launch\'s agent and role in the cluster that was matched',
      launches({ role: "ads" }),
    ],
    ["round.launches[0].assignments is undefined, expected an array", launches({ assignments: undefined })],
    [`${first} is null, expected an object`, launches({ assignments: [null] })],
    [`${first}.taskId is undefined, expected a non-empty string`, assigned({ taskId: undefined })],
    [`${first}.agentId is "a2", expected "a1", as of its launch`, assigned({ agentId: "a2" })],
    [
      `${first}.executor.id is undefined, expected a non-empty string`,
      assigned({ executor: { resources: {} } }),
    ],
    [
      `${first}.taskId is "t2", expected the id of a task that runs on the agent in the round's cluster`,
      assigned({ taskId: "t2" }),
    ],
    [
      'round.launches[0].assignments[1].taskId is "t1", expected a task that is not launched already',
      launches({ assignments: [assignment, assignment] }),
    ],
    [`${first}.ports is undefined, expected an array`, assigned({ ports: undefined })],
    [`${first}.ports[0] is -1, expected a whole number within 0..65535`, assigned({ ports: [-1] })],
    [
      `${first}.ports[1] is 31010, expected a port that its offers have left`,
      assigned({ ports: [31000, 31010] }),
    ],
    [
      `${first}.ports[1] is 31000, expected a port that its offers have left`,
      assigned({ ports: [31000, 31000] }),
    ],
    [
      `${first}.ports[1] is 31005, expected a port that its offers have left`,
      assigned({ ports: [31005, 31005] }),
    ],
    [`${first}.resources.cpus is -1, expected a number ≥ 0`, assigned({ resources: { cpus: -1 } })],
    [
      `${first}.resources.cpus is 4.001, expected at most 4, what its offers have left`,
      assigned({ resources: { cpus: 4.001 } }),
    ],
    [
      `${first}.resources.none is 1, expected at most 0, what its offers have left`,
      assigned({ resources: { none: 1 } }),
    ],
    [`${first}.disks is 1, expected an array`, assigned({ disks: 1 })],
    [`${first}.disks[0] is null, expected an object`, assigned({ disks: [null] })],
    [
      `${first}.disks[0].type is undefined, expected a non-empty string`,
      assigned({ disks: [{ id: "root" }] }),
    ],
    [
      `${first}.disks[0].id is undefined, expected a non-empty string`,
      assigned({ disks: [{ type: "root", amount: 1 }] }),
    ],
    [
      `${first}.disks[0].amount is undefined, expected a number ≥ 0`,
      assigned({ disks: [{ type: "root", id: "root" }] }),
    ],
    ["round.declines is undefined, expected an array", { ...round, declines: undefined } as unknown as Round],
    [
      "round.declines[0].refuseSeconds is -1, expected a finite number ≥ 0",
      { ...round, declines: round.declines.map((each) => ({ ...each, refuseSeconds: -1 })) },
    ],
    ["round.cluster is undefined, expected an object", { ...round, cluster: undefined } as unknown as Round],
    [
      `${first}.taskId is "t1", expected the id of a task that runs on the agent in the round's cluster`,
      { ...round, cluster: clusterOf([]) },
    ],
  ])("%s", (text, bad) => {
    expect(refusalText(() => callsFrom(cluster, bad, base))).toBe(text);
  });

  it.each<readonly [string, object | null]>([
    ["options is null, expected an object", null],
    ['options.frameworkId is "", expected a non-empty string', { frameworkId: "" }],
    ["options.taskInfo is undefined, expected a function", { taskInfo: undefined }],
    ["options.refuseSeconds is -1, expected a number within 0..31536000", { refuseSeconds: -1 }],
    [
      "options.refuseSeconds is 31536001, expected a number within 0..31536000",
      { refuseSeconds: 31_536_001 },
    ],
    ["options.unreadable is 1, expected an array", { unreadable: 1 }],
    ["options.unreadable[0] is 1, expected an object", { unreadable: [1] }],
    ['options.unreadable[0].offerId is "", expected a non-empty string', { unreadable: [{ offerId: "" }] }],
    ["options.unreadable[0].offerId is 5, expected a non-empty string", { unreadable: [{ offerId: 5 }] }],
    [
      'options.unreadable[1].offerId is "o9", expected an offer that is not in the list already',
      { unreadable: [{ offerId: "o9" }, { offerId: "o9" }] },
    ],
    [
      'round.launches[0].offerIds[0] is "o1", expected an offer that is not used or declined already',
      { unreadable: [{ offerId: "o1" }] },
    ],
    [`${first}.taskInfo("t1") is undefined, expected an object`, { taskInfo: () => undefined }],
  ])("%s", (text, options) => {
    const given = (options === null ? null : { ...base, ...options }) as CallOptions;
    expect(refusalText(() => callsFrom(cluster, round, given))).toBe(text);
  });

  it("a cluster that is none, and offers of which it does not know the resources", () => {
    expect(refusalText(() => callsFrom(null as unknown as Cluster, round, base))).toBe(
      "cluster is null, expected an object",
    );
    const offer = { id: "o1", agentId: "a1", hostname: "h1", role: "svc", resources: { cpus: 1 } };
    const of = (fields: object): string => {
      const made = clusterOf([{ ...offer, ...fields }]);
      const played1 = match({ cluster: made, tasks: [task()], nowMs: 0 });
      return refusalText(() => callsFrom(made, played1, base));
    };
    const at = "round.launches[0].offerIds[0]";
    expect(of({})).toBe(`${at} is "o1", expected an offer that offersFrom has read`);
    expect(of({ mesos: 1 })).toBe(`${at}.mesos is 1, expected an object`);
    expect(of({ mesos: { resources: [{ name: "cpus" }] } })).toBe(
      `${at}.mesos.resources[0].type is undefined, expected SCALAR, RANGES or SET`,
    );
    const less = { resources: [amount("cpus", 0.5)] };
    expect(of({ mesos: less })).toBe(
      `${first}.resources.cpus is 1, expected at most 0.5, what its offers have left`,
    );
  });
});
