import { describe, expect, it } from "vitest";
import { attributeIs, clusterOf, match, update, type Cluster, type Round } from "../../src/index.ts";
import {
  callsFrom,
  offersFrom,
  type Calls,
  type MesosTaskFields,
  type CallOptions,
  type MesosTask,
  type StartedExecutor,
} from "../../src/mesos/index.ts";
import { refusalText } from "../support/build.ts";
import { launchedBy } from "./launched.ts";
import { verdictOn } from "./master.ts";
import { amount, offersEvent, wireOffer, type WireOffer } from "./wire.ts";

const fixed = { reservations: [{ type: "STATIC", role: "svc" }] };
const executor = { id: "e1", resources: { cpus: 0.5, mem: 32 } };

function task(n: number, fields: Partial<MesosTask> = {}): MesosTask {
  return { id: `t${n}`, role: "svc", resources: { cpus: 1 }, executor, ...fields };
}

const taskInfo = (): MesosTaskFields => ({ executor: { command: { value: "serve" } } });
const ownResources = (): MesosTaskFields => ({ executor: { resources: [amount("cpus", 9)] } });
const ownIds = (): MesosTaskFields => ({
  executor: { command: { value: "serve" }, executor_id: { value: "x" }, framework_id: { value: "x" } },
});
const noExecutor = (): MesosTaskFields => ({ executor: 1 });
const noneOfT2: CallOptions["taskInfo"] = ({ id }) => (id === "t2" ? noExecutor() : taskInfo());

interface Played extends Calls {
  readonly after: Cluster;
}

function played(
  cluster: Cluster,
  offers: readonly WireOffer[],
  tasks: readonly MesosTask[],
  options: Partial<CallOptions> = {},
): Played {
  const held = update(cluster, [
    { type: "offers-received", offers: offersFrom(offersEvent(...offers)).offers },
  ]);
  const round = match({ cluster: held, tasks, nowMs: 0 });
  const done = callsFrom(held, round, { frameworkId: "f", taskInfo, ...options });
  return { ...done, after: round.cluster };
}

function executorsIn({ calls }: Calls): readonly unknown[] {
  return launchedBy(calls).map((info) => info["executor"]);
}

