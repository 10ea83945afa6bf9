import type { Cluster } from "../cluster.ts";
import type { Policy } from "../policy.ts";
import type { MatchInput } from "../round.ts";
import type { Task } from "../task.ts";
import { eachWithin, expectFields, expectNumber, refuse, within } from "./expect.ts";
import { checkPolicy } from "./policy.ts";
import { checkLeast, type Leasts } from "./task.ts";

/** Throws unless the value is a {@link MatchInput} beside its cluster and its tasks, which are looked at apart. */
export function checkMatchInput(value: unknown): asserts value is Omit<MatchInput, "cluster" | "tasks"> {
  const input = expectFields("input", value);
  expectNumber("nowMs", input["nowMs"], -Infinity, "a finite number");
  if (input["policy"] !== undefined) within("policy", input["policy"], checkPolicy);
}

/** Throws where a task comes twice, is running already, has a role that nobody has heard of, or says something else of its gang than others. */
export function checkTasksAgainst(
  cluster: Cluster,
  isRunning: (taskId: string) => boolean,
  tasks: readonly Task[],
  policy: Policy,
  pathOf: (i: number) => string,
): void {
  const ids = new Set<string>();
  const roles = new Set(["*", ...cluster.roles, ...(policy.roles ?? [])]);
  const knowsRoles = cluster.roles.length > 0;
  const leasts: Leasts = new Map();
  eachWithin(tasks, pathOf, (task) => {
    const { id, role = "*" } = task;
    if (ids.size === ids.add(id).size) refuse("id", id, "an id that no other task has");
    if (isRunning(id)) refuse("id", id, "the id of a task that is not running");
    if (knowsRoles && !roles.has(role)) {
      refuse("role", role, `a role that offers have had or the policy names (${[...roles].join(", ")})`);
    }
    checkLeast(task, leasts);
  });
}
