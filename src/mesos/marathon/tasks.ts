import { expectFields, refuse } from "../../model/input/expect.ts";
import type { Task } from "../../model/task.ts";
import { appTasks } from "./app.ts";
import type { MarathonApp, MarathonPod } from "./definition.ts";
import { given } from "./given.ts";
import { checkOptions, type MarathonOptions } from "./options.ts";
import { podTasks } from "./pod.ts";

/**
 * The tasks of a Marathon app or pod (which has `containers`), one per instance, a pod's with all its containers. Costs O(instances).
 *
 * The tasks of `/web/api` have the group `/web/api` and the ids `web_api.0`, `web_api.1`, …: the same definition gives the same ids, more
 * instances give more of them. `resources` are `cpus`, `mem`, and `disk` and `gpus` where there are any; `ports` are those of the agent, in
 * the order of the definition, a number that comes twice once.
 *
 * Fields that do not matter for placing are not looked at, nor are host and external volumes, which take nothing of an agent. Defaults are
 * those of Marathon's REST API (app.raml, pod.raml, resources.raml, network.raml).
 *
 * @throws InvalidInputError for fields of wrong types, for a group, for instances that ask nothing at all, and for what an offer here
 * cannot answer: persistent volumes, and `acceptedResourceRoles` without `"*"`.
 */
export function marathonTasks(
  definition: MarathonApp | MarathonPod,
  options: MarathonOptions = {},
): readonly Task[] {
  checkOptions(options);
  const fields = expectFields("definition", definition);
  for (const name of ["apps", "pods", "groups"]) {
    const members = given(fields, name);
    if (members !== undefined) {
      refuse(`definition.${name}`, members, "an app or a pod: give those of a group one by one");
    }
  }
  return given(fields, "containers") === undefined ? appTasks(fields, options) : podTasks(fields, options);
}
