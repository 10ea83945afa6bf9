import { describe, expect, it } from "vitest";
import { offersFrom, type MesosOffer } from "../../src/mesos/index.ts";
import { amount, offersEvent, wireOffer, type WireResource } from "./wire.ts";

const ours = { reservations: [{ type: "DYNAMIC", role: "svc" }] };
const path = { source: { type: "PATH", path: { root: "/a" } } };
const mount = { source: { type: "MOUNT", mount: { root: "/b" } } };
const made = { persistence: { id: "v" }, volume: { container_path: "data", mode: "RW" } };

/** The offer of the resources, where each volume is to have this size. */
function sized(size: number, ...resources: readonly WireResource[]): MesosOffer | undefined {
  const { offers } = offersFrom(offersEvent(wireOffer(1, resources)), {
    upkeep: ({ disk }) => (disk?.persistence === undefined ? undefined : size),
  });
  return offers[0];
}

describe("a volume that is to be larger", () => {
  it("takes all that is beside it, and leaves nothing of that", () => {
    const volume = amount("disk", 30, { ...ours, disk: { ...path, ...made } });
    const addition = amount("disk", 20, { ...ours, disk: path });
    const offer = sized(50, volume, addition);
    expect(offer?.mesos).toEqual({
      resources: [],
      upkeep: [{ type: "GROW_VOLUME", grow_volume: { volume, addition } }],
    });
    expect(offer?.disks).toBeUndefined();
  });

  it.each<readonly [string, object, object]>([
    ["shared", { ...ours, disk: path }, { shared: {} }],
    ["on a MOUNT disk", { ...ours, disk: mount }, {}],
    ["of a provider", { ...ours, disk: path, provider_id: { value: "p" } }, {}],
  ])("stays as it is though there is room beside it, where it is %s", (_, place, more) => {
    const beside = amount("disk", 20, place);
    const volume = amount("disk", 30, { ...place, disk: { ...beside.disk, ...made }, ...more });
    expect(sized(40, volume, beside)?.mesos).toEqual({ resources: [beside, volume] });
  });
});
