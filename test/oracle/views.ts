import type { Agent, AgentView, AttributeValue, CoTask, RoundView, Task } from "../../src/index.ts";
import { valuesOf } from "./attribute-values.ts";
import { deviceViews } from "./devices.ts";
import { diskViews } from "./disks.ts";
import { freePorts, rangesOf } from "./ports.ts";
import type { Standing } from "./standing.ts";
import { assignedOn, candidatesOf, coTasksOf, freeOf, heldOf, roleOf } from "./standing.ts";

/** The agent as a custom evaluator sees it. */
export function agentView(standing: Standing, agent: Agent, role: string): AgentView {
  return {
    agentId: agent.id,
    hostname: agent.hostname,
    attribute: (name) => attributeOf(agent, name),
    free: (name) => freeOf(standing, agent, role, name) / 1000,
    total: (name) => (freeOf(standing, agent, role, name) + heldOf(standing, agent, name)) / 1000,
    devices: (name) => deviceViews(standing, agent, name),
    ports: rangesOf(freePorts(standing, agent, role)),
    disks: diskViews(standing, agent, role),
    running: agent.running,
    assigned: assignedOn(standing, agent),
  };
}

/** The round as a custom evaluator of the task sees it. */
export function roundView(standing: Standing, task: Task): RoundView {
  return {
    nowMs: standing.input.nowMs,
    coTasks: (among) =>
      coTasksOf(standing, task, among).map(({ placed, agent }): CoTask => ({
        task: placed.task,
        agentId: agent.id,
        hostname: agent.hostname,
        attribute: (name) => attributeOf(agent, name),
      })),
    agents: () =>
      candidatesOf(standing, roleOf(task)).map((agent) => agentView(standing, agent, roleOf(task))),
  };
}

function attributeOf(agent: Agent, name: string): AttributeValue | readonly AttributeValue[] | undefined {
  const values = valuesOf(agent, name);
  return values.length > 1 ? values : values[0];
}
