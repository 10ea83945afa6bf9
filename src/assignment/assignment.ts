import { chooseDevices } from "../dense/fit-devices.ts";
import { choosePorts } from "../dense/fit-ports.ts";
import { numberAt } from "../dense/number-at.ts";
import type { Request } from "../dense/request.ts";
import type { Tables } from "../dense/tables.ts";
import { fromThousandths } from "../model/quantity.ts";
import type { Assignment } from "../model/round.ts";
import type { DeviceGrant, RunningTask } from "../model/task.ts";
import type { Found } from "../selection/selection.ts";

/** An assignment, with what the next cluster needs to know of it. */
export interface Placement {
  readonly row: number;
  readonly assignment: Assignment;
  readonly running: RunningTask;
}

/**
 * Puts the task on the row found: chooses its ports and devices, takes them and its amounts from the tables, and moves the counters.
 * Costs O(what is asked).
 */
export function assign(request: Request, { row, score }: Found, tables: Tables): Placement {
  const { task } = request;
  const { id: agentId, hostname } = tables.rows.agentAt(row);
  const ports = request.ports === undefined ? [] : choosePorts(request.ports, tables.ports.freeAt(row));
  const devices = grantsOf(request, row, tables);
  const running: RunningTask = {
    task,
    agentId,
    hostname,
    ...(ports.length > 0 && { ports }),
    ...(devices.length > 0 && { devices }),
  };
  tables.place(row, running);
  const offerIds = tables.rows.offerIdsAt(row);
  return {
    row,
    running,
    assignment: { taskId: task.id, agentId, hostname, offerIds, ports, devices, score },
  };
}

function grantsOf({ devices: fits }: Request, row: number, { rows }: Tables): readonly DeviceGrant[] {
  if (fits.length === 0) return [];
  const agent = numberAt(rows.agentOf, row);
  chooseDevices(fits, agent);
  return fits.flatMap(({ devices, units, binding, chosen }) => {
    const first = numberAt(devices.first, agent);
    const bindingName = devices.bindingNamed(binding);
    return Array.from(chosen, (device) => ({
      name: devices.name,
      index: device - first,
      units: fromThousandths(units),
      ...(bindingName !== undefined && { binding: bindingName }),
    }));
  });
}
