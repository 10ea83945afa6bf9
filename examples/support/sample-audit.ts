// Checks the sample framework from outside: by what the world runs, not by what the framework thinks.
import assert from "node:assert/strict";
import type { Cluster, Scalars } from "stowage";
import type { Job, Running, ToyWorld } from "./toy-world.ts";

/** What must not be exceeded at any time. */
export interface Bounds {
  readonly groups: Readonly<Record<string, Scalars>>;
  readonly tiers: readonly (Scalars | undefined)[];
}

/** Keeps the books of one run. */
export interface Audit {
  /** When all messages have been dealt with: what the framework takes to be running is what runs. */
  readonly afterNews: (cluster: Cluster) => void;
  /** When all calls have been made: nothing runs twice, and nothing exceeds its bounds. */
  readonly afterCalls: (nowMs: number) => void;
  /** At the end: each piece of work was finished, once; gangs started together. Returns how many tasks there were. */
  readonly finish: (finished: readonly Job[], handedIn: readonly Job[]) => number;
}

/** An audit of what this world runs. */
export function auditOf(world: ToyWorld, { groups, tiers }: Bounds): Audit {
  const startedAtMs = new Map<string, number>();
  let before: ReadonlySet<string> = new Set();

  return {
    afterNews: (cluster) => {
      const known = cluster.agents.flatMap(({ running }) => running.map(({ task }) => task.id));
      assert.deepEqual(known.sort(), [...world.running.keys()].sort(), "the cluster is what runs");
      for (const { id } of cluster.agents) assert(world.agents.has(id), `${id} is there`);
    },
    afterCalls: (nowMs) => {
      const tasks = [...world.running.values()];
      for (const { job } of tasks) {
        if (before.has(job.id)) continue;
        assert(!startedAtMs.has(job.id), `${job.id} starts once`);
        startedAtMs.set(job.id, nowMs);
      }
      before = new Set(world.running.keys());
      assert.equal(
        new Set(tasks.map(({ job }) => job.name)).size,
        tasks.length,
        "nothing runs twice at a time",
      );

      for (const [group, limit] of Object.entries(groups)) {
        expectWithin(
          `group ${group}`,
          limit,
          tasks.filter(({ job }) => job.group === group),
        );
      }
      for (const [tier, capacity = {}] of tiers.entries()) {
        expectWithin(
          `tier ${tier}`,
          capacity,
          tasks.filter(({ job }) => (job.tier ?? 0) === tier),
        );
      }
    },
    finish: (finished, handedIn) => {
      assert.deepEqual(namesOf(finished), namesOf(handedIn), "everything was finished, once");
      const gangs = handedIn.filter(({ gang }) => gang !== undefined);
      for (const { group, id } of gangs) {
        const together = gangs
          .filter((other) => other.group === group)
          .map((other) => startedAtMs.get(other.id));
        assert(
          together.every((atMs) => atMs === startedAtMs.get(id)),
          `${id} starts with its gang`,
        );
      }
      return startedAtMs.size;
    },
  };
}

function expectWithin(whose: string, bound: Scalars, tasks: readonly Running[]): void {
  for (const [name, most] of Object.entries(bound)) {
    const thousandths = tasks.reduce((sum, { held }) => sum + Math.round((held[name] ?? 0) * 1000), 0);
    assert(
      thousandths <= most * 1000,
      `${whose} holds ${thousandths / 1000} ${name}, at most ${most} are allowed`,
    );
  }
}

function namesOf(jobs: readonly Job[]): readonly string[] {
  return jobs.map(({ name }) => name).sort();
}
