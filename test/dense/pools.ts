import fc from "fast-check";
import type { Agent, RunningTask, Task } from "../../src/index.ts";
import { blockRows, type Group } from "../../src/dense/group.ts";
import { Fleet } from "../../src/dense/fleet.ts";
import type { Liked, Ordering } from "../../src/dense/order.ts";
import type { Pool } from "../../src/dense/pool.ts";
import { Tables } from "../../src/dense/tables.ts";
import { task } from "../support/build.ts";
import { agentOf, type AgentLike } from "./chains.ts";

// Pools of agents of few shapes, and some of rare ones, in which tasks are placed.

/** What fitnesses look at. */
export const likings: readonly (readonly Liked[])[] = [
  [
    { name: "cpus", coefficient: 0.5, constant: 0 },
    { name: "mem", coefficient: 0.5, constant: 0 },
  ],
  [{ name: "cpus", coefficient: -1, constant: 1 }],
  [
    { name: "cpus", coefficient: 0.25, constant: 0.5 },
    { name: "disk", coefficient: -0.25, constant: 0.25 },
  ],
  [],
];

/** Of rows whose fitness has these likes alone. */
function orderingOf(likes: readonly Liked[]): Ordering {
  return { likes, weight: 1, shares: { isIdle: () => false, isFull: () => false } };
}

/** A pool that is arranged, and how. */
export interface Setup {
  readonly tables: Tables;
  readonly pool: Pool;
  readonly likes: readonly Liked[];
  readonly leastCpus: number;
  readonly isClosed: Uint8Array;
}

/** The pool of role `*` over the agents. */
export function setUp(
  agents: readonly Agent[],
  likes: readonly Liked[],
  leastCpus = 0,
  closed?: Uint8Array,
): Setup {
  const tables = new Tables(new Fleet(agents));
  const pool = tables.pool("*");
  const isClosed = closed ?? new Uint8Array(pool.count);
  const leastAsked = new Map(leastCpus > 0 ? [["cpus", leastCpus * 1000]] : []);
  pool.arrange({ leastAsked, ordering: orderingOf(likes) }, isClosed);
  return { tables, pool, likes, leastCpus, isClosed };
}

/** Puts a task on the agent of the row. */
export function place(
  { tables, pool }: Setup,
  row: number,
  fields: Partial<Task>,
  ports: readonly number[] = [],
): void {
  const agent = pool.agentOf[row] ?? -1;
  const { id: agentId, hostname } = pool.agentAt(row);
  const running: RunningTask = { task: task(fields), agentId, hostname, ports };
  tables.place({ agent, running });
}

/** The rows of a block. */
export function membersOf({ blocks }: Pool, block: number): readonly number[] {
  return [...blocks.members.subarray(block * blockRows, block * blockRows + (blocks.sizes[block] ?? 0))];
}

/** The rows of a group. */
export function rowsIn(pool: Pool, { blocks }: Group): readonly number[] {
  return blocks.flatMap((block) => membersOf(pool, block));
}

/** What the row has in all. */
export function totalOf(pool: Pool, name: string, row: number): number {
  const { free, held } = pool.column(name);
  return (free[row] ?? 0) + (held[row] ?? 0);
}

/** What the likes say of the row with so much more of each in use. */
export function worthOf({ pool, likes }: Setup, row: number, asked: (name: string) => number): number {
  let worth = 0;
  for (const { name, coefficient, constant } of likes) {
    const total = totalOf(pool, name, row);
    const inUse = (pool.column(name).held[row] ?? 0) + asked(name);
    if (total > 0) worth += constant + (coefficient * inUse) / total;
  }
  return worth;
}

/** Whether as much of everything liked is free and held on all the rows. */
export function isUsedAlike({ pool, likes }: Setup, rows: readonly number[]): boolean {
  return likes.every(({ name }) => {
    const { free, held } = pool.column(name);
    return new Set(rows.map((row) => `${free[row]} ${held[row]}`)).size === 1;
  });
}

