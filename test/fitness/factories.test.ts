import { describe, expect, it } from "vitest";
import * as stowage from "../../src/index.ts";
import { refusalText } from "../support/build.ts";

const pack = { kind: "binPack", resources: ["cpus"] } as const;
const prepare = () => () => 1;

describe("every factory of a fitness or a preference", () => {
  it.each([
    [stowage.binPack("cpus", "mem"), { kind: "binPack", resources: ["cpus", "mem"] }],
    [stowage.spread("cpus"), { kind: "spread", resources: ["cpus"] }],
    [stowage.locality(["rack", "zone"]), { kind: "locality", levels: ["rack", "zone"] }],
    [stowage.weighted([[pack, 2]]), { kind: "weighted", parts: [[pack, 2]] }],
    [stowage.customFitness("mine", prepare), { kind: "customFitness", name: "mine", prepare }],
    [stowage.prefer({ kind: "exclusive" }), { kind: "prefer", constraint: { kind: "exclusive" }, weight: 1 }],
    [
      stowage.prefer({ kind: "exclusive" }, 3),
      { kind: "prefer", constraint: { kind: "exclusive" }, weight: 3 },
    ],
    [stowage.preferHigh(pack), { kind: "preferHigh", fitness: pack, weight: 1 }],
    [stowage.preferHigh(pack, 0.5), { kind: "preferHigh", fitness: pack, weight: 0.5 }],
  ])("gives plain data: %o", (made, expected) => {
    expect(made).toStrictEqual(expected);
  });

  it("refuses options that are none", () => {
    expect(refusalText(() => stowage.customFitness("mine", prepare, null as never))).toBe(
      "options is null, expected an object",
    );
  });
});
