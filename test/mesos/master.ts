import type {
  WireCall,
  WireId,
  WireOffer,
  WireOperation,
  WireRange,
  WireResource,
  WireTask,
} from "./wire.ts";

/** The longest refusal, in seconds: 365 days. */
const longest = 365 * 24 * 60 * 60;

/** What a master finds wrong with calls, as one that has made the offers would, and what is left of them. */
export interface Verdict {
  readonly findings: readonly string[];
  /** The ids of the offers that no call has named. */
  readonly outstanding: readonly string[];
  /** The tasks that run. */
  readonly launched: readonly WireTask[];
  /** What they leave of the offers accepted, in thousandths per name. */
  readonly left: ReadonlyMap<string, number>;
}

/** What a master knows. */
export interface Known {
  readonly offers: readonly WireOffer[];
  readonly taskIds?: readonly string[];
  readonly roles?: readonly string[];
  /** The role of offers that name none. */
  readonly role?: string;
}

/** Judges the calls, one after the other, by the rules of a real master; it never looks at how they were made. */
export function verdictOn(
  calls: readonly WireCall[],
  { offers, taskIds = [], roles = [], role: only = "*" }: Known,
): Verdict {
  const outstanding = new Map(offers.map((offer) => [offer.id.value, offer]));
  const tasks = new Set(taskIds);
  const operationIds = new Set<string>();
  const findings: string[] = [];
  const launched: WireTask[] = [];
  const left = new Map<string, number>();
  const take = (ids: readonly WireId[] = [], report: (problem: string) => void): readonly WireOffer[] => {
    if (ids.length === 0) report("names no offer");
    const named = new Set<unknown>();
    const found: WireOffer[] = [];
    for (const { value } of ids) {
      const offer = outstanding.get(value ?? "");
      if (named.has(value)) report(`names offer ${value} twice`);
      else if (offer === undefined) report(`names the unknown offer ${value}`);
      else found.push(offer);
      named.add(value);
    }
    for (const { id } of found) outstanding.delete(id.value);
    return found;
  };
  for (const [i, call] of calls.entries()) {
    const report = (problem: string): void => void findings.push(`${call.type} ${i} ${problem}`);
    if (!call.framework_id?.value) report("names no framework");
    if (call.type === "ACCEPT") {
      const found = take(call.accept?.offer_ids, report);
      checkFilters(call.accept?.filters, report);
      if (new Set(found.map(({ agent_id }) => agent_id.value)).size > 1) report("names several agents");
      if (new Set(found.map(roleOf)).size > 1) report("names several roles");
      const pools = poolsOf(found.flatMap(({ resources = [] }) => resources));
      const [offer] = found;
      const scene = { offers: found, pools, tasks, operationIds, report };
      const operations = call.accept?.operations ?? [];
      for (const operation of operations)
        launched.push(...performed(operation, (offer && roleOf(offer)) ?? only, scene));
      if (operations.length === 0) report("does nothing");
      for (const { name, amount } of pools.values()) left.set(name, (left.get(name) ?? 0) + amount);
    } else if (call.type === "DECLINE") {
      take(call.decline?.offer_ids, report);
      checkFilters(call.decline?.filters, report);
    } else if (call.type === "SUPPRESS" || call.type === "REVIVE") {
      const named = (call.type === "SUPPRESS" ? call.suppress : call.revive)?.roles ?? [];
      if (named.length === 0) report("names no role");
      for (const role of named) if (!roles.includes(role)) report(`names the role ${role}`);
    } else report("is unknown");
  }
  return { findings, outstanding: [...outstanding.keys()], launched, left };
}

/** What an operation of an ACCEPT meets. */
interface Scene {
  readonly offers: readonly WireOffer[];
  readonly pools: Pools;
  readonly tasks: Set<string>;
  readonly operationIds: Set<string>;
  readonly report: (problem: string) => void;
}

