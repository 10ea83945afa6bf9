import { isDeepStrictEqual } from "node:util";
import type { Scene } from "./scene.ts";

/** Where the launches are not the assignments by agent and role, each with all offers of the two. */
export function launchViolations({ round, agents, placed }: Scene): readonly string[] {
  const violations: string[] = [];
  const launched = round.launches.flatMap((launch) => launch.assignments);
  if (launched.length !== round.assignments.length) violations.push("not every assignment is launched once");

  for (const [position, assignment] of round.assignments.entries()) {
    const launches = round.launches.filter((launch) => launch.assignments.includes(assignment));
    const launch = launches[0];
    const seat = placed[position];
    if (launch === undefined || launches.length > 1 || seat === undefined) {
      violations.push(`task ${assignment.taskId} is in ${launches.length} launches`);
    } else if (
      launch.agentId !== assignment.agentId ||
      launch.hostname !== assignment.hostname ||
      launch.role !== seat.role ||
      seat.agent.hostname !== assignment.hostname ||
      !isDeepStrictEqual(launch.offerIds, assignment.offerIds)
    ) {
      violations.push(`task ${assignment.taskId} and its launch disagree`);
    }
    const { total, fitness, preferences, devices } = assignment.score;
    if ([total, fitness, preferences, devices].some((part) => !(part >= 0 && part <= 1))) {
      violations.push(`a score of task ${assignment.taskId} is not within 0..1`);
    }
  }

  const names = round.launches.map((launch) => JSON.stringify([launch.agentId, launch.role]));
  if (new Set(names).size !== names.length) violations.push("two launches are of one agent and role");
  for (const launch of round.launches) {
    const agent = agents.find((one) => one.id === launch.agentId);
    const offers = (agent?.offers ?? []).filter((offer) => (offer.role ?? "*") === launch.role);
    const isAll = isDeepStrictEqual(new Set(launch.offerIds), new Set(offers.map((offer) => offer.id)));
    if (!isAll || launch.assignments.length === 0)
      violations.push(`the launch on ${launch.agentId} is incomplete`);
  }
  return violations;
}
