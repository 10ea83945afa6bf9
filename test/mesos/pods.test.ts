import { describe, expect, it } from "vitest";
import { clusterOf, findTask, match, update, type Cluster, type Round, type Task } from "../../src/index.ts";
import {
  callsFrom,
  checkLaunchable,
  eventsFrom,
  offersFrom,
  podTask,
  type CallOptions,
  type MesosLaunchGroup,
  type MesosTask,
  type Pod,
  type PodTask,
} from "../../src/mesos/index.ts";
import { refusalText } from "../support/build.ts";
import { verdictOn } from "./master.ts";
import { amount, offersEvent, ranges, wireOffer, type WireOffer } from "./wire.ts";

const executor = { resources: { cpus: 0.1, mem: 32, disk: 1 } };
const pod: Pod = {
  id: "p1",
  role: "svc",
  group: "web",
  executor,
  tasks: [
    { id: "p1.web", resources: { cpus: 0.1, mem: 10 }, ports: 2 },
    { id: "p1.log", resources: { cpus: 0.2 }, ports: ["any", 31005] },
    {
      id: "p1.db",
      resources: { cpus: 0.3, disk: 5 },
      disks: [
        { type: "root", amount: 5 },
        { type: "path", amount: 1 },
      ],
    },
  ],
};

const path = { disk: { source: { type: "PATH", path: { root: "/a" } } } };
const roomy = wireOffer(1, [
  amount("cpus", 4),
  amount("mem", 100),
  amount("disk", 50),
  amount("disk", 9, path),
  ranges([[31000, 31009]]),
]);

interface Played {
  readonly round: Round;
  readonly groups: readonly MesosLaunchGroup[];
}

const taskInfo: CallOptions["taskInfo"] = (_, __, { member }) => ({ command: { value: member?.id ?? "?" } });

function played(
  tasks: readonly MesosTask[],
  offers: readonly WireOffer[] = [roomy],
  options: Partial<CallOptions> = {},
): Played {
  const cluster = clusterOf(offersFrom(offersEvent(...offers)).offers);
  const round = match({ cluster, tasks, nowMs: 0, policy: { roles: ["svc"] } });
  const { calls } = callsFrom(cluster, round, { frameworkId: "f", taskInfo, ...options });
  expect(verdictOn(calls, { offers }).findings).toEqual([]);
  const groups = calls.flatMap((call) =>
    call.type === "ACCEPT" ? call.accept.operations.filter((one) => one.type === "LAUNCH_GROUP") : [],
  );
  return { round, groups };
}

