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

/** Launches tasks on the agent of the offers. */
export interface MesosLaunch {
  readonly type: "LAUNCH";
  readonly launch: { readonly task_infos: readonly MesosTaskInfo[] };
}

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
        readonly operations: readonly MesosLaunch[];
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
