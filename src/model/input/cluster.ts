import type { Agent, Cluster } from "../cluster.ts";
import { checkAgreement } from "./disk.ts";
import { checkAttributes, checkAttributeValue, checkDeviceSets, checkOffer } from "./offer.ts";
import { expectEach, expectFields, expectNumber, expectText, refuse, type Fields } from "./expect.ts";
import type { Offer } from "../offer.ts";
import { compareAgents, compareText, type AgentName } from "../order.ts";
import { checkRunningTask } from "./task.ts";

/** Throws unless the value is a {@link Cluster}; paths are relative to it. Costs O(its size). */
export function checkCluster(value: unknown): asserts value is Cluster {
  const cluster = expectFields("", value);
  const claimed: Claimed = { agents: new Set(), offers: new Set(), tasks: new Set() };
  let previous: AgentName = { hostname: "", id: "" };
  expectEach("agents", cluster["agents"], (agent) => {
    checkAgent(agent);
    claimIds(agent, claimed);
    if (compareAgents(previous, agent) > 0) {
      const field = previous.hostname === agent.hostname ? "id" : "hostname";
      refuse(field, agent[field], "agents sorted by hostname, then id");
    }
    previous = agent;
  });
  checkRest(cluster);
}

/** The ids that agents of a cluster have shown so far. */
interface Claimed {
  readonly agents: Set<string>;
  readonly offers: Set<string>;
  readonly tasks: Set<string>;
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
  const offers: Offer[] = [];
  expectEach("offers", agent["offers"], (offer) => {
    checkOffer(offer);
    if (offer.agentId !== id) refuse("agentId", offer.agentId, `the agent's id, ${JSON.stringify(id)}`);
    if (compareText(previous, offer.id) >= 0) refuse("id", offer.id, "offers sorted by id");
    previous = offer.id;
    checkAgreement(offer, offers);
    offers.push(offer);
  });
  expectEach("running", agent["running"], (running) => {
    checkRunningTask(running);
    if (running.agentId !== id) refuse("agentId", running.agentId, `the agent's id, ${JSON.stringify(id)}`);
  });
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
