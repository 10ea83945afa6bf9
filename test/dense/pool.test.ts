import { describe, expect, it } from "vitest";
import type { DeviceGrant, Task } from "../../src/index.ts";
import { Fleet } from "../../src/dense/fleet.ts";
import { elementAt } from "../../src/dense/number-at.ts";
import { Tables } from "../../src/dense/tables.ts";
import { requestOf } from "../../src/feasibility/feasibility.ts";
import { task } from "../support/build.ts";
import { agentOf } from "./chains.ts";

const offers = ["*", "ads"].map((role) => ({ role, cpus: 8, mem: 8, ports: [] }));

/** Three agents that offer in two roles, two devices each. */
function tablesOf(): Tables {
  return new Tables(new Fleet([0, 1, 2].map((i) => agentOf(i, { offers, devices: 2 }))));
}

/** Puts a task on the agent of the number, which is its row in both roles. */
function put(tables: Tables, agent: number, fields: Partial<Task>, devices: readonly DeviceGrant[]): void {
  const pending = task(fields);
  const { id: agentId, hostname } = elementAt(tables.agents, agent);
  const pool = tables.pool(pending.role ?? "*");
  const running = { task: pending, agentId, hostname, devices };
  tables.placeOn(agent, requestOf(pending, pool, tables), { agent, running });
}

describe("what a pool knows of its rows", () => {
  it.each(["*", "ads"])("follows the tasks that are placed in role %s", (role) => {
    const tables = tablesOf();
    const pools = ["*", "ads"].map((each) => tables.pool(each));
    const gpus = tables.devices("gpu");
    for (const pool of pools) {
      expect([0, 1, 2].map((row) => pool.room(gpus).all.free[row])).toEqual([2000, 2000, 2000]);
      expect(pool.states(["cpus"]).of(1)).toBe(pool.states(["cpus"]).of(0));
    }
    put(tables, 1, { role, resources: { cpus: 2 } }, [{ name: "gpu", index: 0, units: 0.5 }]);
    for (const pool of pools) {
      expect([0, 1, 2].map((row) => pool.room(gpus).all.free[row])).toEqual([2000, 1500, 2000]);
      const states = [0, 1, 2].map((row) => pool.states(["cpus"]).of(row));
      expect(states.map((state) => state === states[0])).toEqual([true, false, true]);
      const inMem = [0, 1, 2].map((row) => pool.states(["mem"]).of(row));
      expect(new Set(inMem).size).toBe(1);
    }
  });

  it("is kept by the resources in their order", () => {
    const pool = tablesOf().pool("*");
    expect(pool.states(["cpus", "mem"])).toBe(pool.states(["cpus", "mem"]));
    expect(pool.states(["cpus", "mem"])).not.toBe(pool.states(["cpus"]));
  });
});
