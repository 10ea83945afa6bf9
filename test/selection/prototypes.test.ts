import { describe, it } from "vitest";
import {
  anyOf,
  clusterOf,
  match,
  not,
  prefer,
  preferHigh,
  spread,
  weighted,
  type AttributeIn,
  type AttributeIs,
  type AwayFrom,
  type BinPack,
  type DeviceRequest,
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
  readonly name = "rack";
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
  readonly attribute = "rack";
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

class Gpus implements DeviceRequest {
  readonly name = "gpu";
  readonly #units: number;
  constructor(units: number) {
    this.#units = units;
  }
  get units(): number {
    return this.#units;
  }
}

const count = 200;

const cluster = clusterOf(
  Array.from({ length: count }, (_, i) =>
    offerOf(i + 1, {
      hostname: `h${1000 + i}`,
      resources: { cpus: 10, mem: 10 },
      attributes: { zone: i < 180 ? "z0" : "z1", rack: `r${i >> 3}` },
      devices: [{ name: "gpu", count: 1, capacity: i < 190 ? 1 : 4 }],
    }),
  ),
  Array.from({ length: count }, (_, i) =>
    runningOn(i + 1, { id: `r${i}`, resources: { cpus: i % 5, mem: (i * 3) % 7 } }),
  ),
);

function names(prefix: string): readonly string[] {
  return Array.from({ length: 12 }, (_, i) => `${prefix}${i}`);
}

const kinds: Readonly<Record<string, (isFirst: boolean) => Partial<Task>>> = {
  constraints: (isFirst) => ({ constraints: [not(new Is("zone", isFirst ? "z0" : "z1"))] }),
  "lists of values": (isFirst) => ({
    constraints: [not(new In(names(isFirst ? "r" : "r1"))), anyOf(new In(names(isFirst ? "r1" : "r")))],
  }),
  "co-tasks by their ids": (isFirst) => ({
    constraints: isFirst ? [new Away("r0", "r40")] : [new Away("r90", "r140")],
  }),
  preferences: (isFirst) => ({
    preferences: [
      prefer(not(new Is("rack", isFirst ? "r5" : "r7"))),
      prefer(anyOf(new Is("hostname", isFirst ? "h1190" : "h1100"), new Is("hostname", "h1150")), 2),
    ],
  }),
  "preferences that pack": (isFirst) => ({
    preferences: [preferHigh(weighted([[new Pack(isFirst ? "cpus" : "mem"), 1]]))],
  }),
  devices: (isFirst) => ({ devices: [new Gpus(isFirst ? 4 : 1)] }),
  "what fits nowhere": (isFirst) => ({
    resources: { cpus: 20 },
    constraints: [not(new Is("zone", isFirst ? "z0" : "z1"))],
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
