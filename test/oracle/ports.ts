import type { Agent, PortRange, PortRequest, Task } from "../../src/index.ts";
import { once } from "./once.ts";
import type { Standing } from "./standing.ts";
import { offersOf, tasksOn } from "./standing.ts";

/** The port requests of the task, one by one. */
export function portRequestsOf(task: Task): readonly PortRequest[] {
  const asked = task.ports ?? [];
  return typeof asked === "number" ? Array.from({ length: asked }, () => "any" as const) : asked;
}

/** Every port that the role's offers of the agent list, ascending. */
export const offeredPorts: (agent: Agent, role: string) => readonly number[] = once((agent, role) => {
  const ports = new Set<number>();
  for (const offer of offersOf(agent, role)) {
    for (const [first, last] of offer.ports ?? []) {
      for (let port = first; port <= last; port++) ports.add(port);
    }
  }
  return [...ports].toSorted((a, b) => a - b);
});

/** The ports that a task of the role could get on the agent now, ascending. */
export function freePorts(standing: Standing, agent: Agent, role: string): readonly number[] {
  const held = new Set(tasksOn(standing, agent).flatMap((placed) => placed.ports ?? []));
  return offeredPorts(agent, role).filter((port) => !held.has(port));
}

/** The ports as the fewest ranges. */
export function rangesOf(ports: readonly number[]): readonly PortRange[] {
  const ranges: [number, number][] = [];
  for (const port of ports) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === port - 1) last[1] = port;
    else ranges.push([port, port]);
  }
  return ranges;
}

/** The port for each request, in the order asked; undefined if they cannot all be had. */
export function takePorts(
  free: readonly number[],
  requests: readonly PortRequest[],
): readonly number[] | undefined {
  let left = free;
  const taken = requests.map((): number | undefined => undefined);
  const take = (request: number, port: number | undefined): boolean => {
    if (port === undefined || !left.includes(port)) return false;
    left = left.filter((other) => other !== port);
    taken[request] = port;
    return true;
  };

  for (const [index, request] of requests.entries()) {
    if (typeof request === "number" && !take(index, request)) return undefined;
  }
  for (const [index, request] of requests.entries()) {
    if (typeof request !== "object") continue;
    const after = requests.slice(index + 1).filter((later) => typeof later === "object");
    const possible = left.filter((port) => isWithin(port, request));
    const lowest = possible.find((port) =>
      canServeAll(
        left.filter((other) => other !== port),
        after,
      ),
    );
    if (!take(index, lowest)) return undefined;
  }
  for (const [index, request] of requests.entries()) {
    if (request === "any" && !take(index, left[0])) return undefined;
  }
  return taken.filter((port) => port !== undefined);
}

function isWithin(port: number, [first, last]: PortRange): boolean {
  return first <= port && port <= last;
}

/** Whether every range can have a port of its own: a bipartite matching, by augmenting paths. */
function canServeAll(free: readonly number[], ranges: readonly PortRange[]): boolean {
  const ownerOf = new Map<number, number>();
  const serve = (range: number, tried: Set<number>): boolean => {
    for (const port of free) {
      if (!isWithin(port, ranges[range] ?? [1, 0]) || tried.has(port)) continue;
      tried.add(port);
      const owner = ownerOf.get(port);
      if (owner === undefined || serve(owner, tried)) {
        ownerOf.set(port, range);
        return true;
      }
    }
    return false;
  };
  return ranges.every((_, range) => serve(range, new Set()));
}
