import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agent, DeviceRequest } from "../../src/index.ts";
import { DeviceBound } from "../../src/dense/device-bound.ts";
import { chooseDevices, deviceFit, type DeviceFit } from "../../src/dense/fit-devices.ts";
import { task } from "../support/build.ts";
import { agentOf } from "./chains.ts";
import { likings, membersOf, rowsIn, setUp, type Setup } from "./pools.ts";

const names = ["gpu", "eni"];
const units: fc.Arbitrary<number> = fc.constantFrom(0, 0.1, 0.25, 0.5, 0.999, 1, 1.5, 2);
const binding: fc.Arbitrary<string | undefined> = fc.constantFrom(undefined, undefined, "x", "y");
const request = fc
  .record({ name: fc.constantFrom(...names), units, count: fc.integer({ min: 1, max: 3 }), binding })
  .map(({ binding: serves, ...rest }): DeviceRequest => ({
    ...rest,
    ...(serves !== undefined && { binding: serves }),
  }));
const agentLike = fc.record({ count: fc.nat(3), capacity: fc.constantFrom(0.5, 1, 2) });
const grant = fc.record({
  pick: fc.nat(),
  index: fc.nat(2),
  units,
  binding,
  name: fc.constantFrom(...names),
});

function agentsWith(likes: readonly { readonly count: number; readonly capacity: number }[]): Agent[] {
  return likes.map(({ count, capacity }, i) => ({
    ...agentOf(i, { offers: [{ role: "*", cpus: 8, mem: 16, ports: [] }], running: [] }),
    devices: count === 0 ? [] : names.map((name) => ({ name, count, capacity })),
  }));
}

/** Puts tasks with such devices on the agents. */
function grantAll(
  { tables, pool }: Setup,
  steps: readonly (typeof grant extends fc.Arbitrary<infer T> ? T : never)[],
) {
  for (const { pick, index, units: each, binding: serves, name } of steps) {
    const agent = pool.agentOf[pick % pool.count] ?? -1;
    if (index >= (tables.devices(name).count[agent] ?? 0)) continue;
    const { id: agentId, hostname } = pool.agentAt(pool.rowOf(agent));
    const given = { name, index, units: each, ...(serves !== undefined && { binding: serves }) };
    tables.place({ agent, running: { task: task({ resources: {} }), agentId, hostname, devices: [given] } });
  }
}

function fitsOf({ tables }: Setup, asked: readonly DeviceRequest[]): readonly DeviceFit[] {
  return asked.map((each) => deviceFit(tables.devices(each.name), each));
}

const rounds = fc.record({
  likes: fc.array(agentLike, { minLength: 1, maxLength: 100 }),
  first: fc.array(grant, { maxLength: 60 }),
  second: fc.array(grant, { maxLength: 5 }),
  asked: fc.array(request, { minLength: 1, maxLength: 3 }),
});

