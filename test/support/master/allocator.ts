import { count, leastCpus, leastMem, recover } from "./agents.ts";
import { at, textAt, type Fields } from "./json.ts";
import { amountOf, hasAll, poolOf, take, type Portion } from "./portions.ts";
import { resourceOf } from "./resource.ts";
import { send } from "./send.ts";
import type { Agent, Candidate, Filter, Framework, Offer, State } from "./state.ts";

/** Has the agent looked at in the next allocation. O(1). */
export function touch(state: State, agent: Agent): void {
  if (agent.standing !== "registered") return;
  state.dirty.add(agent);
  const { allocationMs } = state.settings;
  state.batch ??= state.clock.at((Math.floor(state.clock.nowMs() / allocationMs) + 1) * allocationMs, () => {
    state.batch = undefined;
    allocate(state);
  });
}

/** Makes offers of all agents that were touched. O(agents touched × roles of frameworks). */
export function allocate(state: State): void {
  const candidates = [...state.frameworks.values()]
    .filter(({ subscriber }) => subscriber !== undefined)
    .flatMap((framework) => [...framework.candidates.values()])
    .filter(({ isSuppressed }) => !isSuppressed);
  const made = new Map<Framework, Offer[]>();
  for (const agent of state.dirty) {
    for (const candidate of inTurn(candidates, state.totals)) {
      const offer = offerTo(state, candidate, agent);
      if (offer === undefined) continue;
      const offers = made.get(candidate.framework);
      if (offers === undefined) made.set(candidate.framework, [offer]);
      else offers.push(offer);
    }
    if (agent.free.size > 0) state.idle.add(agent);
    else state.idle.delete(agent);
  }
  state.dirty.clear();
  for (const [framework, offers] of made) {
    send(state, framework, {
      type: "OFFERS",
      offers: { offers: offers.map((offer) => jsonOf(state, offer)) },
    });
  }
}

