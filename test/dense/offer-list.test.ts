import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OfferList } from "../../src/dense/offer-list.ts";
import type { Agent } from "../../src/index.ts";
import { agentOf, agentsOf, chains, follow, fromOf, steadyChains } from "./chains.ts";

/** The list as plain data. */
function plain({ ids, agentIds, roles, roleNames, agentOf: agents, receivedAtMs }: OfferList): unknown {
  return {
    ids,
    agentIds,
    roles: Array.from(roles, (role) => roleNames[role]),
    agents: [...agents],
    receivedAtMs: [...receivedAtMs],
  };
}

/** What the list of these agents must be. */
function listOf(agents: readonly Agent[]): unknown {
  const all = agents
    .flatMap(({ offers }, agent) => offers.map((offer) => ({ offer, agent })))
    .toSorted((a, b) => (a.offer.receivedAtMs ?? 0) - (b.offer.receivedAtMs ?? 0) || a.agent - b.agent);
  return {
    ids: all.map(({ offer }) => offer.id),
    agentIds: all.map(({ offer }) => offer.agentId),
    roles: all.map(({ offer: { role = "*" } }) => role),
    agents: all.map(({ agent }) => agent),
    receivedAtMs: all.map(({ offer: { receivedAtMs = 0 } }) => receivedAtMs),
  };
}

describe("the list of offers", () => {
  it("has the oldest first, then those of agents in tie order, whatever cluster came before", () => {
    for (const lists of [chains, steadyChains]) {
      fc.assert(
        fc.property(lists, (each) => {
          follow(
            each,
            (agents) => OfferList.of(agents),
            (before, agents, from) => {
              const seen = plain(before);
              const later = before.after(agents, from);
              expect(plain(before)).toEqual(seen);
              return later;
            },
            (list, _, agents) => {
              expect(plain(list)).toEqual(listOf(agents));
            },
          );
        }),
      );
    }
  });

  it("loses the offers of agents that left behind the last that stayed", () => {
    const agents = agentsOf(3, { offers: [{ role: "*", cpus: 1, mem: 1, ports: [] }] });
    const [first] = agents;
    if (first === undefined) throw new Error("too few");
    const later = OfferList.of(agents).after([first], fromOf(agents, [first]));
    expect(plain(later)).toEqual(listOf([first]));
    const bare = [first, agentOf(1), ...agents.slice(2)];
    expect(plain(OfferList.of(agents).after(bare, fromOf(agents, bare)))).toEqual(listOf(bare));
  });
});
