// A framework in small, with all that a scheduler has to do: tiers and shares, limits, gangs, a cluster that grows and
// shrinks, and what goes wrong. It is Fenzo's sample framework grown up. All it remembers from turn to turn is the
// cluster, the queue and the history of the scaling; the rest is calls and messages.
import assert from "node:assert/strict";
import {
  autoscale,
  binPack,
  emptyCluster,
  emptyHistory,
  enqueue,
  explain,
  match,
  queueOf,
  renderExplanation,
  update,
  type AutoscaleSettings,
  type ClusterEvent,
  type Policy,
  type QueuedRound,
  type ScalingAction,
  type TierOptions,
} from "stowage";
import { auditOf } from "./support/sample-audit.ts";
import { launched, reportOf, scaled, standing, submitted } from "./support/sample-report.ts";
import { arrivingAt, lastArrival, nextAttempt } from "./support/sample-workload.ts";
import { toyWorld, type Job, type Message, type TaskEnd } from "./support/toy-world.ts";

/** Services first, to a capacity of which some is kept for the search; then batch work, twice as much ads as science. */
const tiers: readonly TierOptions[] = [
  { capacity: { cpus: 14 }, buckets: { search: { guarantee: { cpus: 6 } } } },
  { buckets: { ads: { weight: 2 } } },
];
const policy: Policy = {
  fitness: binPack("cpus", "mem"), // full agents leave others idle, to be given back
  groupLimits: { exports: { cpus: 2 } }, // the database bears no more
  hold: { forMs: 10_000 },
};

const agentTypes = {
  small: { resources: { cpus: 4, mem: 16_384 }, bootMs: 4000 },
  large: { resources: { cpus: 16, mem: 32_768 }, bootMs: 7000 },
};
const smallest = 2;
const settings: AutoscaleSettings = {
  attribute: "type",
  rules: [
    {
      value: "small",
      minSize: smallest,
      maxSize: 5,
      minIdle: 0,
      maxIdle: 1,
      cooldownMs: 5000,
      shapes: shapeOf("small"),
    },
    { value: "large", maxSize: 2, minIdle: 0, maxIdle: 0, cooldownMs: 5000, shapes: shapeOf("large") },
  ],
  scaleUpDelayMs: 1000, // what a launch leaves of an agent is offered again first
  scaleDownDelayMs: 6000,
  missForMs: 3000, // one that has not been offered again by then is lost
  askAgainAfterMs: 12_000, // an agent that came for a task may be lost, or be full of others
};

const world = toyWorld(agentTypes, [
  { second: 13, what: "rescind newest offer" },
  { second: 17, what: "rescind newest offer" },
  { second: 32, what: { lose: "large-2" } },
]);
const audit = auditOf(world, {
  groups: policy.groupLimits ?? {},
  tiers: tiers.map(({ capacity }) => capacity),
});
const report = reportOf();

let cluster = emptyCluster;
let queue = queueOf([], { tiers });
let history = emptyHistory;

/** All tasks that were ever put into the queue, by id: what a new attempt is made from. */
const jobs = new Map<string, Job>();
const handedIn: Job[] = [];
const finished: Job[] = [];
const ends: Record<TaskEnd, number> = { TASK_FINISHED: 0, TASK_FAILED: 0, TASK_DROPPED: 0, TASK_LOST: 0 };
let mostAgents = 0;

/** Puts work into the queue. What was refused for want of work is offered again. */
function submit(work: readonly Job[]): void {
  if (work.length === 0) return;
  for (const job of work) jobs.set(job.id, job);
  queue = enqueue(queue, work);
  world.revive();
}

/** What a message means for the cluster. A task that did not finish goes into the queue again. */
function digest(message: Message, nowMs: number): ClusterEvent {
  switch (message.type) {
    case "OFFERS":
      return { type: "offers-received", offers: message.offers };
    case "RESCIND":
      report.note(`${message.offerId} is rescinded`);
      return { type: "offer-rescinded", offerId: message.offerId };
    case "FAILURE":
      report.note(`${message.agentId} is gone`);
      return { type: "agent-lost", agentId: message.agentId };
    case "UPDATE":
      settle(message.taskId, message.state, nowMs);
      return { type: "task-ended", taskId: message.taskId };
  }
}

