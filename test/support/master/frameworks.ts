import { allocate, forgetRefusals, giveBack } from "./allocator.ts";
import { at, listAt, numberAt, textAt, textsAt, type Fields } from "./json.ts";
import { constraintsByRole, leastOf } from "./offer-constraints.ts";
import { hangUp, send } from "./send.ts";
import type { Candidate, Framework, State, Subscriber } from "./state.ts";
import { forgetTask } from "./tasks.ts";

/** What is wrong with a subscription, in Mesos's words. */
export function problemOfInfo(state: State, subscribe: unknown): string | undefined {
  const info = at(subscribe, "framework_info");
  const isMultiRole = capabilitiesOf(info).has("MULTI_ROLE");
  if (isMultiRole && at(info, "role") !== undefined) {
    return "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable";
  }
  if (!isMultiRole && listAt(info, "roles").length > 0) {
    return "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable";
  }
  const roles = rolesOf(info);
  if (new Set(roles).size < roles.length) return "'FrameworkInfo.roles' contains duplicate items";
  for (const role of roles) {
    const problem = problemOfRole(role);
    const field = isMultiRole
      ? "'FrameworkInfo.roles' contains invalid role"
      : "'FrameworkInfo.role' is not a valid role";
    if (problem !== undefined) return `${field}: ${problem}`;
  }
  for (const role of textsAt(subscribe, "suppressed_roles")) {
    if (!roles.includes(role)) return `Suppressed role '${role}' is not contained in the list of roles`;
  }
  try {
    constraintsByRole(at(subscribe, "offer_constraints"));
  } catch (cause) {
    return `Offer constraints are not valid: ${String(cause)}`;
  }
  const id = textAt(info, "id", "value");
  return id !== undefined && state.completed.has(id) ? "Framework has been removed" : undefined;
}

/** See docs/roles.md of Mesos. */
function problemOfRole(role: string): string | undefined {
  if (role === "*") return undefined;
  if (role === "") return "Empty role name is invalid";
  if (role.startsWith("/")) return `Role '${role}' cannot start with a slash`;
  if (role.endsWith("/")) return `Role '${role}' cannot end with a slash`;
  if (role.includes("//")) return `Role '${role}' cannot contain two adjacent slashes`;
  for (const part of role.split("/")) {
    if (part === "." || part === "..") return `Role '${role}' cannot include '${part}' as a component`;
    if (part === "*") return `Role '${role}' cannot include '*' as a component`;
    if (part.startsWith("-")) return `Role component '${part}' is invalid: it begins with '-'`;
    if (/[\s\p{Cc}]/u.test(part)) return `Role component '${part}' is invalid: it contains whitespace`;
  }
  return undefined;
}

function capabilitiesOf(info: unknown): ReadonlySet<string> {
  return new Set(listAt(info, "capabilities").map((each) => textAt(each, "type") ?? "UNKNOWN"));
}

function rolesOf(info: unknown): readonly string[] {
  return capabilitiesOf(info).has("MULTI_ROLE") ? textsAt(info, "roles") : [textAt(info, "role") ?? "*"];
}

/** Subscribes a framework, anew or again, and offers it what there is. The subscription is a good one. */
export function subscribe(state: State, body: unknown, subscriber: Subscriber, streamId: string): Framework {
  const info = at(body, "framework_info");
  const id =
    textAt(info, "id", "value") ?? `${state.masterId}-${String(state.counts.framework++).padStart(4, "0")}`;
  const framework = state.frameworks.get(id) ?? newFramework(id);
  if (framework.subscriber !== undefined) {
    send(state, framework, { type: "ERROR", error: { message: "Framework failed over" } });
    hangUp(state, framework);
  }
  for (const offer of framework.offers) giveBack(state, offer);
  framework.removal?.cancel();
  framework.removal = undefined;
  state.frameworks.set(id, framework);
  describe(state, framework, body);
  framework.subscriber = subscriber;
  framework.streamId = streamId;
  const { heartbeatMs } = state.settings;
  send(state, framework, {
    type: "SUBSCRIBED",
    subscribed: {
      framework_id: { value: id },
      heartbeat_interval_seconds: heartbeatMs / 1000,
      master_info: masterInfoOf(state),
    },
  });
  beat(state, framework);
  for (const candidate of framework.candidates.values()) forgetRefusals(state, candidate);
  lookAround(state);
  return framework;
}

