import type { Task } from "../../../src/index.ts";
import type { MarathonApp, MarathonPod } from "../../../src/mesos/marathon/definition.ts";
import { marathonTasks } from "../../../src/mesos/marathon/tasks.ts";

/** The only task of the app `/web` of these fields. */
export function appTask(fields: Partial<MarathonApp>): Task {
  return onlyOf(marathonTasks({ id: "/web", ...fields }));
}

/** The only task of the pod `/web` of these fields, by default of one container. */
export function podTask(fields: Partial<MarathonPod>): Task {
  return onlyOf(marathonTasks({ id: "/web", containers: [{}], ...fields }));
}

/** The ports of the only task of the app `/web` of these fields. */
export function portsOf(fields: Partial<MarathonApp>): Task["ports"] {
  return appTask(fields).ports;
}

function onlyOf([task, ...more]: readonly Task[]): Task {
  if (task === undefined || more.length > 0) throw new Error("not one task");
  return task;
}