describe("a pod", () => {
  it("is one task that asks what its executor and its tasks ask", () => {
    expect(podTask(pod)).toEqual({
      id: "p1",
      role: "svc",
      group: "web",
      resources: { cpus: 0.7, mem: 42, disk: 6 },
      ports: ["any", "any", "any", 31005],
      disks: [
        { type: "root", amount: 5 },
        { type: "path", amount: 1 },
      ],
      mesos: { pod: { executor: { id: "p1", ...executor }, tasks: pod.tasks } },
    });
    const [web] = pod.tasks;
    const small = podTask({
      ...pod,
      executor: { id: "e1", ...executor },
      tasks: web ? [{ ...web, ports: 0 }] : [],
      reserve: {},
    });
    expect(small).not.toHaveProperty("ports");
    expect(small).not.toHaveProperty("disks");
    expect(small.mesos).toMatchObject({ reserve: {}, pod: { executor: { id: "e1" } } });
  });

  it("is launched as a group, each of its tasks with what it asks", () => {
    const { groups } = played([podTask(pod)], [roomy], {
      executorInfo: ({ id }, _, { resources }) => ({
        type: undefined,
        container: { type: "MESOS", name: `${id} of ${resources.length}` },
      }),
    });
    const agent_id = { value: "a1" };
    expect(groups).toEqual([
      {
        type: "LAUNCH_GROUP",
        launch_group: {
          executor: {
            type: "DEFAULT",
            container: { type: "MESOS", name: "p1 of 3" },
            executor_id: { value: "p1" },
            framework_id: { value: "f" },
            resources: [amount("cpus", 0.1), amount("mem", 32), amount("disk", 1)],
          },
          task_group: {
            tasks: [
              {
                name: "p1.web",
                task_id: { value: "p1.web" },
                agent_id,
                command: { value: "p1.web" },
                resources: [amount("cpus", 0.1), amount("mem", 10), ranges([[31000, 31001]])],
              },
              {
                name: "p1.log",
                task_id: { value: "p1.log" },
                agent_id,
                command: { value: "p1.log" },
                resources: [
                  amount("cpus", 0.2),
                  ranges([
                    [31002, 31002],
                    [31005, 31005],
                  ]),
                ],
              },
              {
                name: "p1.db",
                task_id: { value: "p1.db" },
                agent_id,
                command: { value: "p1.db" },
                resources: [amount("cpus", 0.3), amount("disk", 5), amount("disk", 1, path)],
              },
            ],
          },
        },
      },
    ]);
  });

  it("goes whole or not at all, beside tasks that are none", () => {
    const small = wireOffer(1, [
      amount("cpus", 0.6),
      amount("mem", 100),
      amount("disk", 50),
      amount("disk", 9, path),
      ranges([[31000, 31009]]),
    ]);
    expect(played([podTask(pod)], [small]).round.assignments).toEqual([]);
    const plain: MesosTask = { id: "t1", role: "svc", resources: { cpus: 0.2 } };
    const { round, groups } = played([
      plain,
      podTask(pod),
      podTask({ ...pod, id: "p2", executor, tasks: [{ id: "x", resources: { cpus: 1 } }] }),
    ]);
    expect(round.assignments.map(({ taskId }) => taskId)).toEqual(["t1", "p1", "p2"]);
    expect(groups).toHaveLength(2);
  });

  it.each<readonly [string, readonly Task[]]>([
    [
      'launches[0].assignments[1].mesos.pod.tasks[0].id is "p1.web"',
      [podTask({ ...pod, id: "p2", tasks: [{ id: "p1.web", resources: { cpus: 0.1 } }] })],
    ],
    [
      'launches[0].assignments[1].taskId is "p1.log"',
      [{ id: "p1.log", role: "svc", resources: { cpus: 1 } }],
    ],
    [
      'launches[1].assignments[0].taskId is "p1.log"',
      [{ id: "p1.log", role: "ads", resources: { cpus: 1 } }],
    ],
    [
      'launches[0].assignments[1].mesos.pod.tasks[1].id is "p1"',
      [podTask({ ...pod, id: "p2", tasks: ["x", "p1"].map((id) => ({ id, resources: { cpus: 0.1 } })) })],
    ],
  ])("has no task with the id of another of the round: %s", (text, others) => {
    const ads = { allocation_info: { role: "ads" } };
    const forAds = wireOffer(2, [amount("cpus", 4, ads)], {
      agent_id: { value: "a1" },
      hostname: "h1",
      ...ads,
    });
    expect(refusalText(() => played([podTask(pod), ...others], [roomy, forAds]))).toBe(
      `round.${text}, expected an id that no other task of the round has, none of a pod, and no pod`,
    );
  });

  it("has its volumes made, and all of it reserved", () => {
    const kept: Pod = {
      ...pod,
      reserve: { labels: { app: "web" } },
      tasks: [
        {
          id: "db",
          resources: { cpus: 1, disk: 5 },
          disks: [{ type: "root", amount: 5 }],
          volumes: [{ disk: 0, id: "v", containerPath: "data" }],
        },
      ],
    };
    const { groups } = played([podTask(kept)]);
    const reservations = [
      { type: "DYNAMIC", role: "svc", labels: { labels: [{ key: "app", value: "web" }] } },
    ];
    expect(groups[0]?.launch_group.executor.resources).toEqual([
      amount("cpus", 0.1, { reservations }),
      amount("mem", 32, { reservations }),
      amount("disk", 1, { reservations }),
    ]);
    expect(groups[0]?.launch_group.task_group.tasks[0]?.resources).toMatchObject([
      { reservations },
      { disk: { persistence: { id: "v" } } },
    ]);
  });

  it.each<readonly [string, object]>([
    ['pod.id is "", expected a non-empty string', { id: "" }],
    ["pod.executor is undefined, expected an object", { executor: undefined }],
    ["pod.executor.resources is undefined, expected an object", { executor: {} }],
    ["pod.executor.id is 4, expected a non-empty string", { executor: { ...executor, id: 4 } }],
    ["pod.reserve is 5, expected an object", { reserve: 5 }],
    ["pod.tasks is undefined, expected an array", { tasks: undefined }],
    ["pod.tasks[0].disks is null, expected an array", { tasks: [{ id: "x", resources: {}, disks: null }] }],
    [
      "pod.tasks[0].volumes is 3, expected an array",
      { tasks: [{ id: "x", resources: {}, disks: [], volumes: 3 }] },
    ],
    ["pod.tasks is an array of 0, expected at least one task", { tasks: [] }],
    ["pod.tasks[0] is 1, expected an object", { tasks: [1] }],
    ["pod.tasks[0].id is undefined, expected a non-empty string", { tasks: [{}] }],
    ["pod.tasks[0].resources is undefined, expected an object", { tasks: [{ id: "x" }] }],
    [
      "pod.tasks[0].ports is 1.5, expected a whole number within 0..65536",
      { tasks: [{ id: "x", resources: {}, ports: 1.5 }] },
    ],
    [
      "pod.tasks[0].ports is Infinity, expected a whole number within 0..65536",
      { tasks: [{ id: "x", resources: {}, ports: Infinity }] },
    ],
    [
      'pod.tasks[0].ports[1] is "one", expected "any", a port or a range [first, last]',
      { tasks: [{ id: "x", resources: {}, ports: ["any", "one"] }] },
    ],
    [
      'pod.tasks[1].id is "x", expected an id that neither the pod nor another of its tasks has',
      {
        tasks: [
          { id: "x", resources: {} },
          { id: "x", resources: {} },
        ],
      },
    ],
    [
      'pod.tasks[0].id is "p1", expected an id that neither the pod nor another of its tasks has',
      { tasks: [{ id: "p1", resources: {} }] },
    ],
  ])("is refused: %s", (text, fields) => {
    expect(refusalText(() => podTask({ ...pod, ...fields }))).toBe(text);
  });

  it.each<readonly [string, Partial<Pod>]>([
    [
      "whose executor has enough in parts of several names",
      { executor: { resources: { "cpus@k=v": 0.006, cpus: 0.006, "mem@k=v": 32, disk: 1 } } },
    ],
    [
      "with an id that Mesos does not take, and an executor of another",
      {
        id: "web/1",
        executor: { id: "web.1", ...executor },
      },
    ],
  ])("can be launched %s", (_, fields) => {
    expect(() => checkLaunchable(podTask({ ...pod, ...fields }))).not.toThrow();
  });

  it("is refused if it is nothing at all", () => {
    expect(refusalText(() => podTask(JSON.parse("null")))).toBe("pod is null, expected an object");
  });

  it.each<readonly [string, object]>([
    [
      "task.mesos.pod.executor.resources.cpus is 0.009, expected at least 0.01",
      { executor: { resources: { cpus: 0.009, mem: 32 } } },
    ],
    [
      "task.mesos.pod.executor.resources.mem is 0, expected at least 32",
      { executor: { resources: { cpus: 0.01 } } },
    ],
    [
      "task.mesos.pod.executor.resources.disk is 0, expected at least 0.001",
      { executor: { resources: { cpus: 0.01, mem: 32 } } },
    ],
    [
      "task.mesos.pod.executor.resources.gpus is 0.5, expected a whole number: Mesos divides no gpu",
      {
        executor: { resources: { cpus: 1, mem: 32, disk: 1, gpus: 0.5 } },
        tasks: [{ id: "x", resources: { gpus: 0.5 } }],
      },
    ],
    [
      "task.mesos.pod.tasks[0].resources is an object, expected some resource, 0.001 of it at least: a master refuses a task without any",
      { tasks: [{ id: "x", resources: {} }] },
    ],
    [
      "task.mesos.pod.tasks[1].resources.gpus is 0.5, expected a whole number: Mesos divides no gpu",
      {
        tasks: [
          { id: "x", resources: { cpus: 1 } },
          { id: "y", resources: { gpus: 0.5 } },
        ],
      },
    ],
    [
      'task.mesos.pod.tasks[0].id is "a/b", expected at most 255 bytes without slashes and control characters, not "." or ".."',
      { tasks: [{ id: "a/b", resources: { cpus: 1 } }] },
    ],
  ])("cannot be launched: %s", (text, fields) => {
    expect(refusalText(() => checkLaunchable(podTask({ ...pod, ...fields })))).toBe(text);
  });
});

