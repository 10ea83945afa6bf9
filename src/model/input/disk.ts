import { maxDiskRequests, type Disk } from "../disk.ts";
import type { Offer } from "../offer.ts";
import { expectAmount, expectArray, expectEach, expectFields, expectText, refuse } from "./expect.ts";

/** Throws unless the value is a list of {@link Disk}s of different ids. */
export function checkDisks(value: unknown): void {
  const ids = new Set<string>();
  expectEach("disks", value, (element) => {
    const disk = expectFields("", element);
    const id = expectText("id", disk["id"]);
    if (ids.has(id)) refuse("id", id, "an id that no other disk of the offer has");
    ids.add(id);
    expectText("type", disk["type"]);
    expectAmount("amount", disk["amount"]);
    const { use } = disk;
    if (use !== undefined && use !== "whole" && use !== "shared") refuse("use", use, '"whole" or "shared"');
  });
}

/** Throws unless the value is a list of requests of a task for disks. */
export function checkDiskRequests(value: unknown): void {
  const { length } = expectArray("disks", value);
  if (length > maxDiskRequests) refuse("disks", value, `at most ${maxDiskRequests} requests`);
  expectEach("disks", value, (element) => {
    const request = expectFields("", element);
    expectText("type", request["type"]);
    if (request["amount"] !== undefined) expectAmount("amount", request["amount"]);
    if (request["id"] !== undefined) expectText("id", request["id"]);
  });
}

/** Throws unless the value is a list of grants of disks. */
export function checkDiskGrants(value: unknown): void {
  expectEach("disks", value, (element) => {
    const grant = expectFields("", element);
    expectText("id", grant["id"]);
    expectText("type", grant["type"]);
    expectAmount("amount", grant["amount"]);
  });
}

/**
 * Throws where a disk of the offer is of another type or use than another offer of its agent and role says; paths are relative to the
 * offer. Costs O(the disks of these offers).
 */
export function checkAgreement({ role = "*", disks = [] }: Offer, others: readonly Offer[]): void {
  if (disks.length === 0) return;
  const said = new Map<string, { readonly disk: Disk; readonly offerId: string }>();
  for (const other of others) {
    if ((other.role ?? "*") !== role) continue;
    for (const disk of other.disks ?? []) said.set(disk.id, { disk, offerId: other.id });
  }
  for (const [i, { id, type, use }] of disks.entries()) {
    const before = said.get(id);
    if (before === undefined) continue;
    const { disk, offerId } = before;
    const as = `as offer ${JSON.stringify(offerId)} of the agent and role says`;
    if (disk.type !== type) refuse(`disks[${i}].type`, type, `${JSON.stringify(disk.type)}, ${as}`);
    if (disk.use === use) continue;
    refuse(`disks[${i}].use`, use, `${disk.use === undefined ? "none" : JSON.stringify(disk.use)}, ${as}`);
  }
}
