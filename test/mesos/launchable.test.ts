import { describe, expect, it } from "vitest";
import { clusterOf, match, type Task, type TaskExecutor } from "../../src/index.ts";
import {
  callsFrom,
  checkLaunchable,
  offersFrom,
  type MesosTask,
  type MesosTaskFields,
} from "../../src/mesos/index.ts";
import { refusalText } from "../support/build.ts";
import { amount, offersEvent, wireOffer } from "./wire.ts";

const idRule = 'expected at most 255 bytes without slashes and control characters, not "." or ".."';

const onDisks = {
  disks: [
    { type: "path", amount: 1 },
    { type: "mount@k=v", amount: 1 },
  ],
};
const volume = { disk: 0, id: "v", containerPath: "data" };
const executor = { id: "e", resources: { cpus: 0.1, mem: 32, disk: 1 } };

/** A pod of two tasks that ask for the same. */
function podOfTwo(asked: object): object {
  return { mesos: { pod: { executor, tasks: ["m", "n"].map((id) => ({ id, resources: {}, ...asked })) } } };
}

function taskInfo({ executor: own }: Task): MesosTaskFields {
  return own === undefined ? { command: {} } : { executor: { command: {} } };
}

function podOf(of: TaskExecutor): Partial<MesosTask> {
  return { mesos: { pod: { executor: of, tasks: [{ id: "m", resources: { cpus: 1 } }] } } };
}

