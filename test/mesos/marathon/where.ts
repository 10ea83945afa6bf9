import {
  clusterOf,
  explain,
  match,
  type Attributes,
  type Constraint,
  type Offer,
  type RunningTask,
} from "../../../src/index.ts";
import { offerOf, runningOn } from "../../support/build.ts";

/** Offers of agents with these attributes: `a1` on `h1`, `a2` on `h2`, … */
export function offersWith(...attributes: readonly Attributes[]): readonly Offer[] {
  return attributes.map((each, i) => offerOf(i + 1, { attributes: each }));
}

/** Instances of the app `/web` that run on the agents of these numbers. */
export function instancesOn(...agents: readonly number[]): readonly RunningTask[] {
  return agents.map((agent, i) => runningOn(agent, { id: `web.r${i}`, group: "/web", resources: {} }));
}

/** The ids of the agents that the constraints let another instance of the app `/web` go to, in tie order. */
export function allowedBy(
  constraints: readonly Constraint[],
  offers: readonly Offer[],
  running: readonly RunningTask[] = [],
): readonly string[] {
  const task = { id: "web.0", group: "/web", resources: {}, constraints };
  const round = match({ cluster: clusterOf(offers, running), tasks: [task], nowMs: 0 });
  const fitting = explain(round, task.id).agents.filter(({ failures }) => failures.length === 0);
  return fitting.map(({ agentId }) => agentId);
}
