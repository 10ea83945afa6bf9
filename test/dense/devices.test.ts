import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agent } from "../../src/index.ts";
import { Devices } from "../../src/dense/devices.ts";
import { agentOf, agentsOf, chains, follow, fromOf } from "./chains.ts";

function contentOf(devices: Devices) {
  const { first, count, capacity, used, holders, binding, picked } = devices;
  return {
    columns: [first, count, capacity, used, holders, picked].map((column) => [...column]),
    bindings: Array.from(binding, (number) => devices.bindingNamed(number)),
  };
}

/** An agent with two devices, the first of which serves the binding. */
function serving(number: number, binding: string): Agent {
  return agentOf(number, {
    devices: 2,
    running: [{ group: undefined, cpus: 1, port: 1, grants: [[0, 0.25, binding]], isExclusive: false }],
  });
}

describe("the table of devices", () => {
  it("counts what running tasks hold, but nothing of devices that are no more", () => {
    const agents = [
      agentOf(0),
      agentOf(1, {
        devices: 2,
        running: [
          {
            group: undefined,
            cpus: 1,
            port: 1,
            grants: [
              [0, 0.25, "x"],
              [2, 1, "x"],
            ],
            isExclusive: false,
          },
          { group: undefined, cpus: 1, port: 1, grants: [[0, 0.5, "x"]], isExclusive: false },
        ],
      }),
      agentOf(2, { devices: 1 }),
    ];
    const devices = Devices.of("gpu", agents);
    expect(contentOf(devices)).toEqual({
      columns: [
        [0, 0, 2],
        [0, 2, 1],
        [0, 1000, 1000],
        [750, 0, 0],
        [2, 0, 0],
        [0, 0, 0],
      ],
      bindings: ["x", undefined, undefined],
    });
    expect([...Devices.of("fpga", agents).count]).toEqual([0, 0, 0]);
  });

  it("of later agents is as one made anew, but for the numbers of bindings", () => {
    fc.assert(
      fc.property(chains, (lists) => {
        follow(
          lists,
          (agents) => Devices.of("gpu", agents),
          (before, agents, from) => before.after(agents, from),
          (devices, anew) => expect(contentOf(devices)).toEqual(contentOf(anew)),
        );
      }),
    );
  });

  it("is copied for a round to write to", () => {
    const devices = Devices.of("gpu", [serving(0, "x")]);
    const copy = devices.copy();
    expect(contentOf(copy)).toEqual(contentOf(devices));
    copy.grant(1, 500, copy.bindingNumber("y"));
    copy.revoke(0, 250);
    expect([...copy.used]).toEqual([0, 500]);
    expect(contentOf(copy).bindings).toEqual([undefined, "y"]);
    expect([...devices.used]).toEqual([250, 0]);
    expect(contentOf(devices).bindings).toEqual(["x", undefined]);
  });

  it("gives a device free for any binding with its last grant", () => {
    const devices = Devices.of("gpu", agentsOf(1, { devices: 1 })).copy();
    const x = devices.bindingNumber("x");
    devices.grant(0, 100, x);
    devices.grant(0, 200, x);
    devices.revoke(0, 100);
    expect([devices.used[0], devices.holders[0], devices.binding[0]]).toEqual([200, 1, x]);
    devices.revoke(0, 200);
    expect([devices.used[0], devices.holders[0], devices.binding[0]]).toEqual([0, 0, 0]);
  });

  it("numbers bindings, 0 for none", () => {
    const devices = Devices.of("gpu", agentsOf(1));
    expect(devices.bindingNumber(undefined)).toBe(0);
    const x = devices.bindingNumber("x");
    expect([devices.bindingNumber("x"), devices.bindingNamed(x), devices.bindingNamed(0)]).toEqual([
      x,
      "x",
      undefined,
    ]);
  });

  it("is made anew where many more bindings have been than there are agents", () => {
    let agents: readonly Agent[] = [serving(0, "x"), serving(1, "y")];
    let devices: Devices | undefined = Devices.of("gpu", agents);
    let steps = 0;
    while (devices !== undefined && steps < 200) {
      const later: readonly Agent[] = [...agents.slice(0, 1), serving(1, `b${steps++}`)];
      devices = devices.after(later, fromOf(agents, later));
      agents = later;
    }
    expect(steps).toBe(2 * 2 + 64 - 3 + 2);
  });
});