describe("checkLaunchable", () => {
  it.each<readonly [what: string, fields: Partial<MesosTask>]>([
    ["an amount", {}],
    ["the least amount there is", { resources: { cpus: 0.001 } }],
    ["a number of ports", { resources: {}, ports: 1 }],
    ["certain ports", { resources: { cpus: 0 }, ports: ["any"] }],
    ["whole gpus, more if there are", { resources: { gpus: 1 }, upTo: { gpus: 2, cpus: 1.5 } }],
    ["an id of 255 bytes", { id: "ä".repeat(127) + "a" }],
    ["an id with dots, spaces and what is not ASCII", { id: "... a b\u00A0é€😀" }],
    [
      "revocable resources of one name, others of another",
      { resources: { "cpus@revocable": 1, mem: 5, "mem@revocable": 0 } },
    ],
    ["ports that are revocable, and a disk that is not", { resources: { "ports@revocable": 1, disk: 1 } }],
    ["a disk alone", { resources: {}, disks: [{ type: "volume", id: "v" }] }],
    [
      "a part of the root disk among its disk",
      {
        resources: { disk: 5, "disk@k=v": 1 },
        disks: [
          { type: "root", amount: 5 },
          { type: "root@k=v", amount: 0.5 },
        ],
      },
    ],
    ["a part of what is only named like gpus", { resources: { gpus_mem: 0.5 } }],
    ["items among their number", { resources: { tags: 2, "tags[a]": 1, "tags[b]": 1 } }],
    ["an executor", { executor: { id: "e", resources: { cpus: 0.1, "mem@revocable": 1 } } }],
    [
      "reservations and volumes",
      {
        ...onDisks,
        mesos: {
          reserve: { labels: { a: "" } },
          volumes: [
            { ...volume, isShared: true },
            { ...volume, id: "w", disk: 1, mode: "RO" },
          ],
        },
      },
    ],
    ["needs that are none", { mesos: {} }],
  ])("takes %s", (_, fields) => {
    expect(() => checkLaunchable({ id: "t1", role: "svc", resources: { cpus: 1 }, ...fields })).not.toThrow();
  });

  it.each<readonly [fields: object, message: string]>([
    [
      { resources: { gpus: 0.5 } },
      "task.resources.gpus is 0.5, expected a whole number: Mesos divides no gpu",
    ],
    [{ upTo: { gpus: 1.5 } }, "task.upTo.gpus is 1.5, expected a whole number: Mesos divides no gpu"],
    [
      { resources: {} },
      "task.resources is an object, expected some resource, 0.001 of it at least: a master refuses a task without any",
    ],
    [
      { resources: { cpus: 0.0004 }, ports: [] },
      "task.resources is an object, expected some resource, 0.001 of it at least: a master refuses a task without any",
    ],
    [{ resources: { cpus: -1 } }, "task.resources.cpus is -1, expected a number ≥ 0"],
    [{ id: "a/b" }, `task.id is "a/b", ${idRule}`],
    [{ id: "a\\b" }, `task.id is "a\\\\b", ${idRule}`],
    [{ id: "a\tb" }, `task.id is "a\\tb", ${idRule}`],
    [{ id: "\u007F" }, `task.id is "\u007F", ${idRule}`],
    [{ id: "." }, `task.id is ".", ${idRule}`],
    [{ id: ".." }, `task.id is "..", ${idRule}`],
    [
      { resources: { cpus: 1, "cpus@revocable": 1 } },
      "task.resources.cpus@revocable is 1, expected none beside cpus: a task and its executor have revocable or other cpus, not both",
    ],
    [
      { resources: { "cpus@k=v@revocable": 1, "cpus@k=v": 1 } },
      'task.resources["cpus@k=v"] is 1, expected none beside cpus@k=v@revocable: a task and its executor have revocable or other cpus, not both',
    ],
    [
      { resources: { "ports@revocable": 1 }, ports: 1 },
      "task.resources.ports is undefined, expected none beside ports@revocable: a task and its executor have revocable or other ports, not both",
    ],
    [
      { resources: { disk: 1 }, disks: [{ type: "path@revocable" }] },
      "task.resources.disk@revocable is undefined, expected none beside disk: a task and its executor have revocable or other disk, not both",
    ],
    [
      { upTo: { cpus: 1, "cpus@revocable": 1 } },
      "task.resources.cpus@revocable is 1, expected none beside cpus: a task and its executor have revocable or other cpus, not both",
    ],
    [
      { executor: { id: "e", resources: { "cpus@revocable": 1 } } },
      "task.resources.cpus@revocable is 1, expected none beside cpus: a task and its executor have revocable or other cpus, not both",
    ],
    [
      { executor: { id: "e", resources: { cpus: 0, "cpus@revocable": 1 } } },
      "task.resources.cpus@revocable is 1, expected none beside cpus: a task and its executor have revocable or other cpus, not both",
    ],
    [
      { executor: { id: "e", resources: { gpus: 0.5 } } },
      "task.executor.resources.gpus is 0.5, expected a whole number: Mesos divides no gpu",
    ],
    [
      { resources: { disk: 4 }, disks: [{ type: "root", amount: 5 }] },
      "task.resources.disk is 4, expected at least 5: disks of the type root count there too",
    ],
    [
      { resources: { "constructor[a]": 1 } },
      "task.resources.constructor is 0, expected at least 1: items asked by name count there too",
    ],
    [
      { resources: { "tags[a]": 1 } },
      "task.resources.tags is 0, expected at least 1: items asked by name count there too",
    ],
    [{ resources: { tags: 3, "tags[a]": 2 } }, 'task.resources["tags[a]"] is 2, expected 1: there is one'],
    [
      { resources: { tags: 3, "tags[a]": 0.5 } },
      'task.resources["tags[a]"] is 0.5, expected 1: there is one',
    ],
    [
      { resources: { tags: 1, "tags[a]": 1, "tags[b]": 1 } },
      "task.resources.tags is 1, expected at least 2: items asked by name count there too",
    ],
    [
      {
        resources: { disk: 6 },
        disks: [
          { type: "root", amount: 5 },
          { type: "root", amount: 2 },
        ],
      },
      "task.resources.disk is 6, expected at least 7: disks of the type root count there too",
    ],
    [
      { disks: [{ type: "mount" }, { type: "mount@revocable" }] },
      "task.resources.disk@revocable is undefined, expected none beside disk: a task and its executor have revocable or other disk, not both",
    ],
    [
      { resources: { ports: 2 } },
      "task.resources.ports is 2, expected no amount: ports are asked by `ports`",
    ],
    [
      { disks: [{ type: "Mount" }] },
      'task.disks[0].type is "Mount", expected root, path, mount, volume or shared-volume, maybe with a class',
    ],
    [
      { disks: [{ type: "mount" }, { type: "path@k=v" }] },
      "task.disks[1].amount is 0, expected an amount > 0",
    ],
    [
      { disks: [{ type: "volume" }] },
      "task.disks[0].id is undefined, expected the id of a volume: any other may belong to somebody else",
    ],
    [
      { disks: [{ type: "shared-volume", amount: 1 }] },
      "task.disks[0].id is undefined, expected the id of a volume: any other may belong to somebody else",
    ],
    [
      { disks: ["v", "w", "v"].map((id) => ({ type: "shared-volume@k=v", id })) },
      'task.disks[2].id is "v", expected a shared volume that neither the task nor another of its pod asks before',
    ],
    [
      { ...onDisks, mesos: { volumes: [volume, { ...volume, disk: 1 }] } },
      'task.mesos.volumes[1].id is "v", expected an id that no other volume of the task, or of its pod, has',
    ],
    [
      { ...onDisks, mesos: { volumes: [volume], pod: { executor, tasks: [{ id: "m", resources: {} }] } } },
      "task.mesos.volumes is an array of 1, expected none beside a pod: its tasks have them",
    ],
    [{ executor: { id: "a/b", resources: {} } }, `task.executor.id is "a/b", ${idRule}`],
    [
      { resources: { "gpus@k=v": 0.5 } },
      'task.resources["gpus@k=v"] is 0.5, expected a whole number: Mesos divides no gpu',
    ],
    [{ mesos: 1 }, "task.mesos is 1, expected an object"],
    [{ mesos: { reserve: 1 } }, "task.mesos.reserve is 1, expected an object"],
    [{ mesos: { reserve: { labels: 1 } } }, "task.mesos.reserve.labels is 1, expected an object"],
    [{ mesos: { reserve: { labels: { a: 1 } } } }, "task.mesos.reserve.labels.a is 1, expected a string"],
    [
      { role: undefined, mesos: { reserve: {} } },
      'task.role is undefined, expected a role: nothing can be reserved for "*"',
    ],
    [
      { ...onDisks, role: "*", mesos: { volumes: [volume] } },
      'task.role is "*", expected a role: nothing can be reserved for "*"',
    ],
    [
      {
        role: undefined,
        mesos: {
          pod: {
            executor,
            tasks: [{ id: "m", resources: {}, ...onDisks, volumes: [volume] }],
          },
        },
      },
      'task.role is undefined, expected a role: nothing can be reserved for "*"',
    ],
    [
      { mesos: { volumes: [volume] } },
      "task.mesos.volumes[0].disk is 0, expected the index of one of the disks that the task asks",
    ],
    [{ ...onDisks, mesos: { volumes: [1] } }, "task.mesos.volumes[0] is 1, expected an object"],
    [
      { ...onDisks, mesos: { volumes: [{ ...volume, disk: 2 }] } },
      "task.mesos.volumes[0].disk is 2, expected a whole number within 0..1",
    ],
    [
      { ...onDisks, mesos: { volumes: [volume, volume] } },
      "task.mesos.volumes[1].disk is 0, expected a disk on which no other volume is made",
    ],
    [
      { disks: [{ type: "volume", id: "v", amount: 1 }], mesos: { volumes: [volume] } },
      'task.mesos.volumes[0].disk is "volume", expected the index of a disk of the type root, path or mount',
    ],
    [
      { disks: [{ type: "path@revocable", amount: 1 }], mesos: { volumes: [volume] } },
      'task.mesos.volumes[0].disk is "path@revocable", expected the index of a disk of the type root, path or mount',
    ],
    [
      { disks: [{ type: "path" }], mesos: { volumes: [volume] } },
      "task.mesos.volumes[0].disk is 0, expected the index of a disk of which the task asks an amount > 0, unless it is a mount",
    ],
    [
      { disks: [{ type: "path", amount: 0.0004 }], mesos: { volumes: [volume] } },
      "task.mesos.volumes[0].disk is 0, expected the index of a disk of which the task asks an amount > 0, unless it is a mount",
    ],
    [
      { ...onDisks, mesos: { volumes: [{ ...volume, id: "" }] } },
      'task.mesos.volumes[0].id is "", expected a non-empty string',
    ],
    [
      { ...onDisks, mesos: { volumes: [{ ...volume, id: "a/b" }] } },
      `task.mesos.volumes[0].id is "a/b", ${idRule}`,
    ],
    [
      { ...onDisks, mesos: { volumes: [{ ...volume, containerPath: "" }] } },
      'task.mesos.volumes[0].containerPath is "", expected a non-empty string',
    ],
    [
      { ...onDisks, mesos: { volumes: [{ ...volume, mode: "rw" }] } },
      'task.mesos.volumes[0].mode is "rw", expected "RW" or "RO"',
    ],
    [
      { ...onDisks, mesos: { volumes: [{ ...volume, isShared: 1 }] } },
      "task.mesos.volumes[0].isShared is 1, expected a boolean",
    ],
    [{ mesos: { pod: 1 } }, "task.mesos.pod is 1, expected an object"],
    [
      { mesos: { pod: { executor: { id: "" } } } },
      'task.mesos.pod.executor.id is "", expected a non-empty string',
    ],
    [
      { mesos: { pod: { executor, tasks: [{ id: "" }] } } },
      'task.mesos.pod.tasks[0].id is "", expected a non-empty string',
    ],
    [
      {
        mesos: {
          pod: { executor, tasks: [{ id: "x", resources: {}, ports: -1 }] },
        },
      },
      "task.mesos.pod.tasks[0].ports is -1, expected a whole number within 0..65536",
    ],
    [
      {
        mesos: {
          pod: { executor, tasks: [{ id: "m", resources: {}, disks: 1 }] },
        },
      },
      "task.mesos.pod.tasks[0].disks is 1, expected an array",
    ],
    [
      {
        mesos: {
          pod: {
            executor,
            tasks: [{ id: "m", resources: {}, disks: [1], volumes: [volume] }],
          },
        },
      },
      "task.mesos.pod.tasks[0].disks[0] is 1, expected an object",
    ],
    [
      podOfTwo({ disks: [{ type: "path", amount: 1 }], volumes: [volume] }),
      'task.mesos.pod.tasks[1].volumes[0].id is "v", expected an id that no other volume of the task, or of its pod, has',
    ],
    [
      podOfTwo({ disks: [{ type: "mount" }, { type: "shared-volume", id: "v" }] }),
      'task.mesos.pod.tasks[1].disks[1].id is "v", expected a shared volume that neither the task nor another of its pod asks before',
    ],
    [
      podOfTwo({ disks: [{ type: "shared-volume" }] }),
      "task.mesos.pod.tasks[0].disks[0].id is undefined, expected the id of a volume: any other may belong to somebody else",
    ],
    [
      { mesos: { pod: { executor, tasks: [] } } },
      "task.mesos.pod.tasks is an array of 0, expected at least one task",
    ],
    [
      {
        mesos: {
          pod: {
            executor: { id: "e", resources: { ...executor.resources, "tags[a]": 1 } },
            tasks: [{ id: "m", resources: { cpus: 1 } }],
          },
        },
      },
      "task.mesos.pod.executor.resources.tags is 0, expected at least 1: items asked by name count there too",
    ],
    [
      { executor: { id: "e", resources: { "tags[a]": 1 } } },
      "task.executor.resources.tags is 0, expected at least 1: items asked by name count there too",
    ],
    [
      { resources: { tags: 1, "tags[a]": 1 }, upTo: { tags: 2, "tags[a]": 1, "tags[b]": 1 } },
      'task.upTo["tags[b]"] is 1, expected no item that it does not need',
    ],
  ])("refuses %o", (fields, message) => {
    expect(
      refusalText(() => checkLaunchable({ id: "t1", role: "svc", resources: { cpus: 1 }, ...fields })),
    ).toBe(message);
  });

  it.each(["a".repeat(256), "ä".repeat(128), "€".repeat(85) + "a", "😀".repeat(64)])(
    "refuses the long id %s",
    (id) => {
      expect(refusalText(() => checkLaunchable({ id, resources: { cpus: 1 } }))).toContain(idRule);
      const shorter = id.slice(id.codePointAt(0) === id.charCodeAt(0) ? 1 : 2);
      expect(() => checkLaunchable({ id: shorter, resources: { cpus: 1 } })).not.toThrow();
    },
  );
});