/** Shapes of agents; the second offers in another role too. */
export const shapes: readonly Partial<AgentLike>[] = [
  { offers: [{ role: "*", cpus: 8, mem: 16, ports: [[1, 4]] }] },
  {
    offers: [
      { role: "*", cpus: 8, mem: 16, ports: [[1, 2]] },
      { role: "ads", cpus: 2, mem: 2, ports: [[7, 9]] },
    ],
  },
  { offers: [{ role: "*", cpus: 4, mem: undefined, ports: [] }] },
];

/** An agent of one of the shapes, or of a rare one. */
export const agentLike = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...shapes) },
  {
    weight: 1,
    arbitrary: fc.nat(20).map((cpus): Partial<AgentLike> => ({
      offers: [{ role: "*", cpus, mem: cpus, ports: [] }],
      running: [{ group: undefined, cpus: 1, port: 1, grants: [], isExclusive: false }],
    })),
  },
);

/** A task to place, and on which row; see {@link run}. */
export const stepArbitrary = fc.record({
  pick: fc.nat(),
  cpus: fc.constantFrom(0, 0.001, 0.5, 1, 2, 8),
  mem: fc.constantFrom(0, 0.5, 1),
  ports: fc.boolean(),
  isAds: fc.boolean(),
});

type Step = typeof stepArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** Places the tasks that their agents hold; `look` is called after each. */
export function run(
  setup: Setup,
  steps: readonly Step[],
  look: (step: number) => void = () => undefined,
): void {
  const { pool, tables, likes } = setup;
  const ads = tables.pool("ads");
  ads.arrange({ leastAsked: new Map(), ordering: orderingOf(likes) }, new Uint8Array(ads.count));
  for (const [i, { pick, cpus, mem, ports, isAds }] of steps.entries()) {
    const row = pick % pool.count;
    const own = isAds ? ads : pool;
    const at = own.rowOf(pool.agentOf[row] ?? -1);
    if (at === -1 || (!isAds && pool.blocks.blockOf[row] === -1)) continue;
    const isHeld =
      (own.column("cpus").free[at] ?? 0) >= cpus * 1000 && (own.column("mem").free[at] ?? 0) >= mem * 1000;
    if (!isHeld) continue;
    const role = isAds ? { role: "ads" } : {};
    const [first] = own.ports.freeAt(at);
    const taken = ports && first !== undefined ? [first] : [];
    place(setup, row, { id: `t${i}`, resources: { cpus, mem }, ...role }, taken);
    look(i);
  }
}

/** So many agents, of which hardly any has the totals of another. */
export function rareAgents(count: number): readonly Agent[] {
  return Array.from({ length: count }, (_, i) => {
    const offer = { role: "*", cpus: 1 + (i % 97), mem: 1 + (i % 89), ports: [] };
    return agentOf(i, { offers: [offer] });
  });
}

/** Agents of rare totals: 120 of different sizes, and thousands of different totals of one size. */
export function unevenAgents(): readonly Agent[] {
  return Array.from({ length: 4000 }, (_, i) => {
    const [cpus, mem] = i < 120 ? [2 ** (i % 12), 2 ** Math.floor(i / 12)] : [66 + i / 1000, 1];
    return agentOf(i, { offers: [{ role: "*", cpus, mem, ports: [] }] });
  });
}

/** Uses the rows of one group, 640 of 1000 cpus each, so that they come to lie in far more blocks than in the beginning. */
export function scatter(setup: Setup): void {
  const { pool } = setup;
  let inUse = 0;
  // Makes the row the most used of all.
  const lift = (row: number): void => {
    inUse++;
    place(setup, row, { resources: { cpus: (inUse - (pool.column("cpus").held[row] ?? 0)) / 1000 } });
  };
  for (const row of pool.rows) lift(row);
  const blocks = pool.blocks.groups.flatMap((group) => group.blocks);
  for (const block of blocks) for (const row of membersOf(pool, block).slice(1)) lift(row);
}