/** Does the operation, as far as nothing is wrong with it; returns the tasks launched. */
function performed(operation: WireOperation, role: string | undefined, scene: Scene): readonly WireTask[] {
  const { type, launch, launch_group: group } = operation;
  if (type === "LAUNCH") return launchedOf(launch?.task_infos ?? [], [], scene);
  if (type === "LAUNCH_GROUP") {
    const executor = group?.executor ?? {};
    if (!executor.executor_id?.value) scene.report("has a group without an executor");
    for (const [name, least] of [["cpus", 10] as const, ["mem", 32_000] as const, ["disk", 1] as const]) {
      const much = sumOf((executor.resources ?? []).filter((each) => each.name === name)).amount;
      if (much < least) scene.report(`has an executor with ${much / 1000} ${name}`);
    }
    return launchedOf(group?.task_group?.tasks ?? [], executor.resources ?? [], scene);
  }
  keep(operation, role, scene);
  return [];
}

/** Launches tasks one by one; with an executor of their own all of them or none. */
function launchedOf(
  infos: readonly WireTask[],
  executor: readonly WireResource[],
  { offers, pools, tasks, report }: Scene,
): readonly WireTask[] {
  const launched: WireTask[] = [];
  if (infos.length === 0) report("launches nothing");
  for (const info of infos) {
    const id = info.task_id?.value;
    const isFirst = executor.length > 0 && launched.length === 0;
    const own = [...(info.executor?.resources ?? []), ...(isFirst ? executor : [])];
    const problems = problemsOf(info, own, offers, pools);
    if (!id) problems.push("has no id");
    else if (tasks.has(id)) problems.push("has an id that is taken");
    else tasks.add(id);
    for (const problem of problems) report(`task ${id} ${problem}`);
    if (problems.length > 0) continue;
    launched.push(info);
    for (const resource of [...(info.resources ?? []), ...own]) give(pools, resource);
  }
  return launched;
}

/** Changes what the agent keeps. */
function keep(
  operation: WireOperation,
  role: string | undefined,
  { pools, operationIds, report }: Scene,
): void {
  const {
    type = "",
    id,
    reserve,
    unreserve,
    create,
    destroy,
    grow_volume: grow,
    shrink_volume: shrink,
  } = operation;
  if (!id?.value) report(`has ${type} without an id`);
  else if (operationIds.has(id.value)) report(`has the id ${id.value} of another operation`);
  else operationIds.add(id.value);
  const change = (from: WireResource, to: WireResource | undefined): void => {
    const left = pools.get(identityOf(from)) ?? sumOf([]);
    if (!isWhole(from, left)) report(`${type} takes a part of what is only given whole`);
    if (!isLeft(sumOf([from]), left)) report(`${type} of more than is left of ${identityOf(from)}`);
    give(pools, from);
    if (to !== undefined) receive(pools, to);
  };
  for (const resource of reserve?.resources ?? []) {
    const { innermost, before } = unreserved(resource);
    if (innermost?.role !== role || role === "*") report(`reserves for ${innermost?.role}`);
    if (resource.revocable !== undefined) report("reserves what is revocable");
    if (before.reservations?.some((each) => !role?.startsWith(`${roleIn(each)}/`)))
      report("reserves what is reserved for others");
    change(before, resource);
  }
  for (const resource of unreserve?.resources ?? []) {
    const { innermost, before } = unreserved(resource);
    if (innermost?.type === "STATIC" || innermost === undefined) report("unreserves what is not reserved");
    if (diskIn(resource).persistence !== undefined) report("unreserves a volume");
    change(resource, before);
  }
  for (const volume of create?.volumes ?? []) {
    if (unreserved(volume).innermost === undefined) report("creates a volume on what is not reserved");
    if (!diskIn(volume).persistence || !diskIn(volume).volume) report("creates no volume");
    if (diskIn(volume).volume?.mode === "RO") report("creates a volume that is read-only");
    change(withoutVolume(volume), volume);
  }
  for (const volume of destroy?.volumes ?? []) {
    if (!diskIn(volume).persistence) report("destroys no volume");
    change(volume, withoutVolume(volume));
  }
  if (grow !== undefined) {
    if (identityOf(withoutVolume(grow.volume)) !== identityOf(grow.addition))
      report("grows a volume elsewhere");
    change(grow.volume, undefined);
    change(grow.addition, undefined);
  }
  if (shrink !== undefined) {
    if (!(fixed(shrink.subtract.value) < fixed(shrink.volume.scalar?.value ?? 0)))
      report("shrinks to nothing");
    change(shrink.volume, undefined);
  }
  const known = ["RESERVE", "UNRESERVE", "CREATE", "DESTROY", "GROW_VOLUME", "SHRINK_VOLUME"];
  if (!known.includes(type)) report(`has the unknown operation ${type}`);
}

