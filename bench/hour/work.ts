import { attributeIs, attributeLike, maxPer, uniqueBy, type Task } from "stowage";
import { itemName, resourceName } from "stowage/mesos";
import type { Job } from "../../examples/scheduler/jobs.ts";
import type { Random } from "../../test/support/master/random.ts";
import { roles } from "./agents.ts";

type TaskOfJob = Omit<Task, "id" | "readyAtMs">;

/** A kind of work: which share of all tasks is of it, and what one of its jobs is like. */
interface Kind {
  readonly name: string;
  readonly share: number;
  readonly job: (draw: Draw) => Omit<Job, "id" | "instances">;
  /** Instances of a job at most. */
  readonly most?: number;
}

/** What a job is drawn from. */
interface Draw {
  readonly role: string;
  readonly cpus: number;
  readonly mem: number;
  readonly seconds: number;
}

function batchOf(task: (draw: Draw) => Partial<TaskOfJob>): Kind["job"] {
  return (draw) => {
    const { role, cpus, mem, seconds } = draw;
    const asked = { role, resources: { cpus, mem }, ...task(draw) };
    return { kind: "batch", command: `sleep ${seconds}`, task: asked, maxFailures: 1000 };
  };
}

const volumes = [{ disk: 0, containerPath: "data" }];
const forgetVolumesAfterMs = 120_000;

const kinds: readonly Kind[] = [
  { name: "plain", share: 0.4, job: batchOf(() => ({})) },
  { name: "ports", share: 0.08, job: batchOf(() => ({ ports: ["any", "any", [31_000, 31_099]] })) },
  { name: "zone", share: 0.07, job: batchOf(() => ({ constraints: [attributeIs("zone", "z1")] })) },
  { name: "class", share: 0.05, job: batchOf(() => ({ constraints: [attributeLike("class", "s+d")] })) },
  { name: "rack", share: 0.04, job: batchOf(() => ({ constraints: [maxPer("rack", 3)] })), most: 60 },
  { name: "unique", share: 0.05, job: batchOf(() => ({ constraints: [uniqueBy("hostname")] })), most: 50 },
  { name: "gpu", share: 0.01, job: batchOf(({ cpus, mem }) => ({ resources: { cpus, mem, gpus: 1 } })) },
  { name: "license", share: 0.02, job: batchOf(({ cpus }) => ({ resources: { cpus, licenses: 1 } })) },
  {
    name: "item",
    share: 0.005,
    job: batchOf(({ cpus }) => ({ resources: { cpus, licenses: 1, [itemName("licenses", "l2")]: 1 } })),
  },
  { name: "vlan", share: 0.01, job: batchOf(({ cpus }) => ({ resources: { cpus, vlans: 2 } })) },
  {
    name: "revocable",
    share: 0.03,
    job: batchOf(({ cpus, mem }) => ({
      resources: { [resourceName("cpus", { isRevocable: true })]: cpus, mem },
    })),
  },
  { name: "path", share: 0.02, job: batchOf(() => ({ disks: [{ type: "path", amount: 500 }] })) },
  { name: "mount", share: 0.005, job: batchOf(() => ({ disks: [{ type: "mount", amount: 4000 }] })) },
  {
    name: "volume",
    share: 0.01,
    job: (draw) => ({ ...batchOf(onDisk)(draw), volumes, forgetVolumesAfterMs }),
  },
  {
    name: "pod",
    share: 0.08,
    job: ({ role, cpus, mem, seconds }) => ({
      kind: "batch",
      maxFailures: 1000,
      pod: {
        role,
        executor: { resources: { cpus: 0.1, mem: 32, disk: 16 } },
        tasks: [
          { name: "main", command: `sleep ${seconds}`, resources: { cpus, mem }, ports: 1 },
          { name: "side", command: `sleep ${Math.ceil(seconds / 2)}`, resources: { cpus: 0.1, mem: 32 } },
        ],
      },
    }),
  },
  {
    name: "service",
    share: 0.08,
    job: ({ role, cpus, mem }) => ({
      kind: "service",
      command: "sleep inf",
      task: { role, resources: { cpus, mem }, ports: 1 },
    }),
  },
  {
    name: "store",
    share: 0.005,
    job: (draw) => ({
      kind: "service",
      command: "sleep inf",
      task: { role: draw.role, resources: { cpus: draw.cpus, mem: draw.mem }, ...onDisk(draw) },
      volumes,
      forgetVolumesAfterMs,
    }),
  },
];

function onDisk({ cpus, mem }: Draw): Partial<TaskOfJob> {
  return { resources: { cpus, mem, disk: 256 }, disks: [{ type: "root", amount: 256 }] };
}

/** Jobs with about so many tasks in all, which run for up to so many seconds. */
export function jobsOf(tasks: number, mostSeconds: number, random: Random): readonly Job[] {
  return kinds.flatMap(({ name, share, job, most = 400 }) => {
    const jobs: Job[] = [];
    for (let left = Math.max(1, Math.round(tasks * share)); left > 0;) {
      const instances = Math.min(left, most);
      left -= instances;
      const draw: Draw = {
        role: roles[Math.floor(random.next() * roles.length)] ?? "svc",
        cpus: (1 + Math.floor(random.next() * 15)) / 10,
        mem: 64 * (1 + Math.floor(random.next() * 31)),
        seconds: 5 + Math.floor(random.next() ** 2 * mostSeconds),
      };
      jobs.push({ ...job(draw), id: `${name}-${jobs.length}`, instances });
    }
    return jobs;
  });
}
