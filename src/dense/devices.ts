// Layout. One table per device name. An agent's devices lie together: `first[agent]` to `first[agent] + count[agent]`; `used` in
// thousandths, `holders` the number of grants (0: idle), `binding` the number of the binding served (0: none). `capacity` is per
// agent, in thousandths. Only `grant` and `revoke` write, on the copy of a round.

import type { Agent } from "../model/cluster.ts";
import { toThousandths } from "../model/quantity.ts";
import { allNew, fillColumn, type Succession } from "./succession.ts";

/** Bindings and their numbers; 0 is none. Shared by the tables of later clusters; only grows. */
class Bindings {
  readonly names: (string | undefined)[] = [undefined];
  readonly #numbers = new Map<string | undefined, number>([[undefined, 0]]);

  numberOf(binding: string | undefined): number {
    let number = this.#numbers.get(binding);
    if (number === undefined) {
      number = this.names.push(binding) - 1;
      this.#numbers.set(binding, number);
    }
    return number;
  }
}

/** The devices of one name on every agent. */
export class Devices {
  readonly name: string;
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly capacity: Float64Array;
  readonly used: Float64Array;
  readonly holders: Int32Array;
  readonly binding: Int32Array;
  /** All 0, but while a choice is made. */
  readonly picked: Uint8Array;
  /** The most devices of an agent, and the greatest capacity of one. */
  readonly mostCount: number;
  readonly mostCapacity: number;
  readonly #bindings: Bindings;

  private constructor(name: string, count: Int32Array, capacity: Float64Array, bindings: Bindings) {
    this.name = name;
    this.count = count;
    this.capacity = capacity;
    this.first = new Int32Array(count.length);
    let devices = 0;
    let mostCount = 0;
    let mostCapacity = 0;
    for (let agent = 0; agent < count.length; agent++) {
      this.first[agent] = devices;
      devices += count[agent]!;
      mostCount = Math.max(mostCount, count[agent]!);
      mostCapacity = Math.max(mostCapacity, capacity[agent]!);
    }
    this.mostCount = mostCount;
    this.mostCapacity = mostCapacity;
    this.used = new Float64Array(devices);
    this.holders = new Int32Array(devices);
    this.binding = new Int32Array(devices);
    this.picked = new Uint8Array(devices);
    this.#bindings = bindings;
  }

  /** Before a round. Costs O(agents + devices + grants). */
  static of(name: string, agents: readonly Agent[]): Devices {
    const none = new Devices(name, new Int32Array(), new Float64Array(), new Bindings());
    return none.#after(agents, allNew(agents.length));
  }

  /** Those of later agents; undefined where so many bindings have been that numbers are better given anew. */
  after(agents: readonly Agent[], from: Succession): Devices | undefined {
    return this.#bindings.names.length > 2 * agents.length + 64 ? undefined : this.#after(agents, from);
  }

  /** For a round to write to. */
  copy(): Devices {
    const copy = new Devices(this.name, this.count, this.capacity, this.#bindings);
    copy.used.set(this.used);
    copy.holders.set(this.holders);
    copy.binding.set(this.binding);
    return copy;
  }

  /** The number of a binding. */
  bindingNumber(binding: string | undefined): number {
    return this.#bindings.numberOf(binding);
  }

  /** The binding of a number; undefined for 0, none. */
  bindingNamed(number: number): string | undefined {
    return this.#bindings.names[number];
  }

  /** One more grant on a device. */
  grant(device: number, units: number, binding: number): void {
    this.used[device]! += units;
    this.holders[device]!++;
    this.binding[device] = binding;
  }

  /** Takes a grant back. */
  revoke(device: number, units: number): void {
    this.used[device]! -= units;
    if (--this.holders[device]! === 0) this.binding[device] = 0;
  }

  #after(agents: readonly Agent[], succession: Succession): Devices {
    const { from } = succession;
    const setOf = (agent: number) => agents[agent]!.devices.find(({ name }) => name === this.name);
    const later = new Devices(
      this.name,
      fillColumn(new Int32Array(from.length), this.count, succession, (agent) => setOf(agent)?.count ?? 0),
      fillColumn(new Float64Array(from.length), this.capacity, succession, (agent) =>
        toThousandths(setOf(agent)?.capacity ?? 0),
      ),
      this.#bindings,
    );
    for (let agent = 0; agent < from.length; agent++) {
      if (later.count[agent] === 0) continue;
      if (from[agent] === -1) later.#countGrants(agent, agents[agent]!);
      else later.#takeOver(agent, this, from[agent]!);
    }
    return later;
  }

  #takeOver(agent: number, before: Devices, old: number): void {
    for (let i = 0; i < this.count[agent]!; i++) {
      const to = this.first[agent]! + i;
      const device = before.first[old]! + i;
      this.used[to] = before.used[device]!;
      this.holders[to] = before.holders[device]!;
      this.binding[to] = before.binding[device]!;
    }
  }

  /** Counts what running tasks hold. Grants of devices that the agent no longer has are passed over. */
  #countGrants(agent: number, { running }: Agent): void {
    for (const { devices } of running) {
      for (const { name, index, units, binding } of devices ?? []) {
        if (name !== this.name || index >= this.count[agent]!) continue;
        this.grant(this.first[agent]! + index, toThousandths(units), this.bindingNumber(binding));
      }
    }
  }
}
