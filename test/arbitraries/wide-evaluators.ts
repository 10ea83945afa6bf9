import fc from "fast-check";
import type { AgentView, Constraint, Fitness, RoundView, Task } from "../../src/index.ts";
import { customConstraint, customFitness } from "../../src/index.ts";

/** What an evaluator makes of a task and the round, once, and then of each agent: a whole number ≥ 0. */
type Looker = (task: Task, view: RoundView) => (agent: AgentView) => number;

/** Each part of the views once, quick enough for hundreds of agents and tasks. */
const lookers: Readonly<Record<string, Looker>> = {
  free: () => (agent) => Math.round(agent.free("cpus") * 10) + Math.round(agent.free("mem") * 1000),
  total: () => (agent) => Math.round(agent.total("mem") * 10) + Math.round(agent.total("gpus")),
  running: () => (agent) => agent.running.length + (agent.running[0]?.task.id.length ?? 0),
  assigned: () => (agent) => agent.assigned.length,
  latest: () => (agent) => lengthOf(agent.assigned.at(-1)?.task.id) + agent.assigned.length,
  attribute: () => (agent) => lengthOf(agent.attribute("zone")) + lengthOf(agent.attribute("rack")),
  ports: () => (agent) => agent.ports.length + (agent.ports[0]?.[0] ?? 0),
  disks: () => (agent) => agent.disks.reduce((sum, { amount }) => sum + Math.round(amount) + 1, 0),
  devices: () => (agent) => agent.devices("gpu").reduce((sum, { free }) => sum + Math.round(free * 2), 0),
  coTasks: (_, view) => {
    const hosts = view.coTasks().map((coTask) => coTask.hostname);
    const zones = new Set(view.coTasks({ group: "web" }).map((coTask) => String(coTask.attribute("zone"))));
    return (agent) =>
      hosts.filter((host) => host === agent.hostname).length +
      (zones.has(String(agent.attribute("zone"))) ? 2 : 0);
  },
  agents: (task, view) => {
    const agents = view.agents();
    const placed = agents.reduce((sum, agent) => sum + agent.assigned.length, 0);
    const places = new Map(agents.map((agent, place) => [agent.agentId, place]));
    return (agent) => placed + (places.get(agent.agentId) ?? 1) + task.id.length;
  },
};

const looker = fc.constantFrom(...Object.entries(lookers));

/** Custom constraints: pure functions of what the views show. */
export const wideCustomConstraint: fc.Arbitrary<Constraint> = fc
  .tuple(looker, fc.integer({ min: 2, max: 5 }))
  .map(([[name, look], modulus]) =>
    customConstraint(`${name} % ${modulus}`, (task, view) => {
      const seen = look(task, view);
      return (agent) => seen(agent) % modulus !== 0;
    }),
  );

/** Custom fitness of few values, so that ties are frequent. */
export const wideCustomFitness: fc.Arbitrary<Fitness> = fc
  .tuple(looker, fc.integer({ min: 1, max: 6 }))
  .map(([[name, look], steps]) =>
    customFitness(`${name} / ${steps}`, (task, view) => {
      const seen = look(task, view);
      return (agent) => (seen(agent) % (steps + 1)) / steps;
    }),
  );

/** What a fitness can make of what a task asks and an agent has free and in all. */
const scores: Readonly<Record<string, (asked: number, free: number, total: number) => number>> = {
  leastLeft: (asked, free) => (free < asked || free === 0 ? 0 : asked / free),
  used: (asked, free, total) => (total === 0 ? 0 : Math.min(1, (total - free + asked) / total)),
  small: (_, __, total) => 1 / (1 + total),
  halves: (asked, free) => (free - asked >= 2 ? 1 : 0.5),
};

/** Custom fitness that looks at nothing of an agent but `free(name)` and `total(name)`, and says so. */
export const amountsFitness: fc.Arbitrary<Fitness> = fc
  .tuple(fc.constantFrom(...Object.entries(scores)), fc.constantFrom("cpus", "mem", "gpus"))
  .map(([[name, score], resource]) =>
    customFitness(
      `${name} of ${resource}`,
      (task) => {
        const asked = task.resources[resource] ?? 0;
        return (agent) => score(asked, agent.free(resource), agent.total(resource));
      },
      { dependsOn: [resource] },
    ),
  );

function lengthOf(value: string | number | readonly unknown[] | undefined): number {
  return typeof value === "string" ? (value.codePointAt(1) ?? 0) : String(value).length;
}
