import {
  attributeIn,
  attributeIs,
  balancedBy,
  exclusive,
  prefer,
  uniqueBy,
  type Scalars,
  type Task,
} from "stowage";
import type { Random } from "../random.ts";
import type { Arrival } from "./arrival.ts";
import { gpuModels, rackOfAgent, reservedRole, zones } from "./cluster-shapes.ts";

/** A kind of work: its share of the submissions, and what one submission brings. */
interface TaskKind {
  readonly name: string;
  readonly share: number;
  readonly meanSeconds: number;
  readonly submit: (draw: Submission) => readonly Omit<Task, "id">[];
}

/** What a submission draws from. */
interface Submission {
  readonly random: Random;
  /** Counts submissions, for the names of groups. */
  readonly number: number;
  readonly agents: number;
}

const gib = 1024;
/** Teams share the batch work; the limits on some of them are in the policy. */
const teams = 12;

const kinds: readonly TaskKind[] = [
  { name: "batch", share: 30, meanSeconds: 30, submit: batchJob },
  { name: "service", share: 10, meanSeconds: 200, submit: service },
  { name: "data-local", share: 12, meanSeconds: 20, submit: dataLocal },
  { name: "gpu share", share: 18, meanSeconds: 120, submit: gpuShare },
  { name: "gpu devices", share: 6, meanSeconds: 90, submit: gpuDevices },
  { name: "gpu whole", share: 5, meanSeconds: 150, submit: gpuWhole },
  { name: "fixed port", share: 6, meanSeconds: 100, submit: fixedPort },
  { name: "exclusive", share: 2, meanSeconds: 40, submit: exclusiveTask },
  { name: "analytics", share: 10, meanSeconds: 60, submit: analytics },
  { name: "oversized", share: 1, meanSeconds: 120, submit: oversized },
];

/** The names of the kinds, the most frequent first. */
export const taskKindNames: readonly string[] = kinds.map(({ name }) => name);

/** So many tasks, as whole submissions until the last, which may be cut short. */
export function drawTasks(count: number, agents: number, random: Random): readonly Arrival[] {
  const shares = kinds.map((kind) => [kind, kind.share] as const);
  const arrivals: Arrival[] = [];
  for (let number = 0; arrivals.length < count; number++) {
    const kind = random.weighted(shares);
    for (const task of kind.submit({ random, number, agents })) {
      if (arrivals.length === count) break;
      arrivals.push({
        task: { id: `${kind.name.replace(" ", "-")}-${arrivals.length}`, ...task },
        kind: kind.name,
        durationMs: Math.max(1000, Math.round(1000 * random.exponential(kind.meanSeconds))),
      });
    }
  }
  return arrivals;
}

/** Equal tasks of one team. */
function batchJob({ random }: Submission): readonly Omit<Task, "id">[] {
  const resources = drawResources(random, 0.5, 6);
  const group = `team-${random.integer(1, teams)}`;
  return repeat(random.integer(1, 30), { group, resources });
}

/** Instances on agents of their own, over the zones; half of them must be balanced, half should be. */
function service({ random, number }: Submission): readonly Omit<Task, "id">[] {
  const mustBalance = random.chance(0.5);
  const balance = { expectedValues: zones.length };
  return repeat(random.integer(2, 9), {
    group: `service-${number}`,
    resources: drawResources(random, 1, 4),
    ports: random.integer(1, 2),
    constraints: mustBalance
      ? [uniqueBy("hostname"), balancedBy("zone", { ...balance, maxSkew: 1 })]
      : [uniqueBy("hostname")],
    ...(!mustBalance && { preferences: [prefer(balancedBy("zone", balance))] }),
  });
}

/** Each with three copies of its input: two in one rack, one elsewhere. */
function dataLocal({ random, agents }: Submission): readonly Omit<Task, "id">[] {
  return Array.from({ length: random.integer(1, 6) }, () => {
    const first = random.integer(0, agents - 1);
    const copies = [first, Math.min(first + 1, agents - 1), random.integer(0, agents - 1)];
    return {
      resources: { cpus: 1, mem: 4 * gib },
      locations: {
        hostname: copies.map(
          (at) => `agent-${String(at).padStart(Math.max(5, String(agents - 1).length), "0")}`,
        ),
        rack: copies.map(rackOfAgent),
      },
    };
  });
}

function gpuShare({ random }: Submission): readonly Omit<Task, "id">[] {
  const units = random.integer(1, 7) / 10;
  return repeat(random.integer(1, 3), {
    resources: drawResources(random, 2, 6),
    devices: [{ name: "gpu", units }],
  });
}

function gpuDevices({ random }: Submission): readonly Omit<Task, "id">[] {
  const count = random.pick([1, 1, 2, 2, 4, 8]);
  const models = random.chance(0.3) ? [attributeIn("gpu_model", [random.pick(gpuModels)])] : [];
  return [
    {
      resources: drawResources(random, 2, 4, count),
      devices: [{ name: "gpu", units: 1, count }],
      constraints: models,
    },
  ];
}

function gpuWhole({ random }: Submission): readonly Omit<Task, "id">[] {
  const gpus = random.pick([1, 1, 2, 4]);
  return [{ resources: { ...drawResources(random, 2, 4, gpus), gpus } }];
}

/** A well-known port, one of a range, and any. */
function fixedPort({ random }: Submission): readonly Omit<Task, "id">[] {
  return repeat(random.integer(1, 3), {
    resources: drawResources(random, 0.5, 2),
    ports: [8080 + random.integer(0, 1), [31_000, 31_099], "any"],
  });
}

function exclusiveTask({ random }: Submission): readonly Omit<Task, "id">[] {
  return [{ resources: drawResources(random, 4, 8), constraints: [exclusive()] }];
}

function analytics({ random }: Submission): readonly Omit<Task, "id">[] {
  return repeat(random.integer(1, 4), { role: reservedRole, resources: drawResources(random, 1, 3) });
}

/** Most of a large agent that also has a GPU of one model: waits long, or for ever. */
function oversized({ random }: Submission): readonly Omit<Task, "id">[] {
  return [
    {
      resources: { cpus: 60, mem: 350 * gib, disk: 1000 * gib },
      devices: [{ name: "gpu", units: 1, count: 4 }],
      constraints: [attributeIs("gpu_model", random.pick(gpuModels))],
    },
  ];
}

/** Eighths of a core, 1 to 6 GiB of memory a core, 1 to 20 GiB of disk. */
function drawResources(random: Random, leastCpus: number, mostCpus: number, times: number = 1): Scalars {
  const cpus = (times * random.integer(8 * leastCpus, 8 * mostCpus)) / 8;
  return {
    cpus,
    mem: Math.round(cpus * random.integer(2, 12) * (gib / 2)),
    disk: random.integer(1, 20) * gib,
  };
}

function repeat(times: number, task: Omit<Task, "id">): readonly Omit<Task, "id">[] {
  return Array.from({ length: times }, () => task);
}
