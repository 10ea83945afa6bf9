import type { Agent, Disk, DiskGrant, DiskRequest } from "../../src/index.ts";
import { compare, sum, thousandths } from "./amounts.ts";
import { once } from "./once.ts";
import type { Standing } from "./standing.ts";
import { assignedOn, offersOf, roleOf } from "./standing.ts";

/** What the role's offers of an agent say of one disk, put together; amounts in thousandths. */
interface Offered {
  readonly id: string;
  readonly type: string;
  readonly use: Disk["use"];
  readonly amount: number;
}

/** Every disk that the role's offers of the agent name, by id, type and use. */
const offeredDisks: (agent: Agent, role: string) => readonly Offered[] = once((agent, role) => {
  const named = offersOf(agent, role).flatMap((offer) => offer.disks ?? []);
  const first = named.filter((disk, index) => named.findIndex((other) => isSame(disk, other)) === index);
  return first
    .map(({ id, type, use }) => {
      const all = named.filter((disk) => isSame(disk, { id, type, use }));
      const amounts = all.map((disk) => thousandths(disk.amount));
      return { id, type, use, amount: use === "shared" ? Math.max(...amounts) : sum(amounts) };
    })
    .toSorted((a, b) => compare(a.id, b.id) || compare(a.type, b.type) || compare(a.use ?? "", b.use ?? ""));
});

/** Whether both are one disk of an agent and role. */
function isSame(a: Named, b: Named): boolean {
  return a.id === b.id && a.type === b.type && a.use === b.use;
}

interface Named {
  readonly id: string;
  readonly type: string;
  readonly use?: Disk["use"] | undefined;
}

/** A disk and how much of it can still be given. */
interface Free {
  readonly disk: Offered;
  readonly left: number;
}

/** The disks that can still be given, of which tasks of the role were given these. */
function freeDisks(agent: Agent, role: string, given: readonly DiskGrant[]): readonly Free[] {
  return offeredDisks(agent, role).flatMap((disk) => {
    const taken = given.filter((grant) => isSame(grant, disk));
    if (disk.use === "shared") return [{ disk, left: disk.amount }];
    if (disk.use === "whole") return taken.length > 0 ? [] : [{ disk, left: disk.amount }];
    return [{ disk, left: disk.amount - sum(taken.map((grant) => thousandths(grant.amount))) }];
  });
}

/** What tasks of the role were given on the agent in this round. */
function givenTo(standing: Standing, agent: Agent, role: string): readonly DiskGrant[] {
  const ofRole = assignedOn(standing, agent).filter((placed) => roleOf(placed.task) === role);
  return ofRole.flatMap((placed) => placed.disks ?? []);
}

/** The disks as an evaluator sees them. */
export function diskViews(standing: Standing, agent: Agent, role: string): readonly Disk[] {
  return freeDisks(agent, role, givenTo(standing, agent, role)).map(({ disk: { id, type, use }, left }) => ({
    id,
    type,
    amount: left / 1000,
    ...(use === undefined ? {} : { use }),
  }));
}

/** The grants that serve the requests, in their order; undefined if they cannot all be served. */
export function takeDisks(
  standing: Standing,
  agent: Agent,
  role: string,
  requests: readonly DiskRequest[],
): readonly DiskGrant[] | undefined {
  return firstWay(agent, role, givenTo(standing, agent, role), requests);
}

/** Of all ways to serve the requests the first: every request tries the disks with the least left first. */
function firstWay(
  agent: Agent,
  role: string,
  given: readonly DiskGrant[],
  [request, ...later]: readonly DiskRequest[],
): readonly DiskGrant[] | undefined {
  if (request === undefined) return [];
  const possible = freeDisks(agent, role, given)
    .filter(({ disk, left }) => isMeant(request, disk) && left >= askedBy(request))
    .toSorted((a, b) => a.left - b.left);
  for (const { disk } of possible) {
    const amount = disk.use === undefined ? askedBy(request) : disk.amount;
    const { id, type, use } = disk;
    const grant: DiskGrant = { id, type, amount: amount / 1000, ...(use === undefined ? {} : { use }) };
    const rest = firstWay(agent, role, [...given, grant], later);
    if (rest !== undefined) return [grant, ...rest];
  }
  return undefined;
}

function askedBy({ amount = 0 }: DiskRequest): number {
  return thousandths(amount);
}

function isMeant(request: DiskRequest, disk: Pick<Disk, "id" | "type">): boolean {
  return disk.type === request.type && (request.id === undefined || disk.id === request.id);
}

/** A request that cannot be served, what it asks and the most that one disk for it has; in natural units. */
export interface DiskShortage {
  readonly name: string;
  readonly asked: number;
  readonly free: number;
  readonly total: number;
}

/** The requests that cannot be served beside those before them that can. */
export function diskShortages(
  standing: Standing,
  agent: Agent,
  role: string,
  requests: readonly DiskRequest[],
): readonly DiskShortage[] {
  const given = givenTo(standing, agent, role);
  const served: DiskRequest[] = [];
  const shortages: DiskShortage[] = [];
  for (const request of requests) {
    if (firstWay(agent, role, given, [...served, request]) !== undefined) {
      served.push(request);
      continue;
    }
    const free = freeDisks(agent, role, given).filter(({ disk }) => isMeant(request, disk));
    shortages.push({
      name: request.id === undefined ? request.type : `${request.type} ${request.id}`,
      asked: askedBy(request) / 1000,
      free: Math.max(0, ...free.map(({ left }) => left)) / 1000,
      total: Math.max(0, ...totalsFor(agent, role, request)) / 1000,
    });
  }
  return shortages;
}

/** Whether the agent, were it empty, could serve the request. */
export function couldEverServeDisk(agent: Agent, role: string, request: DiskRequest): boolean {
  return totalsFor(agent, role, request).some((total) => total >= askedBy(request));
}

/**
 * What each disk that is meant has in all: what is offered and, given in parts, what running tasks of the role hold of it; else what one of
 * these holds.
 */
function totalsFor(agent: Agent, role: string, request: DiskRequest): readonly number[] {
  const offered = offeredDisks(agent, role).filter((disk) => isMeant(request, disk));
  const held = agent.running
    .filter(({ task }) => roleOf(task) === role)
    .flatMap(({ disks = [] }) => disks.filter((grant) => isMeant(request, grant)))
    .map((grant) => ({ ...grant, amount: thousandths(grant.amount) }));
  return [...offered, ...held].map((disk) => {
    if (disk.use !== undefined) return disk.amount;
    return sum([...offered, ...held].filter((other) => isSame(other, disk)).map(({ amount }) => amount));
  });
}
