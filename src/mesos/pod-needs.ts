import {
  expectArray,
  expectEach,
  expectFields,
  expectScalars,
  expectText,
  refuse,
} from "../model/input/expect.ts";
import { checkDiskRequests } from "../model/input/disk.ts";
import { checkRequestedPorts } from "../model/input/task.ts";
import { fromThousandths, toThousandths, type Scalars } from "../model/quantity.ts";
import { resourceOf } from "./names.ts";
import type { PodTask } from "./needs.ts";
import { checkVolumes } from "./new-volumes.ts";
import { askOnce } from "./shared-volumes.ts";
import { checkTaskId } from "./task-id.ts";

/** Throws unless the value is the members of a pod, which a master that has all they ask would launch. */
export function checkPod(value: unknown): void {
  const pod = expectFields("mesos.pod", value);
  const executor = expectFields("mesos.pod.executor", pod["executor"]);
  checkTaskId("mesos.pod.executor.id", expectText("mesos.pod.executor.id", executor["id"]));
  const { resources } = executor;
  expectScalars("mesos.pod.executor.resources", resources);
  const tasks = expectArray("mesos.pod.tasks", pod["tasks"]);
  if (tasks.length === 0) refuse("mesos.pod.tasks", tasks, "at least one task");
  const made = new Set<unknown>();
  const shared = new Set<string>();
  expectEach("mesos.pod.tasks", tasks, (member) => {
    checkMember(member);
    checkVolumes("volumes", member.volumes ?? [], member.disks, made);
    askOnce(member.disks ?? [], shared);
  });
  checkExecutor("mesos.pod.executor.resources", resources);
}

/** What the executor of a pod must have (src/master/validation.cpp, constants.hpp). */
const leastOfExecutor = [
  ["cpus", 0.01],
  ["mem", 32],
  ["disk", 0.001],
] as const;

function checkExecutor(path: string, resources: Scalars): void {
  for (const [name, least] of leastOfExecutor) {
    let thousandths = 0;
    for (const [each, amount] of Object.entries(resources))
      if (resourceOf(each).resource === name) thousandths += toThousandths(amount);
    if (thousandths < toThousandths(least))
      refuse(`${path}.${name}`, fromThousandths(thousandths), `at least ${least}`);
  }
}

/** Throws unless the value is a task of a pod, as far as its disks and volumes can be read. Paths are relative to it. */
export function checkMember(value: unknown): asserts value is PodTask {
  const { id, resources, ports, disks, volumes } = expectFields("", value);
  expectText("id", id);
  expectScalars("resources", resources);
  if (ports !== undefined) checkRequestedPorts(ports);
  if (disks !== undefined) checkDiskRequests(disks);
  if (volumes !== undefined) expectArray("volumes", volumes);
}
