import type { MesosResource } from "./resource.ts";

/** An id as the v1 API writes it. */
export interface MesosId {
  readonly value: string;
}

/** The id. */
export function mesosId(value: string): MesosId {
  return { value };
}

/** A task to be launched (mesos.proto, TaskInfo), with whatever else `taskInfo` says of it: `command`, `container`, `labels`, … */
export interface MesosTaskInfo {
  readonly task_id: MesosId;
  readonly agent_id: MesosId;
  readonly name: string;
  readonly resources: readonly MesosResource[];
  readonly [field: string]: unknown;
}

/** What runs tasks on an agent (mesos.proto, ExecutorInfo), with whatever else `executorInfo` says of it. */
export interface MesosExecutorInfo {
  readonly executor_id: MesosId;
  readonly resources: readonly MesosResource[];
  readonly [field: string]: unknown;
}

/** Launches tasks on the agent of the offers. */
export interface MesosLaunch {
  readonly type: "LAUNCH";
  readonly launch: { readonly task_infos: readonly MesosTaskInfo[] };
}

/** Launches the tasks of a pod, all or none. */
export interface MesosLaunchGroup {
  readonly type: "LAUNCH_GROUP";
  readonly launch_group: {
    readonly executor: MesosExecutorInfo;
    readonly task_group: { readonly tasks: readonly MesosTaskInfo[] };
  };
}

/**
 * Something to do with the resources of the offers (mesos.proto, Offer.Operation). Those that change what an agent keeps have an id in calls: without one a
 * master says nothing of an operation that it refuses.
 */
export type MesosOperation =
  | MesosLaunch
  | MesosLaunchGroup
  | (MesosResourceOperation & { readonly id?: MesosId });

/** Changes what an agent keeps for the framework. */
export type MesosResourceOperation =
  | { readonly type: "RESERVE"; readonly reserve: { readonly resources: readonly MesosResource[] } }
  | { readonly type: "UNRESERVE"; readonly unreserve: { readonly resources: readonly MesosResource[] } }
  | { readonly type: "CREATE"; readonly create: { readonly volumes: readonly MesosResource[] } }
  | { readonly type: "DESTROY"; readonly destroy: { readonly volumes: readonly MesosResource[] } }
  | {
      readonly type: "GROW_VOLUME";
      readonly grow_volume: { readonly volume: MesosResource; readonly addition: MesosResource };
    }
  | {
      readonly type: "SHRINK_VOLUME";
      readonly shrink_volume: {
        readonly volume: MesosResource;
        readonly subtract: { readonly value: number };
      };
    };

/** For how long what is not used should not be offered again. */
export interface MesosFilters {
  readonly refuse_seconds: number;
}

/** A call to a master, as JSON of the v1 API (scheduler.proto, Call). */
export type MesosCall =
  | {
      readonly type: "ACCEPT";
      readonly framework_id: MesosId;
      readonly accept: {
        readonly offer_ids: readonly MesosId[];
        readonly operations: readonly MesosOperation[];
        readonly filters: MesosFilters;
      };
    }
  | {
      readonly type: "DECLINE";
      readonly framework_id: MesosId;
      readonly decline: { readonly offer_ids: readonly MesosId[]; readonly filters: MesosFilters };
    }
  | {
      readonly type: "SUPPRESS";
      readonly framework_id: MesosId;
      readonly suppress: { readonly roles: readonly string[] };
    }
  | {
      readonly type: "REVIVE";
      readonly framework_id: MesosId;
      readonly revive: { readonly roles: readonly string[] };
    };
