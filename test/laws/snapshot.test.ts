import { deepStrictEqual } from "node:assert/strict";
import { test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Cluster } from "../../src/index.ts";
import { fromSnapshot, match, toSnapshot } from "../../src/index.ts";
import { chain, roundsOf } from "../arbitraries/chains.ts";
import { inputOf, scenario } from "../arbitraries/scenarios.ts";
import { runs, timeLimitMs } from "./runs.ts";

test.prop([scenario({ customs: "none" })], runs(0.5))(
  "a snapshot written to JSON and read back is the same cluster, and leads to the same bytes",
  (given) => {
    const input = inputOf(given);
    const cluster = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(input.cluster))));
    expect(cluster).toEqual(input.cluster);
    expect(JSON.stringify(match({ ...input, cluster }))).toBe(JSON.stringify(match(input)));
  },
  timeLimitMs,
);

test.prop([scenario({ customs: "none" })], runs(0.5))(
  "a cluster written to JSON and read back is a cluster, and leads to the same bytes",
  (given) => {
    const input = inputOf(given);
    const cluster = JSON.parse(JSON.stringify(input.cluster)) as Cluster;
    expect(cluster).toEqual(input.cluster);
    expect(JSON.stringify(match({ ...input, cluster }))).toBe(JSON.stringify(match(input)));
  },
  timeLimitMs,
);

test.prop([chain("none")], runs(0.5))(
  "a round is plain data: JSON carries it unharmed",
  (given) => {
    for (const { round } of roundsOf(given)) {
      deepStrictEqual(JSON.parse(JSON.stringify(round)), round);
      expect(fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(round.cluster))))).toEqual(round.cluster);
    }
  },
  timeLimitMs,
);
