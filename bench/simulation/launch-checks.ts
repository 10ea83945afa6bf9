import type {
  Assignment,
  Constraint,
  DeviceGrant,
  DeviceSet,
  Launch,
  PortRange,
  PortRequest,
  Task,
} from "stowage";
import { amountsOf, plus, type Amounts } from "./amounts.ts";
import { includesPort } from "./port-ranges.ts";

/** What a device gives now. */
export interface DeviceUse {
  /** In thousandths of a unit. */
  readonly used: number;
  /** How many grants it serves. */
  readonly grants: number;
  /** Of the grants it serves; absent is a binding of its own. */
  readonly binding: string | undefined;
}

/** What the master knows of the agent and the offers of a launch. */
export interface Ground {
  /** In the offers used, together. */
  readonly amounts: Amounts;
  readonly ports: readonly PortRange[];
  readonly deviceSets: readonly DeviceSet[];
  /** By {@link deviceKey}; a device not in it is idle. */
  readonly deviceUses: ReadonlyMap<string, DeviceUse>;
  /** The tasks that run on the agent. */
  readonly running: readonly Task[];
  readonly isDisabled: boolean;
}

/** The name under which the use of one device is kept. */
export function deviceKey({ name, index }: { readonly name: string; readonly index: number }): string {
  return `${name}#${index}`;
}

/**
 * What is wrong with a launch, a sentence each; nothing where it may go ahead: no more of a resource than the offers have, ports
 * that are offered and asked for, none twice, devices that exist, as many as asked, never over capacity nor under two
 * bindings, nothing beside an exclusive task, nothing on a disabled agent.
 */
export function violationsOf(
  launch: Launch,
  taskOf: (id: string) => Task | undefined,
  ground: Ground,
): readonly string[] {
  const tasks = launch.assignments.flatMap(({ taskId }) => taskOf(taskId) ?? []);
  return [
    ...launch.assignments
      .filter(({ taskId }) => !taskOf(taskId))
      .map(({ taskId }) => `${taskId} is not pending`),
    ...(ground.isDisabled ? ["the agent is disabled"] : []),
    ...tasks
      .filter(({ role = "*" }) => role !== launch.role)
      .map(({ id, role = "*" }) => `${id} is of role ${role}, not ${launch.role}`),
    ...overdrawn(tasks, ground),
    ...wrongPorts(launch.assignments, taskOf, ground),
    ...wrongDevices(launch.assignments, taskOf, ground),
    ...notAlone(tasks, ground),
  ];
}

function overdrawn(tasks: readonly Task[], { amounts }: Ground): readonly string[] {
  const asked = tasks.reduce<Amounts>((sum, { resources }) => plus(sum, amountsOf(resources)), new Map());
  return [...asked]
    .filter(([name, amount]) => amount > (amounts.get(name) ?? 0))
    .map(([name, amount]) => `${amount / 1000} ${name} taken, ${(amounts.get(name) ?? 0) / 1000} offered`);
}

function wrongPorts(
  assignments: readonly Assignment[],
  taskOf: (id: string) => Task | undefined,
  { ports: offered }: Ground,
): readonly string[] {
  const wrong: string[] = [];
  const taken = new Set<number>();
  for (const { taskId, ports } of assignments) {
    const requests = portRequestsOf(taskOf(taskId));
    if (ports.length !== requests.length) {
      wrong.push(`${taskId} has ${ports.length} ports, asked for ${requests.length}`);
    }
    for (const [at, port] of ports.entries()) {
      if (!includesPort(offered, port)) wrong.push(`port ${port} is not offered`);
      if (taken.has(port)) wrong.push(`port ${port} is given twice`);
      if (!answers(requests[at], port)) wrong.push(`port ${port} is not what ${taskId} asked for`);
      taken.add(port);
    }
  }
  return wrong;
}

function portRequestsOf(task: Task | undefined): readonly PortRequest[] {
  const ports = task?.ports ?? 0;
  return typeof ports === "number" ? Array.from({ length: ports }, () => "any" as const) : ports;
}

function answers(request: PortRequest | undefined, port: number): boolean {
  if (request === undefined || request === "any") return true;
  return typeof request === "number" ? port === request : includesPort([request], port);
}

function wrongDevices(
  assignments: readonly Assignment[],
  taskOf: (id: string) => Task | undefined,
  { deviceSets, deviceUses }: Ground,
): readonly string[] {
  const wrong: string[] = [];
  const uses = new Map(deviceUses);
  for (const { taskId, devices } of assignments) {
    for (const [at, { name, units, count = 1, binding }] of (taskOf(taskId)?.devices ?? []).entries()) {
      const before = (taskOf(taskId)?.devices ?? [])
        .slice(0, at)
        .reduce((sum, each) => sum + (each.count ?? 1), 0);
      const grants = devices.slice(before, before + count);
      const serve = grants.filter(
        (grant) => grant.name === name && grant.units === units && grant.binding === binding,
      );
      if (new Set(serve.map(deviceKey)).size !== count) {
        wrong.push(`${taskId} asked for ${count} ${name} of ${units}, was not given them`);
      }
    }
    for (const grant of devices) {
      const set = deviceSets.find(({ name }) => name === grant.name);
      const key = deviceKey(grant);
      const use = withGrant(uses.get(key), grant);
      uses.set(key, use);
      if (set === undefined || grant.index < 0 || grant.index >= set.count) wrong.push(`there is no ${key}`);
      else if (use.used > Math.round(set.capacity * 1000))
        wrong.push(`${key} gives ${use.used / 1000} of ${set.capacity}`);
      if (use.grants > 1 && use.binding !== grant.binding) wrong.push(`${key} serves two bindings`);
    }
  }
  return wrong;
}

/** The use of a device with one more grant. */
export function withGrant(use: DeviceUse | undefined, { units, binding }: DeviceGrant): DeviceUse {
  const amount = Math.round(units * 1000);
  if (use === undefined) return { used: amount, grants: 1, binding };
  return { used: use.used + amount, grants: use.grants + 1, binding: use.binding };
}

/** The use of a device with one grant less; undefined where it is idle then. */
export function withoutGrant(use: DeviceUse | undefined, { units }: DeviceGrant): DeviceUse | undefined {
  if (use === undefined || use.grants === 1) return undefined;
  return { ...use, used: use.used - Math.round(units * 1000), grants: use.grants - 1 };
}

function notAlone(tasks: readonly Task[], { running }: Ground): readonly string[] {
  const all = [...running, ...tasks];
  return all.length < 2 ? [] : all.filter(isExclusive).map(({ id }) => `${id} wants the agent for itself`);
}

function isExclusive({ constraints = [] }: Task): boolean {
  return constraints.some(({ kind }: Constraint) => kind === "exclusive");
}