/** The cluster once the task has finished. */
function ended(taskId: string, cluster: Cluster, fields: object = { agent_id: { value: "a1" } }): Cluster {
  const status = { task_id: { value: taskId }, state: "TASK_FINISHED", ...fields };
  return update(cluster, eventsFrom({ type: "UPDATE", update: { status } }, { cluster }).events);
}

describe("a task of a pod that ends", () => {
  it("leaves the pod to the others, which hold what is theirs", () => {
    const { cluster } = played([podTask(pod)]).round;
    const without = ended("p1.web", cluster);
    expect(findTask(without, "p1")).toMatchObject({
      agentId: "a1",
      ports: [31002, 31005],
      disks: [{ type: "root" }, { type: "path" }],
      task: { id: "p1", group: "web", resources: { cpus: 0.6, mem: 32, disk: 6 }, ports: ["any", 31005] },
    });
    const last = ended("p1.db", without, {});
    expect(findTask(last, "p1")).toMatchObject({
      ports: [31002, 31005],
      disks: [],
      task: { resources: { cpus: 0.3, disk: 1 } },
    });
    expect(findTask(last, "p1")?.task).not.toHaveProperty("disks");
    expect(findTask(ended("p1.log", last), "p1")).toBeUndefined();
  });

  it("leaves each of the others its own disks, and how the pod reserves", () => {
    const tasks = [5, 3, 1].map((size): PodTask => ({
      id: `d${size}`,
      resources: { cpus: 1 },
      disks: [{ type: "path", amount: size }],
    }));
    const reserve = { labels: { app: "web" } };
    const { cluster } = played([podTask({ ...pod, tasks, reserve })]).round;
    const left = [
      { type: "path", amount: 5 },
      { type: "path", amount: 1 },
    ];
    expect(findTask(ended("d3", cluster), "p1")).toMatchObject({
      disks: left,
      task: { disks: left, mesos: { reserve, pod: { tasks: [{ id: "d5" }, { id: "d1" }] } } },
    });
  });

  it("is the one of the whole of its id, whatever the others are called and ask", () => {
    const resources = { cpus: 1 };
    const tasks = ["m", "m1", "m12"].map((id) => ({ id, resources }));
    const { cluster } = played([podTask({ ...pod, tasks })]).round;
    expect(findTask(ended("m1", cluster), "p1")?.task).toMatchObject({
      resources: { cpus: 2.1 },
      mesos: { pod: { tasks: [{ id: "m" }, { id: "m12" }] } },
    });
  });

  it("is as good with fields from a prototype", () => {
    const inherited: Pod = Object.create(pod);
    expect(podTask(inherited)).toEqual(podTask(pod));
  });

  it.each(["constructor", "__proto__"])("leaves what it did not ask, by the name %s too", (name) => {
    const tasks = [
      { id: "x", resources: Object.fromEntries([[name, 1]]) },
      { id: "y", resources: { cpus: 1 } },
    ];
    const offer = wireOffer(1, [amount("cpus", 4), amount("mem", 100), amount("disk", 50), amount(name, 1)]);
    const { cluster } = played([podTask({ ...pod, tasks })], [offer]).round;
    const held = findTask(ended("y", cluster), "p1")?.task.resources ?? {};
    expect(Object.entries(held)).toContainEqual([name, 1]);
  });

  it("changes nothing where it is of no pod there, and is a task of its own without a cluster", () => {
    const { cluster } = played([podTask(pod)]).round;
    expect(ended("p1.none", cluster)).toBe(cluster);
    expect(ended("p1.web", cluster, { agent_id: { value: "a2" } })).toBe(cluster);
    const status = { task_id: { value: "p1.web" }, state: "TASK_FAILED" };
    expect(eventsFrom({ type: "UPDATE", update: { status } }).events).toEqual([
      { type: "task-ended", taskId: "p1.web" },
    ]);
    const event = { type: "UPDATE", update: { status } };
    expect(refusalText(() => eventsFrom(event, { cluster: 1 } as never))).toMatch(/^options\.cluster is 1/u);
  });
});
