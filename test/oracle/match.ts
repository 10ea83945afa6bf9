import type {
  Agent,
  Assignment,
  Launch,
  MatchInput,
  Queue,
  Round,
  RunningTask,
  Task,
} from "../../src/index.ts";
import type { ClusterEvent, Unmatched, UnmatchedReason } from "../../src/index.ts";
import { amountOf, compare, givenTo, rounded, sum, thousandths } from "./amounts.ts";
import { holds, isExclusive } from "./constraints.ts";
import { giveBack } from "./declines.ts";
import { takeDevices } from "./devices.ts";
import { takeDisks } from "./disks.ts";
import { freePorts, portRequestsOf, takePorts } from "./ports.ts";
import type { Scored } from "./score.ts";
import { scoreOf } from "./score.ts";
import type { Standing } from "./standing.ts";
import {
  beginningOf,
  candidatesOf,
  durationOf,
  freeOf,
  isAway,
  keptFrom,
  offersOf,
  roleOf,
  startedBy,
  tasksOfAll,
  tasksOn,
} from "./standing.ts";
import { exceededInTier, roomInTier } from "./tiers.ts";
import { mustStart, nextTask, turnOf } from "./turns.ts";
import { naiveUpdate } from "./update.ts";

/** What a round decided, and how it stood when it ended. */
export interface Played {
  readonly round: Omit<Round, "stats">;
  readonly standing: Standing;
  /** How it stood when each task was tried, those taken back again too; tasks that were not tried are not there. */
  readonly moments: ReadonlyMap<string, Standing>;
}

/** A place that passes every check. */
interface Place extends Scored {
  readonly agent: Agent;
  readonly running: RunningTask;
}

/** The round, the plain way: every task looks at every agent and counts everything anew. */
export function naiveMatch(input: MatchInput, queue?: Queue): Played {
  let standing = beginningOf(input, queue);
  const assignments: Assignment[] = [];
  const unmatched: Unmatched[] = [];
  const tried = new Set<Task>();
  const moments = new Map<string, Standing>();
  for (let task = nextTask(standing, tried); task !== undefined; task = nextTask(standing, tried)) {
    const turn = turnOf(standing, task);
    for (const each of turn) tried.add(each);
    const outcome = playTurn(standing, turn, moments);
    standing = outcome.standing;
    assignments.push(...outcome.places.map(assignmentOf));
    unmatched.push(...outcome.unmatched);
  }
  const launches = launchesOf(standing, assignments);
  const { declines, held } = giveBack(standing, launches, unmatched);
  const gone = [...launches.flatMap((launch) => launch.offerIds), ...declines.map((one) => one.offerId)];
  const cluster = naiveUpdate(input.cluster, [
    ...standing.assigned.map((running): ClusterEvent => ({ type: "task-started", running })),
    ...gone.map((offerId): ClusterEvent => ({ type: "offer-rescinded", offerId })),
  ]);
  return { round: { assignments, launches, declines, held, unmatched, cluster }, standing, moments };
}

/** What a turn led to. */
interface Outcome {
  readonly standing: Standing;
  readonly places: readonly Place[];
  readonly unmatched: readonly Unmatched[];
}

/** Puts the tasks of a turn where they go: all that find a place, or none if these are too few. */
function playTurn(before: Standing, turn: readonly Task[], moments: Map<string, Standing>): Outcome {
  const due = mustStart(before, turn);
  let standing = before;
  const places: Place[] = [];
  const unmatched: Unmatched[] = [];
  for (const [index, task] of turn.entries()) {
    const isHopeless = places.length + turn.length - index < due;
    if (!isHopeless) moments.set(task.id, standing);
    const place = isHopeless ? "gang-incomplete" : placeOf(standing, task);
    if (typeof place === "string") {
      unmatched.push({ taskId: task.id, reason: place });
    } else {
      standing = { ...standing, assigned: [...standing.assigned, place.running] };
      places.push(place);
    }
  }
  if (places.length >= due) return grown({ standing, places, unmatched });
  const reasonOf = ({ id }: Task): UnmatchedReason =>
    unmatched.find((one) => one.taskId === id)?.reason ?? "gang-incomplete";
  return {
    standing: before,
    places: [],
    unmatched: turn.map((task) => ({ taskId: task.id, reason: reasonOf(task) })),
  };
}

/** The outcome once its tasks have been given what they can use. */
function grown({ standing, places, unmatched }: Outcome): Outcome {
  let now = standing;
  const grownPlaces = places.map((place) => {
    const { agent, running } = place;
    let given = running;
    for (const name of Object.keys(running.task.upTo ?? {})) {
      const needed = amountOf(running.task.resources, name);
      const more = Math.min(
        amountOf(running.task.upTo ?? {}, name) - needed,
        freeOf(now, agent, roleOf(running.task), name),
        roomInGroup(now, running.task, name),
        roomInTier(now, running.task, name),
      );
      if (more <= 0) continue;
      const more1 = { ...given, resources: { ...given.resources, [name]: (needed + more) / 1000 } };
      now = { ...now, assigned: now.assigned.map((one) => (one === given ? more1 : one)) };
      given = more1;
    }
    return { ...place, running: given };
  });
  return { standing: now, places: grownPlaces, unmatched };
}