describe("callsFrom", () => {
  it("refuses an id that Mesos does not take", () => {
    const cluster = clusterOf(offersFrom(offersEvent(wireOffer(1, [amount("cpus", 4)]))).offers);
    const tasks = [{ id: "a/b", role: "svc", resources: { cpus: 1 } }];
    const round = match({ cluster, tasks, nowMs: 0 });
    expect(
      refusalText(() => callsFrom(cluster, round, { frameworkId: "f", taskInfo: () => ({ command: {} }) })),
    ).toBe(`round.launches[0].assignments[0].taskId is "a/b", ${idRule}`);
  });

  it.each<readonly [message: string, fields: Partial<MesosTask>]>([
    [`executor.id is "a/b", ${idRule}`, { executor: { id: "a/b", resources: { cpus: 0.1 } } }],
    [`mesos.pod.executor.id is "a/b", ${idRule}`, podOf({ id: "a/b", resources: executor.resources })],
    [
      "mesos.pod.executor.resources.cpus is 0.001, expected at least 0.01",
      podOf({ id: "e", resources: { ...executor.resources, cpus: 0.001 } }),
    ],
    [
      "mesos.pod.tasks is an array of 0, expected at least one task",
      { mesos: { pod: { executor, tasks: [] } } },
    ],
  ])("refuses what no master would carry out: %s", (message, fields) => {
    const cluster = clusterOf(offersFrom(offersEvent(wireOffer(1, [amount("cpus", 4)]))).offers);
    const tasks = [{ id: "t", role: "svc", resources: { cpus: 1 }, ...fields }];
    const round = match({ cluster, tasks, nowMs: 0 });
    expect(refusalText(() => callsFrom(cluster, round, { frameworkId: "f", taskInfo }))).toBe(
      `round.launches[0].assignments[0].${message}`,
    );
  });
});
