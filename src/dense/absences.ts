// Layout. Per agent `startMs` and `endMs`: from when until when it is unavailable; Infinity and -Infinity where it never is. Both are empty as long as
// no agent is to be. Nothing here changes once made.

import type { Agent } from "../model/cluster.ts";
import { endOf } from "../model/offer.ts";
import { allNew, fillColumn, newIn, type Succession } from "./succession.ts";

/** When the agents are unavailable. */
export class Absences {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  #starts: Float64Array | undefined;

  /** Without columns, no agent is to be unavailable. */
  constructor(startMs: Float64Array = new Float64Array(), endMs: Float64Array = startMs) {
    this.startMs = startMs;
    this.endMs = endMs;
  }

  /** Costs O(agents). */
  static of(agents: readonly Agent[]): Absences {
    return never.after(agents, allNew(agents.length));
  }

  /** Those of later agents. Costs O(agents). */
  after(agents: readonly Agent[], from: Succession): Absences {
    if (!this.any) return hasNew(agents, from) ? this.#filled(agents, allNew(agents.length)) : this;
    const filled = this.#filled(agents, from);
    return filled.startMs.some((start) => start < Infinity) ? filled : never;
  }

  /** Whether any agent is to be unavailable. */
  get any(): boolean {
    return this.startMs.length > 0;
  }

  /** Whether the agent is unavailable at some time from `nowMs` until `untilMs`. */
  has(agent: number, nowMs: number, untilMs: number): boolean {
    const start = this.startMs[agent]!;
    return nowMs < this.endMs[agent]! && (start < untilMs || start <= nowMs);
  }

  /** How many different moments there are before this one at which an agent becomes unavailable. Costs O(log agents), and O(agents log agents) once. */
  startsBefore(untilMs: number): number {
    this.#starts ??= Float64Array.from(new Set(this.startMs)).sort();
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! < untilMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #filled(agents: readonly Agent[], from: Succession): Absences {
    return new Absences(
      fillColumn(new Float64Array(agents.length), this.startMs, from, (agent) => {
        return agents[agent]!.unavailability?.startMs ?? Infinity;
      }),
      fillColumn(new Float64Array(agents.length), this.endMs, from, (agent) => {
        const { unavailability } = agents[agent]!;
        return unavailability === undefined ? -Infinity : endOf(unavailability);
      }),
    );
  }
}

const never = new Absences();

/** Whether an agent that has changed is to be unavailable. */
function hasNew(agents: readonly Agent[], succession: Succession): boolean {
  return newIn(succession).some((agent) => agents[agent]!.unavailability !== undefined);
}
