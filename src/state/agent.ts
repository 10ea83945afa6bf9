import { InvalidInputError } from "../errors.ts";
import type { Agent } from "../model/cluster.ts";
import { keyOfDisk } from "../model/disk.ts";
import type { Attributes, DeviceSet, Offer, Unavailability } from "../model/offer.ts";
import { maxAmount, toThousandths, type Scalars } from "../model/quantity.ts";
import { heldBy, type RunningTask } from "../model/task.ts";
import { countOf, holdOffer, holdTask, offersIn, runningIn, type HeldDraft } from "./held.ts";

/** An {@link Agent} while events change it: made once, however many they are. */
export interface AgentDraft extends HeldDraft {
  readonly id: string;
  /** Where the agent stands in the list of the cluster that changes; -1 where it does not. */
  readonly place: number;
  hostname: string;
  attributes: Attributes;
  devices: readonly DeviceSet[];
  executors: readonly string[] | undefined;
  newestOfferAtMs: number | undefined;
  unavailability: Unavailability | undefined;
  disabledUntilMs: number | undefined;
  scarce: readonly string[] | undefined;
  /** The offer that says what the agent is, if it came with the batch. */
  newest: { readonly offerId: string; readonly batch: number } | undefined;
}

/** The draft of an agent of which nothing is known but its name, and its place if it stands in the list. */
export function newDraft(id: string, place: number): AgentDraft {
  return {
    id,
    place,
    hostname: "",
    attributes: {},
    devices: [],
    executors: undefined,
    newestOfferAtMs: undefined,
    unavailability: undefined,
    offers: [],
    running: [],
    moved: 0,
    disabledUntilMs: undefined,
    scarce: undefined,
    newest: undefined,
  };
}

/** The draft of an agent as it is. */
export function draftOf(agent: Agent, place: number): AgentDraft {
  return {
    id: agent.id,
    place,
    hostname: agent.hostname,
    attributes: agent.attributes,
    devices: agent.devices,
    executors: agent.executors,
    newestOfferAtMs: agent.newestOfferAtMs,
    unavailability: agent.unavailability,
    // Spread: slice takes many times as long where a list is frozen, as that of an agent which evaluators have seen.
    offers: [...agent.offers],
    running: [...agent.running],
    moved: 0,
    disabledUntilMs: agent.disabledUntilMs,
    scarce: agent.scarce,
    newest: undefined,
  };
}

/** The agent that the draft has become, frozen. The lists of the draft are its own from now on. */
export function finished(draft: AgentDraft): Agent {
  return agentWith(draft, offersIn(draft), runningIn(draft));
}

/** The agent with these offers and running tasks, frozen. The lists are its own from now on. */
export function agentWith(
  agent: Agent | AgentDraft,
  offers: readonly Offer[],
  running: readonly RunningTask[],
): Agent {
  const { id, hostname, attributes, devices, newestOfferAtMs } = agent;
  const { executors, unavailability, disabledUntilMs, scarce } = agent;
  const isUsual =
    executors === undefined &&
    unavailability === undefined &&
    disabledUntilMs === undefined &&
    scarce === undefined;
  // Most agents have had an offer and nothing of the rest; spreading what may be absent takes several times as long.
  if (isUsual && newestOfferAtMs !== undefined) {
    return Object.freeze({ id, hostname, attributes, devices, newestOfferAtMs, offers, running });
  }
  return Object.freeze({
    id,
    hostname,
    attributes,
    devices,
    ...(executors !== undefined && { executors }),
    ...(newestOfferAtMs !== undefined && { newestOfferAtMs }),
    ...(unavailability !== undefined && { unavailability }),
    offers,
    running,
    ...(disabledUntilMs !== undefined && { disabledUntilMs }),
    ...(scarce !== undefined && { scarce }),
  });
}

/** Adds an offer of a batch, which says what the agent is unless one came that is newer; of the same batch, by id. */
export function addOffer(draft: AgentDraft, offer: Offer, batch: number): void {
  const { id, receivedAtMs = 0 } = offer;
  const { newest, newestOfferAtMs = -Infinity } = draft;
  holdOffer(draft, offer);
  const isNewest =
    receivedAtMs > newestOfferAtMs ||
    (receivedAtMs === newestOfferAtMs && (newest?.batch !== batch || newest.offerId < id));
  if (!isNewest) return;
  draft.hostname = offer.hostname;
  draft.attributes = offer.attributes ?? {};
  draft.devices = offer.devices ?? [];
  draft.executors = offer.executors;
  draft.unavailability = offer.unavailability;
  draft.newestOfferAtMs = receivedAtMs;
  draft.newest = { offerId: id, batch };
}

/** Adds a running task. */
export function addTask(draft: AgentDraft, running: RunningTask): void {
  if (draft.hostname === "") draft.hostname = running.hostname;
  holdTask(draft, running);
}

/** What an agent has. */
type Holdings = Pick<Agent, "offers" | "running">;

/** Whether anything keeps the agent known. */
export function isRemembered({ offers, running, disabledUntilMs, scarce }: AgentDraft): boolean {
  return countOf(offers) > 0 || countOf(running) > 0 || disabledUntilMs !== undefined || scarce !== undefined;
}

/** A resource of which the agent offers and holds more than can be counted exactly, or a disk of which it offers so much, if there is one. */
export function tooLargeSum({ offers, running }: Holdings): string | undefined {
  let all = 0;
  for (const { resources, disks } of offers) {
    all += totalOf(resources);
    if (disks !== undefined) for (const { amount } of disks) all += amount;
  }
  for (const each of running) {
    all += totalOf(heldBy(each));
    if (each.executor !== undefined) all += totalOf(each.executor.resources);
  }
  // So little in all that no resource alone can be too much.
  if (all < maxAmount / 2) return undefined;
  const sums = new Map<string, number>();
  for (const { resources } of offers) addTo(sums, resources);
  for (const each of running) {
    addTo(sums, heldBy(each));
    if (each.executor !== undefined) addTo(sums, each.executor.resources);
  }
  for (const [name, sum] of sums) if (sum > toThousandths(maxAmount)) return name;
  return tooLargeDisk(offers);
}

/** The sum of all amounts at least. */
function totalOf(resources: Scalars): number {
  let total = 0;
  // Object.values would make a list for each; what is inherited does no harm here.
  for (const name in resources) total += Number(resources[name]);
  return total;
}

/** Disks of different roles are different ones. */
function tooLargeDisk(offers: readonly Offer[]): string | undefined {
  const roles = new Map<string, Map<string, number>>();
  for (const { role = "*", disks = [] } of offers) {
    const sums = roles.get(role) ?? new Map<string, number>();
    roles.set(role, sums);
    for (const disk of disks) {
      const key = keyOfDisk(disk);
      const sum = (sums.get(key) ?? 0) + toThousandths(disk.amount);
      if (sum > toThousandths(maxAmount)) return `of disk ${JSON.stringify(disk.id)}`;
      sums.set(key, sum);
    }
  }
  return undefined;
}

function addTo(sums: Map<string, number>, resources: Scalars): void {
  for (const [name, amount] of Object.entries(resources)) {
    sums.set(name, (sums.get(name) ?? 0) + toThousandths(amount));
  }
}

/** The error for such an agent. */
export function uncountable(
  path: string,
  resource: string,
  { id }: { readonly id: string },
): InvalidInputError {
  return new InvalidInputError({
    path,
    got: `more ${resource} for agent ${JSON.stringify(id)} than can be counted`,
    expected: `at most ${maxAmount} in all`,
  });
}
