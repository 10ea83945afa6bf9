import type { ClusterEvent } from "../cluster.ts";
import { expectEach, expectFields, expectNumber, expectText, refuse, within } from "./expect.ts";
import { checkAttributeValue, checkOffer } from "./offer.ts";
import { checkRunningTask } from "./task.ts";

/** Throws unless the value is a {@link ClusterEvent}; paths are relative to it. */
export function checkEvent(value: unknown): asserts value is ClusterEvent {
  const event = expectFields("", value);
  switch (event["type"]) {
    case "offers-received":
      expectEach("offers", event["offers"], checkOffer);
      break;
    case "offer-rescinded":
      expectText("offerId", event["offerId"]);
      break;
    case "task-started":
      within("running", event["running"], checkRunningTask);
      break;
    case "task-ended":
      expectText("taskId", event["taskId"]);
      if (event["agentId"] !== undefined) expectText("agentId", event["agentId"]);
      break;
    case "executor-ended":
      expectText("agentId", event["agentId"]);
      expectText("executorId", event["executorId"]);
      break;
    case "agent-lost":
    case "agent-enabled":
      expectText("agentId", event["agentId"]);
      break;
    case "agent-disabled":
      expectText("agentId", event["agentId"]);
      expectNumber("untilMs", event["untilMs"], -Infinity, "a finite number");
      break;
    case "active-groups-set":
      expectText("attribute", event["attribute"]);
      if (event["values"] !== null) expectEach("values", event["values"], checkAttributeValue);
      break;
    case "scarce-set":
      expectEach("resources", event["resources"], (name) => expectText("", name));
      break;
    default:
      refuse("type", event["type"], `one of ${eventTypes.join(", ")}`);
  }
}

const eventTypes: readonly ClusterEvent["type"][] = [
  "offers-received",
  "offer-rescinded",
  "task-started",
  "task-ended",
  "executor-ended",
  "agent-lost",
  "agent-disabled",
  "agent-enabled",
  "active-groups-set",
  "scarce-set",
];
