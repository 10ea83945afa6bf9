// What all agents offer and hold, and what the tasks of each bucket of a queue hold of it, in thousandths. Nothing here changes once made; the amounts of
// buckets that no changed agent has to do with are shared with the holdings before.

import type { Agent } from "../model/cluster.ts";
import { toThousandths, type Scalars } from "../model/quantity.ts";
import { defaultBucket } from "../model/queue.ts";
import { heldBy, type RunningTask } from "../model/task.ts";
import { allNew, type Succession } from "./succession.ts";

/** Thousandths per resource. */
export type Amounts = ReadonlyMap<string, number>;

/** Per tier and bucket. */
type Held = ReadonlyMap<number, ReadonlyMap<string, Amounts>>;

/** What a cluster has, and who holds it. */
export class Holdings {
  /** Offered and held, by tasks and their executors. */
  readonly totals: Amounts;
  /** By the tasks of each tier and bucket, of those that hold something. */
  readonly held: Held;
  readonly #agents: readonly Agent[];

  private constructor(agents: readonly Agent[], totals: Amounts, held: Held) {
    this.totals = totals;
    this.held = held;
    this.#agents = agents;
  }

  /** Costs O(agents + running tasks). */
  static of(agents: readonly Agent[]): Holdings {
    return new Holdings([], new Map(), new Map()).after(agents, allNew(agents.length));
  }

  /** Those of later agents. Costs O(agents + buckets), and what the agents that changed offer and hold. */
  after(agents: readonly Agent[], { from, changed }: Succession): Holdings {
    const draft = new Draft(this);
    if (changed !== undefined) {
      for (const agent of changed) {
        draft.count(this.#agents[agent]!, -1);
        draft.count(agents[agent]!, 1);
      }
      return new Holdings(agents, draft.totals, draft.finished());
    }
    const isKept = new Uint8Array(this.#agents.length);
    for (const old of from) if (old !== -1) isKept[old] = 1;
    for (let old = 0; old < isKept.length; old++) if (isKept[old] === 0) draft.count(this.#agents[old]!, -1);
    for (let agent = 0; agent < from.length; agent++) if (from[agent] === -1) draft.count(agents[agent]!, 1);
    return new Holdings(agents, draft.totals, draft.finished());
  }
}

/** Holdings while agents are counted. */
class Draft {
  readonly totals: Map<string, number>;
  readonly #held: Map<number, Map<string, Amounts>>;
  readonly #own = new Set<Amounts>();

  constructor({ totals, held }: Holdings) {
    this.totals = new Map(totals);
    this.#held = new Map(Array.from(held, ([tier, buckets]) => [tier, new Map(buckets)]));
  }

  count({ offers, running }: Agent, times: 1 | -1): void {
    for (const { resources } of offers) add(this.totals, resources, times);
    for (const each of running) {
      const resources = heldBy(each);
      add(this.totals, resources, times);
      add(this.#amountsOf(each), resources, times);
      if (each.executor !== undefined) add(this.totals, each.executor.resources, times);
    }
  }

  finished(): Held {
    for (const [tier, buckets] of this.#held) {
      for (const [bucket, amounts] of buckets) if (amounts.size === 0) buckets.delete(bucket);
      if (buckets.size === 0) this.#held.delete(tier);
    }
    return this.#held;
  }

  #amountsOf({ task: { tier = 0, bucket = defaultBucket } }: RunningTask): Map<string, number> {
    let buckets = this.#held.get(tier);
    if (buckets === undefined) {
      buckets = new Map();
      this.#held.set(tier, buckets);
    }
    const known = buckets.get(bucket);
    if (known !== undefined && this.#own.has(known)) return known as Map<string, number>;
    const own = new Map(known);
    this.#own.add(own);
    buckets.set(bucket, own);
    return own;
  }
}

/** Adds amounts, or takes them away: what is 0 goes. */
function add(sums: Map<string, number>, amounts: Scalars, times: 1 | -1): void {
  for (const name of Object.keys(amounts)) {
    const sum = (sums.get(name) ?? 0) + times * toThousandths(amounts[name]!);
    if (sum === 0) sums.delete(name);
    else sums.set(name, sum);
  }
}
