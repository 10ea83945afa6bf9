import fc from "fast-check";
import type { PortRange, PortRequest, Task } from "../../src/index.ts";
import { rarely } from "./shapes.ts";

const firstPort = 31000;
const ports = 10;

/** A port, of so few that tasks collide. */
export const port: fc.Arbitrary<number> = rarely(
  30,
  fc.integer({ min: firstPort, max: firstPort + ports - 1 }),
  fc.constantFrom(0, 1, 65534, 65535),
);

const range: fc.Arbitrary<PortRange> = fc
  .tuple(port, fc.nat({ max: 3 }))
  .map(([first, more]) => [first, Math.min(65535, first + more)]);

/** Ranges that do not overlap, in any order, of a handful of fragmented ports. */
export const offeredRanges: fc.Arbitrary<readonly PortRange[]> = rarely<readonly PortRange[]>(
  20,
  fragments(),
  fc.constantFrom<readonly PortRange[]>(
    [[30000, 32000]],
    [
      [0, 1],
      [65535, 65535],
    ],
    [
      [31004, 31004],
      [1024, 2047],
    ],
  ),
);

const portRequest: fc.Arbitrary<PortRequest> = fc.oneof(fc.constant("any" as const), port, {
  weight: 2,
  arbitrary: range,
});

/** How many ports a task asks, or which. */
export const askedPorts: fc.Arbitrary<NonNullable<Task["ports"]>> = fc.oneof(
  rarely(10, fc.nat({ max: 3 }), fc.integer({ min: 4, max: 14 })),
  fc.array(portRequest, { maxLength: 5 }),
);

/** Ports that a running task holds. */
export const heldPorts: fc.Arbitrary<readonly number[]> = fc.uniqueArray(port, { maxLength: 3 });

/** Ranges of a handful of ports, in any order, with gaps or without. */
function fragments(): fc.Arbitrary<readonly PortRange[]> {
  return fc
    .array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 3 }), fc.boolean()), { maxLength: 4 })
    .map((pieces) => {
      const ranges: PortRange[] = [];
      let next = firstPort;
      for (const [gap, more, goesFirst] of pieces) {
        const made: PortRange = [next + gap, next + gap + more];
        next = made[1] + 1;
        if (goesFirst) ranges.unshift(made);
        else ranges.push(made);
      }
      return ranges;
    });
}
