import type {
  Agent,
  Among,
  AttributeLike,
  AttributeValue,
  Constraint,
  CustomConstraint,
  Task,
} from "../../src/index.ts";
import { valuesOf } from "./attribute-values.ts";
import { once } from "./once.ts";
import type { Located, Standing } from "./standing.ts";
import { coTasksOf, roleOf, tasksOn } from "./standing.ts";
import { agentView, roundView } from "./views.ts";

/** Whether the constraint holds for the task on the agent, as the round stands. */
export function holds(standing: Standing, task: Task, agent: Agent, constraint: Constraint): boolean {
  switch (constraint.kind) {
    case "attributeIs":
      return valuesOf(agent, constraint.name).includes(constraint.value);
    case "attributeIn":
      return valuesOf(agent, constraint.name).some((value) => constraint.values.includes(value));
    case "attributeLike":
      return valuesOf(agent, constraint.name).some((value) => wholeOf(constraint).test(String(value)));
    case "hasAttribute":
      return valuesOf(agent, constraint.name).length > 0;
    case "exclusive":
      return tasksOn(standing, agent).length === 0;
    case "allOf":
      return constraint.constraints.every((one) => holds(standing, task, agent, one));
    case "anyOf":
      return constraint.constraints.some((one) => holds(standing, task, agent, one));
    case "not":
      return !holds(standing, task, agent, constraint.constraint);
    case "customConstraint":
      return prepared(standing, task, constraint)(agentView(standing, agent, roleOf(task)));
    default:
      return holdsAmongCoTasks(standing, task, agent, constraint);
  }
}

/** What matches the whole of a text. */
const wholeOf = once(({ pattern }: AttributeLike) => new RegExp(`^(?:${pattern})$`, "u"));

/** The custom constraint, prepared for the task as the round stands. */
const prepared = once((standing: Standing, task: Task, { prepare }: CustomConstraint) =>
  prepare(task, roundView(standing, task)),
);

type CoTaskConstraint = Extract<
  Constraint,
  { kind: "uniqueBy" | "maxPer" | "balancedBy" | "near" | "sameBy" | "awayFrom" }
>;

function holdsAmongCoTasks(
  standing: Standing,
  task: Task,
  agent: Agent,
  constraint: CoTaskConstraint,
): boolean {
  const attribute = constraint.attribute ?? "agentId";
  const coTasks = coTasksOf(standing, task, constraint.among);
  const values = valuesOf(agent, attribute);
  const count = (value: AttributeValue): number => countOf(coTasks, attribute, value);
  const valued = valuedOf(coTasks, attribute);
  const isFirst = valued === 0 && isOwnGroup(task, constraint.among);

  switch (constraint.kind) {
    case "uniqueBy":
      return values.length > 0 && values.every((value) => count(value) === 0);
    case "maxPer":
      return values.length > 0 && values.every((value) => count(value) < constraint.n);
    case "awayFrom":
      return values.every((value) => count(value) === 0);
    case "near":
      return isFirst || values.some((value) => count(value) > 0);
    case "sameBy":
      return isFirst || values.some((value) => valued > 0 && count(value) === valued);
    case "balancedBy": {
      const counts = usedValues(coTasks, attribute).map(count);
      const isExpectingMore = counts.length < (constraint.expectedValues ?? 0);
      const least = counts.length === 0 || isExpectingMore ? 0 : Math.min(...counts);
      const greatest = Math.max(0, ...counts);
      const { maxSkew } = constraint;
      if (values.length === 0) return false;
      return maxSkew === undefined
        ? values.every((value) => count(value) === 0 || least === greatest || count(value) < greatest)
        : values.every((value) => count(value) + 1 - least <= maxSkew);
    }
  }
}

/** How many of the co-tasks are on agents with the value. */
export function countOf(coTasks: readonly Located[], attribute: string, value: AttributeValue): number {
  return countsOf(coTasks, attribute).get(value) ?? 0;
}

/** The values of the attribute that the agents of the co-tasks have. */
export function usedValues(coTasks: readonly Located[], attribute: string): readonly AttributeValue[] {
  return [...countsOf(coTasks, attribute).keys()];
}

/** Per value of the attribute that an agent of a co-task has, how many there are. */
const countsOf = once((coTasks: readonly Located[], attribute: string) => {
  const counts = new Map<AttributeValue, number>();
  for (const { agent } of coTasks) {
    for (const value of valuesOf(agent, attribute)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
});

/** How many of the co-tasks are on agents with a value of the attribute. */
const valuedOf = once(
  (coTasks: readonly Located[], attribute: string) =>
    coTasks.filter((coTask) => valuesOf(coTask.agent, attribute).length > 0).length,
);

function isOwnGroup(task: Task, among: Among | undefined): boolean {
  return among === undefined || ("group" in among && among.group === task.group);
}

/** Whether the task wants an agent for itself: `exclusive()` among its constraints or within `allOf` of them. */
export function isExclusive({ constraints = [] }: { readonly constraints?: readonly Constraint[] }): boolean {
  return constraints.some((one) => one.kind === "exclusive" || (one.kind === "allOf" && isExclusive(one)));
}

const staticKinds: readonly string[] = ["attributeIs", "attributeIn", "attributeLike", "hasAttribute"];

/** Whether only the agent's attributes decide it. */
export function isStatic(constraint: Constraint): boolean {
  if (constraint.kind === "not") return isStatic(constraint.constraint);
  if (constraint.kind === "allOf" || constraint.kind === "anyOf")
    return constraint.constraints.every(isStatic);
  return staticKinds.includes(constraint.kind);
}

/** Whether a custom evaluator has a say in it; it is only asked about agents that pass all before it. */
export function isCustom(constraint: Constraint): boolean {
  if (constraint.kind === "not") return isCustom(constraint.constraint);
  if (constraint.kind === "allOf" || constraint.kind === "anyOf")
    return constraint.constraints.some(isCustom);
  return constraint.kind === "customConstraint";
}
