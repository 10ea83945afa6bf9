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
  { dependsOn: ["cpus"] },
);

function matchOn(agents: number, fitness: Fitness, tasks: number = 1) {
  const offers = Array.from({ length: agents }, (_, i) => offerOf(i, { resources: { cpus: 4, mem: 8 } }));
  const pending = Array.from({ length: tasks }, (_, i) => task({ id: `t${i}`, resources: { cpus: 1 } }));
  return match({ cluster: clusterOf(offers), tasks: pending, policy: { fitness }, nowMs: 0 });
}

describe("a custom fitness that depends on some resources", () => {
  it("is called once a task for all agents that have equal amounts of them", () => {
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

  it("is called for each of two agents that have equal amounts of one of them, but not of the other", () => {
    const byMem = customFitness("by mem", () => (agent) => agent.total("mem") / 32, {
      dependsOn: ["cpus", "mem"],
    });
    const offers = [8, 16].map((mem, i) => offerOf(i + 1, { resources: { cpus: 4, mem } }));
    const { assignments, stats } = match({
      cluster: clusterOf(offers),
      tasks: [task()],
      policy: { fitness: byMem },
      nowMs: 0,
    });
    expect(assignments.map(({ agentId, score }) => [agentId, score.fitness])).toEqual([["a2", 0.5]]);
    expect(stats.evaluatorCalls).toBe(2);
  });

  it("is not called again for what it gave 0", () => {
    const nothing = customFitness("nothing", () => () => 0, { dependsOn: ["cpus"] });
    expect(matchOn(20, nothing).stats.evaluatorCalls).toBe(1);
  });

  it("is called once a task where it depends on none, and may look at nothing of an agent", () => {
    const any = customFitness("any", () => () => 0.5, { dependsOn: [] });
    const { stats, assignments } = matchOn(100, any, 3);
    expect(stats.evaluatorCalls).toBe(3);
    expect(assignments.map(({ agentId, score }) => [agentId, score.fitness])).toEqual(
      Array.from({ length: 3 }, () => ["a0", 0.5]),
    );
    const curious = customFitness("curious", () => (agent) => agent.free("cpus") / 4, { dependsOn: [] });
    expect(() => matchOn(1, curious)).toThrow('depends on nothing looked at free("cpus")');
  });

  it.each<[string, (agent: AgentView) => unknown]>([
    ['free("mem")', (agent) => agent.free("mem")],
    ['total("mem")', (agent) => agent.total("mem")],
    ["agentId", (agent) => agent.agentId],
    ["hostname", (agent) => agent.hostname],
    ['attribute("zone")', (agent) => agent.attribute("zone")],
    ['devices("gpu")', (agent) => agent.devices("gpu")],
    ["ports", (agent) => agent.ports],
    ["disks", (agent) => agent.disks],
    ["running", (agent) => agent.running],
    ["assigned", (agent) => agent.assigned],
  ])("may not look at %s", (member, look) => {
    const curious = customFitness("curious", () => (agent) => (look(agent) === undefined ? 0 : 1), {
      dependsOn: ["cpus"],
    });
    expect(() => matchOn(1, curious)).toThrow(EvaluatorError);
    expect(() => matchOn(1, curious)).toThrow(
      `threw TypeError: a fitness that depends on "cpus" looked at ${member}`,
    );
  });

  it.each([
    ["cpus", 'policy.fitness.dependsOn is "cpus", expected an array'],
    [[""], 'policy.fitness.dependsOn[0] is "", expected a non-empty string'],
  ])("names the resources: %j is bad input", (dependsOn, text) => {
    const wrong = { ...packing, dependsOn: dependsOn as readonly string[] };
    expect(() => matchOn(1, wrong)).toThrow(InvalidInputError);
    expect(() => matchOn(1, wrong)).toThrow(text);
  });
});
