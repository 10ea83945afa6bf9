import {
  outcomeIn,
  roundMs,
  type GoldenAssignment,
  type GoldenOffer,
  type GoldenTask,
  type GroupLimits,
  type Scenario,
} from "../golden.ts";

/** An offer and what became of it before the round in question; rounds by number. */
export interface OfferFact {
  readonly offer: GoldenOffer;
  readonly round: number;
  /** A rescind of it came before it did. */
  readonly rescindedBefore: boolean;
  /** Its host was used in this round, or it was rejected or rescinded before the round began. */
  readonly usedIn?: number;
  readonly goneIn?: number;
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

/** The facts of every round of a scenario that has an outcome, or ended in an exception. */
export function factsOf(scenario: Scenario): readonly Facts[] {
  const tasks = new Map<string, GoldenTask>();
  const rescinded = new Set<string>();
  const disabled = new Map<string, number>();
  let limits = scenario.groupLimits;
  let offers: readonly OfferFact[] = [];
  let runs: readonly RunFact[] = [];
  let rejectedForAge = 0;

  return scenario.rounds.slice(0, scenario.expected.length).map((round, at) => {
    const nowMs = at * roundMs;
    const { complete = [], expireOffers = [], expireAllOfHost = [], newOffers } = round;
    runs = runs.map((run) => (complete.some((end) => isEndOf(end, run)) ? { ...run, ended: true } : run));
    offers = offers.map((fact) => {
      if (fact.goneIn !== undefined) return fact;
      if (expireOffers.includes(fact.offer.id)) return { ...fact, goneIn: at };
      return expireAllOfHost.includes(fact.offer.hostname) ? { ...fact, goneIn: at, expiredIn: at } : fact;
    });
    for (const id of expireOffers) if (!offers.some(({ offer }) => offer.id === id)) rescinded.add(id);
    for (const [host, ms] of Object.entries(round.disable ?? {})) disabled.set(host, nowMs + ms);
    for (const host of round.enable ?? []) disabled.delete(host);
    limits = limitsAfter(limits, round.groupLimits, round.removeGroupLimits);
    offers = [
      ...offers,
      ...newOffers.map((offer) => ({ offer, round: at, rescindedBefore: rescinded.has(offer.id) })),
    ];
    const pending = round.tasks.map((task) => resolve(task, tasks, scenario));
    const facts = {
      scenario,
      at,
      tasks: pending,
      limits,
      batch: round.taskBatchSize ?? Infinity,
      offers,
      runs,
      disabled: new Set([...disabled].flatMap(([host, untilMs]) => (nowMs < untilMs ? [host] : []))),
      rejectedForAge,
    };

    const { assigned, offersUsed, offersRejected = [] } = outcomeIn(scenario.expected[at]);
    const used = new Set(Object.values(offersUsed).flat());
    runs = [
      ...runs,
      ...assigned.map((assignment) => ({
        task: resolve(assignment.task, tasks, scenario),
        assignment,
        launched: round.noAssign?.includes(assignment.task) !== true,
        ended: false,
      })),
    ];
    offers = offers.map((fact) => {
      if (fact.goneIn !== undefined) return fact;
      if (used.has(fact.offer.id)) return { ...fact, usedIn: fact.usedIn ?? at };
      if (!offersRejected.includes(fact.offer.id)) return fact;
      rejectedForAge += 1;
      return { ...fact, goneIn: at };
    });
    return facts;
  });
}

function isEndOf(
  { taskId, hostname }: { readonly taskId: string; readonly hostname: string },
  { assignment }: RunFact,
): boolean {
  return assignment.task === taskId && assignment.host === hostname;
}

function limitsAfter(
  limits: GroupLimits | undefined,
  added: GroupLimits | undefined,
  removed: readonly string[] = [],
): GroupLimits | undefined {
  const left = Object.entries({ ...limits, ...added }).filter(([group]) => !removed.includes(group));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

function resolve(task: GoldenTask | string, tasks: Map<string, GoldenTask>, { id }: Scenario): GoldenTask {
  if (typeof task !== "string") {
    tasks.set(task.id, task);
    return task;
  }
  return tasks.get(task) ?? refuse(`${id} defines no task ${task}`);
}

function refuse(message: string): never {
  throw new Error(message);
}