interface Reservation {
  readonly type?: string;
  readonly role?: string;
}

function roleIn({ role }: Reservation): string | undefined {
  return role;
}

/** The resource before its innermost reservation, and that. */
function unreserved(resource: WireResource): {
  readonly innermost: Reservation | undefined;
  readonly before: WireResource;
} {
  const { reservations = [], role, reservation, ...rest } = resource;
  if (role !== undefined) {
    return {
      innermost: role === "*" ? undefined : { role, type: reservation === undefined ? "STATIC" : "DYNAMIC" },
      before: { ...rest, role: "*" },
    };
  }
  const before = reservations.slice(0, -1);
  return {
    innermost: reservations.at(-1),
    before: { ...rest, ...(before.length > 0 && { reservations: before }) },
  };
}

interface WireDisk {
  readonly source?: { readonly type?: string };
  readonly persistence?: object;
  readonly volume?: { readonly mode?: string };
}

function diskIn({ disk = {} }: WireResource): WireDisk {
  return disk;
}

function withoutVolume({ shared: _shared, disk: _disk, ...rest }: WireResource): WireResource {
  const { source } = diskIn({ disk: _disk ?? {} });
  return source === undefined ? rest : { ...rest, disk: { source } };
}

/** Of a MOUNT disk only all is given. */
function isWhole(resource: WireResource, left: Left): boolean {
  return diskIn(resource).source?.type !== "MOUNT" || fixed(resource.scalar?.value ?? 0) === left.amount;
}

function roleOf({ allocation_info }: WireOffer): string | undefined {
  return allocation_info?.role;
}

function checkFilters(
  filters: { readonly refuse_seconds?: number } = {},
  report: (problem: string) => void,
): void {
  const { refuse_seconds: seconds } = filters;
  if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= longest))
    report(`refuses for ${seconds} s`);
}

/** What is wrong with a task, given what tasks before it have left. */
function problemsOf(
  info: WireTask,
  executor: readonly WireResource[],
  offers: readonly WireOffer[],
  pools: Pools,
): string[] {
  const problems: string[] = [];
  if (typeof info.name !== "string") problems.push("has no name");
  if (offers.some(({ agent_id }) => agent_id.value !== info.agent_id?.value))
    problems.push("names another agent");
  const resources = info.resources ?? [];
  if (resources.length === 0) problems.push("uses no resources");
  const asked = new Map<string, WireResource[]>();
  const revocable = new Map<string, boolean>();
  for (const resource of [...resources, ...executor]) {
    const { name = "", type, scalar } = resource;
    const isRevocable = resource.revocable !== undefined;
    if ((revocable.get(name) ?? isRevocable) !== isRevocable) problems.push(`mixes revocable ${name}`);
    revocable.set(name, isRevocable);
    if (resource.allocation_info?.role !== (offers[0] && roleOf(offers[0]))) {
      problems.push(`has ${name} of another role`);
    }
    if (type === "SCALAR") {
      const value = scalar?.value ?? Number.NaN;
      if (!(fixed(value) > 0)) problems.push(`has ${value} ${name}`);
      if (name === "gpus" && !Number.isInteger(value)) problems.push("has a part of a gpu");
    }
    const identity = identityOf(resource);
    asked.set(identity, [...(asked.get(identity) ?? []), resource]);
  }
  for (const [identity, list] of asked) {
    const left = pools.get(identity) ?? sumOf([]);
    const [one] = list;
    if (one !== undefined && !isWhole(one, left)) problems.push("takes a part of a MOUNT disk");
    const sum = sumOf(list);
    if (sum.items.size < list.reduce((count, each) => count + (each.set?.item?.length ?? 0), 0))
      problems.push("has an item twice");
    if (!isLeft(sum, left)) {
      problems.push(`takes more than is left of ${identity}`);
    }
  }
  return problems;
}

