import { keyOf, type Agent, type Cluster } from "../cluster.ts";
import { checkAttributes, checkAttributeValue, checkDeviceSets, checkOffer } from "./offer.ts";
import {
  expectEach,
  expectFields,
  expectNumber,
  expectText,
  fieldPath,
  refuse,
  within,
  type Fields,
} from "./expect.ts";
import { compareText } from "../order.ts";
import { checkRunningTask } from "./task.ts";

/** Throws unless the value is a {@link Cluster}, indexes included; paths are relative to it. Costs O(its size). */
export function checkCluster(value: unknown): asserts value is Cluster {
  const cluster = expectFields("", value);
  const agents = expectFields("agents", cluster["agents"]);
  const offers = new Map<string, string>();
  const tasks = new Map<string, string>();
  for (const key of Object.keys(agents)) {
    within(fieldPath("agents", key), agents[key], (agent) => {
      checkAgent(agent);
      if (key !== keyOf(agent.id)) refuse("id", agent.id, `the id of the key ${JSON.stringify(key)}`);
      claimIds(agent, offers, tasks);
    });
  }
  checkIndex("offers", cluster["offers"], offers);
  checkIndex("tasks", cluster["tasks"], tasks);
  checkRest(cluster);
}

/** Throws unless the rest of a cluster beside its agents is as it should be. */
function checkRest(
  cluster: Fields,
): asserts cluster is Fields & Pick<Cluster, "activeGroups" | "roles" | "rescinded"> {
  if (cluster["activeGroups"] !== null) {
    const groups = expectFields("activeGroups", cluster["activeGroups"]);
    expectText("activeGroups.attribute", groups["attribute"]);
    expectEach("activeGroups.values", groups["values"], checkAttributeValue);
  }
  expectEach("roles", cluster["roles"], (role) => expectText("", role));
  expectEach("rescinded", cluster["rescinded"], (id) => expectText("", id));
}

/** Throws unless the value is an {@link Agent}; paths are relative to it. */
function checkAgent(value: unknown): asserts value is Agent {
  const agent = expectFields("", value);
  const id = expectText("id", agent["id"]);
  if (typeof agent["hostname"] !== "string") refuse("hostname", agent["hostname"], "a string");
  checkAttributes("attributes", agent["attributes"]);
  checkDeviceSets(agent["devices"]);
  if (agent["newestOfferAtMs"] !== undefined) {
    expectNumber("newestOfferAtMs", agent["newestOfferAtMs"], -Infinity, "a finite number");
  }
  let previous = "";
  expectEach("offers", agent["offers"], (offer) => {
    checkOffer(offer);
    if (offer.agentId !== id) refuse("agentId", offer.agentId, `the agent's id, ${JSON.stringify(id)}`);
    if (compareText(previous, offer.id) >= 0) refuse("id", offer.id, "offers sorted by id");
    previous = offer.id;
  });
  expectEach("running", agent["running"], (running) => {
    checkRunningTask(running);
    if (running.agentId !== id) refuse("agentId", running.agentId, `the agent's id, ${JSON.stringify(id)}`);
  });
  if (agent["disabledUntilMs"] !== undefined) {
    expectNumber("disabledUntilMs", agent["disabledUntilMs"], -Infinity, "a finite number");
  }
}

/** Notes where each offer and task is; throws if one is in two places. Paths are relative to the agent. */
function claimIds(agent: Agent, offers: Map<string, string>, tasks: Map<string, string>): void {
  for (const [i, offer] of agent.offers.entries()) {
    if (offers.has(offer.id)) refuse(`offers[${i}].id`, offer.id, "an id that no other offer has");
    offers.set(offer.id, agent.id);
  }
  for (const [i, { task }] of agent.running.entries()) {
    if (tasks.has(task.id)) refuse(`running[${i}].task.id`, task.id, "an id that no other running task has");
    tasks.set(task.id, agent.id);
  }
}

function checkIndex(path: string, value: unknown, expected: ReadonlyMap<string, string>): void {
  const index = expectFields(path, value);
  for (const [id, agentId] of expected) {
    const key = keyOf(id);
    if (!Object.hasOwn(index, key) || index[key] !== agentId) {
      refuse(fieldPath(path, key), index[key], `the id of its agent, ${JSON.stringify(agentId)}`);
    }
  }
  for (const key of Object.keys(index)) {
    if (!expected.has(key.slice(1))) refuse(fieldPath(path, key), index[key], `no ${path} that no agent has`);
  }
}
