// The choice of devices on one agent. A request of a task is prepared once, with room for its choice: `chosen` holds device
// numbers (as in devices.ts), ascending, and is written for every agent that is tried.
// What is granted on trial is revoked before anyone else looks.

import { toThousandths } from "../model/quantity.ts";
import type { DeviceRequest } from "../model/task.ts";
import type { Devices } from "./devices.ts";

/** One request of a task against one table of devices. */
export interface DeviceFit {
  readonly devices: Devices;
  /** In thousandths. */
  readonly units: number;
  readonly binding: number;
  /** As many as the request asks, at most as many as an agent can have. */
  readonly chosen: Int32Array;
}

/** The request made ready for trying agents. */
export function deviceFit(devices: Devices, { units, count = 1, binding }: DeviceRequest): DeviceFit {
  return {
    devices,
    units: toThousandths(units),
    binding: devices.bindingNumber(binding),
    chosen: new Int32Array(count),
  };
}

/**
 * Chooses devices of the agent for all requests, in order, and returns the mean of the granted devices' scores, before each grant
 * (Fenzo's resource sets); -1 where a request cannot be served. Costs O(devices × asked).
 */
export function chooseDevices(fits: readonly DeviceFit[], agent: number): number {
  let sum = 0;
  let granted = 0;
  let served = 0;
  while (served < fits.length) {
    const fit = fits[served]!;
    if (!chooseFullest(fit, agent)) break;
    for (const device of fit.chosen) sum += scoreOf(fit, agent, device);
    granted += fit.chosen.length;
    grantChosen(fit);
    served++;
  }
  for (let i = served - 1; i >= 0; i--) revokeChosen(fits[i]!);
  return served < fits.length ? -1 : sum / granted;
}

/** Whether the agent can serve each request, were it alone. An agent that cannot will not later in a round in which tasks come and none goes. */
export function servesEach(fits: readonly DeviceFit[], agent: number): boolean {
  return fits.every((fit) => chooseFullest(fit, agent));
}

/** The requests that the agent cannot serve beside those before them that it can. */
export function unservedDevices(fits: readonly DeviceFit[], agent: number): readonly DeviceFit[] {
  const served = fits.filter((fit) => {
    const canServe = chooseFullest(fit, agent);
    if (canServe) grantChosen(fit);
    return canServe;
  });
  for (const fit of served.toReversed()) revokeChosen(fit);
  return fits.filter((fit) => !served.includes(fit));
}

/** The units free, in thousandths, on devices of the agent that can serve the request's binding. */
export function freeUnits({ devices, binding }: DeviceFit, agent: number): number {
  const first = devices.first[agent]!;
  let free = 0;
  for (let device = first; device < first + devices.count[agent]!; device++) {
    if (devices.holders[device] !== 0 && devices.binding[device] !== binding) continue;
    free += Math.max(0, devices.capacity[agent]! - devices.used[device]!);
  }
  return free;
}

/** The units of all the agent's devices, in thousandths. */
export function unitsInAll({ devices }: DeviceFit, agent: number): number {
  return devices.count[agent]! * devices.capacity[agent]!;
}

function grantChosen({ devices, chosen, units, binding }: DeviceFit): void {
  for (const device of chosen) devices.grant(device, units, binding);
}

function revokeChosen({ devices, chosen, units }: DeviceFit): void {
  for (const device of chosen) devices.revoke(device, units);
}

/**
 * Fills `chosen` with the fullest devices that can serve, lowest index on ties: those in use first, then idle ones. False where they
 * are too few.
 */
function chooseFullest({ devices, units, binding, chosen }: DeviceFit, agent: number): boolean {
  const { used, holders, picked } = devices;
  const first = devices.first[agent]!;
  const end = first + devices.count[agent]!;
  const mostUsed = units === 0 ? Infinity : devices.capacity[agent]! - units;
  let length = 0;
  while (length < chosen.length) {
    let fullest = -1;
    for (let device = first; device < end; device++) {
      if (holders[device] === 0 || picked[device] === 1) continue;
      if (devices.binding[device] !== binding || used[device]! > mostUsed) continue;
      if (fullest === -1 || used[device]! > used[fullest]!) fullest = device;
    }
    if (fullest === -1) break;
    picked[fullest] = 1;
    insertAscending(chosen, length++, fullest);
  }
  for (let i = 0; i < length; i++) picked[chosen[i]!] = 0;
  if (mostUsed < 0) return length === chosen.length;
  for (let device = first; device < end && length < chosen.length; device++) {
    if (holders[device] === 0) insertAscending(chosen, length++, device);
  }
  return length === chosen.length;
}

function insertAscending(chosen: Int32Array, length: number, device: number): void {
  let at = length;
  while (at > 0 && chosen[at - 1]! > device) {
    chosen[at] = chosen[at - 1]!;
    at--;
  }
  chosen[at] = device;
}

function scoreOf({ devices, units }: DeviceFit, agent: number, device: number): number {
  const whole = devices.capacity[agent]! + 1000;
  if (devices.holders[device] === 0) return 500 / whole;
  return Math.min(1, (devices.used[device]! + units + 1000) / whole);
}
