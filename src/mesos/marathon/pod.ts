import { expectFields, expectList, refuse, type Fields } from "../../model/input/expect.ts";
import type { PortRequest, Task } from "../../model/task.ts";
import { readAmounts, readExecutorAmounts, sumAmounts } from "./amounts.ts";
import { given, givenFields, givenList } from "./given.ts";
import { countOf, refusePersistent, tasksOf } from "./instances.ts";
import { networkModeOf } from "./networks.ts";
import type { MarathonOptions } from "./options.ts";
import { agentPorts, requestsFor } from "./ports.ts";

/** The tasks of a Marathon pod: one per instance, which asks what its containers and their executor need together. */
export function podTasks(pod: Fields, options: MarathonOptions): readonly Task[] {
  const path = "pod";
  refusePersistent(`${path}.volumes`, givenList(path, pod, "volumes"));
  const containers = containersOf(`${path}.containers`, pod["containers"]);
  const scheduling = givenFields(path, pod, "scheduling");
  return tasksOf(
    {
      path,
      definition: pod,
      count: instancesOf(`${path}.scaling`, givenFields(path, pod, "scaling")),
      resources: sumAmounts([
        ...containers.map(({ at, fields }) =>
          readAmounts(`${at}.resources`, givenFields(at, fields, "resources")),
        ),
        readExecutorAmounts(`${path}.executorResources`, given(pod, "executorResources") ?? {}),
      ]),
      ports: endpointPorts(path, pod, containers),
      asking: { path: `${path}.containers`, value: pod["containers"] },
      placement: givenFields(`${path}.scheduling`, scheduling, "placement"),
      placementPath: `${path}.scheduling.placement`,
    },
    options,
  );
}

interface Container {
  readonly at: string;
  readonly fields: Fields;
}

function containersOf(path: string, value: unknown): readonly Container[] {
  const list = expectList(path, value);
  if (list.length === 0) refuse(path, list, "at least one container");
  return list.map((each, i) => ({ at: `${path}[${i}]`, fields: expectFields(`${path}[${i}]`, each) }));
}

/** Marathon knows one kind of scaling. */
function instancesOf(path: string, scaling: Fields): number {
  const kind = given(scaling, "kind") ?? "fixed";
  if (kind !== "fixed") refuse(`${path}.kind`, kind, '"fixed"');
  return countOf(path, scaling);
}

function endpointPorts(path: string, pod: Fields, containers: readonly Container[]): readonly PortRequest[] {
  const mode = networkModeOf(path, pod);
  return requestsFor(
    containers.flatMap(({ at, fields }) =>
      agentPorts(`${at}.endpoints`, givenList(at, fields, "endpoints"), mode),
    ),
  );
}
