import { checkAttributes, checkDeviceSets, checkOffer } from "../../model/input/offer.ts";
import { expectEach, expectFields, refuse } from "../../model/input/expect.ts";
import { maxAmount } from "../../model/quantity.ts";
import { withOwnFields } from "../../model/own-fields.ts";
import { tooLargeSum } from "../../state/agent.ts";
import type { AgentShape } from "../settings.ts";
import { agentOf } from "../shapes.ts";

/** Throws unless the value is an {@link AgentShape}; paths are relative to it. */
export function checkShape(value: unknown): void {
  checkParts(value);
  const resource = tooLargeSum(agentOf("-", "-", value));
  if (resource !== undefined) refuse("", value, `at most ${maxAmount} ${resource} in all`);
}

function checkParts(value: unknown): asserts value is AgentShape {
  const shape = expectFields("", value);
  const roles = new Set<unknown>();
  expectEach("offers", shape["offers"], (element) => {
    checkOffer({ ...withOwnFields(expectFields("", element)), id: "-", agentId: "-", hostname: "-" });
    const { role = "*" } = expectFields("", element);
    if (roles.has(role)) refuse("role", role, "a role that no other offer of the shape has");
    roles.add(role);
  });
  if (shape["devices"] !== undefined) checkDeviceSets(shape["devices"]);
  if (shape["attributes"] !== undefined) checkAttributes("attributes", shape["attributes"]);
}
