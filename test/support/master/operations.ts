import { count } from "./agents.ts";
import { at, fieldsOf, listAt, numberAt, textAt, type Fields } from "./json.ts";
import { withoutReservation, withoutVolume, type Kind } from "./kinds.ts";
import { hasAll, isSame, poolOf, put, take, thousandths, type Portion } from "./portions.ts";
import { inWords, portionOf, problemOf, reservationRole } from "./resource.ts";
import { problemOfRoles, type Ground } from "./task-rules.ts";

/** What an operation takes of the offers, and what it puts there instead. */
interface Conversion {
  readonly consumed: readonly Portion[];
  readonly converted: readonly Portion[];
}

type Verdict = Conversion | { readonly problem: string };

/**
 * Applies RESERVE, UNRESERVE, CREATE, DESTROY, GROW_VOLUME or SHRINK_VOLUME to what is left of the offers, and to what
 * the agent has; what is wrong with it, in words like Mesos's, where nothing is changed.
 */
export function convert(operation: Fields, ground: Ground): string | undefined {
  const { left, agent, candidate } = ground;
  const verdict = judge(operation, ground);
  if ("problem" in verdict) return verdict.problem;
  const { consumed, converted } = verdict;
  if (!hasAll(left, poolOf(consumed).values())) {
    const { role } = candidate;
    return `${inWords(left.values(), role)} does not contain ${inWords(consumed, role)}`;
  }
  for (const pool of [left, agent.total]) {
    for (const portion of consumed) {
      if (portion.kind.isShared) pool.delete(portion.kind.key);
      else take(pool, portion);
    }
    for (const portion of converted) put(pool, portion);
  }
  count(candidate.held, consumed, -1);
  count(candidate.held, converted, 1);
  return undefined;
}

function judge(operation: Fields, ground: Ground): Verdict {
  const list = (body: string, field: string): readonly unknown[] => listAt(operation, body, field);
  switch (textAt(operation, "type")) {
    case "RESERVE":
      return reserve(list("reserve", "resources"), ground);
    case "UNRESERVE":
      return unreserve(list("unreserve", "resources"));
    case "CREATE":
      return create(list("create", "volumes"), ground);
    case "DESTROY":
      return destroy(list("destroy", "volumes"), ground);
    case "GROW_VOLUME":
      return grow(at(operation, "grow_volume"));
    case "SHRINK_VOLUME":
      return shrink(at(operation, "shrink_volume"));
    default:
      return { problem: "Unsupported operation" };
  }
}

function reserve(resources: readonly unknown[], { candidate }: Ground): Verdict {
  const { principal } = candidate.framework;
  const bad = problemOfList(resources, candidate.role);
  if (bad !== undefined) return bad;
  const converted = resources.map(portionOf);
  for (const portion of converted) {
    const { kind } = portion;
    const last = kind.reservations.at(-1);
    const words = inWords([portion], candidate.role);
    if (last?.type !== "DYNAMIC") return { problem: `Resource ${words} is not dynamically reserved` };
    if (kind.volumeId !== undefined)
      return { problem: `A persistent volume ${words} must already be reserved` };
    if (kind.isRevocable) return { problem: `Resource ${words} is revocable` };
    if (principal !== undefined && last.principal !== principal) {
      return {
        problem: `A reserve operation was attempted by authenticated principal '${principal}', which does not match a reserved resource in the request with principal '${last.principal ?? ""}'`,
      };
    }
    if (last.role !== candidate.role) {
      return {
        problem: `A reserve operation was attempted for a resource with role '${last.role}', but the resource was allocated to role '${candidate.role}'`,
      };
    }
    const parent = withoutReservation(kind).reservations.at(-1);
    if (parent !== undefined && !last.role.startsWith(`${parent.role}/`)) {
      return { problem: `Resource ${words} does not refine the role '${parent.role}'` };
    }
  }
  return { consumed: converted.map((each) => ({ ...each, kind: withoutReservation(each.kind) })), converted };
}

function unreserve(resources: readonly unknown[]): Verdict {
  const bad = problemOfList(resources);
  if (bad !== undefined) return bad;
  const consumed = resources.map(portionOf);
  for (const portion of consumed) {
    const { kind } = portion;
    const words = inWords([portion], reservationRole(kind));
    if (kind.reservations.at(-1)?.type !== "DYNAMIC") {
      return { problem: `Resource ${words} is not dynamically reserved` };
    }
    if (kind.volumeId !== undefined) {
      return {
        problem: `A dynamically reserved persistent volume ${words} cannot be unreserved directly. Please destroy the persistent volume first then unreserve the resource`,
      };
    }
  }
  return { consumed, converted: consumed.map((each) => ({ ...each, kind: withoutReservation(each.kind) })) };
}

function create(volumes: readonly unknown[], { agent, candidate }: Ground): Verdict {
  const { principal, capabilities } = candidate.framework;
  const bad = problemOfList(volumes, candidate.role);
  if (bad !== undefined) return bad;
  const converted = volumes.map(portionOf);
  const ids = new Set([...agent.total.values()].map(({ kind }) => volumeIdIn(kind)));
  for (const { kind } of converted) {
    const problem = problemOfVolume(kind);
    if (problem !== undefined) return { problem: `Not a persistent volume: ${problem}` };
    if (ids.has(volumeIdIn(kind))) return { problem: `Persistence ID '${kind.volumeId}' is not unique` };
    ids.add(volumeIdIn(kind));
    if (kind.isShared && !capabilities.has("SHARED_RESOURCES")) {
      return {
        problem:
          "Create volume operation has been attempted by a framework with no SHARED_RESOURCES capability",
      };
    }
    if (principal !== undefined && textAt(kind.disk, "persistence", "principal") !== principal) {
      return {
        problem: `Create volume operation attempted by authenticated principal '${principal}', which does not match a volume in the operation`,
      };
    }
  }
  return { consumed: converted.map((each) => ({ ...each, kind: withoutVolume(each.kind) })), converted };
}

