import { at, canonical, fieldsOf, listAt, textAt, type Fields } from "./json.ts";

/** One level of a reservation; a role further down refines the ones above it. */
export interface Reservation {
  readonly type: "STATIC" | "DYNAMIC";
  readonly role: string;
  readonly principal?: string;
  readonly labels?: unknown;
}

/** The type of a resource's value. */
export type ValueType = "SCALAR" | "RANGES" | "SET";

/**
 * All that a resource is, beside how much of it, and beside the role that it is allocated to. Two are the same if they
 * have one `key`: of a disk only its source and the id of its volume count, as in Mesos's `operator==` of DiskInfo.
 */
export interface Kind {
  readonly key: string;
  readonly name: string;
  readonly type: ValueType;
  readonly reservations: readonly Reservation[];
  /** DiskInfo, as it came. */
  readonly disk?: Fields;
  readonly providerId?: unknown;
  readonly isRevocable: boolean;
  readonly isShared: boolean;
  /** Whether it is taken as one: a volume, a MOUNT or BLOCK disk. */
  readonly isWhole: boolean;
  /** The id of the persistent volume that it is. */
  readonly volumeId?: string;
}

/** What a kind is made from. */
export type KindFields = Pick<Kind, "name" | "type" | "reservations" | "isRevocable" | "isShared"> &
  Partial<Pick<Kind, "disk" | "providerId">>;

/** The kind with those fields. */
export function kindFrom(fields: KindFields): Kind {
  const { name, type, reservations, disk, providerId, isRevocable, isShared } = fields;
  const source = at(disk, "source");
  const volumeId = textAt(disk, "persistence", "id");
  const sourceType = textAt(source, "type");
  let key = type === "SCALAR" ? name : `${name}:${type}`;
  for (const { type: how, role, principal, labels } of reservations) {
    key += `|${how} ${role} ${principal ?? ""} ${labelsKey(labels)}`;
  }
  if (source !== undefined) key += `|source ${canonical(source)}`;
  if (volumeId !== undefined) key += `|volume ${volumeId}`;
  if (providerId !== undefined) key += `|provider ${canonical(providerId)}`;
  if (isRevocable) key += "|revocable";
  if (isShared) key += "|shared";
  return {
    ...fields,
    key,
    isWhole: volumeId !== undefined || sourceType === "MOUNT" || sourceType === "BLOCK",
    ...(volumeId === undefined ? {} : { volumeId }),
  };
}

/** The kind of a resource in JSON, in the form of RESERVATION_REFINEMENT or the one before. */
export function kindOf(resource: unknown): Kind {
  const { disk, provider_id: providerId, revocable, shared } = fieldsOf(resource);
  return kindFrom({
    name: textAt(resource, "name") ?? "",
    type: typeAt(resource),
    reservations: reservationsOf(resource),
    isRevocable: isSet(revocable),
    isShared: isSet(shared),
    ...(isSet(disk) ? { disk: fieldsOf(disk) } : {}),
    ...(isSet(providerId) ? { providerId } : {}),
  });
}

/** The kind without its volume: what a volume is made of, and what is left when it is destroyed. */
export function withoutVolume(kind: Kind): Kind {
  const { disk: _disk, volumeId: _volumeId, ...rest } = kind;
  const source = at(kind.disk, "source");
  return kindFrom({ ...rest, isShared: false, ...(source === undefined ? {} : { disk: { source } }) });
}

/** The kind before it was reserved the last time. */
export function withoutReservation(kind: Kind): Kind {
  return kindFrom({ ...kind, reservations: kind.reservations.slice(0, -1) });
}

function typeAt(resource: unknown): ValueType {
  const type = textAt(resource, "type");
  return type === "RANGES" || type === "SET" ? type : "SCALAR";
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function reservationsOf(resource: unknown): readonly Reservation[] {
  const stack = listAt(resource, "reservations");
  if (stack.length > 0) {
    return stack.map((each) =>
      reservation(
        textAt(each, "type") === "DYNAMIC" ? "DYNAMIC" : "STATIC",
        textAt(each, "role") ?? "*",
        each,
      ),
    );
  }
  const role = textAt(resource, "role") ?? "*";
  if (role === "*") return [];
  const dynamic = at(resource, "reservation");
  return [reservation(dynamic === undefined ? "STATIC" : "DYNAMIC", role, dynamic)];
}

function reservation(type: Reservation["type"], role: string, info: unknown): Reservation {
  const principal = textAt(info, "principal");
  const labels = at(info, "labels");
  return {
    type,
    role,
    ...(principal === undefined ? {} : { principal }),
    ...(labels === undefined ? {} : { labels }),
  };
}

function labelsKey(labels: unknown): string {
  return listAt(labels, "labels").map(canonical).toSorted().join();
}
