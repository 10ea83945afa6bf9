import { chooseDevices } from "../dense/fit-devices.ts";
import { chooseDisks } from "../dense/fit-disks.ts";
import { choosePorts } from "../dense/fit-ports.ts";
import { intAt } from "../dense/number-at.ts";
import type { Assigned } from "../dense/pool.ts";
import type { Request } from "../dense/request.ts";
import type { Tables } from "../dense/tables.ts";
import { fromThousandths, toThousandths } from "../model/quantity.ts";
import type { Assignment, Score } from "../model/round.ts";
import type { DeviceGrant, RunningTask, Task, TaskExecutor } from "../model/task.ts";

/** An assignment, with what the next cluster needs to know of it. */
export interface Placement extends Assigned {
  readonly assignment: Assignment;
  /** For a task that can use more than it needs: what it holds, of both; grows before the round ends. */
  readonly growing?: Record<string, number>;
}

/**
 * Puts the task on the row found: chooses its ports, devices and disks, takes them and what it needs from the tables, and moves the counters.
 * Costs O(what is asked).
 */
export function assign(request: Request, row: number, score: Score, tables: Tables): Placement {
  const { task, pool } = request;
  const { id: agentId, hostname } = pool.agentAt(row);
  const agent = intAt(pool.agentOf, row);
  const ports = request.ports === undefined ? noPorts : choosePorts(request.ports, pool.ports.freeAt(row));
  const devices = request.devices.length === 0 ? noDevices : grantsOf(request, agent);
  const offerIds = pool.offerIdsAt(row);
  const holding = runningOf(task, agentId, hostname, ports, devices);
  const disks = request.disks && chooseDisks(request.disks, row);
  const running = disks === undefined ? holding : { ...holding, disks };
  const taskId = task.id;
  const assignment =
    disks === undefined
      ? { taskId, agentId, hostname, offerIds, ports, devices, score }
      : { taskId, agentId, hostname, offerIds, ports, devices, disks, score };
  const plain =
    task.upTo === undefined ? { agent, running, assignment } : growingPlacement(agent, running, assignment);
  const { overhead } = request;
  const isRunning = overhead === undefined || overhead.agents.has(agent);
  const placement = isRunning ? plain : startingPlacement(plain, overhead.executor);
  tables.placeOn(row, request, placement);
  return placement;
}

function growingPlacement(agent: number, running: RunningTask, assignment: Assignment): Placement {
  const growing = neededBy(running.task);
  return {
    agent,
    running: { ...running, resources: growing },
    assignment: { ...assignment, resources: growing },
    growing,
  };
}

/** What a task that can use more than it needs holds at first: what it needs, in whole thousandths. */
export function neededBy({ resources }: Task): Record<string, number> {
  return Object.fromEntries(
    Object.entries(resources).map(([name, amount]) => [name, fromThousandths(toThousandths(amount))]),
  );
}

/** The placement of a task that starts its executor. */
function startingPlacement({ running, assignment, ...rest }: Placement, executor: TaskExecutor): Placement {
  return { ...rest, running: { ...running, executor }, assignment: { ...assignment, executor } };
}

function runningOf(
  task: Task,
  agentId: string,
  hostname: string,
  ports: readonly number[],
  devices: readonly DeviceGrant[],
): RunningTask {
  if (devices.length > 0) return { task, agentId, hostname, ...(ports.length > 0 && { ports }), devices };
  return ports.length > 0 ? { task, agentId, hostname, ports } : { task, agentId, hostname };
}

const noPorts: readonly never[] = Object.freeze([]);
const noDevices: readonly never[] = Object.freeze([]);

function grantsOf({ devices: fits }: Request, agent: number): readonly DeviceGrant[] {
  chooseDevices(fits, agent);
  return fits.flatMap(({ devices, units, binding, chosen }) => {
    const first = intAt(devices.first, agent);
    const bindingName = devices.bindingNamed(binding);
    return Array.from(chosen, (device) => ({
      name: devices.name,
      index: device - first,
      units: fromThousandths(units),
      ...(bindingName !== undefined && { binding: bindingName }),
    }));
  });
}
