import { emptyCluster, InvalidInputError, update, type Cluster, type MatchInput } from "../../src/index.ts";
import type { Scenario } from "./golden.ts";
import { factsOf, type Facts } from "./model/facts.ts";
import { stepsOf, type Step } from "./steps.ts";

/** A round of a scenario for stowage and for the model. */
export interface Replayed {
  readonly where: string;
  readonly step: Step;
  readonly facts: Facts;
  /** Absent where the events are bad input; such a round is the last. */
  readonly input?: MatchInput;
}

/** The rounds of a scenario, each started from what Fenzo made of those before, so that no difference brings others with it. */
export function replay(scenario: Scenario): readonly Replayed[] {
  const replayed: Replayed[] = [];
  const facts = factsOf(scenario);
  let cluster = emptyCluster;
  for (const [at, step] of stepsOf(scenario).entries()) {
    const fact = facts[at];
    if (fact === undefined) break;
    const round = { where: `${scenario.id}, round ${at}`, step, facts: fact };
    const begun = updated(cluster, step);
    if (begun === undefined) return [...replayed, round];
    const { tasks, policy, nowMs } = step;
    replayed.push({ ...round, input: { cluster: begun, tasks, policy, nowMs } });
    cluster = update(begun, step.outcome);
  }
  return replayed;
}

function updated(cluster: Cluster, { events }: Step): Cluster | undefined {
  try {
    return update(cluster, events);
  } catch (error) {
    if (error instanceof InvalidInputError) return undefined;
    throw error;
  }
}
