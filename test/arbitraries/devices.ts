import fc from "fast-check";
import type { DeviceGrant, DeviceRequest, DeviceSet } from "../../src/index.ts";
import { rarely, shapeOf } from "./shapes.ts";

const name = rarely(15, fc.constantFrom("gpu", "gpu", "eni"), fc.constantFrom("__proto__", "fpga"));
const units = rarely(
  12,
  fc.constantFrom(0.5, 0.5, 0.1, 0.25, 0, 1, 2),
  fc.constantFrom(0.33333, 0.0004, 0.9996),
);
const binding = rarely(15, fc.constantFrom("blue", "green"), fc.constantFrom("__proto__", " "));

const deviceSet: fc.Arbitrary<DeviceSet> = shapeOf<DeviceSet>(
  { name, count: fc.nat({ max: 3 }), capacity: fc.constantFrom(1, 1, 0.5, 0.1, 2, 4, 1.00051) },
  ["name", "count", "capacity"],
);

/** All devices of an agent, one set a name. */
export const deviceSets: fc.Arbitrary<readonly DeviceSet[]> = fc.uniqueArray(deviceSet, {
  maxLength: 2,
  selector: (set) => set.name,
});

/** Devices that many agents have alike. */
export const usualDevices: fc.Arbitrary<readonly DeviceSet[]> = fc
  .integer({ min: 1, max: 3 })
  .map((count) => [{ name: "gpu", count, capacity: 1 }]);

const request: fc.Arbitrary<DeviceRequest> = shapeOf<DeviceRequest>(
  { name, units, count: fc.integer({ min: 1, max: 2 }), binding },
  ["name", "units"],
);

/** What a task asks of an agent's devices. */
export const deviceRequests: fc.Arbitrary<readonly DeviceRequest[]> = rarely(
  4,
  fc.array(request, { minLength: 1, maxLength: 2 }),
  fc.array(request, { maxLength: 3 }),
);

const grant: fc.Arbitrary<DeviceGrant> = shapeOf<DeviceGrant>(
  { name, index: fc.nat({ max: 3 }), units, binding },
  ["name", "index", "units"],
);

/** What a running task holds of devices, some of which may not exist any more. */
export const heldDevices: fc.Arbitrary<readonly DeviceGrant[]> = fc.array(grant, { maxLength: 2 });
