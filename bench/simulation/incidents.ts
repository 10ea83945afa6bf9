import type { Random } from "../random.ts";

/** What goes wrong in one round. */
export interface Incidents {
  /** Agents to lose, and when each is back. */
  readonly lost: readonly { readonly agentId: string; readonly backAtMs: number }[];
  /** Agents to disable, until when, and when they are enabled again, which may be before. */
  readonly disabled: readonly {
    readonly agentId: string;
    readonly untilMs: number;
    readonly enabledAtMs: number;
  }[];
  /** Offers to rescind. */
  readonly rescinded: readonly string[];
  /** Whether a rescind comes before the offer it is of. */
  readonly hasEarlyRescind: boolean;
}

/** Nothing goes wrong. */
export const noIncidents: Incidents = { lost: [], disabled: [], rescinded: [], hasEarlyRescind: false };

/** What goes wrong: an agent in 5,000 is lost, one in 2,500 is disabled, an offer in 1,000 is rescinded. */
export function drawIncidents(
  agentIds: readonly string[],
  offerIds: readonly string[],
  nowMs: number,
  random: Random,
): Incidents {
  return {
    lost: draw(agentIds, 1 / 5000, random).map((agentId) => ({
      agentId,
      backAtMs: nowMs + 1000 * random.integer(3, 12),
    })),
    disabled: draw(agentIds, 1 / 2500, random).map((agentId) => {
      const seconds = random.integer(3, 20);
      return {
        agentId,
        untilMs: nowMs + 1000 * seconds,
        enabledAtMs: nowMs + 1000 * (random.chance(0.3) ? random.integer(1, seconds) : seconds),
      };
    }),
    rescinded: draw(offerIds, 1 / 1000, random),
    hasEarlyRescind: random.chance(0.5),
  };
}

/** So large a share of the items, each at most once; a part of one comes by chance. */
function draw(items: readonly string[], share: number, random: Random): readonly string[] {
  const expected = items.length * share;
  const count = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
  const drawn = new Set<string>();
  while (drawn.size < count) drawn.add(random.pick(items));
  return [...drawn];
}
