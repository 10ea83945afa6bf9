import type { Task } from "stowage";
import type { AgentState, Pool } from "./agent-state.ts";
import { amountsOf, minus, type Amounts } from "./amounts.ts";
import { deviceKey } from "./launch-checks.ts";
import type { Master } from "./master.ts";

/** Per resource, ports and devices too, what the agents that are up have and what tasks hold of it, in natural units. */
export type Utilisation = Readonly<Record<string, { readonly total: number; readonly used: number }>>;

/** Per resource what is free, how much of that is fragmented, and the task it was judged by. */
export type Fragmentation = Readonly<Record<string, FragmentedResource>>;
export interface FragmentedResource {
  readonly free: number;
  readonly fragmented: number;
  readonly typical: Shape;
}

/** What a typical task asks for. */
export interface Shape {
  readonly amounts: Amounts;
  readonly ports: number;
  readonly device?: { readonly name: string; readonly units: number; readonly count: number };
}

/** How much of the cluster is used. */
export function utilisationOf(master: Master): Utilisation {
  const sums = new Map<string, { total: number; used: number }>();
  const add = (name: string, total: number, used: number): void => {
    const sum = sums.get(name) ?? { total: 0, used: 0 };
    sums.set(name, sum);
    sum.total += total;
    sum.used += used;
  };
  for (const agent of master.agents.values()) {
    if (!agent.isUp) continue;
    for (const { total, used, totalPorts, usedPorts } of agent.pools) {
      for (const [name, amount] of total) add(name, amount, used.get(name) ?? 0);
      if (totalPorts > 0) add("ports", 1000 * totalPorts, 1000 * usedPorts);
    }
    for (const set of agent.spec.devices) {
      const total = set.count * Math.round(1000 * set.capacity);
      add(set.name, total, total - sumOf(freeUnits(agent, set.name)));
    }
  }
  return Object.fromEntries(
    [...sums].map(([name, { total, used }]) => [name, { total: total / 1000, used: used / 1000 }]),
  );
}

/**
 * How much of what is free lies where a typical task does not fit: on agents (and there in the part of one role) that lack
 * something else, or have too little in one place. A resource's typical task is the median, resource by resource, of the
 * tasks that ask for it.
 */
export function fragmentationOf(
  master: Master,
  tasks: readonly Task[],
  resources: readonly string[],
): Fragmentation {
  const found: Record<string, FragmentedResource> = {};
  for (const resource of resources) {
    const typical = typicalTask(tasks, resource);
    if (typical === undefined) continue;
    let free = 0;
    let fragmented = 0;
    for (const agent of master.agents.values()) {
      if (!agent.isUp) continue;
      for (const [at, pool] of agent.pools.entries()) {
        const amount = freeOf(agent, pool, resource, at === 0);
        free += amount;
        if (amount > 0 && !fits(typical, agent, pool)) fragmented += amount;
      }
    }
    found[resource] = { free: free / 1000, fragmented: fragmented / 1000, typical };
  }
  return found;
}

/** What a task that asks for the resource asks for in the median, each amount by itself; undefined where no task does. */
export function typicalTask(tasks: readonly Task[], resource: string): Shape | undefined {
  const asking = tasks.filter((task) => asksFor(task, resource));
  if (asking.length === 0) return undefined;
  const names = new Set(asking.flatMap(({ resources }) => Object.keys(resources)));
  const requests = asking.flatMap(({ devices = [] }) => devices.filter(({ name }) => name === resource));
  return {
    amounts: amountsOf(
      Object.fromEntries(
        [...names].map((name) => [name, median(asking.map(({ resources }) => resources[name] ?? 0))]),
      ),
    ),
    ports: median(asking.map(portsOf)),
    ...(requests.length > 0 && {
      device: {
        name: resource,
        units: median(requests.map(({ units }) => units)),
        count: median(requests.map(({ count = 1 }) => count)),
      },
    }),
  };
}

/** The middle one, the lower of two; 0 of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

function asksFor(task: Task, resource: string): boolean {
  if (resource === "ports") return portsOf(task) > 0;
  if (task.devices?.some(({ name }) => name === resource)) return true;
  return (task.resources[resource] ?? 0) > 0;
}

function portsOf({ ports = 0 }: Task): number {
  return typeof ports === "number" ? ports : ports.length;
}

/** In thousandths, ports too. */
function freeOf(agent: AgentState, pool: Pool, resource: string, hasDevices: boolean): number {
  if (resource === "ports") return 1000 * (pool.totalPorts - pool.usedPorts);
  const scalar = (pool.total.get(resource) ?? 0) - (pool.used.get(resource) ?? 0);
  // Devices are the agent's, whatever the role: they count once.
  return scalar + (hasDevices ? sumOf(freeUnits(agent, resource)) : 0);
}

function fits({ amounts, ports, device }: Shape, agent: AgentState, pool: Pool): boolean {
  const free = minus(pool.total, pool.used);
  for (const [name, amount] of amounts) if (amount > (free.get(name) ?? 0)) return false;
  if (ports > pool.totalPorts - pool.usedPorts) return false;
  if (device === undefined) return true;
  const enough = freeUnits(agent, device.name).filter((units) => units >= Math.round(1000 * device.units));
  return enough.length >= device.count;
}

/** Per device of the name the units free, in thousandths. */
function freeUnits({ spec, deviceUses }: AgentState, name: string): readonly number[] {
  return spec.devices
    .filter((set) => set.name === name)
    .flatMap(({ count, capacity }) =>
      Array.from(
        { length: count },
        (_, index) => Math.round(1000 * capacity) - (deviceUses.get(deviceKey({ name, index }))?.used ?? 0),
      ),
    );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
