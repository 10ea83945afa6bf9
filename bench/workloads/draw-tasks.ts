import {
  attributeIn,
  attributeIs,
  attributeLike,
  balancedBy,
  binPack,
  exclusive,
  prefer,
  preferHigh,
  spread,
  uniqueBy,
  type Task,
} from "stowage";
import type { Random } from "../random.ts";
import { classes, nameOfAgent, roleOf, zones } from "./draw-offers.ts";

/** What drawn tasks ask for beside their size. */
export type TaskFeature =
  | "none"
  | "service constraints"
  | "constraints on all"
  | "attributes"
  | "host patterns"
  | "exclusive"
  | "preferences"
  | "rather spread"
  | "roles"
  | "devices"
  | "port counts"
  | "port ranges"
  | "disk"
  | "locations"
  | "groups";

const gib = 1024;

/** So many different tasks: eighths of a core up to 8, 1 to 4 GiB a core; with the feature told, of so many agents. */
export function drawTasks(
  count: number,
  random: Random,
  feature: TaskFeature = "none",
  agents: number = 0,
): readonly Task[] {
  return Array.from({ length: count }, (_, at) => {
    const cpus = random.integer(1, 64) / 8;
    const mem = Math.round((cpus * random.integer(64, 256)) / 64) * gib + 32 * random.integer(1, 32);
    const task = { id: `task-${at}`, resources: { cpus, mem } };
    return { ...task, ...extrasOf[feature]({ task, at, random, agents }) };
  });
}

/** So many tasks that differ in their ids alone. */
export function equalTasks(count: number): readonly Task[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `task-${at}`,
    resources: { cpus: 1, mem: 4 * gib },
  }));
}

interface Drawn {
  readonly task: Task;
  readonly at: number;
  readonly random: Random;
  readonly agents: number;
}

const balance = { expectedValues: zones.length };

const extrasOf: Readonly<Record<TaskFeature, (drawn: Drawn) => Partial<Task>>> = {
  none: () => ({}),
  "service constraints": ({ random, at }) =>
    random.chance(0.1)
      ? {
          group: `service-${Math.floor(at / 100)}`,
          constraints: [uniqueBy("hostname")],
          preferences: [prefer(balancedBy("zone", balance))],
        }
      : {},
  "constraints on all": ({ at }) => ({
    group: `service-${at % 20}`,
    constraints: [uniqueBy("hostname"), balancedBy("zone", { ...balance, maxSkew: 1 })],
  }),
  attributes: ({ random }) => ({
    constraints: [
      attributeIn("class", [random.pick(classes), random.pick(classes)]),
      attributeIs("zone", "zone-1"),
    ],
  }),
  "host patterns": ({ random, agents }) => {
    const hosts = Array.from({ length: 3 }, () => nameOfAgent(random.integer(0, agents - 1)));
    return { constraints: [attributeLike("hostname", `(${hosts.join("|")}).*`)] };
  },
  exclusive: ({ random }) => (random.chance(0.1) ? { constraints: [exclusive()] } : {}),
  preferences: ({ random, at }) => ({
    group: `service-${at % 50}`,
    preferences: [
      prefer(attributeIs("class", random.pick(classes)), 2),
      prefer(balancedBy("zone", balance)),
      preferHigh(spread("network")),
    ],
  }),
  "rather spread": ({ at }) => ({
    preferences: [at % 2 === 0 ? preferHigh(spread("cpus", "mem")) : preferHigh(binPack("mem"), 2)],
  }),
  roles: ({ at }) => ({ role: roleOf(at) }),
  devices: ({ random }) => ({
    devices: random.chance(0.7)
      ? [{ name: "gpu", units: random.integer(1, 9) / 10 }]
      : [{ name: "gpu", units: 1, count: random.pick([1, 2, 4]) }],
  }),
  "port counts": ({ random }) => ({ ports: random.integer(1, 5) }),
  "port ranges": ({ random }) => ({
    ports: [31_000 + 150 * random.integer(0, 5) + random.integer(20, 40), [31_000, 31_400], "any"],
  }),
  disk: ({ task, random }) => ({ resources: { ...task.resources, disk: random.integer(50, 900) * gib } }),
  groups: ({ at }) => ({ group: `service-${at % 50}` }),
  locations: ({ random, agents }) => {
    const copies = Array.from({ length: 3 }, () => random.integer(0, agents - 1));
    return {
      locations: {
        hostname: copies.map(nameOfAgent),
        rack: copies.map((copy) => `rack-${Math.floor(copy / 40)}`),
      },
    };
  },
};
