import fc from "fast-check";
import type { Attributes, DeviceSet, Offer, Unavailability } from "../../src/index.ts";
import { offeredScalars } from "./amounts.ts";
import { attributes, usualAttributes } from "./attributes.ts";
import { deviceSets, usualDevices } from "./devices.ts";
import { offeredDisks } from "./disks.ts";
import { executorIds } from "./executors.ts";
import { agentId, hostname, offerId, role } from "./names.ts";
import { offeredRanges } from "./ports.ts";
import { rarely, shapeOf } from "./shapes.ts";
import { timeMs, unavailability } from "./times.ts";

/** An offer of any agent, unlike the others of that agent. */
export const offer: fc.Arbitrary<Offer> = shapeOf<Offer>(
  {
    id: offerId,
    agentId,
    hostname,
    role,
    resources: offeredScalars,
    ports: offeredRanges,
    devices: deviceSets,
    disks: offeredDisks,
    attributes,
    executors: executorIds,
    unavailability,
    receivedAtMs: timeMs,
  },
  ["id", "agentId", "hostname", "resources"],
);

/** What the offers of one agent share, mostly. */
interface Nature {
  readonly agentId: string;
  readonly hostname: string;
  readonly devices?: readonly DeviceSet[];
  readonly attributes?: Attributes;
  readonly executors?: readonly string[];
  readonly unavailability?: Unavailability;
}

const nature: fc.Arbitrary<Nature> = rarely(
  3,
  shapeOf<Nature>(
    { agentId, hostname, devices: usualDevices, attributes: usualAttributes, executors: executorIds },
    ["agentId", "hostname"],
  ),
  shapeOf<Nature>(
    { agentId, hostname, devices: deviceSets, attributes, executors: executorIds, unavailability },
    ["agentId", "hostname"],
  ),
);

const share = shapeOf<Pick<Offer, "id" | "role" | "resources" | "ports" | "disks" | "receivedAtMs">>(
  {
    id: offerId,
    role: rarely(4, fc.constant("*"), role),
    resources: offeredScalars,
    ports: offeredRanges,
    disks: offeredDisks,
    receivedAtMs: timeMs,
  },
  ["id", "resources"],
);

/** The offers of one agent: of one nature, now and then with one among them that says otherwise. */
export const offersOfAgent: fc.Arbitrary<readonly Offer[]> = fc
  .tuple(nature, fc.array(share, { minLength: 1, maxLength: 3 }), rarely(6, fc.constant(undefined), offer))
  .map(([shared, shares, other]) => {
    const offers: Offer[] = shares.map((one) => ({ ...shared, ...one }));
    return other === undefined ? offers : [...offers, { ...other, agentId: shared.agentId }];
  });