function masterInfoOf({ masterId: id, settings: { url, domain } }: State): Fields {
  const { hostname, ip, port } = url;
  return {
    id,
    ip: ip.split(".").reduceRight((sum, part) => sum * 256 + Number(part), 0),
    port,
    pid: `master@${ip}:${port}`,
    hostname,
    version: "1.12.0",
    address: { hostname, ip, port },
    ...(domain === undefined ? {} : { domain }),
    capabilities: ["AGENT_UPDATE", "AGENT_DRAINING", "QUOTA_V2"].map((type) => ({ type })),
  };
}

function beat(state: State, framework: Framework): void {
  send(state, framework, { type: "HEARTBEAT" });
  framework.heartbeat = state.clock.after(state.settings.heartbeatMs, () => beat(state, framework));
}

function newFramework(id: string): Framework {
  return {
    id,
    info: {},
    name: "",
    principal: undefined,
    capabilities: new Set(),
    failoverTimeoutMs: 0,
    streamId: undefined,
    subscriber: undefined,
    heartbeat: undefined,
    removal: undefined,
    candidates: new Map(),
    formerRoles: new Map(),
    offers: new Set(),
    inverseOffers: new Set(),
    tasks: new Map(),
    operations: new Map(),
  };
}

/** Takes over what a subscription, or an UPDATE_FRAMEWORK, says of the framework. */
export function describe(state: State, framework: Framework, body: unknown): void {
  const info = at(body, "framework_info");
  const constraints = constraintsByRole(at(body, "offer_constraints"));
  const suppressed = textsAt(body, "suppressed_roles");
  const roles = rolesOf(info);
  framework.name = textAt(info, "name") ?? "";
  framework.principal = textAt(info, "principal");
  framework.capabilities = capabilitiesOf(info);
  framework.failoverTimeoutMs = (numberAt(info, "failover_timeout") ?? 0) * 1000;
  for (const [role, candidate] of framework.candidates) {
    if (roles.includes(role)) continue;
    framework.candidates.delete(role);
    framework.formerRoles.set(role, candidate);
    for (const offer of framework.offers) if (offer.candidate === candidate) giveBack(state, offer);
  }
  for (const role of roles) {
    const candidate =
      framework.candidates.get(role) ?? framework.formerRoles.get(role) ?? newCandidate(framework, role);
    framework.formerRoles.delete(role);
    framework.candidates.set(role, candidate);
    candidate.isSuppressed = suppressed.includes(role);
    candidate.constraints = constraints.get(role);
    candidate.minAllocatable = leastOf(at(info, "offer_filters", role));
  }
}

function newCandidate(framework: Framework, role: string): Candidate {
  return {
    framework,
    role,
    isSuppressed: false,
    held: new Map(),
    filters: new Map(),
    constraints: undefined,
    minAllocatable: undefined,
  };
}

/** Offers at once whatever is free. O(agents with something free). */
export function lookAround(state: State): void {
  for (const agent of state.idle) state.dirty.add(agent);
  allocate(state);
}

/** Suppresses the roles, or revives them; all where none is named. */
export function setSuppressed(
  state: State,
  framework: Framework,
  roles: readonly string[],
  isSuppressed: boolean,
): void {
  let isNew = false;
  for (const [role, candidate] of framework.candidates) {
    if (roles.length > 0 && !roles.includes(role)) continue;
    if (!isSuppressed) {
      isNew ||= candidate.isSuppressed;
      forgetRefusals(state, candidate);
    }
    candidate.isSuppressed = isSuppressed;
  }
  if (isNew) lookAround(state);
  else if (!isSuppressed) allocate(state);
}

/** The stream has ended: the framework has its failover timeout to come back. */
export function disconnect(state: State, framework: Framework): void {
  hangUp(state, framework);
  for (const offer of framework.offers) giveBack(state, offer);
  framework.removal?.cancel();
  framework.removal = state.clock.after(framework.failoverTimeoutMs, () => tearDown(state, framework));
}

/** Ends all that the framework has; it cannot come back. */
export function tearDown(state: State, framework: Framework): void {
  hangUp(state, framework);
  framework.removal?.cancel();
  for (const offer of framework.offers) giveBack(state, offer);
  for (const task of framework.tasks.values()) forgetTask(state, task);
  for (const { timer } of framework.operations.values()) timer?.cancel();
  for (const candidate of framework.candidates.values()) forgetRefusals(state, candidate);
  for (const inverse of framework.inverseOffers) {
    inverse.agent.inverseOffers.delete(inverse);
    state.inverseOffers.delete(inverse.id);
  }
  state.frameworks.delete(framework.id);
  state.completed.add(framework.id);
}
