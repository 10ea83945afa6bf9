import type { Agent, DeviceGrant, DeviceRequest, DeviceView } from "../../src/index.ts";
import { sum, thousandths } from "./amounts.ts";
import type { Standing } from "./standing.ts";
import { tasksOn } from "./standing.ts";

/** One device and what tasks hold of it; amounts in thousandths. */
interface Device {
  readonly name: string;
  readonly index: number;
  readonly capacity: number;
  readonly grants: readonly DeviceGrant[];
}

/** What a task would get, and the part of its score. */
export interface DevicesTaken {
  readonly grants: readonly DeviceGrant[];
  readonly score: number;
}

/** The devices of the name as an evaluator sees them. */
export function deviceViews(standing: Standing, agent: Agent, name: string): readonly DeviceView[] {
  return devicesOf(agent, name, grantsOn(standing, agent)).map((device) => {
    const binding = device.grants.at(-1)?.binding;
    return {
      index: device.index,
      free: freeOf(device) / 1000,
      capacity: device.capacity / 1000,
      ...(binding === undefined ? {} : { binding }),
    };
  });
}

/** The grants that serve the requests, in their order; undefined if one cannot be served. */
export function takeDevices(
  standing: Standing,
  agent: Agent,
  requests: readonly DeviceRequest[],
): DevicesTaken | undefined {
  const grants: DeviceGrant[] = [];
  const scores: number[] = [];
  for (const request of requests) {
    const count = request.count ?? 1;
    const devices = devicesOf(agent, request.name, [...grantsOn(standing, agent), ...grants]);
    const fullest = devices.filter((device) => canServe(device, request)).toSorted(byFullness);
    if (fullest.length < count) return undefined;
    for (const device of fullest.slice(0, count).toSorted((a, b) => a.index - b.index)) {
      scores.push(scoreOf(device, request));
      grants.push(grantOf(device, request));
    }
  }
  return { grants, score: scores.length === 0 ? 0 : sum(scores) / scores.length };
}

/** Whether the agent's devices, all idle, could serve the request. */
export function couldEverServe(agent: Agent, request: DeviceRequest): boolean {
  const idle = devicesOf(agent, request.name, []);
  return idle.filter((device) => canServe(device, request)).length >= (request.count ?? 1);
}

function grantsOn(standing: Standing, agent: Agent): readonly DeviceGrant[] {
  return tasksOn(standing, agent).flatMap((placed) => placed.devices ?? []);
}

function devicesOf(agent: Agent, name: string, grants: readonly DeviceGrant[]): readonly Device[] {
  return agent.devices
    .filter((set) => set.name === name)
    .flatMap((set) =>
      Array.from({ length: set.count }, (_, index) => ({
        name,
        index,
        capacity: thousandths(set.capacity),
        grants: grants.filter((grant) => grant.name === name && grant.index === index),
      })),
    );
}

function usedOf(device: Device): number {
  return sum(device.grants.map((grant) => thousandths(grant.units)));
}

function freeOf(device: Device): number {
  return Math.max(0, device.capacity - usedOf(device));
}

function canServe(device: Device, request: DeviceRequest): boolean {
  const isIdle = device.grants.length === 0;
  const hasRoom = thousandths(request.units) <= freeOf(device);
  return hasRoom && (isIdle || device.grants.at(-1)?.binding === request.binding);
}

/** The fullest first: those in use by what is used of them, then the idle ones; by index on ties. */
function byFullness(a: Device, b: Device): number {
  const isIdle = (device: Device): number => (device.grants.length === 0 ? 1 : 0);
  return isIdle(a) - isIdle(b) || usedOf(b) - usedOf(a) || a.index - b.index;
}

function grantOf(device: Device, { units, binding }: DeviceRequest): DeviceGrant {
  return {
    name: device.name,
    index: device.index,
    units: thousandths(units) / 1000,
    ...(binding === undefined ? {} : { binding }),
  };
}

/** 0.5 / (capacity + 1) for an idle device, else min(1, (used + units + 1) / (capacity + 1)), of thousandths. */
function scoreOf(device: Device, { units }: DeviceRequest): number {
  if (device.grants.length === 0) return 500 / (device.capacity + 1000);
  return Math.min(1, (usedOf(device) + thousandths(units) + 1000) / (device.capacity + 1000));
}
