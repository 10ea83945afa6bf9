import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agent, DeviceRequest } from "../../src/index.ts";
import { DeviceRoom } from "../../src/dense/device-room.ts";
import { Devices } from "../../src/dense/devices.ts";
import { chooseDevices, deviceFit } from "../../src/dense/fit-devices.ts";
import { agentOf } from "./chains.ts";

const binding: fc.Arbitrary<string | undefined> = fc.constantFrom(undefined, undefined, "x", "y");
const units: fc.Arbitrary<number> = fc.constantFrom(0, 0.1, 0.25, 0.5, 1, 1.5, 2);
const grant = fc.tuple(fc.nat(3), units, binding);

/** An agent with devices of some capacity, none perhaps, and what its tasks hold of them: more than there is, perhaps. */
const agentLike = fc.record({
  count: fc.nat(4),
  capacity: fc.constantFrom(0.5, 1, 2),
  grants: fc.array(grant, { maxLength: 6 }),
});
const requests = fc.array(fc.record({ units, count: fc.integer({ min: 1, max: 4 }), binding }), {
  minLength: 1,
  maxLength: 3,
});

type AgentLike = typeof agentLike extends fc.Arbitrary<infer T> ? T : never;
type Requests = typeof requests extends fc.Arbitrary<infer T> ? T : never;

function agentsFor(likes: readonly AgentLike[]): readonly Agent[] {
  return likes.map(({ count, capacity, grants }, i) => ({
    ...agentOf(i, {
      running: grants.map((each) => ({
        group: undefined,
        cpus: 0,
        port: 1,
        grants: [each],
        isExclusive: false,
      })),
    }),
    devices: count === 0 ? [] : [{ name: "gpu", count, capacity }],
  }));
}

/** Three devices, of which the first serve so much. */
function used(...grants: readonly number[]): AgentLike {
  return { count: 3, capacity: 1, grants: grants.map((each, i) => [i, each, undefined]) };
}

function requestsOf(asked: Requests): readonly DeviceRequest[] {
  return asked.map(({ binding: serves, ...rest }) => ({
    name: "gpu",
    ...rest,
    ...(serves !== undefined && { binding: serves }),
  }));
}

/** What each device of the agent gives, in thousandths. */
function freeOn({ first, count, capacity, used }: Devices, agent: number): readonly number[] {
  return Array.from({ length: count[agent] ?? 0 }, (_, i) =>
    Math.max(0, (capacity[agent] ?? 0) - (used[(first[agent] ?? 0) + i] ?? 0)),
  );
}

function expectRoom(room: DeviceRoom, devices: Devices, agentAt: readonly number[]): void {
  for (const [row, agent] of agentAt.entries()) {
    const free = freeOn(devices, agent);
    expect(room.most.free[row]).toBe(Math.max(0, ...free));
    expect(room.all.free[row]).toBe(free.reduce((sum, each) => sum + each, 0));
  }
}

describe("the room that devices have", () => {
  it("refuses no request that can be served", () => {
    fc.assert(
      fc.property(fc.array(agentLike, { minLength: 1, maxLength: 6 }), requests, (likes, asked) => {
        const devices = Devices.of("gpu", agentsFor(likes));
        const agentAt = likes.map((_, agent) => likes.length - 1 - agent);
        const room = new DeviceRoom(devices, Int32Array.from(agentAt));
        for (const [row, agent] of agentAt.entries()) {
          const fits = requestsOf(asked).map((request) => deviceFit(devices, request));
          if (chooseDevices(fits, agent) === -1) continue;
          for (const { units: each, chosen } of fits) {
            expect(room.most.free[row]).toBeGreaterThanOrEqual(each);
            expect(room.all.free[row]).toBeGreaterThanOrEqual(each * chosen.length);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("says of the score of one request's devices no less than it is, whatever is granted", () => {
    const step = fc.tuple(fc.nat(5), fc.nat(3), units);
    fc.assert(
      fc.property(
        fc.array(agentLike, { minLength: 1, maxLength: 6 }),
        requests,
        fc.array(step, { maxLength: 6 }),
        (likes, asked, steps) => {
          const devices = Devices.of("gpu", agentsFor(likes)).copy();
          const agents = likes.map((_, agent) => agent);
          const room = new DeviceRoom(devices, Int32Array.from(agents));
          for (const [agent, device, each] of steps) {
            if (agent >= agents.length || device >= (devices.count[agent] ?? 0)) continue;
            devices.grant((devices.first[agent] ?? 0) + device, each * 1000, 0);
            room.update(agent);
          }
          for (const request of requestsOf(asked)) {
            const fit = deviceFit(devices, request);
            for (const agent of agents) {
              const score = chooseDevices([fit], agent);
              expect(room.mostScore(agent, fit.units)).toBeGreaterThanOrEqual(score - 2 ** -40);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("says exactly what one device scores where all serve the same", () => {
    const cases = [
      [used(), 0.5], // all idle: 0.5 / 2
      [used(0.25, 0.5), 0.5], // the fullest that serves: (0.5 + 0.5 + 1) / 2
      [used(0.75, 0.25), 0.5], // one that is too full, one that serves: (0.25 + 0.5 + 1) / 2, and at most 1
      [used(0.75, 0.75), 0.5], // none in use serves, one is idle
      [used(0.75, 0.75, 0.75), 0.5], // none serves
      [used(1, 1, 1), 0.5], // nothing is left
    ] as const;
    const devices = Devices.of("gpu", agentsFor(cases.map(([like]) => like)));
    const room = new DeviceRoom(devices, Int32Array.from(cases.keys()));
    const most = cases.map(([, each], row) => room.mostScore(row, each * 1000));
    expect(most).toEqual([0.25, 1, 1, 0.25, 0, 0]);
    expect(room.mostScore(0, 0)).toBe(1);
  });

  it("is the most free units of one device, and those of all, as grants come and go", () => {
    const step = fc.record({ agent: fc.nat(5), device: fc.nat(3), units, isBack: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(agentLike, { minLength: 1, maxLength: 6 }),
        fc.array(step, { maxLength: 12 }),
        (likes, steps) => {
          const devices = Devices.of("gpu", agentsFor(likes)).copy();
          // Every other agent has a row.
          const agentAt = likes.flatMap((_, agent) => (agent % 2 === 0 ? [agent] : []));
          const room = new DeviceRoom(devices, Int32Array.from(agentAt));
          expectRoom(room, devices, agentAt);
          for (const { agent, device, units: each, isBack } of steps) {
            const row = agentAt.indexOf(agent);
            if (row === -1 || device >= (devices.count[agent] ?? 0)) continue;
            const number = (devices.first[agent] ?? 0) + device;
            if (!isBack) devices.grant(number, each * 1000, 0);
            else if (devices.holders[number] !== 0) devices.revoke(number, devices.used[number] ?? 0);
            room.update(row);
            expectRoom(room, devices, agentAt);
          }
        },
      ),
    );
  });
});
