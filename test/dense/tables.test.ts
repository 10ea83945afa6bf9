import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agent, RunningTask } from "../../src/index.ts";
import { Fleet } from "../../src/dense/fleet.ts";
import { Tables } from "../../src/dense/tables.ts";
import { task } from "../support/build.ts";
import { agentOf } from "./chains.ts";

const agents = [
  agentOf(0, { offers: [{ role: "*", cpus: 4, mem: 4, ports: [[1, 9]] }], devices: 2 }),
  agentOf(1, {
    offers: [
      { role: "*", cpus: 4, mem: 4, ports: [[1, 4]] },
      { role: "ads", cpus: 2, mem: 1, ports: [[5, 9]] },
    ],
    running: [{ group: "web", cpus: 1, port: 2, grants: [[0, 0.5, "x"]], isExclusive: false }],
    devices: 1,
  }),
  agentOf(2, { offers: [{ role: "ads", cpus: 1, mem: 1, ports: [] }] }),
];

/** All that the tables say of amounts, ports, devices and co-tasks. */
function contentOf(tables: Tables) {
  const pools = ["*", "ads"].map((role) => {
    const pool = tables.pool(role);
    return {
      amounts: ["cpus", "mem"].map((name) => [[...pool.column(name).free], [...pool.column(name).held]]),
      ports: pool.rows.map((row) => pool.ports.rangesAt(row)),
      portCounts: [...pool.ports.column.free],
    };
  });
  const { used, holders, binding } = tables.devices("gpu");
  const { tasks, agents: places } = tables.coTasks.select(task({ group: "web" }), undefined);
  return {
    pools,
    devices: [
      [...used],
      [...holders],
      Array.from(binding, (each) => tables.devices("gpu").bindingNamed(each)),
    ],
    coTasks: tasks.map(({ task: { id } }, i) => [id, places[i]]),
    residents: [
      [...tables.residents.count],
      agents.map((_, agent) => tables.residents.assignedTo(agent).length),
    ],
  };
}

const placed = fc.record({
  agent: fc.nat(agents.length - 1),
  role: fc.constantFrom(undefined, "*", "ads"),
  cpus: fc.constantFrom(0, 0.1, 1),
  port: fc.nat(9),
  device: fc.option(fc.constantFrom("gpu", "fpga"), { nil: undefined }),
  group: fc.constantFrom(undefined, "web"),
});

type Placed = typeof placed extends fc.Arbitrary<infer T> ? T : never;

function runningOf({ agent, role, cpus, port, device, group }: Placed, i: number): RunningTask {
  const { id: agentId, hostname, devices } = agents[agent] ?? agentOf(agent);
  const grant = device !== undefined && devices.length > 0;
  return {
    task: task({
      id: `t${i}`,
      resources: { cpus },
      ...(role !== undefined && { role }),
      ...(group !== undefined && { group }),
    }),
    agentId,
    hostname,
    ports: [port],
    devices: grant ? [{ name: device, index: 0, units: 0.25, binding: "x" }] : [],
  };
}

/** Tables in which the tasks have been placed; what is asked for between does not count. */
function tablesAfter(
  tasks: readonly Placed[],
  ask: (tables: Tables, i: number) => void,
  isWhole = false,
): Tables {
  const tables = new Tables(new Fleet(agents), isWhole);
  for (const [i, each] of tasks.entries()) {
    ask(tables, i);
    tables.place({ agent: each.agent, running: runningOf(each, i) });
  }
  return tables;
}

/** The row of each agent. */
function rowsWhere(isWhole: boolean): readonly number[] {
  const pool = tablesAfter([], () => undefined, isWhole).pool("*");
  return agents.map((_, agent) => pool.rowOf(agent));
}

describe("the tables of a call", () => {
  it("say the same whenever they are first asked", () => {
    fc.assert(
      fc.property(fc.array(placed, { maxLength: 6 }), fc.nat(6), (tasks, turn) => {
        const late = contentOf(tablesAfter(tasks, () => undefined));
        const early = tablesAfter(tasks, (tables, i) => {
          if (i === turn % Math.max(1, tasks.length)) contentOf(tables);
        });
        expect(contentOf(early)).toEqual(late);
      }),
    );
  });

  it("leave the fleet as it was", () => {
    const fleet = new Fleet(agents);
    const before = contentOf(new Tables(fleet));
    const tables = new Tables(fleet);
    contentOf(tables);
    const given: Placed = { agent: 1, role: undefined, cpus: 1, port: 3, device: "gpu", group: "web" };
    tables.place({ agent: 1, running: runningOf(given, 0) });
    expect(contentOf(tables)).not.toEqual(before);
    expect(contentOf(new Tables(fleet))).toEqual(before);
  });

  it("take from the offers of the task's role, and count what it holds for every role", () => {
    const given: Placed = { agent: 1, role: "ads", cpus: 1, port: 5, device: undefined, group: undefined };
    const { pools } = contentOf(tablesAfter([given], () => undefined));
    expect(pools.map(({ amounts }) => amounts[0])).toEqual([
      [
        [4000, 4000],
        [0, 2000],
      ],
      [
        [1000, 1000],
        [2000, 0],
      ],
    ]);
    expect(pools[1]?.ports).toEqual([[[6, 9]], []]);
  });

  it("have rows for agents without offers only where all are asked for", () => {
    expect(rowsWhere(false)).toEqual([0, 1, -1]);
    expect(rowsWhere(true)).toEqual([0, 1, 2]);
  });

  it("take a task on the agents that a pool has alone, however many pools there are", () => {
    const tables = new Tables(new Fleet(agents));
    const pools = Array.from({ length: 12 }, () => tables.anotherPool("ads"));
    const held = () => pools.map((pool) => [...pool.column("cpus").held]);
    const before = held();
    const place = (agent: number) => {
      const { id: agentId, hostname } = agents[agent] as Agent;
      tables.place({ agent, running: { task: task({ resources: { cpus: 1 } }), agentId, hostname } });
    };
    place(0);
    expect(held()).toEqual(before);
    place(1);
    expect(held()).toEqual(before.map(([first = 0, ...others]) => [first + 1000, ...others]));
  });

  it("know agents by their numbers", () => {
    const tables = new Tables(new Fleet(agents));
    const named = agents.map((_, agent) => tables.agents[agent]);
    expect(named).toEqual(agents);
  });
});
