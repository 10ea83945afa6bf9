// The work of the sample framework, by the second in which it is handed in.
import type { Task } from "stowage";
import type { Job } from "./toy-world.ts";

/** The tiers: services go before batch work. */
const services = 0;
const batch = 1;

interface Kind extends Omit<Task, "id">, Pick<Job, "seconds"> {
  readonly count: number;
  /** The number of the one that fails at first. */
  readonly failing?: number;
}

const shop = { tier: services, bucket: "shop", resources: { cpus: 2, mem: 4096 } };
const search = { tier: services, bucket: "search", resources: { cpus: 2, mem: 2048 } };
const ads = { tier: batch, bucket: "ads", resources: { cpus: 1, mem: 2048 } };
const science = { tier: batch, bucket: "science", resources: { cpus: 1, mem: 3072 } };

/** Names are those of the work; what comes in when. */
const arrivals: readonly (readonly [second: number, name: string, kind: Kind])[] = [
  [0, "shop", { ...shop, count: 3, seconds: 40 }],
  [0, "index", { ...search, count: 1, seconds: 45 }],
  [4, "click", { ...ads, count: 10, seconds: 6 }],
  [4, "fold", { ...science, count: 8, seconds: 8, failing: 3 }],
  [8, "export", { ...ads, group: "exports", count: 5, seconds: 5 }],
  // Four workers that start together, each too large for a small agent.
  [
    12,
    "train",
    { ...science, group: "train", gang: {}, resources: { cpus: 6, mem: 12_288 }, count: 4, seconds: 20 },
  ],
  // Runs on 2 cpus, and can make use of 8.
  [20, "build", { ...ads, resources: { cpus: 2, mem: 4096 }, upTo: { cpus: 8 }, count: 1, seconds: 40 }],
  // A sale, and a new index while it lasts.
  [30, "sale", { ...shop, count: 6, seconds: 12 }],
  [33, "crawl", { ...search, count: 2, seconds: 12 }],
  [36, "click-b", { ...ads, count: 6, seconds: 6 }],
];

/** The second after which nothing comes in. */
export const lastArrival = Math.max(...arrivals.map(([second]) => second));

/** What is handed in in this second: first attempts, called `name-number.attempt`. */
export function arrivingAt(second: number): readonly Job[] {
  return arrivals.filter(([at]) => at === second).flatMap(([, name, kind]) => jobsOf(name, kind));
}

/** The work again, as a new task that is not tried before this time. */
export function nextAttempt(job: Job, readyAtMs: number): Job {
  const attempt = job.attempt + 1;
  return { ...job, id: `${job.name}.${attempt}`, attempt, readyAtMs };
}

function jobsOf(prefix: string, { count, failing, ...rest }: Kind): readonly Job[] {
  return Array.from({ length: count }, (_, i): Job => {
    const name = `${prefix}-${i + 1}`;
    return { ...rest, id: `${name}.1`, name, attempt: 1, ...(failing === i + 1 && { failures: 1 }) };
  });
}