/** Ids of volumes are unique in a role. */
function volumeIdIn(kind: Kind): string | undefined {
  return kind.volumeId === undefined ? undefined : `${reservationRole(kind)} ${kind.volumeId}`;
}

function destroy(volumes: readonly unknown[], { agent, candidate }: Ground): Verdict {
  const bad = problemOfList(volumes, candidate.role);
  if (bad !== undefined) return bad;
  const consumed = volumes.map(portionOf);
  for (const { kind } of consumed) {
    const problem = problemOfVolume(kind);
    if (problem !== undefined) return { problem: `Not a persistent volume: ${problem}` };
    if (!agent.total.has(kind.key)) return { problem: "Persistent volumes not found" };
    const isUsed = [...agent.tasks].some(
      ({ isReleased, portions }) => !isReleased && portions.some((each) => each.kind.key === kind.key),
    );
    if (isUsed) return { problem: "Persistent volumes in use" };
  }
  return { consumed, converted: consumed.map((each) => ({ ...each, kind: withoutVolume(each.kind) })) };
}

function grow(body: unknown): Verdict {
  const bad = problemOfList([at(body, "volume"), at(body, "addition")]);
  if (bad !== undefined) return bad;
  const [volume, addition] = [portionOf(at(body, "volume")), portionOf(at(body, "addition"))];
  const problem = problemOfResize(volume.kind, "Growing");
  if (problem !== undefined) return { problem };
  const piece = withoutVolume(volume.kind);
  if (piece.key !== addition.kind.key || piece.isWhole) {
    return { problem: "Incompatible resources in the 'GrowVolume.volume' and 'GrowVolume.addition' fields" };
  }
  return {
    consumed: [volume, addition],
    converted: [{ ...volume, amount: volume.amount + addition.amount }],
  };
}

function shrink(body: unknown): Verdict {
  const bad = problemOfList([at(body, "volume")]);
  if (bad !== undefined) return bad;
  const volume = portionOf(at(body, "volume"));
  const amount = thousandths(numberAt(body, "subtract", "value") ?? 0);
  if (amount <= 0) return { problem: "Value of 'ShrinkVolume.subtract' must be greater than zero" };
  if (volume.amount <= amount) {
    return {
      problem: "Value of 'ShrinkVolume.subtract' must be smaller than the size of 'ShrinkVolume.volume'",
    };
  }
  const piece = withoutVolume(volume.kind);
  if (piece.isWhole) return { problem: "Shrinking a volume on a MOUNT disk is not supported" };
  const problem = problemOfResize(volume.kind, "Shrinking");
  if (problem !== undefined) return { problem };
  return {
    consumed: [volume],
    converted: [
      { ...volume, amount: volume.amount - amount },
      { ...volume, kind: piece, amount },
    ],
  };
}

function problemOfResize(kind: Kind, what: string): string | undefined {
  if (kind.isShared) return `${what} a shared persistent volume is not supported`;
  const problem = problemOfVolume(kind);
  return problem === undefined ? undefined : `Invalid persistent volume: ${problem}`;
}

function problemOfVolume({ volumeId, disk, reservations, name, isRevocable }: Kind): string | undefined {
  const volume = fieldsOf(disk?.["volume"]);
  if (name !== "disk" || volumeId === undefined) return "Missing 'persistence' in DiskInfo";
  if (isRevocable) return "Persistent volumes cannot be created from revocable resources";
  if (reservations.length === 0) return "Persistent volumes cannot be created from unreserved resources";
  if (/[/\\\p{Cc}\s]/u.test(volumeId) || volumeId === "") return "Persistence ID contains invalid characters";
  if (textAt(volume, "container_path") === undefined)
    return "Expecting 'volume' to be set for persistent volume";
  if (textAt(volume, "mode") !== "RW") return "Expecting 'volume.mode' to be set to 'RW'";
  return at(volume, "host_path") === undefined
    ? undefined
    : "Expecting 'host_path' to be unset for persistent volume";
}

function problemOfList(
  resources: readonly unknown[],
  role?: string,
): { readonly problem: string } | undefined {
  if (resources.length === 0) return { problem: "Invalid resources: none" };
  for (const resource of resources) {
    const problem = problemOf(resource);
    if (problem !== undefined) return { problem: `Invalid resources: ${problem}` };
  }
  const problem = role === undefined ? undefined : problemOfRoles(resources, role);
  return problem === undefined ? undefined : { problem: `Invalid resources: ${problem}` };
}

/** Whether an agent's resources are what they were, beside how they are reserved and what volumes they hold. */
export function isConserved(described: readonly Portion[], total: Iterable<Portion>): boolean {
  return isSame(poolOf(described.map(bare)), poolOf([...total].map(bare)));
}

function bare({ kind, ...rest }: Portion): Portion {
  let plain = withoutVolume(kind);
  while (plain.reservations.length > 0) plain = withoutReservation(plain);
  return { ...rest, kind: plain };
}
