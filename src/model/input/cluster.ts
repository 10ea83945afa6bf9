import { maxRescinded, type Agent, type Cluster } from "../cluster.ts";
import {
  checkAttributes,
  checkAttributeValue,
  checkDeviceSets,
  checkExecutorIds,
  checkOffer,
  checkUnavailability,
} from "./offer.ts";
import {
  expectArray,
  expectEach,
  expectFields,
  expectNumber,
  expectString,
  expectText,
  refuse,
  type Fields,
} from "./expect.ts";
import { compareAgents, compareText, type AgentName } from "../order.ts";
import { scarceWith } from "../scarce.ts";
import { checkRunningTask } from "./task.ts";

/** Throws unless the value is a {@link Cluster}; paths are relative to it. Costs O(its size). */
export function checkCluster(value: unknown): asserts value is Cluster {
  const cluster = expectFields("", value);
  const claimed: Claimed = { agents: new Set(), offers: new Set(), tasks: new Set() };
  let previous: AgentName = { hostname: "", id: "" };
  checkNames(cluster["scarce"]);
  const scarce = cluster["scarce"] ?? none;
  const agents = expectArray("agents", cluster["agents"]);
  const roles = namesIn("roles", cluster["roles"]);
  expectEach("agents", agents, (agent) => {
    checkAgent(agent);
    checkScarce(agent, scarce);
    checkRoles(agent, roles);
    claimIds(agent, claimed);
    if (compareAgents(previous, agent) > 0) {
      const field = previous.hostname === agent.hostname ? "id" : "hostname";
      refuse(field, agent[field], "agents sorted by hostname, then id");
    }
    previous = agent;
  });
  checkRest(cluster);
}

const none: readonly never[] = [];

/** Throws unless the value is a list of names of scarce resources; there may be none such. */
function checkNames(value: unknown): asserts value is readonly string[] | undefined {
  if (value !== undefined && namesIn("scarce", value).size === 0)
    refuse("scarce", value, "at least one name, or no list at all");
}

/** The names of a list. Throws unless they are in their order, each once. */
function namesIn(path: string, value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  let previous = "";
  expectEach(path, value, (element) => {
    const name = expectText("", element);
    if (compareText(previous, name) >= 0) refuse("", name, "names sorted, each once");
    previous = name;
    names.add(name);
  });
  return names;
}

/** Throws unless the roles of the agent's offers and tasks are among these. The path is relative to the agent. */
function checkRoles({ offers, running }: Agent, roles: ReadonlySet<string>): void {
  for (const [i, { role }] of offers.entries()) {
    if (!roles.has(role ?? "*")) refuse(`offers[${i}].role`, role, "one of the roles of the cluster");
  }
  for (const [i, { task }] of running.entries()) {
    if (!roles.has(task.role ?? "*"))
      refuse(`running[${i}].task.role`, task.role, "one of the roles of the cluster");
  }
}

/** Throws unless the agent's scarce resources are among these, and all that it shows to have. The path is relative to the agent. */
function checkScarce(agent: Agent, names: readonly string[]): void {
  const { scarce, offers, devices, running } = agent;
  if (scarce === undefined && names.length === 0) return;
  const expected = scarceWith(scarce, names, { offers: [...offers, { resources: {}, devices }], running });
  if (expected !== scarce) {
    refuse("scarce", scarce, `${JSON.stringify(expected)}, those of the cluster's that the agent has`);
  }
}

/** The ids that agents of a cluster have shown so far. */
interface Claimed {
  readonly agents: Set<string>;
  readonly offers: Set<string>;
  readonly tasks: Set<string>;
}

/** Throws unless the rest of a cluster beside its agents is as it should be. */
function checkRest(cluster: Fields): void {
  if (cluster["activeGroups"] !== null) {
    const groups = expectFields("activeGroups", cluster["activeGroups"]);
    expectText("activeGroups.attribute", groups["attribute"]);
    expectEach("activeGroups.values", groups["values"], checkAttributeValue);
  }
  const rescinded = expectArray("rescinded", cluster["rescinded"]);
  if (rescinded.length > maxRescinded) refuse("rescinded", rescinded, `at most ${maxRescinded} ids`);
  const seen = new Set<string>();
  expectEach("rescinded", rescinded, (value) => {
    const id = expectText("", value);
    if (seen.has(id)) refuse("", id, "an id that comes once");
    seen.add(id);
  });
}

/** Throws unless the value is an {@link Agent}; paths are relative to it. */
function checkAgent(value: unknown): asserts value is Agent {
  const agent = expectFields("", value);
  const id = expectText("id", agent["id"]);
  expectString("hostname", agent["hostname"]);
  checkAttributes("attributes", agent["attributes"]);
  checkDeviceSets(agent["devices"]);
  if (agent["executors"] !== undefined) checkExecutorIds(agent["executors"]);
  if (agent["newestOfferAtMs"] !== undefined) {
    expectNumber("newestOfferAtMs", agent["newestOfferAtMs"], -Infinity, "a finite number");
  }
  if (agent["unavailability"] !== undefined) checkUnavailability("unavailability", agent["unavailability"]);
  checkNames(agent["scarce"]);
  const offers = expectArray("offers", agent["offers"]);
  let previous = "";
  expectEach("offers", offers, (offer) => {
    checkOffer(offer);
    if (offer.agentId !== id) refuse("agentId", offer.agentId, `the agent's id, ${JSON.stringify(id)}`);
    if (compareText(previous, offer.id) >= 0) refuse("id", offer.id, "offers sorted by id");
    previous = offer.id;
  });
  const running = expectArray("running", agent["running"]);
  expectEach("running", running, (each) => {
    checkRunningTask(each);
    if (each.agentId !== id) refuse("agentId", each.agentId, `the agent's id, ${JSON.stringify(id)}`);
  });
  if (offers.length > 0 || running.length > 0) expectText("hostname", agent["hostname"]);
  if (agent["disabledUntilMs"] !== undefined) {
    expectNumber("disabledUntilMs", agent["disabledUntilMs"], -Infinity, "a finite number");
  }
}

/** Notes the ids; throws if one has come before. Paths are relative to the agent. */
function claimIds(agent: Agent, { agents, offers, tasks }: Claimed): void {
  if (agents.has(agent.id)) refuse("id", agent.id, "an id that no other agent has");
  agents.add(agent.id);
  for (const [i, { id }] of agent.offers.entries()) {
    if (offers.has(id)) refuse(`offers[${i}].id`, id, "an id that no other offer has");
    offers.add(id);
  }
  for (const [i, { task }] of agent.running.entries()) {
    if (tasks.has(task.id)) refuse(`running[${i}].task.id`, task.id, "an id that no other running task has");
    tasks.add(task.id);
  }
}
