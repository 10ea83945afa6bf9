// What a task asks, part by part: what asks the same has the same parts, and where one thing ends another may begin without being taken for a part of it. Fields are read by
// their names, wherever an object has them from: JSON would pass over those of a prototype.

import type { AmongFields, AttributeIn, Constraint } from "./constraint.ts";
import type { DiskRequest } from "./disk.ts";
import type { Preference } from "./fitness.ts";
import type { DeviceRequest } from "./task.ts";

/** Parts, one after the other. */
export type Parts = (string | number | undefined)[];

/** Adds a constraint. Of custom ones only their names are told apart. */
export function addConstraint(parts: Parts, constraint: Constraint): void {
  const { kind } = constraint;
  switch (kind) {
    case "attributeIs":
      parts.push(kind, constraint.name, constraint.value);
      break;
    case "attributeIn":
      addValues(parts, constraint);
      break;
    case "attributeLike":
      parts.push(kind, constraint.name, constraint.pattern);
      break;
    case "hasAttribute":
    case "customConstraint":
      parts.push(kind, constraint.name);
      break;
    case "uniqueBy":
    case "sameBy":
    case "near":
    case "awayFrom":
      parts.push(kind, constraint.attribute);
      addAmong(parts, constraint.among);
      break;
    case "maxPer":
      parts.push(kind, constraint.attribute, constraint.n);
      addAmong(parts, constraint.among);
      break;
    case "balancedBy":
      parts.push(kind, constraint.attribute, constraint.expectedValues, constraint.maxSkew);
      addAmong(parts, constraint.among);
      break;
    case "allOf":
    case "anyOf":
      parts.push(kind, constraint.constraints.length);
      for (const each of constraint.constraints) addConstraint(parts, each);
      break;
    case "not":
      parts.push(kind);
      addConstraint(parts, constraint.constraint);
      break;
    case "exclusive":
      parts.push(kind);
  }
}

/** Longer lists are one part: a branch for each value would take much room. */
const mostParts = 4;

function addValues(parts: Parts, { kind, name, values }: AttributeIn): void {
  parts.push(kind, name, values.length);
  if (values.length > mostParts) parts.push(JSON.stringify(values));
  else parts.push(...values);
}

function addAmong(parts: Parts, among: AmongFields | undefined): void {
  if (among === undefined) return;
  const { ids, group } = among;
  if (ids === undefined) parts.push("among group", group);
  else parts.push("among ids", JSON.stringify(ids));
}

/** Adds preferences; of those that are no constraints not what they say. */
export function addPreferences(parts: Parts, preferences: readonly Preference[]): void {
  for (const preference of preferences) {
    parts.push(preference.kind, preference.weight);
    if (preference.kind === "prefer") addConstraint(parts, preference.constraint);
  }
}

/** Adds requests of devices. */
export function addDevices(parts: Parts, devices: readonly DeviceRequest[]): void {
  for (const { name, units, count, binding } of devices) parts.push("device", name, units, count, binding);
}

/** Adds requests of disks. */
export function addDisks(parts: Parts, disks: readonly DiskRequest[]): void {
  for (const { type, amount, id } of disks) parts.push("disk", type, amount, id);
}
