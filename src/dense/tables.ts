// The tables of one call. Each part is made when first asked for; `place` is the one way to change them.

import type { RunningTask } from "../model/task.ts";
import { toThousandths } from "../model/quantity.ts";
import { Amounts, type Outlook } from "./amounts.ts";
import { AttributeColumn } from "./attributes.ts";
import { CoTasks } from "./co-tasks.ts";
import { Devices } from "./devices.ts";
import { Ports } from "./ports.ts";
import { Residents } from "./residents.ts";
import type { Rows } from "./rows.ts";

/** All that a round knows about its agents, as it stands. */
export class Tables {
  readonly rows: Rows;
  readonly amounts: Amounts;
  readonly residents: Residents;
  readonly #devices = new Map<string, Devices>();
  readonly #attributes = new Map<string, AttributeColumn>();
  readonly #placed: { readonly row: number; readonly running: RunningTask }[] = [];
  #ports: Ports | undefined;
  #coTasks: CoTasks | undefined;

  constructor(rows: Rows, outlook: Outlook) {
    this.rows = rows;
    this.amounts = new Amounts(rows, outlook);
    this.residents = new Residents(rows.agents);
  }

  get ports(): Ports {
    return (this.#ports ??= new Ports(this.rows));
  }

  get coTasks(): CoTasks {
    if (this.#coTasks === undefined) {
      this.#coTasks = new CoTasks(this.rows.agents);
      for (const { row, running } of this.#placed) this.#coTasks.add(this.rows.agentOf[row]!, running);
    }
    return this.#coTasks;
  }

  devices(name: string): Devices {
    let devices = this.#devices.get(name);
    if (devices === undefined) {
      devices = new Devices(name, this.rows.agents);
      this.#devices.set(name, devices);
    }
    return devices;
  }

  attribute(name: string): AttributeColumn {
    let column = this.#attributes.get(name);
    if (column === undefined) {
      column = new AttributeColumn(name, this.rows.agents);
      this.#attributes.set(name, column);
    }
    return column;
  }

  /** Puts a task on a row, with the ports and devices it was given. */
  place(row: number, running: RunningTask): void {
    const agent = this.rows.agentOf[row]!;
    for (const [name, amount] of Object.entries(running.task.resources)) {
      const asked = toThousandths(amount);
      if (asked > 0) this.amounts.take(name, row, asked);
    }
    this.amounts.settle(row);
    for (const port of running.ports ?? []) this.ports.take(row, port);
    for (const { name, index, units, binding } of running.devices ?? []) {
      const devices = this.devices(name);
      devices.grant(devices.first[agent]! + index, toThousandths(units), devices.bindingNumber(binding));
    }
    this.residents.add(agent, running);
    this.#placed.push({ row, running });
    this.#coTasks?.add(agent, running);
  }
}
