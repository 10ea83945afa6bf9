// The rows of one role as a round goes on: copies of the roster's columns that tasks are taken from, and the blocks of the rows that may
// take tasks. A row is spent, and in no block, once it has less of something than every task asks: nothing will fit it any more in this
// round. Only `place`, `take`, `giveMore` and `takeBack` write.

import type { Agent } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import type { RunningTask, Task } from "../model/task.ts";
import { AmountColumn } from "./amount-column.ts";
import { arrangementOf, isSpent, type Arrangement, type Outlook } from "./arrangement.ts";
import type { Barren } from "./barren.ts";
import type { Blocks } from "./blocks.ts";
import { DeviceRoom } from "./device-room.ts";
import type { Devices } from "./devices.ts";
import { Disks } from "./disks.ts";
import type { Kind } from "./kinds.ts";
import type { Merits } from "./merits.ts";
import { Layout, type Asked } from "./layout.ts";
import type { Ordering } from "./order.ts";
import { Ports } from "./ports.ts";
import { heldFor, type Roster } from "./roster.ts";
import { States } from "./states.ts";
import { Strata } from "./strata.ts";
import type { Walk } from "./walk.ts";

/** More agents than these are better looked for in blocks, however many others there are. */
const mostFew = 256;

/** A task placed in this round: on the row of the pool of its role, and on the agent. */
export interface Assigned {
  readonly agent: number;
  readonly running: RunningTask;
}

/** The rows of one role, and what they still give. */
export class Pool {
  readonly role: string;
  readonly agents: readonly Agent[];
  readonly count: number;
  readonly agentOf: Int32Array;
  readonly roster: Roster;
  /** Whether agents without offers are rows too. */
  readonly isWhole: boolean;
  /** So many agents are few: they are better looked at one by one than looked for in blocks. */
  readonly few: number;
  /** Of tasks that ask for nothing. */
  layout: Layout;
  readonly #assigned: readonly Assigned[];
  readonly #columns = new Map<string, AmountColumn>();
  readonly #rooms = new Map<Devices, DeviceRoom>();
  readonly #states = new Map<string, States>();
  #ports: Ports | undefined;
  #disks: Disks | undefined;
  #strata: Strata | undefined;
  #arrangement: Arrangement | undefined;

  /** @param assigned the tasks placed so far in this round; grows as more are. */
  constructor(roster: Roster, assigned: readonly Assigned[], isWhole: boolean = false) {
    this.role = roster.role;
    this.agents = roster.agents;
    this.count = roster.count;
    this.agentOf = roster.agentOf;
    this.roster = roster;
    this.isWhole = isWhole;
    this.few = Math.min(roster.sixteenth, mostFew);
    this.layout = new Layout(this, []);
    this.#assigned = assigned;
  }

