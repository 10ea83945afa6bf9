import type {
  Agent,
  Assignment,
  DeviceGrant,
  DiskGrant,
  MatchInput,
  Round,
  Scalars,
  Task,
  TaskExecutor,
} from "../../src/index.ts";
import { findAgent } from "../../src/index.ts";

/** A task on an agent: one that runs, or one that the round put there. */
export interface Seat {
  readonly task: Task;
  readonly agent: Agent;
  readonly role: string;
  readonly ports: readonly number[];
  readonly devices: readonly DeviceGrant[];
  readonly disks: readonly DiskGrant[];
  /** What it holds. */
  readonly resources: Scalars;
  /** The executor that it started. */
  readonly started: TaskExecutor | undefined;
}

/** All that a verifier may look at, read once. */
export interface Scene {
  readonly input: MatchInput;
  readonly round: Round;
  readonly agents: readonly Agent[];
  /** Tasks that ran when the round began. */
  readonly before: readonly Seat[];
  /** Tasks that the round placed, in its order. */
  readonly placed: readonly Seat[];
}

/** The scene of the round; throws if an assignment names a task or agent that the input does not have. */
export function sceneOf(input: MatchInput, round: Round): Scene {
  const { agents } = input.cluster;
  const before = agents.flatMap((agent) =>
    agent.running.map((one): Seat => {
      const { task, ports = [], devices = [], disks = [], resources = task.resources } = one;
      const role = task.role ?? "*";
      return { task, agent, role, ports, devices, disks, resources, started: one.executor };
    }),
  );
  const placed = round.assignments.map((assignment) => seatOf(input, assignment));
  return { input, round, agents, before, placed };
}

function seatOf({ cluster, tasks }: MatchInput, assignment: Assignment): Seat {
  const task = tasks.find((one) => one.id === assignment.taskId);
  const agent = findAgent(cluster, assignment.agentId);
  if (task === undefined) throw new Error(`assigned an unknown task ${JSON.stringify(assignment.taskId)}`);
  if (agent === undefined)
    throw new Error(`assigned to an unknown agent ${JSON.stringify(assignment.agentId)}`);
  const { ports, devices, disks = [], resources = task.resources, executor: started } = assignment;
  return { task, agent, role: task.role ?? "*", ports, devices, disks, resources, started };
}

/** The amount in exact thousandths, 0 where the record does not name it. */
export function exact(amounts: Readonly<Record<string, number>>, name: string): bigint {
  const entry = Object.entries(amounts).find(([key]) => key === name);
  return entry === undefined ? 0n : BigInt(Math.round(entry[1] * 1000));
}

/** The sum of the parts. */
export function total(parts: readonly bigint[]): bigint {
  return parts.reduce((sum, part) => sum + part, 0n);
}
