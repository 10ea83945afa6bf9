import fc from "fast-check";
import type { AgentView, RoundView, RunningTask, Task } from "../../src/index.ts";
import type { Constraint, Fitness } from "../../src/index.ts";
import { customConstraint, customFitness } from "../../src/index.ts";

type Looker = (agent: AgentView, view: RoundView, task: Task) => unknown;

/** What evaluators look at and what they make of it: each part of the views once, and all of them together. */
const lookers: Readonly<Record<string, Looker>> = {
  free: (agent) => [agent.free("cpus"), agent.free("__proto__")],
  total: (agent) => [agent.total("mem"), agent.total("gpus")],
  attributes: (agent) => [agent.attribute("zone"), agent.attribute("rack"), agent.attribute("hostname")],
  devices: (agent) => [agent.devices("gpu"), agent.devices("missing")],
  ports: (agent) => agent.ports,
  disks: (agent) => agent.disks,
  tasks: (agent) => [agent.running, agent.assigned].flat().map(idOf).toSorted(),
  coTasks: (agent, view) => view.coTasks().filter((coTask) => coTask.agentId === agent.agentId).length,
  coTaskZones: (_, view) =>
    view
      .coTasks({ group: "web" })
      .map((coTask) => [coTask.task.id, coTask.hostname, coTask.attribute("zone")].join())
      .toSorted(),
  agents: (agent, view) => view.agents().findIndex((other) => other.agentId === agent.agentId),
  time: (agent, view) => [agent.agentId, view.nowMs],
};

/** What tells tasks that began before this round from those placed in it. */
const roundLookers: Readonly<Record<string, Looker>> = {
  running: (agent) => agent.running.map(idOf),
  assigned: (agent) => agent.assigned.map(holdingsOf),
  everything: (agent, view, task) => [
    ...Object.values(lookers).map((looker) => looker(agent, view, task)),
    ...view.agents().map((other) => [other.agentId, other.free("cpus"), other.assigned.length]),
    agent.running.map(holdingsOf),
    agent.assigned.map(holdingsOf),
    task.id,
  ],
};

const looker = fc.constantFrom(...Object.entries(lookers));
const anyLooker = fc.constantFrom(...Object.entries({ ...lookers, ...roundLookers }));

/** Custom constraints: pure functions of what the views show. Without `ofRound`, of what also the next round will show. */
export function customConstraints(ofRound = true): fc.Arbitrary<Constraint> {
  return fc
    .tuple(ofRound ? anyLooker : looker, fc.integer({ min: 2, max: 4 }))
    .map(([[name, look], modulus]) =>
      customConstraint(
        `${name} % ${modulus}`,
        (task, view) => (agent) => digestOf(look(agent, view, task)) % modulus !== 0,
      ),
    );
}

/** Custom fitness of few values, so that ties are frequent. */
export const customFitnesses: fc.Arbitrary<Fitness> = fc
  .tuple(anyLooker, fc.integer({ min: 1, max: 4 }))
  .map(([[name, look], steps]) =>
    customFitness(
      `${name} / ${steps}`,
      (task, view) => (agent) => (digestOf(look(agent, view, task)) % (steps + 1)) / steps,
    ),
  );

function idOf(running: RunningTask): string {
  return running.task.id;
}

function holdingsOf({ task, agentId, hostname, ports = [], devices = [], disks = [] }: RunningTask): unknown {
  return [
    [task.id, agentId, hostname, ports],
    devices.map((grant) => [grant.name, grant.index, grant.units]),
    disks.map((grant) => [grant.id, grant.type, grant.amount, grant.use]),
  ];
}

/** A number that changes with whatever was seen. */
function digestOf(seen: unknown): number {
  let digest = 7;
  for (const character of JSON.stringify(seen)) {
    digest = (digest * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  }
  return digest;
}
