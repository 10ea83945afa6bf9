// The tables of one call: copies of what the fleet knows, made when first asked for. `place`, `placeOn`,
// `giveMore` and `takeBack` are the ways to change them.

import type { Agent } from "../model/cluster.ts";
import { toThousandths } from "../model/quantity.ts";
import type { RunningTask } from "../model/task.ts";
import type { Absences } from "./absences.ts";
import type { AttributeColumn } from "./attributes.ts";
import { CoTasks } from "./co-tasks.ts";
import type { Devices } from "./devices.ts";
import { Executors } from "./executors.ts";
import type { Fleet } from "./fleet.ts";
import type { Holdings } from "./holdings.ts";
import type { OfferList } from "./offer-list.ts";
import { Pool, type Assigned } from "./pool.ts";
import type { Request } from "./request.ts";
import type { Residents } from "./residents.ts";
import type { ScarceKinds } from "./scarce.ts";

/** All that a round knows about its agents, as it stands. */
export class Tables {
  readonly agents: readonly Agent[];
  readonly residents: Residents;
  readonly #fleet: Fleet;
  readonly #isWhole: boolean;
  readonly #pools: Pool[] = [];
  readonly #poolOf = new Map<string, Pool>();
  /** Per agent those of the first `#listed` pools in which it has a row. */
  readonly #poolsOn: Pool[][] = [];
  #listed = 0;
  readonly #devices = new Map<string, Devices>();
  readonly #assigned: Assigned[] = [];
  #coTasks: CoTasks | undefined;
  #executors: Executors | undefined;

  /** @param isWhole whether agents without offers are rows too: an explanation looks at all. */
  constructor(fleet: Fleet, isWhole: boolean = false) {
    this.agents = fleet.agents;
    this.residents = fleet.residents.copy(this.#assigned);
    this.#fleet = fleet;
    this.#isWhole = isWhole;
  }

  /** The rows of a role. */
  pool(role: string): Pool {
    let pool = this.#poolOf.get(role);
    if (pool === undefined) {
      pool = this.anotherPool(role);
      this.#poolOf.set(role, pool);
    }
    return pool;
  }

  /** The rows of a role once more, to be arranged in another order. */
  anotherPool(role: string): Pool {
    const roster = this.#isWhole ? this.#fleet.wholeRoster(role) : this.#fleet.roster(role);
    const pool = new Pool(roster, this.#assigned, this.#isWhole);
    this.#pools.push(pool);
    return pool;
  }

  get coTasks(): CoTasks {
    if (this.#coTasks === undefined) {
      this.#coTasks = new CoTasks(this.#fleet.coTasks);
      for (const each of this.#assigned) this.#coTasks.add(each);
    }
    return this.#coTasks;
  }

  get executors(): Executors {
    if (this.#executors === undefined) {
      this.#executors = new Executors(this.#fleet.executors);
      for (const each of this.#assigned) this.#executors.add(each);
    }
    return this.#executors;
  }

  devices(name: string): Devices {
    let devices = this.#devices.get(name);
    if (devices === undefined) {
      devices = this.#fleet.devices(name).copy();
      this.#devices.set(name, devices);
      for (const { agent, running } of this.#assigned) grant(devices, agent, running);
    }
    return devices;
  }

  attribute(name: string): AttributeColumn {
    return this.#fleet.attribute(name);
  }

  /** All offers, the oldest first. */
  get offers(): OfferList {
    return this.#fleet.offers;
  }

  /** When agents are unavailable. */
  get absences(): Absences {
    return this.#fleet.absences;
  }

  /** Which agents have scarce resources. */
  get scarce(): ScarceKinds {
    return this.#fleet.scarce;
  }

  /** What agents offer and hold before the round. */
  get holdings(): Holdings {
    return this.#fleet.holdings;
  }

  /** Puts a task on an agent, with the ports, devices and disks it was given. */
  place(assigned: Assigned): void {
    this.#grantDevices(assigned);
    for (const pool of this.#poolsWith(assigned.agent)) pool.place(assigned);
    this.#note(assigned);
  }

  /** Puts a task that asked this on a row, with the ports, devices and disks it was given. */
  placeOn(row: number, request: Request, assigned: Assigned): void {
    const own = request.pool;
    this.#grantDevices(assigned);
    // What is taken beside the request goes the general way.
    if (assigned.running.executor !== undefined || request.rare.length > 0) own.place(assigned);
    else own.take(row, request, assigned.running);
    if (this.#pools.length > 1) {
      for (const pool of this.#poolsWith(assigned.agent)) if (pool !== own) pool.place(assigned);
    }
    this.#note(assigned);
  }

  /** Gives a task that has been placed so much more of a resource, in thousandths; what it holds tells of it once this is done. */
  giveMore(assigned: Assigned, name: string, amount: number): void {
    for (const pool of this.#poolsWith(assigned.agent)) pool.giveMore(assigned, name, amount);
  }

  /** Takes back the task that was placed last, as if it had never been there. */
  takeBack(): void {
    const assigned = this.#assigned.pop()!;
    const { agent, running } = assigned;
    this.residents.takeBack(assigned);
    this.#coTasks?.takeBack(running);
    this.#executors?.takeBack(assigned);
    for (const devices of this.#devices.values()) revoke(devices, agent, running);
    const others = this.residents.assignedTo(agent);
    for (const pool of this.#pools) pool.takeBack(assigned, others);
  }

  /** The pools in which the agent has a row, and perhaps others. */
  #poolsWith(agent: number): readonly Pool[] {
    if (this.#pools.length <= fewPools) return this.#pools;
    for (; this.#listed < this.#pools.length; this.#listed++) {
      const pool = this.#pools[this.#listed]!;
      for (const each of pool.agentOf) (this.#poolsOn[each] ??= []).push(pool);
    }
    return this.#poolsOn[agent] ?? none;
  }

  #grantDevices({ agent, running }: Assigned): void {
    if (running.devices !== undefined) {
      for (const devices of this.#devices.values()) grant(devices, agent, running);
    }
  }

  #note(assigned: Assigned): void {
    this.residents.add(assigned);
    this.#coTasks?.add(assigned);
    this.#executors?.add(assigned);
    this.#assigned.push(assigned);
  }
}

/** So many are asked sooner than they are listed per agent. */
const fewPools = 8;
const none: readonly never[] = [];

function grant(devices: Devices, agent: number, running: RunningTask): void {
  for (const { name, index, units, binding } of running.devices ?? []) {
    if (name !== devices.name) continue;
    devices.grant(devices.first[agent]! + index, toThousandths(units), devices.bindingNumber(binding));
  }
}

function revoke(devices: Devices, agent: number, running: RunningTask): void {
  for (const { name, index, units } of running.devices ?? []) {
    if (name === devices.name) devices.revoke(devices.first[agent]! + index, toThousandths(units));
  }
}
