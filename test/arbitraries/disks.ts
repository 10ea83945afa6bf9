import fc from "fast-check";
import type { Disk, DiskGrant, DiskRequest } from "../../src/index.ts";
import { rarely, shapeOf } from "./shapes.ts";

/** Every disk there can be; some of one id differ in type or use. */
const kinds: readonly Omit<Disk, "amount">[] = [
  { id: "d1", type: "ssd" },
  { id: "d2", type: "ssd", use: "whole" },
  { id: "d3", type: "ssd", use: "shared" },
  { id: "d4", type: "ssd" },
  { id: "d5", type: "ssd", use: "whole" },
  { id: "\uffff", type: "ssd" },
  { id: "\u{10000}", type: "ssd", use: "whole" },
  { id: "__proto__", type: "hdd" },
  { id: "7", type: "hdd", use: "whole" },
  { id: "h1", type: "__proto__", use: "shared" },
];
const namesakes: readonly Omit<Disk, "amount">[] = [
  { id: "d1", type: "ssd", use: "whole" },
  { id: "d1", type: "ssd", use: "shared" },
  { id: "d1", type: "hdd" },
  { id: "d2", type: "ssd" },
];

const kind = rarely(6, fc.constantFrom(...kinds), fc.constantFrom(...namesakes));
const type = rarely(10, fc.constantFrom("ssd", "ssd", "ssd", "hdd"), fc.constantFrom("__proto__", "tape"));
const amount = rarely(15, fc.constantFrom(10, 10, 20, 30, 40, 0), fc.constantFrom(0.0004, 10.0005, 29.9999));
const asked = rarely(15, fc.constantFrom(0, 5, 10, 10, 20, 30), fc.constantFrom(0.0005, 10.0004, 1000));

/** The free disks of an offer. */
export const offeredDisks: fc.Arbitrary<readonly Disk[]> = fc.uniqueArray(
  fc.tuple(kind, amount).map(([one, free]): Disk => ({ ...one, amount: free })),
  { maxLength: 5, selector: ({ id, type: of, use }) => JSON.stringify([id, of, use]) },
);

const request: fc.Arbitrary<DiskRequest> = rarely<DiskRequest>(
  5,
  shapeOf<DiskRequest>({ type, amount: asked }, ["type"]),
  fc.tuple(kind, asked).map(([one, least]) => ({ type: one.type, id: one.id, amount: least })),
);

/** What a task asks of an agent's disks. */
export const diskRequests: fc.Arbitrary<readonly DiskRequest[]> = rarely(
  3,
  fc.array(request, { minLength: 1, maxLength: 2 }),
  fc.array(request, { maxLength: 5 }),
);

/** What a running task holds of disks, some of which nobody offers any more, or of another type. */
export const heldDisks: fc.Arbitrary<readonly DiskGrant[]> = fc.array(
  rarely<DiskGrant>(
    4,
    fc.tuple(kind, amount).map(([one, held]) => ({ ...one, amount: held })),
    fc.tuple(kind, type, amount).map(([one, other, held]) => ({ id: one.id, type: other, amount: held })),
  ),
  { maxLength: 2 },
);
