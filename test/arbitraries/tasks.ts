import fc from "fast-check";
import type { RunningTask, Task } from "../../src/index.ts";
import { askedScalars } from "./amounts.ts";
import { attributes } from "./attributes.ts";
import type { Customs } from "./constraints.ts";
import { constraint } from "./constraints.ts";
import { deviceRequests, heldDevices } from "./devices.ts";
import { preferences } from "./fitness.ts";
import { agentId, group, hostname, role, taskId } from "./names.ts";
import { askedPorts, heldPorts } from "./ports.ts";
import { rarely, shapeOf } from "./shapes.ts";

/** A task that may ask for anything. */
export function task(customs: Customs = "all"): fc.Arbitrary<Task> {
  const demanding = shapeOf<Task>(
    {
      id: taskId,
      group,
      role: rarely(3, fc.constant("*"), role),
      resources: askedScalars,
      ports: askedPorts,
      devices: deviceRequests,
      constraints: fc.array(constraint(customs), { maxLength: 2 }),
      preferences: preferences(customs),
      locations: attributes,
    },
    ["id", "resources"],
  );
  const simple = shapeOf<Task>({ id: taskId, group, resources: askedScalars }, ["id", "resources"]);
  const holding = shapeOf<Task>(
    { id: taskId, group, resources: askedScalars, ports: askedPorts, devices: deviceRequests },
    ["id", "resources"],
  );
  const grouped = shapeOf<Task>(
    {
      id: taskId,
      resources: askedScalars,
      constraints: fc.array(constraint(customs), { minLength: 1, maxLength: 2 }),
      preferences: preferences(customs),
    },
    ["id", "resources"],
  ).map((one): Task => ({ ...one, group: "web" }));
  return fc.oneof(demanding, simple, { weight: 2, arbitrary: holding }, { weight: 3, arbitrary: grouped });
}

/** A task that runs, wherever it is put. */
export function runningTask(customs: Customs = "all"): fc.Arbitrary<RunningTask> {
  return shapeOf<RunningTask>(
    {
      task: rarely(
        3,
        shapeOf<Task>({ id: taskId, group, resources: askedScalars }, ["id", "resources"]),
        task(customs),
      ),
      agentId,
      hostname,
      ports: heldPorts,
      devices: heldDevices,
    },
    ["task", "agentId", "hostname"],
  );
}
