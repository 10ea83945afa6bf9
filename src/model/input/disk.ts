import { keyOfDisk, maxDiskRequests, type Disk } from "../disk.ts";
import { expectAmount, expectArray, expectEach, expectFields, expectText, refuse } from "./expect.ts";

/** Throws unless the value is a list of different {@link Disk}s. */
export function checkDisks(value: unknown): void {
  const keys = new Set<string>();
  expectEach("disks", value, (element) => {
    const disk = checkDisk(element);
    const key = keyOfDisk(disk);
    if (keys.has(key)) refuse("id", disk.id, "an id that no other disk of its type and use in the offer has");
    keys.add(key);
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
  expectEach("disks", value, checkDisk);
}

/** A grant has the fields of what it is of. */
function checkDisk(value: unknown): Disk {
  const { id, type, amount, use } = expectFields("", value);
  const disk = {
    id: expectText("id", id),
    type: expectText("type", type),
    amount: expectAmount("amount", amount),
  };
  if (use === undefined) return disk;
  if (use !== "whole" && use !== "shared") refuse("use", use, '"whole" or "shared"');
  return { ...disk, use };
}