/** Dominant resource fairness: who holds the smallest share of what there is, is asked first; then by role and framework. */
function inTurn(candidates: readonly Candidate[], totals: ReadonlyMap<string, number>): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  const share = ({ held }: Candidate): number => {
    let most = 0;
    for (const [name, amount] of held) most = Math.max(most, amount / (totals.get(name) ?? amount));
    return most;
  };
  const shares = new Map(candidates.map((candidate) => [candidate, share(candidate)]));
  return candidates.toSorted(
    (a, b) =>
      (shares.get(a) ?? 0) - (shares.get(b) ?? 0) ||
      compare(a.role, b.role) ||
      compare(a.framework.id, b.framework.id),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function offerTo(state: State, candidate: Candidate, agent: Agent): Offer | undefined {
  const { framework, constraints } = candidate;
  if (agent.free.size === 0) return undefined;
  if (agent.hasGpus && !framework.capabilities.has("GPU_RESOURCES")) return undefined;
  if (isAbroad(state, agent) && !framework.capabilities.has("REGION_AWARE")) return undefined;
  const portions = [...agent.free.values()].filter((portion) => isFor(portion, candidate, agent));
  if (!isEnough(portions, candidate) || constraints?.(agent) === false) return undefined;
  for (const { pool } of candidate.filters.get(agent) ?? []) if (hasAll(pool, portions)) return undefined;
  const offer: Offer = {
    id: `${state.masterId}-O${state.counts.offer++}`,
    agent,
    candidate,
    pool: poolOf(portions),
  };
  for (const portion of portions) take(agent.free, portion);
  count(candidate.held, portions, 1);
  agent.offers.add(offer);
  framework.offers.add(offer);
  state.offers.set(offer.id, offer);
  const rescindMs = state.faults.rescindsAfterMs();
  if (rescindMs !== undefined) {
    state.clock.after(rescindMs, () => {
      if (state.offers.has(offer.id)) rescind(state, offer);
    });
  }
  return offer;
}

function isAbroad({ settings }: State, agent: Agent): boolean {
  const home = regionIn(settings.domain);
  return home !== undefined && (regionIn(agent.domain) ?? home) !== home;
}

function regionIn(domain: unknown): string | undefined {
  return textAt(domain, "fault_domain", "region", "name");
}

/** Whether a resource goes to that role, in a form that the framework understands. */
function isFor(
  { kind }: Portion,
  { role, framework: { capabilities, offers } }: Candidate,
  agent: Agent,
): boolean {
  const { reservations, isRevocable, isShared, key } = kind;
  if (isRevocable && !capabilities.has("REVOCABLE_RESOURCES")) return false;
  if (isShared && !capabilities.has("SHARED_RESOURCES")) return false;
  if (reservations.length > 1 && !capabilities.has("RESERVATION_REFINEMENT")) return false;
  const owner = reservations.at(-1)?.role;
  if (owner !== undefined && owner !== role && !role.startsWith(`${owner}/`)) return false;
  if (!isShared) return true;
  for (const offer of agent.offers) if (offers.has(offer) && offer.pool.has(key)) return false;
  return true;
}

function isEnough(portions: readonly Portion[], { minAllocatable }: Candidate): boolean {
  if (minAllocatable === undefined) {
    return amountOf(portions, "cpus") >= leastCpus || amountOf(portions, "mem") >= leastMem;
  }
  if (portions.length === 0) return false;
  return (
    minAllocatable.length === 0 ||
    minAllocatable.some((least) => [...least].every(([name, amount]) => amountOf(portions, name) >= amount))
  );
}

function jsonOf(state: State, { id, agent, candidate, pool }: Offer): Fields {
  const { framework, role } = candidate;
  const dialect = dialectOf(framework);
  const executors = [...agent.executors].filter((each) => each.framework === framework);
  return {
    id: { value: id },
    framework_id: { value: framework.id },
    agent_id: { value: agent.id },
    hostname: agent.hostname,
    url: urlOf(state, agent),
    ...(agent.domain === undefined ? {} : { domain: agent.domain }),
    resources: [...pool.values()].map((portion) =>
      resourceOf(portion, role, dialect, agent.exact.get(portion.kind.key)),
    ),
    ...(agent.attributes.length === 0 ? {} : { attributes: agent.attributes }),
    ...(executors.length === 0 ? {} : { executor_ids: executors.map((each) => ({ value: each.id })) }),
    ...(agent.unavailability === undefined ? {} : { unavailability: agent.unavailability }),
    ...(dialect.isMultiRole ? { allocation_info: { role } } : {}),
  };
}

/** The form in which a framework is shown resources. */
export function dialectOf({ capabilities }: Framework): { isRefined: boolean; isMultiRole: boolean } {
  return {
    isRefined: capabilities.has("RESERVATION_REFINEMENT"),
    isMultiRole: capabilities.has("MULTI_ROLE"),
  };
}

/** Where the agent would be found. */
export function urlOf({ settings }: State, { hostname }: Agent): Fields {
  const { ip } = settings.url;
  return { scheme: "http", address: { hostname, ip, port: 5051 }, path: "/slave(1)" };
}

/** Takes the offer away: what was in it is neither free nor on offer any more. */
export function remove(state: State, offer: Offer): void {
  state.offers.delete(offer.id);
  offer.agent.offers.delete(offer);
  offer.candidate.framework.offers.delete(offer);
}

/** Takes the offer away and gives back what was in it. */
export function giveBack(state: State, offer: Offer): void {
  remove(state, offer);
  recover(offer.agent, offer.candidate, offer.pool.values());
  touch(state, offer.agent);
}

/** Takes the offer away and says so. */
export function rescind(state: State, offer: Offer): void {
  giveBack(state, offer);
  send(state, offer.candidate.framework, { type: "RESCIND", rescind: { offer_id: { value: offer.id } } });
}

/** The refusal that a call asks for, in ms: 5 s where it says nothing or less than nothing, at most 365 days. */
export function refusalOf(state: State, filters: unknown): number {
  const seconds = Number(at(filters, "refuse_seconds") ?? Number.NaN);
  if (!(seconds >= 0)) return state.settings.defaultRefuseMs;
  return Math.min(seconds, 365 * 24 * 60 * 60) * 1000;
}

/** Gives no offer of those resources to the candidate for a while; at least until the next allocation. */
export function refuse(
  state: State,
  agent: Agent,
  candidate: Candidate,
  pool: ReadonlyMap<string, Portion>,
  refusalMs: number,
): void {
  if (refusalMs === 0 || pool.size === 0) return;
  const filters = candidate.filters.get(agent) ?? new Set();
  candidate.filters.set(agent, filters);
  const filter: Filter = { pool, timer: undefined };
  filters.add(filter);
  filter.timer = state.clock.after(Math.max(refusalMs, state.settings.allocationMs), () => {
    filters.delete(filter);
    if (filters.size === 0) candidate.filters.delete(agent);
    touch(state, agent);
  });
}

/** Forgets all refusals of a candidate; the agents are offered again. O(its refusals). */
export function forgetRefusals(state: State, candidate: Candidate): void {
  for (const [agent, filters] of candidate.filters) {
    for (const { timer } of filters) timer?.cancel();
    if (agent.standing === "registered") state.dirty.add(agent);
  }
  candidate.filters.clear();
}
