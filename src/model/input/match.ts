import type { Cluster } from "../cluster.ts";
import type { Policy } from "../policy.ts";
import type { MatchInput } from "../round.ts";
import type { Task } from "../task.ts";
import { expectFields, expectNumber, refuse, within } from "./expect.ts";
import { checkPolicy } from "./policy.ts";

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
  const leasts = new Map<string, number | undefined>();
  for (const [i, { id, role = "*", gang, group = "" }] of tasks.entries()) {
    if (ids.has(id)) refuse(`${pathOf(i)}.id`, id, "an id that no other task has");
    ids.add(id);
    if (isRunning(id)) refuse(`${pathOf(i)}.id`, id, "the id of a task that is not running");
    if (knowsRoles && !roles.has(role)) {
      refuse(
        `${pathOf(i)}.role`,
        role,
        `a role that offers have had or the policy names (${[...roles].join(", ")})`,
      );
    }
    if (gang === undefined) continue;
    const least = leasts.has(group) ? leasts.get(group) : gang.least;
    leasts.set(group, least);
    if (gang.least !== least) {
      refuse(
        `${pathOf(i)}.gang.least`,
        gang.least,
        `${least ?? "none"}, as the tasks of its gang before it say`,
      );
    }
  }
}
