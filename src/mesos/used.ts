import type { Cluster } from "../model/cluster.ts";
import { eachWithin, expectFields, isFields, refuse } from "../model/input/expect.ts";
import type { Offer } from "../model/offer.ts";
import type { MesosResourceOperation } from "./call.ts";
import { checkResources, type MesosResource } from "./resource.ts";
import type { LaunchOfCalls } from "./round.ts";

/** The resources of the offers of a launch, in their order, among those of its agent. Paths are relative to the launch. */
export function resourcesOf(
  { role, offerIds }: LaunchOfCalls,
  offers: readonly Offer[] = [],
): readonly MesosResource[] {
  const lists: (readonly MesosResource[])[] = [];
  eachWithin(offerIds, inOfferIds, (offerId) => {
    const offer = offers.find(({ id }) => id === offerId);
    if (offer === undefined || (offer.role ?? "*") !== role) {
      refuse("", offerId, "an offer of the launch's agent and role in the cluster that was matched");
    }
    if (!("mesos" in offer)) refuse("", offerId, "an offer that offersFrom has read");
    const { resources } = expectFields("mesos", offer.mesos);
    checkResources("mesos.resources", resources);
    lists.push(resources);
  });
  const [only] = lists;
  return lists.length === 1 && only !== undefined ? only : lists.flat();
}

function inOfferIds(i: number): string {
  return `offerIds[${i}]`;
}

/** What is to be done with what the framework keeps, by the id of the offer: of those for which there is something to do. Costs O(offers). */
export function upkeepIn({ agents }: Cluster): ReadonlyMap<string, readonly MesosResourceOperation[]> {
  const upkeep = new Map<string, readonly MesosResourceOperation[]>();
  for (const { offers } of agents) {
    for (const offer of offers) {
      if (isUpkept(offer)) upkeep.set(offer.id, offer.mesos.upkeep);
    }
  }
  return upkeep;
}

function isUpkept(
  offer: object,
): offer is { readonly mesos: { readonly upkeep: readonly MesosResourceOperation[] } } {
  return "mesos" in offer && isFields(offer.mesos) && Array.isArray(offer.mesos["upkeep"]);
}
