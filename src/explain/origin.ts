import { InvalidInputError } from "../errors.ts";
import { newNotes } from "../dense/notes.ts";
import type { Assigned } from "../dense/pool.ts";
import type { GangShortfall } from "../model/explanation.ts";
import type { MatchInput, Round } from "../model/round.ts";
import type { Queue } from "../model/queue.ts";

/** What a round was made from and what it made of it: an explanation plays it again. */
export interface Origin {
  readonly input: Required<MatchInput>;
  /** In which the tasks waited, if they did. */
  readonly queue: Queue | undefined;
  /** In the order of the assignments. */
  readonly placed: readonly Assigned[];
  /** How far gangs got that did not start, by group. */
  readonly shortGangs: ReadonlyMap<string, GangShortfall>;
}

const origins = newNotes<Origin>();

/** The round, whose origin can be asked for from now on. */
export function rememberOrigin<T extends Round>(round: T, origin: Origin): T {
  origins.note(round, origin);
  return round;
}

/** Whether `match` returned the round, itself and not a copy. */
export function isOfMatch(round: Round): boolean {
  return origins.find(round) !== undefined;
}

/** The origin of a round. Throws for anything that `match` did not return. */
export function originOf(round: Round): Origin {
  const origin = origins.find(round);
  if (origin === undefined) {
    throw new InvalidInputError({
      path: "round",
      got: "unknown",
      expected: "a round that match returned, itself and not a copy; match its input again to get one",
    });
  }
  return origin;
}
