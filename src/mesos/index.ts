// what a master says
export {
  offersFrom,
  type MesosOffer,
  type OfferOptions,
  type ReadOffers,
  type UnreadableOffer,
} from "./offers.ts";
export { eventsFrom, type EventOptions, type MesosTaskState, type ReadEvents } from "./events.ts";
export type { MesosDisk, MesosLabels, MesosReservation, MesosResource } from "./resource.ts";
export type { UpkeepOf } from "./upkeep.ts";
export {
  inverseOffersFrom,
  type MesosInverseOffer,
  type ReadInverseOffers,
  type UnreadableInverseOffer,
} from "./inverse-offers.ts";
export type { MesosUnavailability } from "./unavailability.ts";
export { displacedBy, type Displaced, type DisplacedOptions } from "./displaced.ts";

// what a task asks of it
export { itemName, resourceName, type ResourceClass } from "./names.ts";
export type { MesosNeeds, MesosReserve, MesosTask, NewVolume, PodNeeds, PodTask } from "./needs.ts";
export { podTask, type Pod } from "./pod.ts";
export { claimOn } from "./claim.ts";
export { checkLaunchable } from "./launchable.ts";

// what to tell it
export { callsFrom, type CallOptions, type Calls } from "./calls.ts";
export { legacyCall, type LegacyCall } from "./legacy.ts";
export type { ExecutorInfoOf, MesosTaskFields, TaskGiven, TaskInfoOf } from "./task-infos.ts";
export type { StartedExecutor } from "./executors.ts";
export type { Demand } from "./demand.ts";
export type {
  MesosCall,
  MesosExecutorInfo,
  MesosFilters,
  MesosId,
  MesosLaunch,
  MesosLaunchGroup,
  MesosOperation,
  MesosResourceOperation,
  MesosTaskInfo,
} from "./call.ts";
export {
  inverseOfferCalls,
  type InverseOfferAnswers,
  type MesosInverseOfferCall,
  type MesosInverseOfferIds,
} from "./inverse-offer-calls.ts";

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
