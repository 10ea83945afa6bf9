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

  it("is not alike where a device is in use of which nothing is used", () => {
    const devices = Devices.of(
      "gpu",
      [0, 1, 2].map((i) => agentOf(i, { devices: 2 })),
    ).copy();
    const room = new DeviceRoom(devices, Int32Array.of(0, 1, 2), Uint8Array.of(0, 0, 1));
    const first = (agent: number): number => devices.first[agent] ?? 0;
    const hold = (agent: number, place: number): void => {
      devices.grant(first(agent) + place, 0, 0);
      room.update(agent);
    };
    hold(0, 0);
    hold(1, 1);
    expect(room.isAlike(0, 1)).toBe(false);
    hold(0, 1);
    hold(1, 0);
    expect(room.isAlike(0, 1)).toBe(true);
    // Row 2 is out: nobody asks about it.
    expect(room.all.free[2]).toBe(0);
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
