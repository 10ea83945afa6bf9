import type { Agent, Among, AttributeValue, BalancedBy, Constraint, Scalars, Task } from "../../src/index.ts";
import { roundView, agentView } from "../oracle/views.ts";
import { beginningOf } from "../oracle/standing.ts";
import type { Scene, Seat } from "./scene.ts";

/** Where a constraint did not hold when its task was placed, or a task shares an agent that another has for itself. */
export function conditionViolations(scene: Scene): readonly string[] {
  return scene.placed.flatMap((seat, position) => {
    const others = [...scene.before, ...scene.placed.slice(0, position)];
    const moment: Moment = { scene, position, seat, others };
    const violations = (seat.task.constraints ?? [])
      .filter((constraint) => !isMet(moment, constraint))
      .map((constraint) => `task ${seat.task.id} on ${seat.agent.id} breaks its ${constraint.kind}`);
    const neighbours = others.filter((other) => other.agent === seat.agent);
    for (const neighbour of neighbours) {
      if (wantsAll(neighbour.task.constraints)) {
        violations.push(
          `task ${seat.task.id} is on ${seat.agent.id}, which ${neighbour.task.id} has for itself`,
        );
      }
    }
    return violations;
  });
}

/** A task just being placed, and the tasks placed before it. */
interface Moment {
  readonly scene: Scene;
  readonly position: number;
  readonly seat: Seat;
  readonly others: readonly Seat[];
}

/** Each kind is checked pair by pair: which of the other tasks share a value with this one's agent? */
function isMet(moment: Moment, constraint: Constraint): boolean {
  const { agent, task } = moment.seat;
  switch (constraint.kind) {
    case "attributeIs":
      return carried(agent, constraint.name).some((value) => value === constraint.value);
    case "attributeIn":
      return constraint.values.some((wanted) => carried(agent, constraint.name).includes(wanted));
    case "attributeLike":
      return carried(agent, constraint.name).some((value) => isWholeMatch(constraint.pattern, String(value)));
    case "hasAttribute":
      return carried(agent, constraint.name).length > 0;
    case "exclusive":
      return moment.others.every((other) => other.agent !== agent);
    case "uniqueBy":
      return isCarrier(moment, constraint.attribute) && sharers(moment, constraint).length === 0;
    case "maxPer":
      return (
        isCarrier(moment, constraint.attribute) &&
        carried(agent, constraint.attribute).every(
          (value) => sharers(moment, constraint, value).length + 1 <= constraint.n,
        )
      );
    case "awayFrom":
      return sharers(moment, constraint).length === 0;
    case "near":
      return sharers(moment, constraint).length > 0 || isFreeToBegin(moment, constraint);
    case "sameBy":
      return isTogether(moment, constraint) || isFreeToBegin(moment, constraint);
    case "balancedBy":
      return isCarrier(moment, constraint.attribute) && isBalanced(moment, constraint);
    case "allOf":
      return !constraint.constraints.some((one) => !isMet(moment, one));
    case "anyOf":
      return constraint.constraints.some((one) => isMet(moment, one));
    case "not":
      return !isMet(moment, constraint.constraint);
    case "customConstraint": {
      const standing = {
        ...beginningOf(moment.scene.input),
        assigned: moment.scene.placed.slice(0, moment.position).map((one) => ({
          ...one,
          resources: heldMeanwhile(one, task),
          ...(one.started === undefined ? {} : { executor: one.started }),
          agentId: one.agent.id,
          hostname: one.agent.hostname,
        })),
      };
      const verdict = constraint.prepare(task, roundView(standing, task));
      return verdict(agentView(standing, agent, moment.seat.role));
    }
  }
}

/** What a task holds while another is placed: those of one gang are given more than they need after all of it is placed. */
function heldMeanwhile({ task, resources }: Seat, other: Task): Scalars {
  const isOfGang = task.gang !== undefined && other.gang !== undefined && task.group === other.group;
  return isOfGang ? task.resources : resources;
}

interface AmongCoTasks {
  readonly attribute?: string;
  readonly among?: Among;
}

function coSeats({ seat: { task }, others }: Moment, { among }: AmongCoTasks): readonly Seat[] {
  if (among !== undefined && "ids" in among)
    return others.filter((other) => among.ids.includes(other.task.id));
  const group = among?.group ?? task.group;
  return group === undefined ? [] : others.filter((other) => other.task.group === group);
}

/** The co-tasks on agents that share a value with this task's agent: the given one, or any. */
function sharers(moment: Moment, constraint: AmongCoTasks, value?: AttributeValue): readonly Seat[] {
  const name = constraint.attribute ?? "agentId";
  const mine = value === undefined ? carried(moment.seat.agent, name) : [value];
  return coSeats(moment, constraint).filter((other) =>
    carried(other.agent, name).some((one) => mine.includes(one)),
  );
}

function valued(moment: Moment, constraint: AmongCoTasks): readonly Seat[] {
  const name = constraint.attribute ?? "agentId";
  return coSeats(moment, constraint).filter((other) => carried(other.agent, name).length > 0);
}

function isFreeToBegin(moment: Moment, constraint: AmongCoTasks): boolean {
  const { among } = constraint;
  const isOwn = among === undefined || ("group" in among && among.group === moment.seat.task.group);
  return isOwn && valued(moment, constraint).length === 0;
}

function isTogether(moment: Moment, constraint: AmongCoTasks): boolean {
  const others = valued(moment, constraint);
  const mine = carried(moment.seat.agent, constraint.attribute ?? "agentId");
  return (
    others.length > 0 &&
    mine.some((value) =>
      others.every((other) => carried(other.agent, constraint.attribute ?? "agentId").includes(value)),
    )
  );
}

function isBalanced(moment: Moment, constraint: BalancedBy): boolean {
  const { attribute, expectedValues = 0, maxSkew } = constraint;
  const inUse = new Map<AttributeValue, number>();
  for (const other of coSeats(moment, constraint)) {
    for (const value of carried(other.agent, attribute)) inUse.set(value, (inUse.get(value) ?? 0) + 1);
  }
  const counts = [...inUse.values()].toSorted((a, b) => a - b);
  const fewest = counts.length < expectedValues ? 0 : (counts[0] ?? 0);
  const most = counts.at(-1) ?? 0;
  return carried(moment.seat.agent, attribute).every((value) => {
    const after = (inUse.get(value) ?? 0) + 1;
    if (maxSkew !== undefined) return after - fewest <= maxSkew;
    return after === 1 || after <= most || fewest === most;
  });
}

function isCarrier(moment: Moment, name: string): boolean {
  return carried(moment.seat.agent, name).length > 0;
}

function carried(agent: Agent, name: string): readonly AttributeValue[] {
  if (name === "hostname") return [agent.hostname];
  if (name === "agentId") return [agent.id];
  const entry = Object.entries(agent.attributes).find(([key]) => key === name);
  if (entry === undefined) return [];
  return typeof entry[1] === "string" || typeof entry[1] === "number" ? [entry[1]] : [...new Set(entry[1])];
}

function isWholeMatch(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`, "u").test(text);
}

function wantsAll(constraints: readonly Constraint[] = []): boolean {
  return constraints.some(
    (one) => one.kind === "exclusive" || (one.kind === "allOf" && wantsAll(one.constraints)),
  );
}
