// what a master says
export {
  offersFrom,
  type MesosOffer,
  type OfferOptions,
  type ReadOffers,
  type UnreadableOffer,
} from "./offers.ts";
export { eventsFrom, type EventOptions, type MesosTaskState, type ReadEvents } from "./events.ts";
export type { MesosResource } from "./resource.ts";
export {
  inverseOffersFrom,
  type MesosInverseOffer,
  type ReadInverseOffers,
  type UnreadableInverseOffer,
} from "./inverse-offers.ts";
export type { MesosUnavailability } from "./unavailability.ts";
export { displacedBy, type Displaced, type DisplacedOptions } from "./displaced.ts";

// what to tell it
export { checkLaunchable } from "./launchable.ts";
export { callsFrom, type CallOptions, type Calls } from "./calls.ts";
export type { MesosTaskFields, TaskInfoOf } from "./task-infos.ts";
export type { Demand } from "./demand.ts";
export {
  inverseOfferCalls,
  type InverseOfferAnswers,
  type MesosInverseOfferCall,
  type MesosInverseOfferIds,
} from "./inverse-offer-calls.ts";
export type { MesosCall, MesosFilters, MesosId, MesosLaunch, MesosTaskInfo } from "./call.ts";

// what to offer
export {
  offerConstraintsFor,
  type MesosOfferConstraints,
  type OfferConstraintsOptions,
} from "./offer-constraints.ts";
export type { MesosAttributeConstraint, MesosPredicate, MesosSelector } from "./groups.ts";
export { minAllocatableFor, type MesosOfferFilters, type MinAllocatableOptions } from "./min-allocatable.ts";

// Marathon's words
export {
  marathonConstraints,
  type MarathonConstraint,
  type MarathonPodConstraint,
} from "./marathon/constraints.ts";
export { marathonTasks } from "./marathon/tasks.ts";
export type { MarathonOptions } from "./marathon/options.ts";
export type {
  MarathonApp,
  MarathonAppContainer,
  MarathonExecutorResources,
  MarathonNetwork,
  MarathonPod,
  MarathonPodContainer,
  MarathonPodPlacement,
  MarathonPort,
  MarathonPortDefinition,
} from "./marathon/definition.ts";
