import type { Cluster } from "../cluster.ts";
import type { Policy } from "../policy.ts";
import type { MatchInput } from "../round.ts";
import type { Task } from "../task.ts";
import { expectEach, expectFields, expectNumber, refuse, within } from "./expect.ts";
import { checkPolicy } from "./policy.ts";
import { checkTask } from "./task.ts";

/** Throws unless the value is a {@link MatchInput} beside its cluster, which is looked at before. */
export function checkMatchInput(value: unknown): asserts value is MatchInput {
  const input = expectFields("input", value);
  expectNumber("nowMs", input["nowMs"], -Infinity, "a finite number");
  if (input["policy"] !== undefined) within("policy", input["policy"], checkPolicy);
  expectEach("tasks", input["tasks"], checkTask);
}

/** Throws where a task comes twice, is running already, or has a role that nobody has heard of. */
export function checkTasksAgainst(
  cluster: Cluster,
  isRunning: (taskId: string) => boolean,
  tasks: readonly Task[],
  policy: Policy,
): void {
  const ids = new Set<string>();
  const roles = new Set(["*", ...cluster.roles, ...(policy.roles ?? [])]);
  const knowsRoles = cluster.roles.length > 0;
  for (const [i, { id, role = "*" }] of tasks.entries()) {
    if (ids.has(id)) refuse(`tasks[${i}].id`, id, "an id that no other task has");
    ids.add(id);
    if (isRunning(id)) refuse(`tasks[${i}].id`, id, "the id of a task that is not running");
    if (knowsRoles && !roles.has(role)) {
      refuse(
        `tasks[${i}].role`,
        role,
        `a role that offers have had or the policy names (${[...roles].join(", ")})`,
      );
    }
  }
}
