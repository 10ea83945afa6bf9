import {
  outcomeIn,
  roundMs,
  type GoldenAssignment,
  type GoldenOffer,
  type GoldenRound,
  type GoldenTask,
  type GroupLimits,
  type Outcome,
  type Scenario,
} from "../golden.ts";

/** An offer and what became of it before the round in question; rounds by number. */
export interface OfferFact {
  readonly offer: GoldenOffer;
  /** The round that it came with. */
  readonly round: number;
  /** A rescind of it came before it did. */
  readonly rescindedBefore: boolean;
  /** The first round that placed a task on its host. */
  readonly usedIn?: number;
  /** The round before which it was rescinded, or before or at the end of which it was rejected. */
  readonly goneIn?: number;
  /** The round before which all of its host's were rejected, it among them. */
  readonly expiredIn?: number;
}

/** A task that Fenzo placed in an earlier round. */
export interface RunFact {
  readonly task: GoldenTask;
  readonly assignment: GoldenAssignment;
  readonly launched: boolean;
  readonly ended: boolean;
}

/** All that decides a round: what is asked, and what the rounds before it were in Fenzo. */
export interface Facts {
  readonly scenario: Scenario;
  readonly at: number;
  readonly tasks: readonly GoldenTask[];
  readonly limits: GroupLimits | undefined;
  /** How many tasks the round may place. */
  readonly batch: number;
  /** In the order in which they came. */
  readonly offers: readonly OfferFact[];
  readonly runs: readonly RunFact[];
  readonly disabled: ReadonlySet<string>;
  /** Offers that Fenzo has rejected for their age so far. */
  readonly rejectedForAge: number;
}

/** What a round finds but for its own tasks; all that is carried from one to the next. */
interface Past extends Pick<Facts, "limits" | "offers" | "runs" | "rejectedForAge"> {
  /** By id. */
  readonly tasks: ReadonlyMap<string, GoldenTask>;
  /** Offers of which a rescind came first. */
  readonly rescinded: ReadonlySet<string>;
  /** Until when, by host. */
  readonly disabled: ReadonlyMap<string, number>;
}

/** The facts of every round of a scenario that has an outcome, or ended in an exception. */
export function factsOf(scenario: Scenario): readonly Facts[] {
  let past: Past = {
    limits: scenario.groupLimits,
    offers: [],
    runs: [],
    rejectedForAge: 0,
    tasks: new Map(),
    rescinded: new Set(),
    disabled: new Map(),
  };
  const facts: Facts[] = [];
  for (const [at, expected] of scenario.expected.entries()) {
    const round = scenario.rounds[at];
    if (round === undefined) throw new Error(`${scenario.id} has no round ${at}`);
    past = withInput(past, round, at);
    const { tasks, limits, offers, runs, rejectedForAge } = past;
    const disabled = [...past.disabled].flatMap(([host, untilMs]) => (at * roundMs < untilMs ? [host] : []));
    facts.push({
      scenario,
      at,
      tasks: round.tasks.map((task) => (typeof task === "string" ? taskIn(tasks, task) : task)),
      limits,
      batch: round.taskBatchSize ?? Infinity,
      offers,
      runs,
      disabled: new Set(disabled),
      rejectedForAge,
    });
    past = withOutcome(past, round, outcomeIn(expected), at);
  }
  return facts;
}

/** What came before the round, and with it. */
function withInput(past: Past, round: GoldenRound, at: number): Past {
  const {
    complete = [],
    expireOffers = [],
    expireAllOfHost = [],
    newOffers,
    disable = {},
    enable = [],
  } = round;
  const left = past.offers.map((fact) => {
    if (fact.goneIn !== undefined) return fact;
    if (expireOffers.includes(fact.offer.id)) return { ...fact, goneIn: at };
    return expireAllOfHost.includes(fact.offer.hostname) ? { ...fact, goneIn: at, expiredIn: at } : fact;
  });
  const early = expireOffers.filter((id) => !left.some(({ offer }) => offer.id === id));
  const rescinded = new Set([...past.rescinded, ...early]);
  const came = newOffers.map((offer) => ({ offer, round: at, rescindedBefore: rescinded.has(offer.id) }));
  const untilMs = Object.entries(disable).map(([host, ms]) => [host, at * roundMs + ms] as const);
  const isEnded = (run: RunFact): boolean => complete.some((end) => isEndOf(end, run));
  const defined = round.tasks.flatMap((task) => (typeof task === "string" ? [] : [[task.id, task] as const]));
  return {
    ...past,
    limits: limitsAfter(past.limits, round.groupLimits, round.removeGroupLimits),
    offers: [...left, ...came],
    runs: past.runs.map((run) => (isEnded(run) ? { ...run, ended: true } : run)),
    tasks: new Map([...past.tasks, ...defined]),
    rescinded,
    disabled: new Map([...past.disabled, ...untilMs].filter(([host]) => !enable.includes(host))),
  };
}

/** What Fenzo made of the round. */
function withOutcome(past: Past, { noAssign = [] }: GoldenRound, outcome: Outcome, at: number): Past {
  const { assigned, offersUsed, offersRejected = [] } = outcome;
  const used = new Set(Object.values(offersUsed).flat());
  const isRejected = ({ offer, goneIn }: OfferFact): boolean =>
    goneIn === undefined && offersRejected.includes(offer.id);
  const started = assigned.map((assignment) => ({
    task: taskIn(past.tasks, assignment.task),
    assignment,
    launched: !noAssign.includes(assignment.task),
    ended: false,
  }));
  return {
    ...past,
    runs: [...past.runs, ...started],
    rejectedForAge: past.rejectedForAge + past.offers.filter(isRejected).length,
    offers: past.offers.map((fact) => {
      if (isRejected(fact)) return { ...fact, goneIn: at };
      if (fact.goneIn !== undefined || !used.has(fact.offer.id)) return fact;
      return { ...fact, usedIn: fact.usedIn ?? at };
    }),
  };
}

function isEndOf(
  { taskId, hostname }: { readonly taskId: string; readonly hostname: string },
  { assignment }: RunFact,
): boolean {
  return assignment.task === taskId && assignment.host === hostname;
}

/** Where none is left, there are no limits at all. */
function limitsAfter(
  limits: GroupLimits | undefined,
  added: GroupLimits | undefined,
  removed: readonly string[] = [],
): GroupLimits | undefined {
  const left = Object.entries({ ...limits, ...added }).filter(([group]) => !removed.includes(group));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

function taskIn(tasks: ReadonlyMap<string, GoldenTask>, id: string): GoldenTask {
  const task = tasks.get(id);
  if (task === undefined) throw new Error(`no round defines the task ${id}`);
  return task;
}
