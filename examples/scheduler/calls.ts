// What a scheduler says of itself, and how its calls are made.
import type { Policy } from "stowage";
import type { MesosCall, MesosResource } from "stowage/mesos";
import type { Fields } from "./json.ts";

/** A call of the v1 scheduler API, as JSON. */
export interface Call {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What a scheduler is beside its jobs. */
export interface Settings {
  readonly name: string;
  /** As whom tasks run on agents. */
  readonly user: string;
  readonly principal?: string;
  /** For how long tasks run on without a scheduler. */
  readonly failoverSeconds: number;
  readonly policy?: Policy;
  /** Beside those that every one needs. */
  readonly capabilities?: readonly string[];
  /** Called with a line now and then. */
  readonly log?: (line: string) => void;
}

const capabilities = ["MULTI_ROLE", "RESERVATION_REFINEMENT", "GPU_RESOURCES", "PARTITION_AWARE"];

/** The call of that type; its body stands under the type's name. */
export function callOf(frameworkId: string, type: string, body?: Fields): Call {
  const framework_id = { value: frameworkId };
  return { type, framework_id, ...(body && { [type.toLowerCase()]: body }) };
}

/** The first call of a connection: without an id the framework is a new one. */
export function subscribeCallOf(settings: Settings, roles: readonly string[], frameworkId: string): Call {
  const { user, name, principal, failoverSeconds, capabilities: more = [] } = settings;
  const framework_id = { value: frameworkId };
  const framework_info = {
    ...(frameworkId !== "" && { id: framework_id }),
    user,
    name,
    ...(principal !== undefined && { principal }),
    roles,
    failover_timeout: failoverSeconds,
    checkpoint: true,
    capabilities: [...capabilities, ...more].map((type) => ({ type })),
  };
  return { type: "SUBSCRIBE", ...(frameworkId !== "" && { framework_id }), subscribe: { framework_info } };
}

/** What each task of the launches names. */
export function infosIn(calls: readonly MesosCall[]): ReadonlyMap<string, readonly MesosResource[]> {
  const infos = new Map<string, readonly MesosResource[]>();
  const operations = calls.flatMap((call) => (call.type === "ACCEPT" ? call.accept.operations : []));
  for (const operation of operations) {
    if (operation.type !== "LAUNCH") continue;
    for (const { task_id, resources } of operation.launch.task_infos) infos.set(task_id.value, resources);
  }
  return infos;
}
