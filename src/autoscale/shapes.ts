import { amountIn } from "../dense/roster.ts";
import type { Agent } from "../model/cluster.ts";
import type { AttributeValue, Attributes, DeviceSet, PortRange, Unavailability } from "../model/offer.ts";
import type { Disk } from "../model/disk.ts";
import { heldBy } from "../model/task.ts";
import { fromThousandths, toThousandths, type Scalars } from "../model/quantity.ts";
import { united } from "../model/ranges.ts";
import { withOwnFields } from "../model/own-fields.ts";
import { disksCover, disksInAll } from "./disks.ts";
import { maxShapes } from "./history.ts";
import type { AgentShape, ShapeOffer } from "./settings.ts";

/** What the agent would give if nothing ran on it. Costs O(its offers and tasks). */
export function shapeOf({ offers, running, devices, attributes }: Agent): AgentShape {
  const [first] = offers;
  if (first !== undefined && offers.length === 1 && running.length === 0) {
    const { role, resources, ports = [], disks = [] } = first;
    return { offers: [offerOf(role, resources, ports, disks)], devices, attributes };
  }
  const parts = new Map<string, { readonly amounts: Map<string, number>; readonly ports: PortRange[] }>();
  const add = (role: string = "*", resources: Scalars, ports: readonly PortRange[] = []): void => {
    let part = parts.get(role);
    if (part === undefined) {
      part = { amounts: new Map(), ports: [] };
      parts.set(role, part);
    }
    for (const [name, amount] of Object.entries(resources)) {
      part.amounts.set(name, (part.amounts.get(name) ?? 0) + toThousandths(amount));
    }
    part.ports.push(...ports);
  };
  for (const { role, resources, ports } of offers) add(role, resources, ports);
  for (const each of running) {
    add(
      each.task.role,
      heldBy(each),
      each.ports?.map((port) => [port, port]),
    );
    if (each.executor !== undefined) add(each.task.role, each.executor.resources);
  }
  return {
    offers: Array.from(parts, ([role, { amounts, ports }]) => {
      const resources = Object.fromEntries(
        Array.from(amounts, ([name, amount]) => [name, fromThousandths(amount)]),
      );
      const disks = disksInAll(
        offers.filter((offer) => (offer.role ?? "*") === role),
        running.filter(({ task }) => (task.role ?? "*") === role),
      );
      return offerOf(role, resources, united(ports), disks);
    }),
    devices,
    attributes,
  };
}

function offerOf(
  role: string = "*",
  resources: Scalars,
  ports: readonly PortRange[],
  disks: readonly Disk[],
): ShapeOffer {
  return {
    role,
    resources,
    ...(ports.length > 0 && { ports }),
    ...(disks.length > 0 && { disks }),
  };
}

/** The shapes and a new one: not where one covers it already, in place of those that it covers, and at most {@link maxShapes}. */
export function shapesWith(shapes: readonly AgentShape[], shape: AgentShape): readonly AgentShape[] {
  if (shapes.some((each) => covers(each, shape))) return shapes;
  const others = shapes.filter((each) => !covers(shape, each));
  return others.length < maxShapes ? [...others, shape] : shapes;
}

/** Whether the one has the attributes of the other, and at least as much of everything. */
export function covers(one: AgentShape, other: AgentShape): boolean {
  return (
    haveSameAttributes(one.attributes ?? noAttributes, other.attributes ?? noAttributes) &&
    givesAll(one, other)
  );
}

/** Whether the agent may be one that was asked for by the shape: it has its attributes, maybe more, and at least as much of everything. */
export function suits(agent: Agent, shape: AgentShape): boolean {
  return hasAttributes(agent.attributes, shape.attributes ?? noAttributes) && givesAll(shapeOf(agent), shape);
}

function givesAll(one: AgentShape, other: AgentShape): boolean {
  return (
    other.offers.every((wanted) =>
      one.offers.some((given) => (given.role ?? "*") === (wanted.role ?? "*") && gives(given, wanted)),
    ) &&
    (other.devices ?? noDevices).every((wanted) =>
      one.devices?.some(
        ({ name, count, capacity }) =>
          name === wanted.name && count >= wanted.count && capacity >= wanted.capacity,
      ),
    )
  );
}

const noAttributes: Attributes = {};
const noDevices: readonly DeviceSet[] = [];

function gives(given: ShapeOffer, wanted: ShapeOffer): boolean {
  for (const name of Object.keys(wanted.resources)) {
    if (amountIn(given.resources, name) < amountIn(wanted.resources, name)) return false;
  }
  return countPorts(given) >= countPorts(wanted) && disksCover(given.disks, wanted.disks);
}

function countPorts({ ports }: ShapeOffer): number {
  let count = 0;
  if (ports !== undefined) for (const [first, last] of ports) count += last - first + 1;
  return count;
}

function haveSameAttributes(a: Attributes, b: Attributes): boolean {
  return a === b || (hasAttributes(b, a) && Object.keys(a).length === Object.keys(b).length);
}

function hasAttributes(all: Attributes, some: Attributes): boolean {
  for (const name of Object.keys(some)) {
    if (!Object.hasOwn(all, name) || !isSameValue(some[name], all[name])) return false;
  }
  return true;
}

type Given = AttributeValue | readonly AttributeValue[] | undefined;

function isSameValue(a: Given, b: Given): boolean {
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** The shape as an agent of its own, that runs nothing. */
export function agentOf(
  id: string,
  hostname: string,
  shape: AgentShape,
  unavailability?: Unavailability,
): Agent {
  const { attributes = noAttributes, devices = noDevices } = shape;
  const away = unavailability === undefined ? {} : { unavailability };
  return {
    id,
    hostname,
    attributes,
    devices,
    ...away,
    offers: shape.offers.map((offer, i) => ({
      ...withOwnFields(offer),
      ...away,
      id: `${id}/${i}`,
      agentId: id,
      hostname,
      devices,
      attributes,
    })),
    running: [],
  };
}
