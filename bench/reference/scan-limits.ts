import type { Constraint, Offer, Task } from "stowage";

/** What a constraint comes to for a scan: a row is refused where the count of its value of the attribute has reached `most`. */
export interface Limit {
  /** Per row, the number of its value. */
  readonly codes: Int32Array;
  /** Per value, how many co-tasks are on it; of a static constraint 1 where it refuses the value. */
  readonly counts: Int32Array;
  readonly most: number;
}

/** The limits of tasks, one a task at most. */
export interface Limits {
  /** The limit of the task, as it stands; undefined where it has no constraint. A static one is worked out now, value by value. */
  of(task: number): Limit | undefined;
  /** Counts a task that went to the row. */
  count(task: number, row: number): void;
}

type Counter = Pick<Limit, "codes" | "counts">;

/** The values of an attribute, and which of them each row has. */
interface Codes {
  readonly values: readonly string[];
  readonly codes: Int32Array;
}

/** The limits of the tasks over rows with these offers. Throws for constraints that a scan cannot do. */
export function limitsOf(offers: readonly Offer[], tasks: readonly Task[]): Limits {
  const codesOf = codesBy(offers);
  const counters = new Map<string, Map<string, Counter>>();
  const limits = tasks.map((task): (() => Limit) | undefined => {
    const [constraint, ...more] = task.constraints ?? [];
    if (more.length > 0) throw new Error("a scan takes one constraint a task");
    if (constraint === undefined) return undefined;
    if (constraint.kind === "uniqueBy" || constraint.kind === "maxPer") {
      if (constraint.among !== undefined || task.group === undefined)
        throw new Error("a scan takes co-tasks of the task's own group");
      const counter = counterOf(task.group, constraint.attribute);
      const limit = { ...counter, most: constraint.kind === "maxPer" ? constraint.n : 1 };
      return () => limit;
    }
    const { name, allows } = staticVerdictOf(constraint);
    const { values, codes } = codesOf(name);
    return () => ({ codes, counts: Int32Array.from(values, (value) => (allows(value) ? 0 : 1)), most: 1 });
  });
  function counterOf(group: string, attribute: string): Counter {
    const ofGroup = counters.get(group) ?? new Map<string, Counter>();
    counters.set(group, ofGroup);
    const { values, codes } = codesOf(attribute);
    const counter = ofGroup.get(attribute) ?? { codes, counts: new Int32Array(values.length) };
    ofGroup.set(attribute, counter);
    return counter;
  }
  return {
    of: (task) => limits[task]?.(),
    count(task, row) {
      for (const { codes, counts } of counters.get(tasks[task]?.group ?? "")?.values() ?? []) {
        const code = codes[row] ?? 0;
        counts[code] = (counts[code] ?? 0) + 1;
      }
    },
  };
}

function codesBy(offers: readonly Offer[]): (attribute: string) => Codes {
  const known = new Map<string, Codes>();
  return (attribute) => {
    const before = known.get(attribute);
    if (before !== undefined) return before;
    const texts = offers.map((offer) => valueOf(offer, attribute));
    const values = [...new Set(texts)];
    const numbers = new Map(values.map((value, code) => [value, code]));
    const codes = { values, codes: Int32Array.from(texts, (text) => numbers.get(text) ?? 0) };
    known.set(attribute, codes);
    return codes;
  };
}

function valueOf({ hostname, attributes = {} }: Offer, attribute: string): string {
  const value = attribute === "hostname" ? hostname : attributes[attribute];
  if (typeof value !== "string")
    throw new Error(`a scan takes one text of each attribute, not ${String(value)}`);
  return value;
}

function staticVerdictOf(constraint: Constraint): {
  readonly name: string;
  readonly allows: (value: string) => boolean;
} {
  switch (constraint.kind) {
    case "attributeIs":
      return { name: constraint.name, allows: (value) => value === constraint.value };
    case "attributeIn":
      return { name: constraint.name, allows: (value) => constraint.values.includes(value) };
    case "attributeLike": {
      const pattern = new RegExp(`^(?:${constraint.pattern})$`, "u");
      return { name: constraint.name, allows: (value) => pattern.test(value) };
    }
    default:
      throw new Error(`a scan takes no ${constraint.kind}`);
  }
}