function settle(taskId: string, state: TaskEnd, nowMs: number): void {
  const job = jobs.get(taskId) ?? assert.fail(`unknown ${taskId}`);
  ends[state]++;
  if (state === "TASK_FINISHED") {
    finished.push(job);
    return;
  }
  // A failure may be the task's own fault: it backs off. What was dropped or lost is tried at once.
  const backOffMs = state === "TASK_FAILED" ? 5000 * 2 ** (job.attempt - 1) : 0;
  report.note(`${taskId}: ${state}, again ${backOffMs > 0 ? `in ${backOffMs / 1000} s` : "now"}`);
  submit([nextAttempt(job, nowMs + backOffMs)]);
}

/** Does what a round decided. A task is launched with what it is given, which may be more than it needs. */
function act({ launches, declines }: QueuedRound, nowMs: number): void {
  for (const launch of launches) {
    const tasks = launch.assignments.map(({ taskId, resources }) => {
      const job = jobs.get(taskId) ?? assert.fail(`unknown ${taskId}`);
      return { job, held: resources ?? job.resources };
    });
    world.accept(launch, tasks, nowMs);
    report.note(launched(launch));
  }
  for (const decline of declines) world.decline(decline, nowMs);
}

/** Orders agents, and sends those away that are named: the cluster gives them no task any more. */
function scale(action: ScalingAction, nowMs: number): void {
  report.note(scaled(action));
  if (action.type === "scale-up") world.order(action.value, action.agents, nowMs);
  else for (const { agentId } of action.agents) world.giveBack(agentId, nowMs);
}

function turn(second: number): void {
  const nowMs = second * 1000;

  // What is new.
  const arriving = arrivingAt(second);
  handedIn.push(...arriving);
  submit(arriving);
  if (arriving.length > 0) report.note(submitted(arriving));
  cluster = update(
    cluster,
    world.receive(nowMs).map((message) => digest(message, nowMs)),
  );
  audit.afterNews(cluster);

  // What to do.
  const input = { cluster, tasks: queue, policy, nowMs };
  const round = match(input);
  act(round, nowMs);
  const scaling = autoscale({ ...input, round, settings, history });
  for (const action of scaling.actions) scale(action, nowMs);
  ({ queue } = round);
  ({ cluster, history } = scaling);

  // What became of it.
  audit.afterCalls(nowMs);
  for (const { taskId, reason } of round.unmatched) {
    const isKept = reason !== "tier-limit" || jobs.get(taskId)?.bucket !== "search";
    assert(isKept, `${taskId} gets what is guaranteed`);
  }
  if (second === 14) report.note(renderExplanation(explain(round, "train-1.1"), { agents: 3 }));
  if (second % 5 === 0) report.note(standing(queue, round, scaling, world));
  report.print(second);
  mostAgents = Math.max(mostAgents, world.agents.size);
}

function isOver(second: number): boolean {
  return second > lastArrival && finished.length === handedIn.length && world.agents.size === smallest;
}

let seconds = 0;
for (; !isOver(seconds); seconds++) {
  assert(seconds < 300, "the work is done and the cluster small again");
  turn(seconds);
}

assert(mostAgents > smallest, "the cluster has been larger");
assert(
  Object.values(ends).every((count) => count > 0),
  "whatever can go wrong did",
);
const started = audit.finish(finished, handedIn);
console.log(
  `${finished.length} pieces of work in ${seconds} s, ${started} tasks, at most ${mostAgents} agents`,
);
console.log(ends);

/** What a new agent of a type is like. */
function shapeOf(type: keyof typeof agentTypes) {
  return [{ offers: [{ resources: agentTypes[type].resources }], attributes: { type } }];
}