  /**
   * Puts the rows in blocks, before any task is placed. Costs O(rows), and O(rows log rows) where the roster's order is not known yet.
   *
   * @param isClosed 1 for rows that take no tasks.
   */
  arrange(outlook: Outlook, isClosed: Uint8Array): void {
    this.#arrangement = arrangementOf(this, this.roster, outlook, isClosed);
    for (const column of this.#columns.values()) this.blocks.bound(column);
    const liked = outlook.ordering.likes.map(({ name }) => name);
    this.layout = new Layout(this, liked);
  }

  /** The blocks of a pool that has been arranged. */
  get blocks(): Blocks {
    return this.#arrangement!.blocks;
  }

  /** Undefined where the rows have not been arranged. */
  get ordering(): Ordering | undefined {
    return this.#arrangement?.ordering;
  }

  /** Whether the row of a pool that has been arranged is a candidate. */
  isOpen(row: number): boolean {
    return this.#arrangement!.isClosed[row] === 0;
  }

  /** For one search after the other. */
  get walk(): Walk {
    return this.#arrangement!.walk;
  }

  /** The columns that have been made, by resource. */
  get columns(): ReadonlyMap<string, AmountColumn> {
    return this.#columns;
  }

  /** What is free and held of a resource, in thousandths. Costs O(rows + assigned tasks) when first asked. */
  column(name: string): AmountColumn {
    let column = this.#columns.get(name);
    if (column === undefined) {
      const { free, held } = this.roster.amount(name);
      column = new AmountColumn(free.slice(), held.slice());
      this.#columns.set(name, column);
      for (const each of this.#assigned) this.#take(column, each, name);
      this.#arrangement?.blocks.bound(column);
    }
    return column;
  }

  get ports(): Ports {
    if (this.#ports === undefined) {
      this.#ports = new Ports(this.roster.ports());
      for (const each of this.#assigned) this.#takePorts(this.#ports, each);
      this.#arrangement?.blocks.bound(this.#ports.column);
    }
    return this.#ports;
  }

  get disks(): Disks {
    if (this.#disks === undefined) {
      this.#disks = new Disks(this.roster.disks(), (column) => this.#arrangement?.blocks.bound(column));
      for (const each of this.#assigned) this.#takeDisks(this.#disks, each);
    }
    return this.#disks;
  }

  /** What room the devices of a name have. Costs O(devices) when first asked. */
  room(devices: Devices): DeviceRoom {
    let room = this.#rooms.get(devices);
    if (room === undefined) {
      room = new DeviceRoom(devices, this.agentOf, this.isWhole ? undefined : this.roster.isIdle);
      this.#rooms.set(devices, room);
      this.#arrangement?.blocks.bound(room.most);
      this.#arrangement?.blocks.bound(room.all);
    }
    return room;
  }

  /** Which rows are in the same state, as far as these resources go. Costs O(rows × resources) when first asked. */
  states(resources: readonly string[]): States {
    const key = JSON.stringify(resources);
    let states = this.#states.get(key);
    if (states === undefined) {
      states = new States(
        resources.map((name) => this.column(name)),
        this.count,
      );
      this.#states.set(key, states);
    }
    return states;
  }

  /** The rows that have offers, to be told apart by attributes. */
  get strata(): Strata {
    return (this.#strata ??= Strata.whole(this.agentOf, this.roster.isIdle));
  }

  /** The blocks that have nothing for a kind of task; undefined when the kind is asked about for the first time. */
  barren(kind: Kind): Barren | undefined {
    return this.#arrangement!.barren.of(kind);
  }

  /** What rows score by the preferences of a kind of task; undefined when the kind is asked about for the first time. */
  merits(kind: Kind): Merits | undefined {
    return this.#arrangement!.merits.of(kind);
  }

  /** The rows that have offers, in tie order. */
  get rows(): number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.count; row++) if (this.roster.isIdle[row] === 0) rows.push(row);
    return rows;
  }

  agentAt(row: number): Agent {
    return this.roster.agentAt(row);
  }

  offersAt(row: number): readonly Offer[] {
    return this.roster.offersAt(row);
  }

  /** The ids of the row's offers; the same list whenever it is asked. */
  offerIdsAt(row: number): readonly string[] {
    return this.roster.offerIdsAt(row);
  }

  /** The row of an agent; -1 where it has none. */
  rowOf(agent: number): number {
    return this.roster.rowOf[agent]!;
  }

  /** A task is placed on the agent, in another role or with its executor; its devices have been granted. Costs O(columns × rows of a block). */
  place(assigned: Assigned): void {
    const row = this.rowOf(assigned.agent);
    if (row === -1) return;
    this.#lift(row);
    for (const [name, column] of this.#columns) this.#take(column, assigned, name);
    if (this.#ports !== undefined) this.#takePorts(this.#ports, assigned);
    if (this.#disks !== undefined) this.#takeDisks(this.#disks, assigned);
    this.#settle(row);
  }

  /** A task that has been placed on the agent is given more of a resource. */
  giveMore({ agent, running: { task } }: Assigned, name: string, amount: number): void {
    const row = this.rowOf(agent);
    const column = this.#columns.get(name);
    if (row === -1 || column === undefined) return;
    this.#lift(row);
    column.held[row]! += amount;
    if (this.isOwn(task)) column.free[row]! -= amount;
    this.#settle(row);
  }

  /**
   * The task is taken back from its agent; its devices have been revoked, and it is among the assigned no more. What was found out about
   * kinds of tasks assumes that none goes: it is forgotten.
   */
  takeBack(assigned: Assigned, others: readonly RunningTask[]): void {
    this.#arrangement?.barren.forget();
    this.#arrangement?.merits.forget();
    const row = this.rowOf(assigned.agent);
    if (row === -1) return;
    this.#lift(row);
    for (const [name, column] of this.#columns) this.#take(column, assigned, name, -1);
    this.#ports?.reset(
      row,
      others.flatMap(({ ports = [] }) => ports),
    );
    this.#disks?.reset(
      row,
      others.flatMap(({ task, disks = [] }) => (this.isOwn(task) ? disks : [])),
    );
    this.#settle(row);
  }

  /** A task that asked this is placed on the row; its devices have been granted. */
  take(row: number, { layout, amounts }: Asked, { ports, disks }: RunningTask): void {
    const { names, columns } = layout;
    this.#lift(row);
    for (let i = 0; i < names.length; i++) {
      const { free, held } = columns[i]!;
      free[row]! -= amounts[i]!;
      held[row]! += amounts[i]!;
    }
    if (ports !== undefined) for (const port of ports) this.ports.take(row, port);
    if (disks !== undefined) this.disks.take(row, disks);
    this.#settle(row);
  }

  /** Takes a row that is about to change out of its block. */
  #lift(row: number): void {
    const blocks = this.#arrangement?.blocks;
    if (blocks !== undefined && blocks.blockOf[row] !== -1) blocks.remove(row);
  }

  /** Files a row that has changed, unless it takes no tasks. */
  #settle(row: number): void {
    for (const room of this.#rooms.values()) room.update(row);
    for (const states of this.#states.values()) states.update(row);
    const arrangement = this.#arrangement;
    if (arrangement?.isClosed[row] === 0 && !isSpent(arrangement, row)) arrangement.blocks.insert(row);
  }

  /** @param times 1 to take, -1 to take back. */
  #take({ free, held }: AmountColumn, { agent, running }: Assigned, name: string, times: 1 | -1 = 1): void {
    const row = this.rowOf(agent);
    if (row === -1) return;
    const amount = times * heldFor(running, name);
    if (amount === 0) return;
    held[row]! += amount;
    if (this.isOwn(running.task)) free[row]! -= amount;
  }

  #takePorts(ports: Ports, { agent, running: { ports: taken = [] } }: Assigned): void {
    const row = this.rowOf(agent);
    if (row !== -1) for (const port of taken) ports.take(row, port);
  }

  #takeDisks(disks: Disks, { agent, running }: Assigned): void {
    const row = this.rowOf(agent);
    if (row !== -1 && running.disks !== undefined && this.isOwn(running.task)) disks.take(row, running.disks);
  }

  /** Whether the task takes from the offers of this role. */
  isOwn({ role = "*" }: Task): boolean {
    return role === this.role;
  }
}
