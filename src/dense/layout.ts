// Resources that tasks ask together, in the order in which they name them, and their columns side by side. Most tasks of a round ask for
// the same few in the same order: each such list is found by its names, once.

import type { AmountColumn } from "./amount-column.ts";
import type { DeviceRoom } from "./device-room.ts";
import type { Devices } from "./devices.ts";
import type { Disks } from "./disks.ts";
import type { Overhead } from "./overhead.ts";
import type { Ports } from "./ports.ts";

/** Where columns come from. */
interface Columns {
  readonly ports: Ports;
  readonly disks: Disks;
  column(name: string): AmountColumn;
  room(devices: Devices): DeviceRoom;
}

/** The resources that a task asks. The number of ports, and what room devices and disks have, come after them, and have no names. */
export class Layout {
  readonly names: readonly string[];
  readonly columns: readonly AmountColumn[];
  readonly free: readonly Float64Array[];
  readonly #from: Columns;
  readonly #likes: readonly string[];
  readonly #next = new Map<string, Layout>();
  readonly #nextDevices = new Map<string, Layout>();
  readonly #nextDisks = new Map<string, Layout>();
  #withPorts: Layout | undefined;
  #likedAt: readonly number[] | undefined;
  /** What was asked for last: most often the only one. */
  #nextName = "";
  #nextLayout: Layout | undefined;

  constructor(
    from: Columns,
    likes: readonly string[],
    names: readonly string[] = [],
    columns: readonly AmountColumn[] = [],
  ) {
    this.names = names;
    this.columns = columns;
    this.free = columns.map(({ free }) => free);
    this.#from = from;
    this.#likes = likes;
  }

  /** Per resource that the fitness likes its place among the columns, -1 where it is not asked. */
  get likedAt(): readonly number[] {
    return (this.#likedAt ??= this.#likes.map((name) => this.names.indexOf(name)));
  }

  /** The place of a resource among the columns; -1 where it is not asked. */
  placeOf(name: string): number {
    for (let i = 0; i < this.names.length; i++) if (this.names[i] === name) return i;
    return -1;
  }

  /** This and one more resource, if somebody has asked for that before. */
  knownWith(name: string): Layout | undefined {
    if (name !== this.#nextName) {
      this.#nextName = name;
      this.#nextLayout = this.#next.get(name);
    }
    return this.#nextLayout;
  }

  /** This and one more resource that nobody has asked for before. */
  with(name: string): Layout {
    const columns = [...this.columns, this.#from.column(name)];
    const next = new Layout(this.#from, this.#likes, [...this.names, name], columns);
    this.#next.set(name, next);
    this.#nextLayout = next;
    this.#nextName = name;
    return next;
  }

  /** This and devices: the most units of one, and the units of all. */
  withDevices(devices: Devices): Layout {
    let next = this.#nextDevices.get(devices.name);
    if (next === undefined) {
      const { most, all } = this.#from.room(devices);
      next = new Layout(this.#from, this.#likes, this.names, [...this.columns, most, all]);
      this.#nextDevices.set(devices.name, next);
    }
    return next;
  }

  /** This and the most that one disk of a type gives. */
  withDisk(type: string): Layout {
    let next = this.#nextDisks.get(type);
    if (next === undefined) {
      const columns = [...this.columns, this.#from.disks.most(type)];
      next = new Layout(this.#from, this.#likes, this.names, columns);
      this.#nextDisks.set(type, next);
    }
    return next;
  }

  /** This and a number of ports. */
  withPorts(): Layout {
    this.#withPorts ??= new Layout(this.#from, this.#likes, this.names, [
      ...this.columns,
      this.#from.ports.column,
    ]);
    return this.#withPorts;
  }
}

/** What a task asks of a row: of each column of a layout so much, > 0; of devices and disks it may be 0. Amounts beyond the columns say nothing. */
export interface Asked {
  readonly layout: Layout;
  readonly amounts: readonly number[];
  /** What its executor takes beside; undefined for a task without one. */
  readonly overhead: Overhead | undefined;
}
