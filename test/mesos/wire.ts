/** JSON of the v1 API as the tests write it, loosely: everything may be missing. */
export interface WireResource {
  readonly name?: string;
  readonly type?: string;
  readonly scalar?: { readonly value?: number };
  readonly ranges?: { readonly range?: readonly WireRange[] };
  readonly set?: { readonly item?: readonly string[] };
  readonly role?: string;
  readonly reservations?: readonly object[];
  readonly allocation_info?: { readonly role?: string };
  readonly revocable?: object;
  readonly shared?: object;
  readonly disk?: object;
  readonly [field: string]: unknown;
}

/** An inclusive range. */
export interface WireRange {
  readonly begin: number;
  readonly end: number;
}

/** An id. */
export interface WireId {
  readonly value?: string;
}

/** An offer. */
export interface WireOffer {
  readonly id: { readonly value: string };
  readonly agent_id: { readonly value: string };
  readonly hostname: string;
  readonly resources?: readonly WireResource[];
  readonly allocation_info?: { readonly role: string };
  readonly [field: string]: unknown;
}

/** A task to be launched. */
export interface WireTask {
  readonly task_id?: WireId;
  readonly agent_id?: WireId;
  readonly name?: unknown;
  readonly resources?: readonly WireResource[];
  readonly executor?: WireExecutor;
}

/** Something done with the resources of offers. */
export interface WireOperation {
  readonly type?: string;
  readonly id?: WireId;
  readonly launch?: { readonly task_infos?: readonly WireTask[] };
  readonly launch_group?: {
    readonly executor?: WireExecutor;
    readonly task_group?: { readonly tasks?: readonly WireTask[] };
  };
  readonly reserve?: { readonly resources?: readonly WireResource[] };
  readonly unreserve?: { readonly resources?: readonly WireResource[] };
  readonly create?: { readonly volumes?: readonly WireResource[] };
  readonly destroy?: { readonly volumes?: readonly WireResource[] };
  readonly grow_volume?: { readonly volume: WireResource; readonly addition: WireResource };
  readonly shrink_volume?: { readonly volume: WireResource; readonly subtract: { readonly value: number } };
}

/** An executor. */
export interface WireExecutor {
  readonly executor_id?: WireId;
  readonly resources?: readonly WireResource[];
}

/** A call. */
export interface WireCall {
  readonly type?: string;
  readonly framework_id?: WireId;
  readonly accept?: {
    readonly offer_ids?: readonly WireId[];
    readonly operations?: readonly WireOperation[];
    readonly filters?: { readonly refuse_seconds?: number };
  };
  readonly decline?: {
    readonly offer_ids?: readonly WireId[];
    readonly filters?: { readonly refuse_seconds?: number };
  };
  readonly suppress?: { readonly roles?: readonly string[] };
  readonly revive?: { readonly roles?: readonly string[] };
}

/** The event that brings the offers. */
export function offersEvent(...offers: readonly unknown[]): unknown {
  return { type: "OFFERS", offers: { offers } };
}

/** The offer `o<n>` of agent `a<n>` on `h<n>` to the role `svc`, unless the fields say otherwise. */
export function wireOffer(n: number, resources: readonly WireResource[], fields: object = {}): WireOffer {
  return {
    id: { value: `o${n}` },
    agent_id: { value: `a${n}` },
    hostname: `h${n}`,
    allocation_info: { role: "svc" },
    resources,
    ...fields,
  };
}

/** An amount, allocated to `svc`. */
export function amount(name: string, value: number, fields: object = {}): WireResource {
  return { name, type: "SCALAR", scalar: { value }, allocation_info: { role: "svc" }, ...fields };
}

/** Ranges, `ports` unless told, allocated to `svc`. */
export function ranges(list: readonly (readonly [number, number])[], fields: object = {}): WireResource {
  const range = list.map(([begin, end]) => ({ begin, end }));
  return { name: "ports", type: "RANGES", ranges: { range }, allocation_info: { role: "svc" }, ...fields };
}

/** Reserved for the roles, one below the other. */
export function reserved(...roles: readonly string[]): object {
  return { reservations: roles.map((role) => ({ type: "DYNAMIC", role })) };
}
