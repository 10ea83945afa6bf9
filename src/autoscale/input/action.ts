import {
  expectEach,
  expectFields,
  expectText,
  expectWhole,
  refuse,
  within,
} from "../../model/input/expect.ts";
import { checkAttributeValue } from "../../model/input/offer.ts";
import type { ScalingAction } from "../actions.ts";
import { checkShape } from "./shape.ts";

/** Throws unless what is read of a `ScalingAction` to forget it is there; paths are relative to it. */
export function checkAction(value: unknown): asserts value is ScalingAction {
  const action = expectFields("", value);
  const { type } = action;
  if (type !== "scale-up" && type !== "scale-down") refuse("type", type, '"scale-up" or "scale-down"');
  within("value", action["value"], checkAttributeValue);
  if (type === "scale-down") {
    expectEach("agents", action["agents"], (agent) =>
      expectText("agentId", expectFields("", agent)["agentId"]),
    );
    return;
  }
  expectWhole("agents", action["agents"], 0, Number.MAX_SAFE_INTEGER);
  expectEach("taskIds", action["taskIds"], (id) => expectText("", id));
  expectEach("shapes", action["shapes"], (element) => {
    const count = expectFields("", element);
    within("shape", count["shape"], checkShape);
    expectWhole("agents", count["agents"], 0, Number.MAX_SAFE_INTEGER);
  });
}