/** Whether so much is left. */
function isLeft({ amount, ranges, items }: Left, left: Left): boolean {
  const missing = ranges.length > 0 && !ranges.every((range) => isWithin(range, left.ranges));
  const doubled = ranges.some((a, i) => ranges.some((b, j) => i < j && a.begin <= b.end && b.begin <= a.end));
  return amount <= left.amount && !missing && !doubled && [...items].every((item) => left.items.has(item));
}

/** Adds to what is left. */
function receive(pools: Pools, resource: WireResource): void {
  const identity = identityOf(resource);
  const left = pools.get(identity) ?? sumOf([]);
  const more = sumOf([resource]);
  pools.set(identity, {
    name: more.name,
    amount: left.amount + more.amount,
    ranges: [...left.ranges, ...more.ranges],
    items: new Set([...left.items, ...more.items]),
  });
}

/** What is left of each identity: thousandths, ranges, items. */
interface Left {
  name: string;
  amount: number;
  ranges: readonly WireRange[];
  items: Set<string>;
}

type Pools = Map<string, Left>;

function poolsOf(resources: readonly WireResource[]): Pools {
  const lists = new Map<string, WireResource[]>();
  for (const resource of resources) {
    const identity = identityOf(resource);
    lists.set(identity, [...(lists.get(identity) ?? []), resource]);
  }
  return new Map([...lists].map(([identity, list]) => [identity, sumOf(list)]));
}

function sumOf(list: readonly WireResource[]): Left {
  return {
    name: list[0]?.name ?? "",
    amount: list.reduce((sum, { scalar }) => sum + fixed(scalar?.value ?? 0), 0),
    ranges: list.flatMap((each) => each.ranges?.range ?? []),
    items: new Set(list.flatMap((each) => each.set?.item ?? [])),
  };
}

function give(pools: Pools, resource: WireResource): void {
  const left = pools.get(identityOf(resource));
  if (left === undefined || resource.shared !== undefined) return;
  left.amount -= fixed(resource.scalar?.value ?? 0);
  for (const range of resource.ranges?.range ?? []) {
    left.ranges = left.ranges.flatMap(({ begin, end }) =>
      range.begin > end || range.end < begin
        ? [{ begin, end }]
        : [
            { begin, end: range.begin - 1 },
            { begin: range.end + 1, end },
          ].filter((rest) => rest.begin <= rest.end),
    );
  }
  for (const item of resource.set?.item ?? []) left.items.delete(item);
}

/** Whether every number of the range is in one of those. */
function isWithin({ begin, end }: WireRange, ranges: readonly WireRange[]): boolean {
  if (begin > end) return false;
  let next = begin;
  for (const range of ranges.toSorted((a, b) => a.begin - b.begin)) {
    if (range.begin <= next && next <= range.end) next = range.end + 1;
  }
  return next > end;
}

/** Mesos's fixed point: llround(value * 1000), half away from zero. */
function fixed(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) * 1000 + 0.5);
}

/** All that a resource is, beside how much; of a disk not how it is used. */
function identityOf({ scalar: _scalar, ranges: _ranges, set: _set, disk, ...rest }: WireResource): string {
  const { volume: _volume, ...where } = diskIn({ disk: disk ?? {} });
  return sorted({ ...rest, ...(disk !== undefined && { disk: where }) });
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, each]) => `${name}:${sorted(each)}`).join()}}`;
}
