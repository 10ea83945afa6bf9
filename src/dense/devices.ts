// Layout. One table per device name. An agent's devices lie together: `first[agent]` to `first[agent] + count[agent]`; `used` in
// thousandths, `holders` the number of grants (0: idle), `binding` the number of the binding served (0: none). `capacity` is per
// agent, in thousandths. Only `grant` and `revoke` write.

import type { Agent } from "../model/cluster.ts";
import { toThousandths } from "../model/quantity.ts";

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
  readonly #bindings: (string | undefined)[] = [undefined];

  constructor(name: string, agents: readonly Agent[]) {
    this.name = name;
    this.first = new Int32Array(agents.length);
    this.count = new Int32Array(agents.length);
    this.capacity = new Float64Array(agents.length);
    let devices = 0;
    for (let agent = 0; agent < agents.length; agent++) {
      const set = agents[agent]!.devices.find((each) => each.name === name);
      this.first[agent] = devices;
      this.count[agent] = set?.count ?? 0;
      this.capacity[agent] = toThousandths(set?.capacity ?? 0);
      devices += this.count[agent]!;
    }
    this.used = new Float64Array(devices);
    this.holders = new Int32Array(devices);
    this.binding = new Int32Array(devices);
    this.picked = new Uint8Array(devices);
    for (let agent = 0; agent < agents.length; agent++) this.#countGrants(agent, agents[agent]!);
  }

  /** The number of a binding. */
  bindingNumber(binding: string | undefined): number {
    const known = this.#bindings.indexOf(binding);
    return known === -1 ? this.#bindings.push(binding) - 1 : known;
  }

  /** The binding of a number; undefined for 0, none. */
  bindingNamed(number: number): string | undefined {
    return this.#bindings[number];
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
