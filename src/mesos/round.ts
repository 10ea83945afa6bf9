import {
  expectAmount,
  expectEach,
  expectFields,
  expectNumber,
  expectScalars,
  expectText,
  expectWhole,
  refuse,
} from "../model/input/expect.ts";
import { maxPort } from "../model/input/offer.ts";
import type { Launch } from "../model/round.ts";

/** What an ACCEPT is made from in a launch. */
export type LaunchOfCalls = Omit<Launch, "hostname">;

/** Throws unless what calls are made from is there, each task is launched once, and each offer is used or declined once, `declined` among them. Paths are relative to the round. */
export function checkRound(value: unknown, declined: Iterable<string>): void {
  const round = expectFields("", value);
  const offers = new Set(declined);
  const tasks = new Set<string>();
  const claim = (path: string, id: unknown): void => {
    const offerId = expectText(path, id);
    if (offers.has(offerId)) refuse(path, offerId, "an offer that is not used or declined already");
    offers.add(offerId);
  };
  expectEach("launches", round["launches"], (element) => {
    const launch = expectFields("", element);
    const agentId = expectText("agentId", launch["agentId"]);
    expectText("role", launch["role"]);
    expectEach("offerIds", launch["offerIds"], (id) => claim("", id));
    expectEach("assignments", launch["assignments"], (assignment) => {
      const taskId = checkAssignment(assignment, agentId);
      if (tasks.has(taskId)) refuse("taskId", taskId, "a task that is not launched already");
      tasks.add(taskId);
    });
  });
  expectEach("declines", round["declines"], (element) => {
    const decline = expectFields("", element);
    claim("offerId", decline["offerId"]);
    expectNumber("refuseSeconds", decline["refuseSeconds"], 0, "a finite number ≥ 0");
  });
}

/** Throws unless what is read of an assignment is there, and it is on the agent; returns the id of its task. */
function checkAssignment(value: unknown, agentOfLaunch: string): string {
  const assignment = expectFields("", value);
  const { agentId, resources, disks, executor } = assignment;
  if (agentId !== agentOfLaunch)
    refuse("agentId", agentId, `${JSON.stringify(agentOfLaunch)}, as of its launch`);
  expectEach("ports", assignment["ports"], checkPort);
  if (resources !== undefined) expectScalars("resources", resources);
  if (disks !== undefined) expectEach("disks", disks, checkDiskGrant);
  if (executor !== undefined) {
    const { id, resources: ofExecutor } = expectFields("executor", executor);
    expectText("executor.id", id);
    expectScalars("executor.resources", ofExecutor);
  }
  return expectText("taskId", assignment["taskId"]);
}

function checkDiskGrant(value: unknown): void {
  const grant = expectFields("", value);
  expectText("type", grant["type"]);
  expectText("id", grant["id"]);
  expectAmount("amount", grant["amount"]);
}

function checkPort(value: unknown): void {
  expectWhole("", value, 0, maxPort);
}