describe("an executor that tasks name", () => {
  const offer = wireOffer(1, [amount("cpus", 3, fixed), amount("cpus", 1), amount("mem", 100)]);
  const resources = [amount("cpus", 0.5, fixed), amount("mem", 32)];
  const info = {
    command: { value: "serve" },
    executor_id: { value: "e1" },
    framework_id: { value: "f" },
    resources,
  };

  it("is given its own resources once, and each of its tasks names them", () => {
    const first = played(clusterOf([]), [offer], [task(1), task(2)]);
    expect(executorsIn(first)).toEqual([info, info]);
    expect(launchedBy(first.calls).map((each) => each.resources)).toEqual([
      [amount("cpus", 1, fixed)],
      [amount("cpus", 1, fixed)],
    ]);
    expect(first.executors).toEqual([{ agentId: "a1", executorId: "e1", resources }]);
  });

  it("is known in later rounds by what was returned", () => {
    const { after, executors } = played(clusterOf([]), [offer], [task(1)]);
    const next = wireOffer(1, [amount("cpus", 1)], { id: { value: "o2" }, executor_ids: [{ value: "e1" }] });
    const second = played(after, [next], [task(2)], { executors });
    expect(executorsIn(second)).toEqual([info]);
    expect(launchedBy(second.calls)[0]?.resources).toEqual([amount("cpus", 1)]);
    expect(second.executors).toEqual(executors);
  });

  it("is that of its agent, where one of its id runs on others", () => {
    const runs = { executor_ids: [{ value: "e1" }] };
    const offers = [1, 2].map((n) => wireOffer(n, [amount("cpus", 1)], runs));
    const executors = [0.5, 0.25].map((value, i): StartedExecutor => ({
      agentId: `a${i + 1}`,
      executorId: "e1",
      resources: [{ name: "cpus", type: "SCALAR", scalar: { value } }],
    }));
    const named = executorsIn(played(clusterOf([]), offers, [task(1), task(2)], { executors }));
    expect(named).toEqual(executors.map((each) => ({ ...info, resources: each.resources })));
  });

  it("is what was returned, whatever taskInfo says of its resources", () => {
    const { after, executors } = played(clusterOf([]), [offer], [task(1)]);
    const next = wireOffer(1, [amount("cpus", 1)], { id: { value: "o2" }, executor_ids: [{ value: "e1" }] });
    const second = played(after, [next], [task(2)], { executors, taskInfo: ownResources });
    expect(executorsIn(second)).toMatchObject([{ resources }]);
  });

  it("is what it was given last where it is started again", () => {
    const gone: StartedExecutor = {
      agentId: "a1",
      executorId: "e1",
      resources: [{ name: "cpus", type: "SCALAR", scalar: { value: 9 } }],
    };
    const again = played(clusterOf([]), [offer], [task(1)], { executors: [gone] });
    expect(executorsIn(again)).toEqual([info]);
    expect(again.executors).toEqual([{ agentId: "a1", executorId: "e1", resources }]);
  });

  it("is returned beside a demand too", () => {
    const demand = { roles: ["svc"], tasks: [] };
    const { executors } = played(clusterOf([]), [offer], [task(1)], { demand });
    expect(executors).toEqual([{ agentId: "a1", executorId: "e1", resources }]);
  });

  it("is kept though it was given nothing", () => {
    const executors = [{ agentId: "a1", executorId: "e1", resources: [] }];
    expect(played(clusterOf([]), [], [], { executors }).executors).toEqual(executors);
  });

  it("has the ids that are filled in, whatever taskInfo says", () => {
    expect(executorsIn(played(clusterOf([]), [offer], [task(1)], { taskInfo: ownIds }))).toEqual([info]);
  });

  it("keeps the list of its resources from call to call, once that was read", () => {
    const known: readonly StartedExecutor[] = [
      {
        agentId: "a1",
        executorId: "e1",
        resources: [{ name: "cpus", type: "SCALAR", scalar: { value: 0.5 } }],
      },
    ];
    const first = played(clusterOf([]), [], [], { executors: known }).executors;
    expect(first).toEqual(known);
    expect(first[0]?.resources).not.toBe(known[0]?.resources);
    const second = played(clusterOf([]), [], [], { executors: first }).executors;
    expect(second[0]?.resources).toBe(first[0]?.resources);
  });

  it("is started before tasks of another role run under it, whatever their order in the round", () => {
    const ads = { allocation_info: { role: "ads" } };
    const offers = [
      wireOffer(1, [amount("cpus", 3), amount("mem", 100)]),
      wireOffer(2, [amount("cpus", 3, ads), amount("mem", 100, ads)], {
        agent_id: { value: "a1" },
        hostname: "h1",
        ...ads,
      }),
    ];
    const tasks = [{ id: "y0", role: "ads", resources: { cpus: 1 } }, task(1), task(2, { role: "ads" })];
    const { calls } = played(clusterOf([]), offers, tasks);
    expect(launchedBy(calls).map(({ task_id }) => task_id.value)).toEqual(["t1", "y0", "t2"]);
    const [first, , last] = executorsIn({ calls, suppressed: [], executors: [] });
    expect(last).toEqual(first);
  });

  describe("where a second agent starts one under which tasks of another role run", () => {
    const ads = { allocation_info: { role: "ads" } };
    const offers = [
      wireOffer(1, [amount("cpus", 3), amount("mem", 100)]),
      wireOffer(2, [amount("cpus", 3), amount("mem", 100)]),
      { ...wireOffer(2, [amount("cpus", 3, ads), amount("mem", 100, ads)], ads), id: { value: "o3" } },
    ];
    const [one, two] = ["h1", "h2"].map((host) => ({ constraints: [attributeIs("hostname", host)] }));
    const tasks = [
      task(1, one),
      { id: "y0", role: "ads", resources: { cpus: 1 } },
      task(2, { ...two, executor: { ...executor, id: "e2" } }),
      task(3, { ...two, role: "ads", executor: { ...executor, id: "e2" } }),
    ];

    it("is started before them", () => {
      const { calls } = played(clusterOf([]), offers, tasks);
      expect(launchedBy(calls).map(({ task_id }) => task_id.value)).toEqual(["t1", "t2", "y0", "t3"]);
    });

    it("is refused by the place of its launch in the round", () => {
      expect(refusalText(() => played(clusterOf([]), offers, tasks, { taskInfo: noneOfT2 }))).toBe(
        'round.launches[2].assignments[0].taskInfo("t2").executor is 1, expected an object',
      );
    });
  });

  describe("where two roles each start one on one agent", () => {
    const roles = ["svc", "ads"];
    const offers = roles.map((role, i) => {
      const allocation_info = { role };
      const of = { id: { value: `o${i}` }, allocation_info };
      return wireOffer(1, [amount("cpus", 4, { allocation_info })], of);
    });
    const [e1, e2] = ["e1", "e2"].map((id, i) => ({ id, resources: { cpus: (i + 1) / 10 } }));
    const started = [task(1, { executor: e1! }), task(2, { executor: e2!, role: "ads" })];

    it("is started before tasks of another role run under it, though that role starts one too", () => {
      const { calls } = played(clusterOf([]), offers, [...started, task(3, { executor: e2! })]);
      expect(launchedBy(calls).map(({ task_id }) => task_id.value)).toEqual(["t2", "t1", "t3"]);
      const [second, , third] = executorsIn({ calls, suppressed: [], executors: [] });
      expect(third).toEqual(second);
      expect(second).toMatchObject({
        resources: [amount("cpus", 0.2, { allocation_info: { role: "ads" } })],
      });
    });

    it("leaves alone those that run already", () => {
      const there = offers.map((each) => ({ ...each, executor_ids: [{ value: "e0" }] }));
      const resources: StartedExecutor["resources"] = [
        { name: "cpus", type: "SCALAR", scalar: { value: 0.3 } },
      ];
      const e0 = { agentId: "a1", executorId: "e0", resources };
      const joining = task(3, { executor: { id: "e0", resources: { cpus: 0.3 } } });
      const { calls, executors } = played(clusterOf([]), there, [joining, ...started], { executors: [e0] });
      expect(launchedBy(calls).map(({ task_id }) => task_id.value)).toEqual(["t3", "t1", "t2"]);
      expect(executors.map(({ executorId }) => executorId)).toEqual(["e0", "e1", "e2"]);
    });

    it("has its resources named by all its tasks, though no order serves all of them", () => {
      const crosswise = [task(3, { executor: e2! }), task(4, { executor: e1!, role: "ads" })];
      const { calls } = played(clusterOf([]), offers, [...started, ...crosswise]);
      expect(launchedBy(calls).map(({ task_id }) => task_id.value)).toEqual(["t2", "t4", "t1", "t3"]);
      const [second, fourth, first, third] = executorsIn({ calls, suppressed: [], executors: [] });
      expect([third, fourth]).toEqual([second, first]);
    });
  });

  it("is one of several on an agent, where tasks without any run too", () => {
    const other = { id: "e2", resources: { cpus: 0.25 } };
    const tasks = [
      task(1),
      task(2, { executor: other }),
      { id: "t3", role: "svc", resources: { cpus: 0.5 } },
    ];
    const { executors } = played(clusterOf([]), [offer], tasks);
    expect(executors.map(({ executorId }) => executorId)).toEqual(["e1", "e2"]);
  });

  it("is left as taskInfo says where nobody knows it", () => {
    const runs = { ...offer, executor_ids: [{ value: "e1" }] };
    expect(executorsIn(played(clusterOf([]), [runs], [task(1)], { taskInfo: ownResources }))).toEqual([
      { executor_id: { value: "e1" }, framework_id: { value: "f" }, resources: [amount("cpus", 9)] },
    ]);
    expect(
      executorsIn(played(clusterOf([]), [runs], [task(1)], { taskInfo: () => ({ name: "x" }) })),
    ).toEqual([{ executor_id: { value: "e1" }, framework_id: { value: "f" } }]);
  });

  it("is reserved with its task", () => {
    const { calls } = played(
      clusterOf([]),
      [wireOffer(1, [amount("cpus", 3), amount("mem", 100)])],
      [task(1, { mesos: { reserve: {} } })],
    );
    expect(
      verdictOn(calls, { offers: [wireOffer(1, [amount("cpus", 3), amount("mem", 100)])] }).findings,
    ).toEqual([]);
    const [launched] = launchedBy(calls);
    const reservations = [{ type: "DYNAMIC", role: "svc" }];
    expect(launched?.["executor"]).toMatchObject({ resources: [{ reservations }, { reservations }] });
  });

  it.each<readonly [string, unknown]>([
    ["options.executors is 1, expected an array", 1],
    ["options.executors[0] is 1, expected an object", [1]],
    ["options.executors[0].resources is undefined, expected an array", [{}]],
    ["options.executors[0].agentId is undefined, expected a non-empty string", [{ resources: [] }]],
    [
      "options.executors[0].executorId is undefined, expected a non-empty string",
      [{ resources: [], agentId: "a" }],
    ],
  ])("is refused: %s", (text, executors) => {
    const known = executors as readonly StartedExecutor[];
    expect(refusalText(() => played(clusterOf([]), [], [], { executors: known }))).toBe(text);
  });

  it("is looked at in a copy of a round", () => {
    const cluster = clusterOf(offersFrom(offersEvent(offer)).offers);
    const round = match({ cluster, tasks: [task(1)], nowMs: 0 });
    const copied = (fields: object): Round => {
      const [launch] = round.launches;
      const assignments = launch?.assignments.map((each) => ({ ...each, ...fields }));
      return { ...round, launches: [{ ...launch, assignments }] } as Round;
    };
    const options = { frameworkId: "f", taskInfo };
    expect(callsFrom(cluster, copied({}), options)).toEqual(callsFrom(cluster, round, options));
    expect(refusalText(() => callsFrom(cluster, copied({ executor: 1 }), options))).toBe(
      "round.launches[0].assignments[0].executor is 1, expected an object",
    );
    const bare = copied({ executor: { id: "e1" } });
    expect(refusalText(() => callsFrom(cluster, bare, options))).toBe(
      "round.launches[0].assignments[0].executor.resources is undefined, expected an object",
    );
  });

  it("is refused where what taskInfo says of it is none", () => {
    expect(refusalText(() => played(clusterOf([]), [offer], [task(1)], { taskInfo: noExecutor }))).toBe(
      'round.launches[0].assignments[0].taskInfo("t1").executor is 1, expected an object',
    );
  });
});
