import { InvalidInputError } from "../errors.ts";
import type { Agent } from "../model/cluster.ts";
import type { Offer } from "../model/offer.ts";
import { compareText } from "../model/order.ts";
import { maxAmount, toThousandths, type Scalars } from "../model/quantity.ts";
import type { RunningTask } from "../model/task.ts";

/** An agent of which nothing is known but its name. */
export function newAgent(id: string, hostname: string): Agent {
  return { id, hostname, attributes: {}, devices: [], offers: [], running: [] };
}

/** The agent with one more offer, which says what the agent is if none came later. */
export function withOffer(agent: Agent, offer: Offer): Agent {
  const at = agent.offers.findLastIndex(({ id }) => compareText(id, offer.id) < 0) + 1;
  const offers = agent.offers.toSpliced(at, 0, offer);
  const receivedAtMs = offer.receivedAtMs ?? 0;
  return agent.newestOfferAtMs !== undefined && agent.newestOfferAtMs > receivedAtMs
    ? { ...agent, offers }
    : {
        ...agent,
        hostname: offer.hostname,
        attributes: offer.attributes ?? {},
        devices: offer.devices ?? [],
        newestOfferAtMs: receivedAtMs,
        offers,
      };
}

/** The agent without the offer. */
export function withoutOffer(agent: Agent, offerId: string): Agent {
  return { ...agent, offers: agent.offers.filter((offer) => offer.id !== offerId) };
}

/** The agent with one more running task. */
export function withTask(agent: Agent, running: RunningTask): Agent {
  return { ...agent, running: [...agent.running, running] };
}

/** The agent without the running task. */
export function withoutTask(agent: Agent, taskId: string): Agent {
  return { ...agent, running: agent.running.filter(({ task }) => task.id !== taskId) };
}

/** Whether anything keeps the agent known. */
export function isRemembered(agent: Agent): boolean {
  return agent.offers.length > 0 || agent.running.length > 0 || agent.disabledUntilMs !== undefined;
}

/** A resource of which the agent offers and holds more than can be counted exactly, if there is one. */
export function tooLargeSum(agent: Agent): string | undefined {
  const sums = new Map<string, number>();
  for (const { resources } of agent.offers) addTo(sums, resources);
  for (const { task } of agent.running) addTo(sums, task.resources);
  for (const [name, sum] of sums) if (sum > toThousandths(maxAmount)) return name;
  return undefined;
}

function addTo(sums: Map<string, number>, resources: Scalars): void {
  for (const [name, amount] of Object.entries(resources)) {
    sums.set(name, (sums.get(name) ?? 0) + toThousandths(amount));
  }
}

/** The error for such an agent. */
export function uncountable(path: string, resource: string, { id }: Agent): InvalidInputError {
  return new InvalidInputError({
    path,
    got: `more ${resource} for agent ${JSON.stringify(id)} than can be counted`,
    expected: `at most ${maxAmount} in all`,
  });
}
