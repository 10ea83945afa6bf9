// A row as custom evaluators see it: reads the tables, holds nothing of its own, never writes.

import type { Disk } from "../model/disk.ts";
import type { AgentView, DeviceView } from "../model/evaluator.ts";
import type { PortRange } from "../model/offer.ts";
import { fromThousandths } from "../model/quantity.ts";
import type { RunningTask } from "../model/task.ts";
import { attributeOf } from "./attributes.ts";
import type { Devices } from "./devices.ts";
import { givable } from "./disk-set.ts";
import type { Pool } from "./pool.ts";
import type { Tables } from "./tables.ts";

/** One agent in one role, as it stands whenever it is asked. What takes a name can be taken out of the view: `({ free }) => free("cpus")`. */
export class RowView implements AgentView {
  readonly agentId: string;
  readonly hostname: string;
  readonly attribute: AgentView["attribute"];
  readonly free: AgentView["free"];
  readonly total: AgentView["total"];
  readonly devices: AgentView["devices"];
  readonly #tables: Tables;
  readonly #pool: Pool;
  readonly #row: number;

  constructor(tables: Tables, pool: Pool, row: number) {
    const { id, hostname } = pool.agentAt(row);
    this.agentId = id;
    this.hostname = hostname;
    this.#tables = tables;
    this.#pool = pool;
    this.#row = row;
    this.attribute = (name) => attributeOf(pool.agentAt(row), name);
    this.free = (name) => fromThousandths(pool.column(name).free[row]!);
    this.total = (name) => {
      const { free, held } = pool.column(name);
      return fromThousandths(free[row]! + held[row]!);
    };
    this.devices = (name) => devicesOf(tables.devices(name), pool.agentOf[row]!);
  }

  get ports(): readonly PortRange[] {
    return this.#pool.ports.rangesAt(this.#row);
  }

  get disks(): readonly Disk[] {
    return givable(this.#pool.disks.setAt(this.#row));
  }

  get running(): readonly RunningTask[] {
    return Object.freeze(this.#pool.agentAt(this.#row).running);
  }

  get assigned(): readonly RunningTask[] {
    return this.#tables.residents.seenOn(this.#pool.agentOf[this.#row]!);
  }
}

function devicesOf(devices: Devices, agent: number): readonly DeviceView[] {
  const capacity = devices.capacity[agent]!;
  const views: DeviceView[] = [];
  for (let index = 0; index < devices.count[agent]!; index++) {
    const device = devices.first[agent]! + index;
    const free = fromThousandths(Math.max(0, capacity - devices.used[device]!));
    const binding = devices.bindingNamed(devices.binding[device]!);
    const view = { index, free, capacity: fromThousandths(capacity) };
    views.push(binding === undefined ? view : { ...view, binding });
  }
  return views;
}
