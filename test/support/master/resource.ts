import { listAt, numberAt, textAt, textsAt, type Fields } from "./json.ts";
import { kindOf, type Kind, type Reservation } from "./kinds.ts";
import { joined, lengthOf, thousandths, type Portion, type Range } from "./portions.ts";

/** The portion that a resource in JSON is; it may be bad (`problemOf`). */
export function portionOf(resource: unknown): Portion {
  const kind = kindOf(resource);
  const ranges = listAt(resource, "ranges", "range").map<Range>((range) => [
    numberAt(range, "begin") ?? 0,
    numberAt(range, "end") ?? 0,
  ]);
  return {
    kind,
    amount: kind.type === "SCALAR" ? thousandths(numberAt(resource, "scalar", "value") ?? 0) : 0,
    ranges: kind.type === "RANGES" ? joined(ranges) : [],
    items: kind.type === "SET" ? [...new Set(textsAt(resource, "set", "item"))] : [],
  };
}

/** What is wrong with a resource in JSON on its own, in words like Mesos's. */
export function problemOf(resource: unknown): string | undefined {
  const name = textAt(resource, "name") ?? "";
  const invalid = (why: string): string => `Resource '${name}' is invalid: ${why}`;
  if (name === "") return "Invalid resources: Empty resource name";
  switch (textAt(resource, "type")) {
    case "SCALAR": {
      const value = numberAt(resource, "scalar", "value");
      if (value === undefined) return invalid("Invalid scalar resource");
      if (name === "gpus" && !Number.isInteger(thousandths(value) / 1000)) {
        return "Invalid 'gpus' resource: The 'gpus' resource must be an unsigned integer";
      }
      return thousandths(value) > 0 ? undefined : invalid("Invalid scalar resource: value <= 0");
    }
    case "RANGES": {
      const ranges = listAt(resource, "ranges", "range").map<Range>((range) => [
        numberAt(range, "begin") ?? 0,
        numberAt(range, "end") ?? 0,
      ]);
      if (ranges.length === 0) return invalid("Invalid ranges resource");
      if (ranges.some(([begin, end]) => begin > end)) return invalid("Invalid ranges resource: begin > end");
      return lengthOf(ranges) === lengthOf(joined(ranges))
        ? undefined
        : invalid("Invalid ranges resource: overlap");
    }
    case "SET": {
      const items = textsAt(resource, "set", "item");
      if (items.length === 0) return invalid("Invalid set resource");
      return new Set(items).size === items.length
        ? undefined
        : invalid("Invalid set resource: duplicated elements");
    }
    default:
      return invalid("Unsupported resource type");
  }
}

/** How a framework is shown resources. */
export interface Dialect {
  /** RESERVATION_REFINEMENT: `reservations`, not `role` and `reservation`. */
  readonly isRefined: boolean;
  /** MULTI_ROLE: with `allocation_info`. */
  readonly isMultiRole: boolean;
}

/**
 * The resource in JSON, allocated to a role. `exact` is the value that an agent gave for it where that has more than
 * three decimals: it is shown as long as all of it is there.
 */
export function resourceOf(
  { kind, amount, ranges, items }: Portion,
  role: string,
  { isRefined, isMultiRole }: Dialect,
  exact?: number,
): Fields {
  const { name, type, reservations, disk, providerId, isRevocable, isShared } = kind;
  const isExact = exact !== undefined && thousandths(exact) === amount;
  const [first] = reservations;
  return {
    name,
    type,
    ...(type === "SCALAR" ? { scalar: { value: isExact ? exact : amount / 1000 } } : {}),
    ...(type === "RANGES" ? { ranges: { range: ranges.map(([begin, end]) => ({ begin, end })) } } : {}),
    ...(type === "SET" ? { set: { item: items } } : {}),
    ...(isRefined ? (reservations.length > 0 ? { reservations } : {}) : roleOf(first)),
    ...(disk === undefined ? {} : { disk }),
    ...(providerId === undefined ? {} : { provider_id: providerId }),
    ...(isRevocable ? { revocable: {} } : {}),
    ...(isShared ? { shared: {} } : {}),
    ...(isMultiRole ? { allocation_info: { role } } : {}),
  };
}

function roleOf(reservation: Reservation | undefined): Fields {
  if (reservation === undefined) return { role: "*" };
  const { type, role, ...info } = reservation;
  return { role, ...(type === "DYNAMIC" ? { reservation: info } : {}) };
}

/** The role that a kind is reserved for; `*`: for none. */
export function reservationRole({ reservations }: Kind): string {
  return reservations.at(-1)?.role ?? "*";
}

/** Portions in words, as Mesos writes them in its messages. */
export function inWords(portions: Iterable<Portion>, role: string): string {
  return [...portions].map((portion) => wordsFor(portion, role)).join("; ");
}

function wordsFor({ kind, amount, ranges, items }: Portion, role: string): string {
  const stack = kind.reservations.map(({ type, role: each, principal }) =>
    [`(${type}`, each, ...(principal === undefined ? [] : [principal])].join(",").concat(")"),
  );
  const source = kind.disk?.["source"];
  const sourceType = textAt(source, "type");
  const root = textAt(source, "path", "root") ?? textAt(source, "mount", "root");
  const disk = [
    ...(sourceType === undefined ? [] : [root === undefined ? sourceType : `${sourceType}:${root}`]),
    ...(kind.volumeId === undefined ? [] : [kind.volumeId]),
  ];
  const value =
    kind.type === "SCALAR"
      ? String(amount / 1000)
      : kind.type === "RANGES"
        ? `[${ranges.map(([begin, end]) => `${begin}-${end}`).join(", ")}]`
        : `{${items.join(", ")}}`;
  return [
    `${kind.name}(allocated: ${role})`,
    stack.length > 0 ? `(reservations: [${stack.join(",")}])` : "",
    disk.length > 0 ? `[${disk.join(",")}]` : "",
    kind.isRevocable ? "{REV}" : "",
    kind.isShared ? "<SHARED>" : "",
    `:${value}`,
  ].join("");
}
