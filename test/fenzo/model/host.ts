import type { GoldenOffer, GoldenTask } from "../golden.ts";
import { amountIn, amountsOf, sumOf, type AmountMap } from "./amounts.ts";
import { deviceSetsOf, withSlot, type DeviceSets, type Grant, type Slot } from "./devices.ts";
import type { Facts, RunFact } from "./facts.ts";
import { offersHeld, offersTaken, receivedAtMs } from "./offers.ts";
import { portsOf, type Ports } from "./ports.ts";
import type { Oddities } from "./rules.ts";

/** A host as a round sees it. */
export interface Host {
  readonly name: string;
  /** Whether it can take tasks: it has an offer, and is not disabled. */
  readonly isCandidate: boolean;
  readonly offers: readonly GoldenOffer[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly offered: AmountMap;
  readonly runningAmounts: AmountMap;
  readonly running: readonly GoldenTask[];
  /** By the round, in order, and the sums of their amounts. */
  readonly placed: readonly GoldenTask[];
  readonly placedAmounts: AmountMap;
  readonly ports: Ports;
  readonly devices: DeviceSets;
}

/** Every host that ever had an offer, in the order in which they were first seen. */
export function hostsOf(facts: Facts, oddities: Oddities): readonly Host[] {
  const names = new Set(facts.offers.map(({ offer }) => offer.hostname));
  const taken = offersTaken(facts, oddities).toSorted((a, b) => receivedAtMs(a) - receivedAtMs(b));
  const held = offersHeld(facts, oddities);
  return [...names].map((name) => {
    const byTime = taken.flatMap(({ offer }) => (offer.hostname === name ? [offer] : []));
    const offers = held.filter(({ hostname }) => hostname === name);
    return hostOf(name, byTime, offers, facts, oddities);
  });
}

/** The host with these offers, of which the first are all that it ever had, in the order in which they were received. */
function hostOf(
  name: string,
  byTime: readonly GoldenOffer[],
  offers: readonly GoldenOffer[],
  facts: Facts,
  oddities: Oddities,
): Host {
  const runs = facts.runs.filter(({ assignment }) => assignment.host === name);
  const active = withoutDoubles(runs.filter(({ launched, ended }) => launched && !ended));
  const running = active.map(({ task }) => task);
  const runningAmounts = sumOf(running.map((task) => amountsOf(task, oddities)));
  const offered = sumOf(offers.map((offer) => amountsOf(offer, oddities)));
  const isSingle = facts.scenario.singleOfferPerVM === true && oddities.has("D15");
  const portsTaken = (isSingle ? runs : active).flatMap(({ assignment }) => assignment.ports ?? []);
  const slots = runs.flatMap((run) => slotsKept(run, oddities));
  return {
    name,
    isCandidate: offers.length > 0 && !facts.disabled.has(name),
    offers,
    attributes: byTime.at(-1)?.attributes ?? {},
    // In single-offer mode the offer is what the host has in all.
    offered: isSingle ? lessOf(offered, runningAmounts) : offered,
    runningAmounts,
    running,
    placed: [],
    placedAmounts: new Map(),
    ports: portsOf(offers, portsTaken, oddities),
    devices: slots.reduce(withSlot, deviceSetsOf(byTime, oddities)),
  };
}

/** The host with the task on it. */
export function placeOn(host: Host, task: GoldenTask, grants: readonly Grant[], oddities: Oddities): Host {
  return {
    ...host,
    placed: [...host.placed, task],
    placedAmounts: sumOf([host.placedAmounts, amountsOf(task, oddities)]),
    ports: { ...host.ports, given: host.ports.given + (task.ports ?? 0) },
    devices: grants.reduce(withSlot, host.devices),
  };
}

/** Slots of the devices that an earlier assignment still has: those of running tasks that asked; with D6 on those never given back too. */
function slotsKept({ task, assignment, launched, ended }: RunFact, oddities: Oddities): readonly Slot[] {
  const isKept = launched ? !ended : oddities.has("D6");
  return (assignment.sets ?? []).flatMap(({ set, index, value }) => {
    const units = task.named?.[set]?.sub;
    if (units === undefined) return oddities.has("D6") ? [{ set, index, value, units: 0 }] : [];
    return isKept ? [{ set, index, value, units }] : [];
  });
}

function withoutDoubles(runs: readonly RunFact[]): readonly RunFact[] {
  const byTask = new Map(runs.map((run) => [run.task.id, run]));
  return [...byTask.values()];
}

function lessOf(amounts: AmountMap, taken: AmountMap): AmountMap {
  return new Map([...amounts].map(([name, amount]) => [name, amount - amountIn(taken, name)]));
}
