import { describe, expect, it } from "vitest";
import {
  clusterOf,
  customFitness,
  EvaluatorError,
  InvalidInputError,
  match,
  type AgentView,
  type Fitness,
} from "../../src/index.ts";
import { offerOf, task } from "../support/build.ts";

/** Packing by cpus, which looks at amounts alone. */
const packing = customFitness(
  "packing",
  ({ resources: { cpus = 0 } }) =>
    (agent) =>
      (agent.total("cpus") - agent.free("cpus") + cpus) / agent.total("cpus"),
  { dependsOn: "amounts" },
);

function matchOn(agents: number, fitness: Fitness, tasks: number = 1) {
  const offers = Array.from({ length: agents }, (_, i) => offerOf(i, { resources: { cpus: 4, mem: 8 } }));
  const pending = Array.from({ length: tasks }, (_, i) => task({ id: `t${i}`, resources: { cpus: 1 } }));
  return match({ cluster: clusterOf(offers), tasks: pending, policy: { fitness }, nowMs: 0 });
}

describe("a custom fitness that depends on amounts", () => {
  it("is called once a task for all agents of equal amounts", () => {
    const { stats, assignments } = matchOn(100, packing, 3);
    // All agents are equal at first; then there is one that is used.
    expect(stats.evaluatorCalls).toBe(1 + 2 + 2);
    expect(new Set(assignments.map(({ agentId }) => agentId)).size).toBe(1);
  });

  it("decides what it would decide if it were called for every agent", () => {
    const asked = customFitness("packing", packing.prepare);
    const { stats: _, ...expected } = matchOn(20, asked, 30);
    const { stats: __, ...round } = matchOn(20, packing, 30);
    expect(round.assignments).toEqual(expected.assignments);
  });

  it.each<[string, (agent: AgentView) => unknown]>([
    ["agentId", (agent) => agent.agentId],
    ["hostname", (agent) => agent.hostname],
    ["attribute", (agent) => agent.attribute("zone")],
    ["devices", (agent) => agent.devices("gpu")],
    ["ports", (agent) => agent.ports],
    ["running", (agent) => agent.running],
    ["assigned", (agent) => agent.assigned],
  ])("may not look at %s", (member, look) => {
    const curious = customFitness("curious", () => (agent) => (look(agent) === undefined ? 0 : 1), {
      dependsOn: "amounts",
    });
    expect(() => matchOn(1, curious)).toThrow(EvaluatorError);
    expect(() => matchOn(1, curious)).toThrow(
      `threw TypeError: a fitness that depends on amounts looked at ${member}; it may look at free and total`,
    );
  });

  it("depends on nothing else: another word is bad input", () => {
    const wrong = { ...packing, dependsOn: "moods" as "amounts" };
    expect(() => matchOn(1, wrong)).toThrow(InvalidInputError);
    expect(() => matchOn(1, wrong)).toThrow(
      'policy.fitness.dependsOn is "moods", expected "amounts" or nothing',
    );
  });
});
