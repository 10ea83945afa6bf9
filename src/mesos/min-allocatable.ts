import type { Cluster } from "../model/cluster.ts";
import { expectFields } from "../model/input/expect.ts";
import { fromThousandths, toThousandths, type Scalars } from "../model/quantity.ts";
import type { Queue } from "../model/queue.ts";
import type { Task } from "../model/task.ts";
import { knownCluster } from "../state/ledger.ts";
import { amountsOf, fewOf, leastOf, type Amounts } from "./amounts.ts";
import { tasksByRole } from "./wanted.ts";

/** For which roles offers are to be of some size, and what is held already. */
export interface MinAllocatableOptions {
  /** The roles that the framework has subscribed to. */
  readonly roles: readonly string[];
  /** The cluster whose offers are held: the round's, if its policy holds offers. Default: no offer is held. */
  readonly cluster?: Cluster;
}

/** How much an offer has at least, for one task or another (mesos.proto, OfferFilters), as JSON of the v1 API: what one of the quantities asks. */
export interface MesosOfferFilters {
  readonly min_allocatable_resources: {
    readonly quantities: readonly {
      readonly quantities: Readonly<Record<string, { readonly value: number }>>;
    }[];
  };
}

/**
 * By how much less is asked of an offer than of an agent, in thousandths. A master takes what the resources of one name have from the quantity as doubles, unrounded: 1.1 is more than 1 and
 * 0.1, and 2.142 more than 2.1415, of which a task may be given 2.142 (src/common/resources.cpp, Resources::contains).
 */
const slack = 10;

/**
 * The `offer_filters` of a FrameworkInfo, by which a master makes no offers too small for any task that waits. It never keeps away one that could take a task: of each name the
 * least is asked that some task needs, less a hundredth, all that an agent has of the name in whatever reservations counting. What is not offered stays with the master and adds up there; but
 * with offers that are held, what is missing may be less: so give the `cluster` if any are. A role is left out where no task waits; where a task needs no amount at all, any offer will do,
 * which `quantities: []` says. The same tasks give the same, in whatever order. Costs O(n log n + n · left), n being the tasks and left the different
 * amounts of which none asks all that another does, and that many times the agents with offers held.
 *
 * @throws InvalidInputError for bad tasks and options.
 */
export function minAllocatableFor(
  tasks: readonly Task[] | Queue,
  options: MinAllocatableOptions,
): Readonly<Record<string, MesosOfferFilters>> {
  const { roles, cluster } = expectFields("options", options);
  const waiting = tasksByRole(tasks, roles);
  const holder = cluster === undefined ? undefined : knownCluster("options.cluster", cluster).cluster;
  const filters: [role: string, MesosOfferFilters][] = [];
  for (const [role, list] of waiting) {
    const needs = leastOf(list.map(({ resources }) => needsOf(resources)));
    const lacks = heldIn(holder, role).flatMap((held) => needs.map((need) => without(need, held)));
    const quantities = fewOf(leastOf([...needs, ...lacks])).map(quantityOf);
    const any = quantities.some((each) => Object.keys(each.quantities).length === 0);
    filters.push([role, { min_allocatable_resources: { quantities: any ? [] : quantities } }]);
  }
  return Object.fromEntries(filters);
}

/** What a task needs of what a master counts. Of amounts that it counts under one name, the greatest: they may be of one resource. */
function needsOf(resources: Scalars): Amounts {
  const needs = new Map<string, number>();
  for (const [name, amount] of Object.entries(resources)) {
    const plain = plainName(name);
    const thousandths = toThousandths(amount);
    if (plain !== undefined && thousandths > (needs.get(plain) ?? 0)) needs.set(plain, thousandths);
  }
  return amountsOf(needs);
}

/** Under which name a master counts it: `cpus@…`, `mem/…` and `disk[…]` are parts of what is named before. Undefined where it may have no such name. */
function plainName(name: string): string | undefined {
  return /[@/[]/.test(name) ? /^(?:cpus|disk|gpus|mem)(?=[@/[])/.exec(name)?.[0] : name;
}

/** What is held of each agent with offers to the role, parts of an amount with the whole. */
function heldIn(cluster: Cluster | undefined, role: string): readonly Amounts[] {
  const agents = cluster?.agents ?? [];
  return agents.flatMap(({ offers }) => {
    const held = new Map<string, number>();
    const ours = offers.filter((offer) => (offer.role ?? "*") === role);
    for (const { resources } of ours) {
      for (const [name, amount] of Object.entries(resources)) {
        const plain = plainName(name) ?? name;
        held.set(plain, (held.get(plain) ?? 0) + toThousandths(amount));
      }
    }
    return ours.length === 0 ? [] : [held];
  });
}

function without(need: Amounts, held: Amounts): Amounts {
  return amountsOf([...need].map(([name, amount]) => [name, amount - (held.get(name) ?? 0)] as const));
}

function quantityOf(amounts: Amounts): {
  readonly quantities: Readonly<Record<string, { readonly value: number }>>;
} {
  const asked = [...amounts].filter(([, amount]) => amount > slack);
  return {
    quantities: Object.fromEntries(
      asked.map(([name, amount]) => [name, { value: fromThousandths(amount - slack) }]),
    ),
  };
}
