import {
  allOf,
  attributeIs,
  balancedBy,
  binPack,
  customFitness,
  exclusive,
  prefer,
  spread,
  uniqueBy,
  weighted,
  type Constraint,
  type Fitness,
  type Offer,
  type Policy,
  type Preference,
  type Scalars,
  type Task,
} from "../../src/index.ts";
import {
  defaultExpiry,
  type Amount,
  type Amounts,
  type GoldenConstraint,
  type GoldenOffer,
  type GoldenTask,
  type GroupLimits,
  type Scenario,
} from "./golden.ts";

type CoTaskSets = Scenario["coTaskSets"];

/**
 * The offer in stowage's words, received at the time told less its age. Those that come at once came one after the other: so many came after
 * this one.
 */
export function offerOf(offer: GoldenOffer, nowMs: number, later: number): Offer {
  const set = offer.resourceSet;
  return {
    id: offer.id,
    agentId: offer.agentId ?? offer.hostname,
    hostname: offer.hostname,
    resources: { ...noAmounts, ...scalarsOf(offer) },
    ports: offer.ports ?? [],
    devices: set === undefined ? [] : [{ name: set.name, count: set.count, capacity: set.limit }],
    attributes: offer.attributes ?? {},
    receivedAtMs: nowMs - 1000 * (offer.ageSecs ?? 0) - later / 1_000_000,
  };
}

/** The task in stowage's words. */
export function taskOf(task: GoldenTask, sets: CoTaskSets): Task {
  const { group = "", named = {}, hard = [], soft = [] } = task;
  return {
    id: task.id,
    ...(group !== "" && { group }),
    resources: { ...noAmounts, ...scalarsOf(task) },
    ports: task.ports ?? 0,
    devices: Object.entries(named).map(([name, { value, sub }]) => ({ name, units: sub, binding: value })),
    constraints: hard.map((constraint) => constraintOf(constraint, sets)),
    preferences: soft.map((constraint) => preferenceOf(constraint, sets)),
  };
}

/** The policy in stowage's words; Fenzo keeps offers that it does not use until they are old. */
export function policyOf(scenario: Scenario, limits: GroupLimits | undefined, batch?: number): Policy {
  const { fitness, goodEnough, leaseExpirySecs = defaultExpiry.secs, rejectAllExpired = false } = scenario;
  const { maxOffersToReject: maxDeclines = defaultExpiry.offers } = scenario;
  return {
    fitness: fitnessOf(fitness),
    hold: { forMs: 1000 * leaseExpirySecs, ...(!rejectAllExpired && { maxDeclines }) },
    ...(batch !== undefined && { maxAssignments: batch }),
    ...(goodEnough !== undefined && { goodEnough }),
    ...(limits !== undefined && {
      groupLimits: Object.fromEntries(
        Object.entries(limits).map(([group, limit]) => [group, scalarsOf(limit)]),
      ),
    }),
  };
}

const noAmounts: Scalars = { cpus: 0, mem: 0, network: 0, disk: 0 };

const evaluators = new Map<string, Fitness>([
  ["none", customFitness("none", () => () => 1)],
  ["cpuBinPacker", binPack("cpus")],
  ["memoryBinPacker", binPack("mem")],
  ["networkBinPacker", binPack("network")],
  ["cpuMemBinPacker", binPack("cpus", "mem")],
  ["cpuMemNetworkBinPacker", binPack("cpus", "mem", "network")],
  ["cpuSpreader", spread("cpus")],
  ["memorySpreader", spread("mem")],
  ["networkSpreader", spread("network")],
  ["cpuMemSpreader", spread("cpus", "mem")],
  ["cpuMemNetworkSpreader", spread("cpus", "mem", "network")],
]);

function fitnessOf(fitness: Scenario["fitness"]): Fitness {
  if (typeof fitness !== "string") {
    return weighted(fitness.weighted.map(([name, weight]) => [fitnessOf(name), weight]));
  }
  const evaluator = evaluators.get(fitness);
  if (evaluator === undefined) throw new Error(`Fenzo's evaluator ${fitness} has no counterpart`);
  return evaluator;
}

/** What is given, under the names that Mesos uses. */
function scalarsOf({ cpus, memory, network, disk, scalars }: Amounts): Scalars {
  return {
    ...(cpus !== undefined && { cpus: sumOf(cpus) }),
    ...(memory !== undefined && { mem: sumOf(memory) }),
    ...(network !== undefined && { network: sumOf(network) }),
    ...(disk !== undefined && { disk: sumOf(disk) }),
    ...scalars,
  };
}

function sumOf(amount: Amount): number {
  return typeof amount === "number" ? amount : amount.reduce((sum, part) => sum + part, 0);
}

function constraintOf(constraint: GoldenConstraint, sets: CoTaskSets): Constraint {
  switch (constraint.kind) {
    case "unique-host-attribute":
      return uniqueBy(constraint.attribute ?? "hostname", amongOf(constraint.coTasks, sets));
    case "balanced-host-attribute": {
      const { attribute, expectedValues, coTasks } = constraint;
      return balancedBy(attribute, { expectedValues }, amongOf(coTasks, sets));
    }
    case "host-attribute-value":
      return attributeIs(constraint.attribute ?? "hostname", constraint.value);
    case "exclusive-host":
      return exclusive();
  }
}

/** A balance counts by its own grade, unless the vector wants it to count as any other constraint: 1 or 0. */
function preferenceOf(constraint: GoldenConstraint, sets: CoTaskSets): Preference {
  const wanted = constraintOf(constraint, sets);
  const isBinary = constraint.kind === "balanced-host-attribute" && constraint.binary === true;
  return prefer(isBinary ? allOf(wanted) : wanted);
}

function amongOf(coTasks: string | readonly string[], sets: CoTaskSets): { readonly ids: readonly string[] } {
  if (typeof coTasks !== "string") return { ids: coTasks };
  const ids = sets?.[coTasks];
  if (ids === undefined) throw new Error(`there is no set ${coTasks} of co-tasks`);
  return { ids };
}
