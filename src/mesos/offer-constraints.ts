import type { Constraint } from "../model/constraint.ts";
import { expectEach, expectFields, expectText } from "../model/input/expect.ts";
import { addConstraint, type Parts } from "../model/parts.ts";
import type { Queue } from "../model/queue.ts";
import type { Task } from "../model/task.ts";
import { both, either, isAlways, type MesosAttributeConstraint } from "./groups.ts";
import { groupsOf } from "./predicates.ts";
import { tasksByRole } from "./wanted.ts";

/** For which roles agents are to be filtered, and what is known of their attributes. */
export interface OfferConstraintsOptions {
  /** The roles that the framework has subscribed to: a master refuses constraints for others. */
  readonly roles: readonly string[];
  /** Names of attributes that no agent has more than once; default none. Of others a master can be asked little, since it looks at the first alone. */
  readonly single?: readonly string[];
}

/** Which agents are offered to a framework (scheduler.proto, OfferConstraints), as JSON of the v1 API: per role, those of which one group holds. */
export interface MesosOfferConstraints {
  readonly role_constraints: Readonly<
    Record<
      string,
      {
        readonly groups: readonly { readonly attribute_constraints: readonly MesosAttributeConstraint[] }[];
      }
    >
  >;
}

/**
 * The `offer_constraints` of a SUBSCRIBE or an UPDATE_FRAMEWORK, by which a master offers no agents on which no task that waits may be placed. It never keeps away one on
 * which one may: what a master cannot judge, or not for sure, is asked of no agent. A role is left out, and offered all agents, where some task may go to any, and where no
 * task waits: for that there is SUPPRESS. The same tasks give the same, in whatever order. Costs O(tasks).
 *
 * Only a master of Mesos 1.11 or later knows them.
 *
 * @throws InvalidInputError for bad tasks and options.
 */
export function offerConstraintsFor(
  tasks: readonly Task[] | Queue,
  options: OfferConstraintsOptions,
): MesosOfferConstraints {
  const { roles, single: names } = expectFields("options", options);
  const single = new Set<string>();
  if (names !== undefined) expectEach("options.single", names, (name) => single.add(expectText("", name)));
  const constrained: [role: string, MesosOfferConstraints["role_constraints"][string]][] = [];
  for (const [role, waiting] of tasksByRole(tasks, roles)) {
    const kinds = new Map(waiting.map(({ constraints = [] }) => [textOf(constraints), constraints]));
    const groups = either(
      [...kinds.values()].map((constraints) => both(constraints.map((each) => groupsOf(each, single)))),
    );
    if (isAlways(groups)) continue;
    const filled = groups.map((group) => ({ attribute_constraints: [...group.values()] }));
    constrained.push([role, { groups: filled.length > 0 ? filled : [nowhere] }]);
  }
  return { role_constraints: Object.fromEntries(constrained) };
}

/** Another text for constraints that are not the same. */
function textOf(constraints: readonly Constraint[]): string {
  const parts: Parts = [];
  for (const each of constraints) addConstraint(parts, each);
  return JSON.stringify(parts);
}

/** No agent is without a hostname. For a role without groups a master refuses the whole call. */
const nowhere = {
  attribute_constraints: [{ selector: { pseudoattribute_type: "HOSTNAME" }, predicate: { not_exists: {} } }],
} as const;
