import { expectEach, expectFields, expectText, refuse } from "../model/input/expect.ts";
import { mesosId, type MesosFilters, type MesosId } from "./call.ts";
import { expectRefusal } from "./refusal.ts";

/** Which inverse offers to answer, and how. */
export interface InverseOfferAnswers {
  readonly frameworkId: string;
  /** Ids of those that will be met: what is asked back will be free in time. */
  readonly accept?: readonly string[];
  /** Ids of those that may not be. */
  readonly decline?: readonly string[];
  /** After how long the master is to ask again, in seconds; default 5, as a master has it. */
  readonly refuseSeconds?: number;
}

/** Inverse offers and what a call says of them. */
export interface MesosInverseOfferIds {
  readonly inverse_offer_ids: readonly MesosId[];
  readonly filters: MesosFilters;
}

/** A call that answers inverse offers, as JSON of the v1 API (scheduler.proto, Call). */
export type MesosInverseOfferCall =
  | {
      readonly type: "ACCEPT_INVERSE_OFFERS";
      readonly framework_id: MesosId;
      readonly accept_inverse_offers: MesosInverseOfferIds;
    }
  | {
      readonly type: "DECLINE_INVERSE_OFFERS";
      readonly framework_id: MesosId;
      readonly decline_inverse_offers: MesosInverseOfferIds;
    };

/**
 * The calls that answer inverse offers: none, one or two. An answer is news for the operator alone: the agent goes down at its time whatever it says, and tasks that
 * are still there are lost. Costs O(inverse offers).
 *
 * @throws InvalidInputError for ids that are none or come twice, and for times that are none.
 */
export function inverseOfferCalls(answers: InverseOfferAnswers): readonly MesosInverseOfferCall[] {
  const { frameworkId, accept, decline, refuseSeconds = 5 } = expectFields("answers", answers);
  const framework_id = mesosId(expectText("answers.frameworkId", frameworkId));
  const ids = new Set<string>();
  const accepted = idsIn("answers.accept", accept, ids);
  const declined = idsIn("answers.decline", decline, ids);
  const refuse_seconds = expectRefusal("answers.refuseSeconds", refuseSeconds);
  const filters = { refuse_seconds };
  const calls: MesosInverseOfferCall[] = [];
  if (accepted.length > 0) {
    const accept_inverse_offers = { inverse_offer_ids: accepted, filters };
    calls.push({ type: "ACCEPT_INVERSE_OFFERS", framework_id, accept_inverse_offers });
  }
  if (declined.length > 0) {
    const decline_inverse_offers = { inverse_offer_ids: declined, filters };
    calls.push({ type: "DECLINE_INVERSE_OFFERS", framework_id, decline_inverse_offers });
  }
  return calls;
}

/** The ids of the list; `known` are those that came before, and gets them. */
function idsIn(path: string, value: unknown, known: Set<string>): readonly MesosId[] {
  const ids: MesosId[] = [];
  if (value === undefined) return ids;
  expectEach(path, value, (element) => {
    const id = expectText("", element);
    if (known.has(id)) refuse("", id, "an inverse offer that is not answered already");
    known.add(id);
    ids.push(mesosId(id));
  });
  return ids;
}
