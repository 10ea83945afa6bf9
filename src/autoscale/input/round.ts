import type { Cluster } from "../../model/cluster.ts";
import { expectEach, expectFields, expectNumber, expectText, refuse } from "../../model/input/expect.ts";
import type { Round } from "../../model/round.ts";
import type { Task } from "../../model/task.ts";
import { findOffer, findTask } from "../../state/find.ts";

/** Throws unless what is read of a round is there; its cluster is looked at later. */
export function checkRound(value: unknown): void {
  const round = expectFields("", value);
  expectEach("unmatched", round["unmatched"], (element) => {
    const unmatched = expectFields("", element);
    expectText("taskId", unmatched["taskId"]);
    expectText("reason", unmatched["reason"]);
  });
  expectEach("launches", round["launches"], (element) => {
    const launch = expectFields("", element);
    expectText("agentId", launch["agentId"]);
    expectEach("offerIds", launch["offerIds"], (id) => expectText("", id));
    expectEach("assignments", launch["assignments"], (assignment) => {
      expectText("taskId", expectFields("", assignment)["taskId"]);
    });
  });
  expectEach("declines", round["declines"], (element) => {
    const decline = expectFields("", element);
    expectText("agentId", decline["agentId"]);
    expectNumber("refuseSeconds", decline["refuseSeconds"], 0, "a finite number ≥ 0");
  });
}

/** Throws where the round is not one over the tasks and from the cluster. Costs O(tasks + offers used). */
export function checkRoundAgainst(cluster: Cluster, round: Round, tasks: readonly Task[]): void {
  const ids = new Set<string>();
  for (const [i, { id }] of tasks.entries()) {
    if (ids.has(id)) refuse(`tasks[${i}].id`, id, "an id that no other task has");
    ids.add(id);
  }
  const expectTask = (path: string, taskId: string): void => {
    if (!ids.has(taskId)) refuse(path, taskId, "the id of one of the tasks");
  };
  for (const [i, { taskId }] of round.unmatched.entries()) expectTask(`round.unmatched[${i}].taskId`, taskId);
  for (const [i, { offerIds, assignments }] of round.launches.entries()) {
    const path = `round.launches[${i}]`;
    for (const [at, id] of offerIds.entries()) {
      if (findOffer(cluster, id) === undefined)
        refuse(`${path}.offerIds[${at}]`, id, "the id of an offer of the cluster");
    }
    for (const [at, { taskId }] of assignments.entries()) {
      expectTask(`${path}.assignments[${at}].taskId`, taskId);
      if (findTask(round.cluster, taskId) === undefined) {
        refuse(
          `${path}.assignments[${at}].taskId`,
          taskId,
          "the id of a task that runs in the round's cluster",
        );
      }
    }
  }
}