describe("what devices score at most", () => {
  it("is no less than what they score on any row, and block, as grants come", () => {
    fc.assert(
      fc.property(rounds, fc.boolean(), ({ likes, first, second, asked }, isLeftOut) => {
        const setup = setUp(agentsWith(likes), likings[0] ?? []);
        const { pool } = setup;
        const bound = new DeviceBound(pool);
        for (const steps of [first, second]) {
          grantAll(setup, steps);
          const fits = fitsOf(setup, asked);
          bound.begin(fits, 2);
          const without = new Set<number>();
          const leftOut = isLeftOut ? bound.requests : 0;
          for (let i = 0; i < leftOut; i++) {
            const rows = bound.rowsBound(i);
            if (rows === undefined) continue;
            for (const row of rows) without.add(row);
            bound.leaveOutBound(i);
          }
          for (const row of pool.rows) {
            const score = chooseDevices(fits, pool.agentOf[row] ?? -1);
            if (score === -1 || without.has(row)) continue;
            expect(bound.most).toBeGreaterThanOrEqual(score - 2 ** -40);
            expect(bound.most - bound.lackOfRow(row) / 2).toBeGreaterThanOrEqual(score - 2 ** -40);
          }
          for (const block of pool.blocks.groups.flatMap(({ blocks }) => blocks)) {
            const lacks = membersOf(pool, block).map((row) => bound.lackOfRow(row));
            expect(bound.lackOfBlock(block)).toBeLessThanOrEqual(Math.min(...lacks));
          }
        }
      }),
    );
  });

  it("is exact where devices of one capacity serve one request", () => {
    const used = [[], [0.25, 0.5], [0.75, 0.25], [0.75, 0.75], [0.75, 0.75, 0.75], [1, 1, 1]];
    const setup = setUp(agentsWith(used.map(() => ({ count: 3, capacity: 1 }))), likings[0] ?? []);
    const steps = used.flatMap((each, pick) =>
      each.map((of, index) => ({ pick, index, units: of, binding: undefined, name: "gpu" })),
    );
    grantAll(setup, steps);
    const bound = new DeviceBound(setup.pool);
    bound.begin(fitsOf(setup, [{ name: "gpu", units: 0.5 }]), 1);
    // Idle: 0.5 / 2; the fullest that serves: (0.5 + 0.5 + 1) / 2; one too full, one that serves: (0.25 + 0.5 + 1) / 2; an idle one is left; none serves.
    expect(bound.most).toBe(1);
    expect(setup.pool.rows.map((row) => bound.most - bound.lackOfRow(row))).toEqual([
      0.25,
      1,
      0.875,
      0.25,
      -Infinity,
      -Infinity,
    ]);
    bound.begin(fitsOf(setup, [{ name: "gpu", units: 1 }]), 1);
    expect(bound.most).toBe(0.25);
    bound.begin(fitsOf(setup, [{ name: "gpu", units: 0 }]), 1);
    expect(setup.pool.rows.map((row) => bound.lackOfRow(row))).toEqual(used.map(() => 0));
  });

  it("counts idle devices alone for a binding that no other row serves", () => {
    const setup = setUp(agentsWith(["x", "y", "x"].map(() => ({ count: 1, capacity: 2 }))), likings[0] ?? []);
    const given = { index: 0, units: 1, name: "gpu" };
    grantAll(setup, [
      { ...given, pick: 0, binding: "x" },
      { ...given, pick: 1, binding: "y" },
    ]);
    const bound = new DeviceBound(setup.pool);
    const fits = fitsOf(setup, [{ name: "gpu", units: 1, binding: "x" }]);
    bound.begin(fits, 1);
    expect([...(bound.rowsBound(0) ?? [])]).toEqual([0]);
    expect(bound.most).toBe(1);
    bound.leaveOutBound(0);
    expect(bound.most).toBe(500 / 3000);
    expect([1, 2].map((row) => bound.lackOfRow(row))).toEqual([Infinity, 0]);
    grantAll(setup, [{ ...given, pick: 0, binding: "x" }]);
    expect([...(bound.rowsBound(0) ?? [])]).toEqual([]);
  });

  it("is the same where devices are in the same state, and so is what they score", () => {
    fc.assert(
      fc.property(rounds, ({ likes, first, second, asked }) => {
        const setup = setUp(agentsWith(likes), likings[0] ?? []);
        const { pool } = setup;
        const bound = new DeviceBound(pool);
        for (const steps of [first, second]) {
          grantAll(setup, steps);
          const fits = fitsOf(setup, asked);
          bound.begin(fits, 1);
          const scoreOf = (row: number) => chooseDevices(fits, pool.agentOf[row] ?? -1);
          for (const group of pool.blocks.groups) {
            const [one = -1, ...others] = rowsIn(pool, group);
            for (const row of others) if (bound.isAlike(one, row)) expect(scoreOf(row)).toBe(scoreOf(one));
            for (const block of group.blocks) {
              const [head = -1, ...tail] = membersOf(pool, block);
              expect(bound.isBlockAlike(block)).toBe(tail.every((row) => bound.isAlike(head, row)));
            }
          }
        }
      }),
    );
  });

  it("looks at bindings and at grants of no units", () => {
    const setup = setUp(agentsWith([0, 1, 2, 3].map(() => ({ count: 2, capacity: 1 }))), likings[0] ?? []);
    grantAll(setup, [
      { pick: 0, index: 0, units: 0.5, name: "gpu", binding: "x" },
      { pick: 1, index: 0, units: 0.5, name: "gpu", binding: undefined },
      { pick: 2, index: 0, units: 0, name: "gpu", binding: "x" },
      { pick: 3, index: 0, units: 0, name: "gpu", binding: "x" },
    ]);
    const bound = new DeviceBound(setup.pool);
    bound.begin(fitsOf(setup, [{ name: "gpu", units: 0.5 }]), 1);
    expect(bound.isAlike(0, 1)).toBe(false);
    expect(bound.isAlike(2, 3)).toBe(true);
  });

  it("tells rows apart whose devices are in the same state but one", () => {
    const likes = [
      { count: 2, capacity: 1 },
      { count: 2, capacity: 1 },
      { count: 1, capacity: 2 },
      { count: 0, capacity: 1 },
      { count: 0, capacity: 1 },
    ];
    const setup = setUp(agentsWith(likes), likings[0] ?? []);
    const bound = new DeviceBound(setup.pool);
    const isAlike = (a: number, b: number) => {
      bound.begin(fitsOf(setup, [{ name: "gpu", units: 0.5 }]), 1);
      return bound.isAlike(a, b);
    };
    expect(isAlike(0, 1)).toBe(true);
    expect(isAlike(3, 4)).toBe(true);
    expect(isAlike(0, 2)).toBe(false);
    const given = { units: 0.5, name: "gpu", binding: "x" };
    grantAll(setup, [{ ...given, pick: 0, index: 0 }]);
    expect(isAlike(0, 1)).toBe(false);
    grantAll(setup, [{ ...given, pick: 1, index: 1 }]);
    expect(isAlike(0, 1)).toBe(false);
    grantAll(
      setup,
      [0, 1].map((index) => ({ ...given, pick: index, index: 1 - index })),
    );
    expect(isAlike(0, 1)).toBe(true);
    grantAll(setup, [{ ...given, pick: 0, index: 0, units: 0.25, binding: "y" }]);
    grantAll(setup, [{ ...given, pick: 1, index: 0, units: 0.25 }]);
    expect(isAlike(0, 1)).toBe(false);
  });
});
