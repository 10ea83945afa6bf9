import { refuse } from "../model/input/expect.ts";
import { fromThousandths, toThousandths } from "../model/quantity.ts";
import type { MesosResourceOperation } from "./call.ts";
import { textOf } from "./identity.ts";
import { maxScalar, thousandthsOf, type MesosDisk, type MesosResource } from "./resource.ts";

/**
 * What becomes of a persistent volume or a dynamic reservation that an agent offers: `"release"` destroys the volume, and ends the reservation; a number is how large
 * the volume is to be, in MiB: it grows by what the offer has under the same reservation on the same disk, and stays as it is where that is not enough, where it is shared, on a MOUNT disk or of a
 * resource provider. Undefined: tasks may have it as it is. Pure.
 */
export type UpkeepOf = (resource: MesosResource, agentId: string) => "release" | number | undefined;

/** What upkeep does to an offer. */
export interface Upkeep {
  /** What is left for tasks. */
  readonly resources: readonly MesosResource[];
  /** Without ids, in an order that a master accepts. */
  readonly operations: readonly MesosResourceOperation[];
}

/** Asks what is to be done with each volume and each dynamic reservation. Throws for an answer that is none; paths are relative to the offer. */
export function upkeepOf(resources: readonly MesosResource[], upkeep: UpkeepOf, agentId: string): Upkeep {
  const operations: MesosResourceOperation[] = [];
  const resized: { readonly volume: MesosResource; readonly size: number }[] = [];
  const left: MesosResource[] = [];
  for (const [i, resource] of resources.entries()) {
    const isVolume = resource.disk?.persistence !== undefined;
    const answer = isVolume || isDynamic(resource) ? upkeep(resource, agentId) : undefined;
    if (answer === "release") operations.push(...releasing(resource, isVolume));
    else if (answer === undefined) left.push(resource);
    else if (isVolume && isSize(answer)) resized.push({ volume: resource, size: answer });
    else refuse(`upkeep(resources[${i}])`, answer, `"release", undefined, or the size of a volume, > 0`);
  }
  for (const { volume, size } of resized) operations.push(...resizing(volume, size, left));
  return { resources: left, operations };
}

/** One operation each: what a master refuses of one resource costs no other. */
function releasing(resource: MesosResource, isVolume: boolean): readonly MesosResourceOperation[] {
  const operations: MesosResourceOperation[] = [];
  if (isVolume) operations.push({ type: "DESTROY", destroy: { volumes: [resource] } });
  if (isDynamic(resource)) {
    const reserved = isVolume ? withoutVolume(resource) : resource;
    operations.push({ type: "UNRESERVE", unreserve: { resources: [reserved] } });
  }
  return operations;
}

/** The operation that makes the volume so large; none, and the volume is left, where it is so large, or cannot become so. */
function resizing(
  volume: MesosResource,
  size: number,
  left: MesosResource[],
): readonly MesosResourceOperation[] {
  const more = toThousandths(size) - thousandthsOf(volume);
  if (more < 0 && isElastic(volume)) {
    const subtract = { value: fromThousandths(-more) };
    return [{ type: "SHRINK_VOLUME", shrink_volume: { volume, subtract } }];
  }
  const place = textOf(withoutAmount(withoutVolume(volume)));
  const from = left.findIndex((each) => textOf(withoutAmount(each)) === place && thousandthsOf(each) >= more);
  const source = left[from];
  if (more <= 0 || source === undefined || !isElastic(volume)) {
    left.push(volume);
    return [];
  }
  const rest = thousandthsOf(source) - more;
  left.splice(from, 1, ...(rest > 0 ? [{ ...source, scalar: { value: fromThousandths(rest) } }] : []));
  const addition = { ...source, scalar: { value: fromThousandths(more) } };
  return [{ type: "GROW_VOLUME", grow_volume: { volume, addition } }];
}

function withoutAmount(resource: MesosResource): unknown {
  return { ...resource, scalar: undefined };
}

/** The disk on which the volume is. */
function withoutVolume({ disk, shared: _shared, ...resource }: MesosResource): MesosResource {
  return { ...resource, ...diskWithout(disk) };
}

function diskWithout(disk: MesosDisk | undefined): Pick<MesosResource, "disk"> {
  const source = disk?.source;
  return source === undefined ? {} : { disk: { source } };
}

/** Whether its innermost reservation was made by a RESERVE. */
function isDynamic({ reservations = [], reservation }: MesosResource): boolean {
  return reservation !== undefined || reservations.at(-1)?.type === "DYNAMIC";
}

/** Whether the volume has a size of its own: not that of a disk, and not one that others may be using. */
function isElastic({ disk, shared, provider_id }: MesosResource): boolean {
  return disk?.source?.type !== "MOUNT" && shared === undefined && provider_id === undefined;
}

function isSize(size: unknown): boolean {
  return typeof size === "number" && toThousandths(size) > 0 && size <= maxScalar;
}
