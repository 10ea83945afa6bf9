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

// what to tell it
export { checkLaunchable } from "./launchable.ts";
export { callsFrom, type CallOptions, type Calls } from "./calls.ts";
export type { MesosTaskFields, TaskInfoOf } from "./task-infos.ts";
export type { Demand } from "./demand.ts";
export type { MesosCall, MesosFilters, MesosId, MesosLaunch, MesosTaskInfo } from "./call.ts";

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
