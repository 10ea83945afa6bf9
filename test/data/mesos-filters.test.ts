import { expect, it } from "vitest";
import { attributeIs, type Task } from "../../src/index.ts";
import { minAllocatableFor, offerConstraintsFor } from "../../src/mesos/index.ts";
import {
  isAllocatable,
  isOffered,
  type WireAgent,
  type WireConstraints,
  type WireFilters,
} from "../mesos/filters.ts";
import type { WireOffer } from "../mesos/wire.ts";
import { describeWithShared, readSharedJsonl } from "../support/shared-files.ts";

interface Message {
  readonly session: string;
  readonly request?: {
    readonly subscribe?: {
      readonly offer_constraints?: WireConstraints;
      readonly framework_info?: { readonly offer_filters?: WireFilters };
    };
  };
  readonly event?: { readonly offers?: { readonly offers: readonly (WireOffer & WireAgent)[] } };
}

const file = "data/mesos/exchange.jsonl";

function hostsOf(offers: readonly { readonly hostname: string }[]): readonly string[] {
  return [...new Set(offers.map(({ hostname }) => hostname))].toSorted();
}

describeWithShared(file, "what a real master was asked not to offer", () => {
  const messages = readSharedJsonl<Message>(file);
  const offersOf = (name: string): readonly (WireOffer & WireAgent)[] =>
    messages.flatMap(({ session, event }) => (session === name ? (event?.offers?.offers ?? []) : []));
  const subscribeOf = (name: string): NonNullable<NonNullable<Message["request"]>["subscribe"]> =>
    messages.find(({ session, request }) => session === name && request?.subscribe)?.request?.subscribe ?? {};

  // The first offers to a framework that asked for nothing: one of each agent.
  const all = offersOf("01-main").slice(0, 2);

  it("offers two agents to who asks nothing", () => {
    expect(hostsOf(all)).toEqual(["agent-one.local", "agent-two.local"]);
  });

  it("kept away the agents that the tests keep away, for constraints as they are made here", () => {
    const name = "10-offer-constraints";
    const task: Task = { id: "t", role: "svc", resources: {}, constraints: [attributeIs("rack", "r12")] };
    const asked = subscribeOf(name).offer_constraints ?? {};
    expect(asked).toEqual(offerConstraintsFor([task], { roles: ["svc"], single: ["rack"] }));
    const offered = all.filter((offer) => isOffered(asked, "svc", offer));
    expect(hostsOf(offered)).toEqual(hostsOf(offersOf(name)));
    expect(offered).toHaveLength(1);
  });

  it("made no offers that the tests find too small, for filters as they are made here", () => {
    const name = "11-offer-filters-min-allocatable";
    const task: Task = { id: "t", role: "svc", resources: { cpus: 5.01 } };
    const asked = subscribeOf(name).framework_info?.offer_filters ?? {};
    expect(asked).toEqual(minAllocatableFor([task], { roles: ["svc"] }));
    const offered = all.filter(({ resources = [] }) => isAllocatable(asked, "svc", resources));
    expect(hostsOf(offered)).toEqual(hostsOf(offersOf(name)));
    expect(offered).toHaveLength(1);
  });
});
