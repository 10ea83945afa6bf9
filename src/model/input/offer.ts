import {
  maxDevices,
  type AttributeValue,
  type Attributes,
  type Offer,
  type Unavailability,
} from "../offer.ts";
import { toThousandths } from "../quantity.ts";
import { checkDisks } from "./disk.ts";
import {
  expectAmount,
  expectArray,
  expectEach,
  expectFields,
  expectNumber,
  expectScalars,
  expectText,
  expectWhole,
  fieldPath,
  refuse,
} from "./expect.ts";

/** The greatest port number. */
export const maxPort = 65535;

/** Throws unless the value is an {@link Offer}; paths are relative to it. */
export function checkOffer(value: unknown): asserts value is Offer {
  const offer = expectFields("", value);
  expectText("id", offer["id"]);
  expectText("agentId", offer["agentId"]);
  expectText("hostname", offer["hostname"]);
  if (offer["role"] !== undefined) expectText("role", offer["role"]);
  expectScalars("resources", offer["resources"]);
  if (offer["ports"] !== undefined) checkOfferedPorts(offer["ports"]);
  if (offer["disks"] !== undefined) checkDisks(offer["disks"]);
  if (offer["devices"] !== undefined) checkDeviceSets(offer["devices"]);
  if (offer["attributes"] !== undefined) checkAttributes("attributes", offer["attributes"]);
  if (offer["executors"] !== undefined) checkExecutorIds(offer["executors"]);
  if (offer["unavailability"] !== undefined) checkUnavailability("unavailability", offer["unavailability"]);
  if (offer["receivedAtMs"] !== undefined) {
    expectNumber("receivedAtMs", offer["receivedAtMs"], -Infinity, "a finite number");
  }
}

/** Throws unless the value is an {@link Unavailability}. */
export function checkUnavailability(path: string, value: unknown): asserts value is Unavailability {
  const { startMs, durationMs } = expectFields(path, value);
  expectNumber(`${path}.startMs`, startMs, -Infinity, "a finite number");
  if (durationMs !== undefined) expectNumber(`${path}.durationMs`, durationMs, 0, "a finite number ≥ 0");
}

function checkOfferedPorts(value: unknown): void {
  const ranges: { readonly first: number; readonly last: number; readonly at: number }[] = [];
  expectEach("ports", value, (element) => {
    checkPortRange(element);
    ranges.push({ first: element[0], last: element[1], at: ranges.length });
  });
  ranges.sort((a, b) => a.first - b.first);
  let before = ranges[0];
  for (const range of ranges.slice(1)) {
    if (before !== undefined && range.first <= before.last) {
      refuse(
        `ports[${range.at}]`,
        [range.first, range.last],
        `a range that does not overlap [${before.first}, ${before.last}]`,
      );
    }
    before = range;
  }
}

/** Throws unless the value is an inclusive range of port numbers. */
export function checkPortRange(value: unknown): asserts value is readonly [number, number] {
  const range = expectArray("", value);
  if (range.length !== 2) refuse("", value, "a range [first, last]");
  const first = expectWhole("[0]", range[0], 0, maxPort);
  const last = expectWhole("[1]", range[1], 0, maxPort);
  if (first > last) refuse("", value, "a range whose first port is not after its last");
}

/** Throws unless the value is a list of {@link DeviceSet}s of different names. */
export function checkDeviceSets(value: unknown): void {
  const names = new Set<string>();
  expectEach("devices", value, (element) => {
    const set = expectFields("", element);
    const name = expectText("name", set["name"]);
    if (names.has(name)) refuse("name", name, "a name that no other set of the agent has");
    names.add(name);
    expectWhole("count", set["count"], 0, maxDevices);
    const capacity = expectAmount("capacity", set["capacity"]);
    if (toThousandths(capacity) === 0) refuse("capacity", capacity, "a number ≥ 0.001");
  });
}

/** Throws unless the value is a list of ids of executors. */
export function checkExecutorIds(value: unknown): void {
  expectEach("executors", value, (id) => expectText("", id));
}

/** Throws unless the value is {@link Attributes}. */
export function checkAttributes(path: string, value: unknown): asserts value is Attributes {
  const attributes = expectFields(path, value);
  for (const name of Object.keys(attributes)) {
    const given = attributes[name];
    if (name === "") refuse(`${path}[""]`, given, "an attribute with a name");
    if (typeof given === "string") continue;
    if (Array.isArray(given)) expectEach(fieldPath(path, name), given, checkAttributeValue);
    else if (typeof given !== "number" || !Number.isFinite(given)) {
      refuse(fieldPath(path, name), given, "a string, a finite number or an array of these");
    }
  }
}

/** Throws unless the value is an {@link AttributeValue}. */
export function checkAttributeValue(value: unknown): asserts value is AttributeValue {
  if (typeof value !== "string" && (typeof value !== "number" || !Number.isFinite(value))) {
    refuse("", value, "a string or a finite number");
  }
}
