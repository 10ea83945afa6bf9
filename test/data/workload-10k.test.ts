import { expect, it } from "vitest";
import {
  balancedBy,
  binPack,
  clusterOf,
  match,
  prefer,
  uniqueBy,
  type Offer,
  type Round,
  type Task,
} from "../../src/index.ts";
import { describeWithShared, readSharedJson, sharedNames } from "../support/shared-files.ts";

type AgentRow = readonly [
  hostname: string,
  cpus: number,
  memMib: number,
  networkMbps: number,
  diskMib: number,
  gpus: number,
  zone: string,
  rack: string,
];
type TaskRow = readonly [
  id: string,
  cpus: number,
  memMib: number,
  networkMbps: number,
  diskMib: number,
  ports: number,
  gpus: number,
  service: number,
];
interface Table<Row> {
  readonly ports?: readonly (readonly [number, number])[];
  readonly rows: readonly Row[];
}
interface Placement {
  readonly case: "a" | "c" | "identical";
  readonly N: number;
  readonly T: number;
  readonly assigned: number;
  readonly failed: number;
  /** The agent's row of task i, or -1. */
  readonly hosts: readonly number[];
}

const folder = "data/workload-10k";

describeWithShared(folder, "a round over the standing workload", () => {
  const agents = readSharedJson<Table<AgentRow>>(`${folder}/agents.json`);
  const tasks = readSharedJson<Table<TaskRow>>(`${folder}/tasks.json`);

  it.each(sharedNames(`${folder}/placements`, ".json"))("puts every task where Fenzo put it: %s", (name) => {
    const placement = readSharedJson<Placement>(`${folder}/placements/${name}`);
    expect(placement.hosts).toHaveLength(placement.T);
    if (placement.case !== "c") {
      expectPlacement(
        placement,
        tasksOf(placement, () => ({})),
      );
      return;
    }
    for (const uniqueAttribute of ["agentId", "hostname"]) {
      expectPlacement(
        placement,
        tasksOf(placement, (row) => constrained(row, uniqueAttribute)),
      );
    }
  });

  function expectPlacement(placement: Placement, pending: readonly Task[]): void {
    const round = match({
      cluster: clusterOf(agents.rows.slice(0, placement.N).map((row) => offerOf(row, agents.ports))),
      tasks: pending,
      policy: { fitness: binPack("cpus", "mem") },
      nowMs: 0,
    });
    expect(hostRows(round, pending)).toEqual(placement.hosts);
    expect(round.assignments).toHaveLength(placement.assigned);
    expect(round.unmatched).toHaveLength(placement.failed);
    for (const { reason } of round.unmatched) expect(reason).toBe("no-agent-fits");
  }

  /** The agent's row per task, or -1. */
  function hostRows(round: Round, pending: readonly Task[]): readonly number[] {
    const rowOfHost = new Map(agents.rows.map((row, at) => [row[0], at]));
    const hostOfTask = new Map(round.assignments.map(({ taskId, hostname }) => [taskId, hostname]));
    return pending.map(({ id }) => rowOfHost.get(hostOfTask.get(id) ?? "") ?? -1);
  }

  function tasksOf(placement: Placement, extras: (row: TaskRow) => Partial<Task>): readonly Task[] {
    if (placement.case !== "identical") {
      return tasks.rows.slice(0, placement.T).map((row) => ({ ...taskOf(row), ...extras(row) }));
    }
    return Array.from({ length: placement.T }, (_, at) => ({
      id: `task-${at}`,
      resources: { cpus: 1, mem: 4096 },
    }));
  }
});

function offerOf(row: AgentRow, ports: Table<AgentRow>["ports"]): Offer {
  const [hostname, cpus, mem, network, disk, gpus, zone, rack] = row;
  return {
    id: `offer-of-${hostname}`,
    agentId: hostname,
    hostname,
    resources: { cpus, mem, network, disk, gpus },
    ports: ports ?? [],
    attributes: { zone, rack },
  };
}

function taskOf([id, cpus, mem, network, disk, ports, gpus]: TaskRow): Task {
  return { id, resources: { cpus, mem, network, disk, gpus }, ports };
}

function constrained(row: TaskRow, uniqueAttribute: string): Partial<Task> {
  const service = row[7];
  if (service < 0) return {};
  return {
    group: `service-${service}`,
    constraints: [uniqueBy(uniqueAttribute)],
    preferences: [prefer(balancedBy("zone", { expectedValues: 3 }))],
  };
}
