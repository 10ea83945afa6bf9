// What is known of the agents of a cluster before a round: made when first asked for, kept for all rounds from that cluster, and taken over by
// the fleets of later clusters for the agents that have not changed. All of it follows from the agents' records: a fleet decides how long a
// round takes, never what it finds.

import type { Agent } from "../model/cluster.ts";
import { Absences } from "./absences.ts";
import { AttributeColumn } from "./attributes.ts";
import { CoTaskIndex } from "./co-task-index.ts";
import { Devices } from "./devices.ts";
import { ExecutorIndex } from "./executor-index.ts";
import { Holdings } from "./holdings.ts";
import { Kept } from "./kept.ts";
import { OfferList } from "./offer-list.ts";
import { Residents } from "./residents.ts";
import { Roster } from "./roster.ts";
import { agentsByRole, rowsOf } from "./rows.ts";
import { ScarceKinds } from "./scarce.ts";
import { successionOf, successionWith, type Succession } from "./succession.ts";

/** The agents of one cluster, in tie order, and what has been worked out about them. */
export class Fleet {
  readonly agents: readonly Agent[];
  #rosters = new Kept<Roster>();
  /** Made for the first new role. */
  #byRole: ReadonlyMap<string, readonly number[]> | undefined;
  readonly #wholeRosters = new Map<string, Roster>();
  #attributes = new Kept<AttributeColumn>();
  #devices = new Kept<Devices>();
  #coTasks = new Kept<CoTaskIndex>();
  #executors = new Kept<ExecutorIndex>();
  #holdings = new Kept<Holdings>();
  #offers: OfferList | undefined;
  #residents: Residents | undefined;
  #absences: Absences | undefined;
  #scarce: ScarceKinds | undefined;

  /**
   * Costs O(agents) for each column of the fleet before.
   *
   * @param before a fleet of an earlier cluster, to take over from.
   * @param changed the numbers of the agents that have changed since, where all the others are as they were; undefined: not known.
   */
  constructor(agents: readonly Agent[], before?: Fleet, changed?: readonly number[]) {
    this.agents = agents;
    const from = before === undefined ? undefined : before.#successionTo(agents, changed);
    if (before === undefined || from === undefined) return;
    this.#rosters = before.#rosters.carried((roster) => roster.after(agents, from));
    this.#attributes = before.#attributes.carried((column) => column.after(agents, from));
    this.#devices = before.#devices.carried((devices) => devices.after(agents, from));
    this.#coTasks = before.#coTasks.carried((index) => index.after(agents, from));
    this.#executors = before.#executors.carried((index) => index.after(agents, from));
    this.#holdings = before.#holdings.carried((holdings) => holdings.after(agents, from));
    this.#offers = before.#offers?.after(agents, from);
    this.#residents = before.#residents?.after(agents, from);
    this.#absences = before.#absences?.after(agents, from);
  }

  #successionTo(agents: readonly Agent[], changed: readonly number[] | undefined): Succession | undefined {
    return changed === undefined ? successionOf(this.agents, agents) : successionWith(agents.length, changed);
  }

  /** The agents that have offers of a role. */
  roster(role: string): Roster {
    return this.#rosters.get(role, () => {
      this.#byRole ??= agentsByRole(this.agents);
      const rows = rowsOf(role, this.agents, false, this.#byRole.get(role) ?? []);
      return new Roster(role, this.agents, rows);
    });
  }

  /** All agents in a role, for explanations; see `Roster.whole`. Later fleets begin anew. */
  wholeRoster(role: string): Roster {
    let roster = this.#wholeRosters.get(role);
    if (roster === undefined) {
      roster = this.roster(role).whole();
      this.#wholeRosters.set(role, roster);
    }
    return roster;
  }

  attribute(name: string): AttributeColumn {
    return this.#attributes.get(name, () => AttributeColumn.of(name, this.agents));
  }

  devices(name: string): Devices {
    return this.#devices.get(name, () => Devices.of(name, this.agents));
  }

  get coTasks(): CoTaskIndex {
    return this.#coTasks.get("groups", () => CoTaskIndex.of(this.agents));
  }

  get executors(): ExecutorIndex {
    return this.#executors.get("all", () => ExecutorIndex.of(this.agents));
  }

  get holdings(): Holdings {
    return this.#holdings.get("all", () => Holdings.of(this.agents));
  }

  /** All offers, the oldest first. */
  get offers(): OfferList {
    return (this.#offers ??= OfferList.of(this.agents));
  }

  get residents(): Residents {
    return (this.#residents ??= Residents.of(this.agents));
  }

  get absences(): Absences {
    return (this.#absences ??= Absences.of(this.agents));
  }

  /** Later fleets begin anew. */
  get scarce(): ScarceKinds {
    return (this.#scarce ??= new ScarceKinds(this.agents));
  }
}