function placeOf(standing: Standing, task: Task): Place | UnmatchedReason {
  const { cluster, policy = {}, nowMs } = standing.input;
  if (nowMs < (task.readyAtMs ?? -Infinity)) return "not-ready";
  if (standing.assigned.length >= (policy.maxAssignments ?? Infinity)) return "round-limit";
  if (exceededInTier(standing, task).length > 0) return "tier-limit";
  if (exceededLimits(standing, task).length > 0) return "group-limit";
  const role = roleOf(task);
  if (cluster.agents.every((agent) => offersOf(agent, role).length === 0)) return "no-offers";

  const places = candidatesOf(standing, role)
    .map((agent) => placeOn(standing, task, agent))
    .filter((place) => place !== undefined);
  const { goodEnough = Infinity } = policy;
  let best = places[0];
  for (const place of places) {
    if (place.score.total >= goodEnough) return place;
    if (best !== undefined && place.weightedSum > best.weightedSum) best = place;
  }
  return best ?? "no-agent-fits";
}

/** The resources of which the task would take its group over the limit. */
export function exceededLimits(standing: Standing, task: Task): readonly string[] {
  const limits = standing.input.policy?.groupLimits ?? {};
  const { group } = task;
  if (group === undefined || !Object.hasOwn(limits, group)) return [];
  const limit = limits[group] ?? {};
  return Object.keys(limit).filter((name) => {
    const asked = amountOf(task.resources, name);
    return usedByGroup(standing, group, name) + asked > thousandths(limit[name] ?? 0);
  });
}

/** Thousandths that the group's running and newly placed tasks hold. */
export function usedByGroup(standing: Standing, group: string, name: string): number {
  const members = tasksOfAll(standing).filter(({ placed }) => placed.task.group === group);
  return sum(members.map(({ placed }) => amountOf(givenTo(placed), name)));
}

/** Thousandths of the resource that the task's group may still be given. */
function roomInGroup(standing: Standing, { group }: Task, name: string): number {
  const limits = standing.input.policy?.groupLimits ?? {};
  if (group === undefined || !Object.hasOwn(limits, group)) return Infinity;
  const limit = limits[group] ?? {};
  return Object.hasOwn(limit, name) ? amountOf(limit, name) - usedByGroup(standing, group, name) : Infinity;
}

/** What the task would be given on the candidate and how it scores; undefined if a check refuses. */
export function placeOn(standing: Standing, task: Task, agent: Agent): Place | undefined {
  const role = roleOf(task);
  if (isAway(standing, agent, durationOf(standing, task))) return undefined;
  if (keptFrom(agent, task).length > 0) return undefined;
  const executor = startedBy(standing, agent, task);
  const overhead = executor?.resources ?? {};
  for (const name of [...Object.keys(task.resources), ...Object.keys(overhead)]) {
    const asked = amountOf(task.resources, name) + amountOf(overhead, name);
    if (asked > freeOf(standing, agent, role, name)) return undefined;
  }
  const asked = portRequestsOf(task);
  const ports = asked.length === 0 ? [] : takePorts(freePorts(standing, agent, role), asked);
  if (ports === undefined) return undefined;
  const devices = takeDevices(standing, agent, task.devices ?? []);
  if (devices === undefined) return undefined;
  const disks = takeDisks(standing, agent, role, task.disks ?? []);
  if (disks === undefined) return undefined;
  if (tasksOn(standing, agent).some((placed) => isExclusive(placed.task))) return undefined;
  if (!(task.constraints ?? []).every((one) => holds(standing, task, agent, one))) return undefined;

  const running: RunningTask = {
    task,
    agentId: agent.id,
    hostname: agent.hostname,
    ...(ports.length === 0 ? {} : { ports }),
    ...(devices.grants.length === 0 ? {} : { devices: devices.grants }),
    ...(disks.length === 0 ? {} : { disks }),
    ...(task.upTo === undefined ? {} : { resources: rounded(task.resources) }),
    ...(executor === undefined ? {} : { executor }),
  };
  return { agent, running, ...scoreOf(standing, task, agent, devices.score) };
}

function assignmentOf({ agent, running, score }: Place): Assignment {
  return {
    taskId: running.task.id,
    agentId: agent.id,
    hostname: agent.hostname,
    offerIds: offersOf(agent, roleOf(running.task))
      .map((offer) => offer.id)
      .toSorted(compare),
    ports: running.ports ?? [],
    devices: running.devices ?? [],
    ...(running.disks === undefined ? {} : { disks: running.disks }),
    ...(running.resources === undefined ? {} : { resources: running.resources }),
    ...(running.executor === undefined ? {} : { executor: running.executor }),
    score,
  };
}

function launchesOf(standing: Standing, assignments: readonly Assignment[]): readonly Launch[] {
  const launches: (Launch & { assignments: Assignment[] })[] = [];
  for (const [index, assignment] of assignments.entries()) {
    const role = roleOf(standing.assigned[index]?.task ?? {});
    const { agentId, hostname, offerIds } = assignment;
    const launch = launches.find((one) => one.agentId === agentId && one.role === role);
    if (launch === undefined) launches.push({ agentId, hostname, role, offerIds, assignments: [assignment] });
    else launch.assignments.push(assignment);
  }
  return launches;
}
