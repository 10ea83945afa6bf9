import {
  expectEach,
  expectFields,
  expectNumber,
  expectScalars,
  expectText,
  expectWhole,
  refuse,
} from "../model/input/expect.ts";
import { maxPort } from "../model/input/offer.ts";
import type { Assignment } from "../model/round.ts";

/** What calls are made from in a round. */
export interface RoundOfCalls {
  readonly launches: readonly LaunchOfCalls[];
  readonly declines: readonly { readonly offerId: string; readonly refuseSeconds: number }[];
}

/** What an ACCEPT is made from in a launch. */
export interface LaunchOfCalls {
  readonly agentId: string;
  readonly role: string;
  readonly offerIds: readonly string[];
  readonly assignments: readonly Assignment[];
}

/** Throws unless what calls are made from is there, and each offer is used or declined once, `declined` among them. Paths are relative to the round. */
export function checkRound(value: unknown, declined: Iterable<string>): asserts value is RoundOfCalls {
  const round = expectFields("", value);
  const offers = new Set(declined);
  const claim = (path: string, id: unknown): void => {
    const offerId = expectText(path, id);
    if (offers.has(offerId)) refuse(path, offerId, "an offer that is not used or declined already");
    offers.add(offerId);
  };
  expectEach("launches", round["launches"], (element) => {
    const launch = expectFields("", element);
    expectText("agentId", launch["agentId"]);
    expectText("role", launch["role"]);
    expectEach("offerIds", launch["offerIds"], (id) => claim("", id));
    expectEach("assignments", launch["assignments"], checkAssignment);
  });
  expectEach("declines", round["declines"], (element) => {
    const decline = expectFields("", element);
    claim("offerId", decline["offerId"]);
    expectNumber("refuseSeconds", decline["refuseSeconds"], 0, "a finite number ≥ 0");
  });
}

/** Throws unless what is read of an assignment is there. */
function checkAssignment(value: unknown): void {
  const assignment = expectFields("", value);
  expectText("taskId", assignment["taskId"]);
  expectEach("ports", assignment["ports"], checkPort);
  if (assignment["resources"] !== undefined) expectScalars("resources", assignment["resources"]);
}

function checkPort(value: unknown): void {
  expectWhole("", value, 0, maxPort);
}
