import { describe, it } from "vitest";
import {
  anyOf,
  clusterOf,
  match,
  not,
  preferHigh,
  spread,
  weighted,
  type AttributeIn,
  type AttributeIs,
  type AwayFrom,
  type BinPack,
  type Policy,
  type Task,
} from "../../src/index.ts";
import { expectDecisions } from "../laws/decisions.ts";
import { naiveMatch } from "../oracle/match.ts";
import { offerOf, runningOn } from "../support/build.ts";

// Fields that objects have from a prototype, as those of a class with accessors, tell tasks apart like their own.

class Is implements AttributeIs {
  readonly kind = "attributeIs";
  readonly #of: readonly [name: string, value: string];
  constructor(name: string, value: string) {
    this.#of = [name, value];
  }
  get name(): string {
    return this.#of[0];
  }
  get value(): string {
    return this.#of[1];
  }
}

class In implements AttributeIn {
  readonly kind = "attributeIn";
  readonly name = "hostname";
  readonly #values: readonly string[];
  constructor(values: readonly string[]) {
    this.#values = values;
  }
  get values(): readonly string[] {
    return this.#values;
  }
}

class Away implements AwayFrom {
  readonly kind = "awayFrom";
  readonly attribute = "hostname";
  readonly #ids: readonly string[];
  constructor(...ids: readonly string[]) {
    this.#ids = ids;
  }
  get among(): { readonly ids: readonly string[] } {
    return { ids: this.#ids };
  }
}

class Pack implements BinPack {
  readonly kind = "binPack";
  readonly #name: string;
  constructor(name: string) {
    this.#name = name;
  }
  get resources(): readonly string[] {
    return [this.#name];
  }
}

const count = 200;

const cluster = clusterOf(
  Array.from({ length: count }, (_, i) =>
    offerOf(i + 1, {
      hostname: `h${1000 + i}`,
      resources: { cpus: 10, mem: 10 },
      attributes: { zone: i < 180 ? "z0" : "z1", rack: `r${i >> 3}` },
    }),
  ),
  Array.from({ length: count }, (_, i) =>
    runningOn(i + 1, { id: `r${i}`, resources: { cpus: i % 5, mem: (i * 3) % 7 } }),
  ),
);

/** Sixty hosts, others for the first tasks than for the second. */
function hostsOf(isFirst: boolean): readonly string[] {
  return Array.from({ length: 60 }, (_, i) => `h${(isFirst ? 1000 : 1100) + i}`);
}

const kinds: Readonly<Record<string, (isFirst: boolean) => Partial<Task>>> = {
  "lists of values": (isFirst) => ({ constraints: [new In(hostsOf(isFirst))] }),
  "lists of values in a tree": (isFirst) => ({ constraints: [anyOf(new In(hostsOf(isFirst)))] }),
  "values in a tree": (isFirst) => ({
    constraints: [anyOf(...hostsOf(isFirst).map((host) => new Is("hostname", host)))],
  }),
  "co-tasks by their ids": (isFirst) => ({
    constraints: [not(new Away(...(isFirst ? ["r0", "r40"] : ["r90", "r140"])))],
  }),
  "preferences that pack": (isFirst) => ({
    preferences: [preferHigh(weighted([[new Pack(isFirst ? "cpus" : "mem"), 1]]))],
  }),
  "what might fit once others have ended": (isFirst) => ({
    resources: { cpus: 11 },
    constraints: [not(new Is("zone", isFirst ? "z0" : "z1"))],
  }),
};

describe("fields from a prototype", () => {
  for (const [name, fieldsOf] of Object.entries(kinds)) {
    it(`tell tasks apart by ${name}`, () => {
      const tasks = Array.from({ length: 24 }, (_, i): Task => {
        return { id: `t${i}`, resources: { cpus: 1 }, ...fieldsOf(i % 8 < 4) };
      });
      for (const policy of [{}, { fitness: spread("mem", "cpus") }] satisfies readonly Policy[]) {
        const input = { cluster, tasks, policy, nowMs: 0 };
        expectDecisions(match(input), naiveMatch(input).round);
      }
    });
  }
});
