// Layout. Rows are those of rows.ts. Columns of amounts are made when first asked for: in thousandths, exact integers. `free`: what the role's offers give;
// `held`: what all tasks that run on the agent hold, of any role, and the executors that they started. Nothing here changes once made: rounds work on copies, and later
// clusters take over what has not changed.

import type { Agent } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import { toThousandths, type Scalars } from "../model/quantity.ts";
import { heldBy, type RunningTask } from "../model/task.ts";
import { diskSetOf, type DiskSet } from "./disk-set.ts";
import { Kept } from "./kept.ts";
import {
  likedAmount,
  orderAfter,
  orderOf,
  type Amount,
  type Liked,
  type LikedAmount,
  type Order,
} from "./order.ts";
import type { FreePorts } from "./ports.ts";
import { countPorts, portSetOf, removePort, type PortSet } from "./port-set.ts";
import { rowsAfter, rowsOf, type Rows } from "./rows.ts";
import { allNew, fillColumn, fillList, type Succession } from "./succession.ts";

interface KeptAmount extends Amount {
  readonly name: string;
}

interface KeptOrder extends Order {
  readonly likes: readonly Liked[];
}

/** The agents that have offers of a role, or had some not long ago, and what they offer. */
export class Roster {
  readonly role: string;
  readonly agents: readonly Agent[];
  readonly agentOf: Int32Array;
  readonly rowOf: Int32Array;
  /** Row to the offers of its agent and role, sorted by id. */
  readonly offersOf: readonly (readonly Offer[])[];
  readonly isIdle: Uint8Array;
  /** How many rows have offers. */
  readonly offering: number;
  #amounts = new Kept<KeptAmount>();
  #orders = new Kept<KeptOrder>();
  #ports = new Kept<FreePorts>();
  #disks = new Kept<readonly DiskSet[]>();
  readonly #offerIds: (readonly string[] | undefined)[] = [];
  #holders: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(role: string, agents: readonly Agent[], rows: Rows = rowsOf(role, agents, false)) {
    this.role = role;
    this.agents = agents;
    this.agentOf = rows.agentOf;
    this.rowOf = rows.rowOf;
    this.offersOf = rows.offersOf;
    this.isIdle = rows.isIdle;
    this.offering = rows.offering;
  }

  get count(): number {
    return this.offersOf.length;
  }

  /** A sixteenth of the rows that have offers. */
  get sixteenth(): number {
    return this.offering >> 4;
  }

  /** The roster of the role for later agents. Costs O(agents × columns). */
  after(agents: readonly Agent[], from: Succession): Roster {
    const { rowsFrom, ...rows } = rowsAfter(this, this.role, agents, from);
    const later = new Roster(this.role, agents, rows);
    later.#amounts = this.#amounts.carried((before) => later.#readAmount(before.name, before, rowsFrom));
    later.#orders = this.#orders.carried((before) => ({
      likes: before.likes,
      ...orderAfter(before, rowsFrom, later.#liked(before.likes)),
    }));
    later.#ports = this.#ports.carried((before) => later.#readPorts(before, rowsFrom));
    later.#disks = this.#disks.carried((before) => later.#readDisks(before, rowsFrom));
    return later;
  }

  /** The roster with a row for every agent, whether it has offers of the role or not: an explanation looks at all. */
  whole(): Roster {
    if (this.count === this.agents.length) return this;
    const whole = new Roster(this.role, this.agents, rowsOf(this.role, this.agents, true));
    const rowsFrom = { from: this.rowOf, changed: undefined };
    whole.#amounts = this.#amounts.carried((known) => whole.#readAmount(known.name, known, rowsFrom));
    whole.#ports = this.#ports.carried((known) => whole.#readPorts(known, rowsFrom));
    whole.#disks = this.#disks.carried((known) => whole.#readDisks(known, rowsFrom));
    return whole;
  }

  agentAt(row: number): Agent {
    return this.agents[this.agentOf[row]!]!;
  }

  offersAt(row: number): readonly Offer[] {
    return this.offersOf[row]!;
  }

  /** The ids of the row's offers; the same list whenever it is asked, frozen: rounds hand it out. */
  offerIdsAt(row: number): readonly string[] {
    return (this.#offerIds[row] ??= Object.freeze(this.offersOf[row]!.map(({ id }) => id)));
  }

  /**
   * Of the agents with offers of the role those of which an offer, of any role, or what a task or its executor holds, names a resource: on no other can a task hold any in this round. Costs O(what all rows
   * offer and hold) when first asked.
   */
  holdersOf(name: string): readonly number[] {
    return (this.#holders ??= this.#holdersIn()).get(name) ?? none;
  }

  #holdersIn(): ReadonlyMap<string, readonly number[]> {
    const holders = new Map<string, number[]>();
    for (let row = 0; row < this.count; row++) {
      if (this.isIdle[row] === 1) continue;
      const agent = this.agentOf[row]!;
      const { offers, running } = this.agents[agent]!;
      const add = (resources: Scalars): void => {
        for (const name in resources) {
          const agents = holders.get(name);
          if (agents === undefined) holders.set(name, [agent]);
          else if (agents.at(-1) !== agent) agents.push(agent);
        }
      };
      for (const { resources } of offers) add(resources);
      for (const each of running) {
        add(heldBy(each));
        if (each.executor !== undefined) add(each.executor.resources);
      }
    }
    return holders;
  }

  /** What is free and held of a resource. Costs O(rows) when first asked. */
  amount(name: string): Amount {
    return this.#amounts.get(name, () => this.#readAmount(name));
  }

  /** The rows in the order that the fitness likes. Costs O(rows log rows) when first asked. */
  order(likes: readonly Liked[]): Order {
    return this.#orders.get(JSON.stringify(likes), () => ({
      likes,
      ...orderOf(this.#liked(likes), this.count),
    }));
  }

  /** The free ports of every row. Costs O(rows) when first asked. */
  ports(): FreePorts {
    return this.#ports.get("ports", () => this.#readPorts(nothing, allNew(this.count)));
  }

  /** The free disks of every row. Costs O(rows + disks) when first asked. */
  disks(): readonly DiskSet[] {
    return this.#disks.get("disks", () => this.#readDisks([], allNew(this.count)));
  }

  #liked(likes: readonly Liked[]): readonly LikedAmount[] {
    return likes.map((like) => likedAmount(like, this.amount(like.name)));
  }

  #readAmount(name: string, before?: Amount, from: Succession = allNew(this.count)): KeptAmount {
    const none = new Float64Array();
    const free = (row: number): number => {
      let amount = 0;
      for (const { resources } of this.offersOf[row]!) amount += amountIn(resources, name);
      return amount;
    };
    const held = (row: number): number => {
      let amount = 0;
      for (const running of this.agentAt(row).running) amount += heldFor(running, name);
      return amount;
    };
    return {
      name,
      free: fillColumn(new Float64Array(this.count), before?.free ?? none, from, free),
      held: fillColumn(new Float64Array(this.count), before?.held ?? none, from, held),
    };
  }

  #readPorts(before: FreePorts, succession: Succession): FreePorts {
    const sets = fillList(before.sets, succession, (row) => this.#portsAt(row));
    return {
      sets,
      counts: fillColumn(new Float64Array(this.count), before.counts, succession, (row) =>
        countPorts(sets[row]!),
      ),
    };
  }

  #readDisks(before: readonly DiskSet[], succession: Succession): readonly DiskSet[] {
    return fillList(before, succession, (row) => diskSetOf(this.offersOf[row]!));
  }

  #portsAt(row: number): PortSet {
    const offers = this.offersOf[row]!;
    const ranges =
      offers.length === 1 ? (offers[0]!.ports ?? none) : offers.flatMap(({ ports }) => ports ?? none);
    const set = portSetOf(ranges);
    for (const { ports } of this.agentAt(row).running)
      for (const port of ports ?? none) removePort(set, port);
    return set;
  }
}

const none: readonly never[] = [];
const nothing: FreePorts = { sets: [], counts: new Float64Array() };

/** What is held of a resource for a task, by it and by the executor that it started, in thousandths. */
export function heldFor(running: RunningTask, name: string): number {
  const amount = amountIn(heldBy(running), name);
  return running.executor === undefined ? amount : amount + amountIn(running.executor.resources, name);
}

/** The amount of a resource that is named, in thousandths. */
export function amountOf(resources: Scalars, name: string): number {
  return toThousandths(resources[name]!);
}

/** The amount of a resource in thousandths, 0 where it is not named. */
export function amountIn(resources: Scalars, name: string): number {
  return Object.hasOwn(resources, name) ? toThousandths(resources[name]!) : 0;
}
