import type { Fields } from "../../model/input/expect.ts";
import type { Task } from "../../model/task.ts";
import { readAmounts, readExecutorAmounts, sumAmounts } from "./amounts.ts";
import { given, givenFields, givenList } from "./given.ts";
import { countOf, refusePersistent, tasksOf } from "./instances.ts";
import type { MarathonOptions } from "./options.ts";
import { appPorts } from "./ports.ts";

/** The tasks of a Marathon app. */
export function appTasks(app: Fields, options: MarathonOptions): readonly Task[] {
  const path = "app";
  refusePersistent(
    `${path}.container.volumes`,
    givenList(`${path}.container`, givenFields(path, app, "container"), "volumes"),
  );
  const executor = given(app, "executorResources");
  const amounts = readAmounts(path, app);
  return tasksOf(
    {
      path,
      definition: app,
      count: countOf(path, app),
      resources: sumAmounts(
        executor === undefined
          ? [amounts]
          : [amounts, readExecutorAmounts(`${path}.executorResources`, executor)],
      ),
      ports: appPorts(path, app),
      asking: { path: `${path}.cpus`, value: amounts.cpus },
      placement: app,
      placementPath: path,
    },
    options,
  );
}
