import { refusalOf, rescind, touch, urlOf } from "./allocator.ts";
import { at, listAt, textAt, type Fields } from "./json.ts";
import { send } from "./send.ts";
import type { Agent, Framework, InverseOffer, State } from "./state.ts";

/**
 * Plans maintenance of an agent, or calls it off. Its offers are rescinded, so that new ones tell of it, and all
 * frameworks with tasks there are asked to leave.
 */
export function plan(state: State, agent: Agent, unavailability: Fields | undefined): void {
  agent.unavailability = unavailability;
  for (const offer of agent.offers) rescind(state, offer);
  for (const inverse of agent.inverseOffers) {
    drop(state, inverse);
    send(state, inverse.framework, {
      type: "RESCIND_INVERSE_OFFER",
      rescind_inverse_offer: { inverse_offer_id: { value: inverse.id } },
    });
  }
  for (const framework of new Set([...agent.tasks].map((task) => task.framework)))
    ask(state, agent, framework);
  touch(state, agent);
}

function ask(state: State, agent: Agent, framework: Framework): void {
  if (agent.unavailability === undefined || agent.standing !== "registered") return;
  const isThere = [...agent.tasks].some((task) => task.framework === framework && !task.isReleased);
  if (!isThere || [...agent.inverseOffers].some((each) => each.framework === framework)) return;
  const inverse: InverseOffer = { id: `${state.masterId}-O${state.counts.offer++}`, agent, framework };
  agent.inverseOffers.add(inverse);
  framework.inverseOffers.add(inverse);
  state.inverseOffers.set(inverse.id, inverse);
  const json = {
    id: { value: inverse.id },
    url: urlOf(state, agent),
    framework_id: { value: framework.id },
    agent_id: { value: agent.id },
    unavailability: agent.unavailability,
  };
  send(state, framework, { type: "INVERSE_OFFERS", inverse_offers: { inverse_offers: [json] } });
}

/** Takes the answer to inverse offers. The agent is asked for again after the refusal, as long as tasks are there. */
export function answer(state: State, framework: Framework, body: unknown): void {
  const refusalMs = Math.max(refusalOf(state, at(body, "filters")), state.settings.allocationMs);
  for (const id of listAt(body, "inverse_offer_ids")) {
    const inverse = state.inverseOffers.get(textAt(id, "value") ?? "");
    if (inverse === undefined || inverse.framework !== framework) continue;
    drop(state, inverse);
    state.clock.after(refusalMs, () => ask(state, inverse.agent, framework));
  }
}

/** Takes the inverse offer away. */
export function drop(state: State, inverse: InverseOffer): void {
  state.inverseOffers.delete(inverse.id);
  inverse.agent.inverseOffers.delete(inverse);
  inverse.framework.inverseOffers.delete(inverse);
}
