import {
  binPack,
  emptyCluster,
  explain,
  match,
  update,
  type ClusterEvent,
  type Policy,
  type Round,
  type Task,
} from "stowage";
import { liveBytes } from "../measure/heap.ts";
import { randomOf } from "../random.ts";
import { calendarOf } from "../simulation/calendar.ts";
import { masterOf } from "../simulation/master.ts";
import type { Sample } from "./curve.ts";
import { drawDurationMs, submit } from "./load.ts";
import type { SoakOptions } from "./options.ts";
import { agentOfNumber } from "./turnover.ts";

/** How many rounds a simulated hour has: one every 30 seconds. */
const roundsPerHour = 120;
const roundMs = 30_000;
/** A task that has found no place gives up. */
const patienceMs = 10 * 60_000;
/** An agent is lost for good, and a new one comes, every ten minutes or so. */
const lossChance = 1 / 20;

/** What a soak came to. */
export interface Soaked {
  readonly samples: readonly Sample[];
  readonly rounds: number;
  /** Tasks placed. */
  readonly assigned: number;
}

/** What a soak came to; `onSample` is told of each simulated hour. Throws where a round does what a master refuses. */
export function soak(
  { days, agents, seed, isFlat }: SoakOptions,
  onSample: (sample: Sample) => void,
): Soaked {
  const random = randomOf(seed);
  const policy: Policy = {
    fitness: binPack("cpus", "mem"),
    hold: { forMs: 4 * roundMs, maxDeclines: Math.ceil(agents / 4) },
  };
  const isLong = days >= 2 && !isFlat;
  const patterns = isLong ? Infinity : 50;
  const specs = Array.from({ length: agents }, (_, number) => agentOfNumber(number, random));
  const master = masterOf(specs);
  const agentIds = specs.map(({ id }) => id);
  const waiting = new Map<string, { readonly task: Task; readonly untilMs: number }>();
  const departures = calendarOf<{ readonly taskId: string; readonly agentId: string }>();
  const samples: Sample[] = [];
  const rounds = Math.round(days * 24 * roundsPerHour);
  let joined = agents;
  let submissions = 0;
  let running = 0;
  let assigned = 0;
  let cluster = emptyCluster;

  function arrive(nowMs: number): void {
    const rate = (agents / 55) * (isLong ? dailyFactor(nowMs) : 1);
    // At first as much comes at once as runs at any time later.
    const mean = nowMs === 0 ? 70 * rate : rate;
    const count = Math.floor(mean) + (random.chance(mean % 1) ? 1 : 0);
    for (let at = 0; at < count; at++) {
      for (const task of submit({ random, number: ++submissions, patterns, newestAgent: joined - 1 }))
        waiting.set(task.id, { task, untilMs: nowMs + patienceMs });
    }
    for (const [id, { untilMs }] of waiting) if (untilMs < nowMs) waiting.delete(id);
  }

  function happen(nowMs: number): readonly ClusterEvent[] {
    const events: ClusterEvent[] = [];
    for (const { taskId, agentId } of departures.takeDue(nowMs)) {
      if (!master.agents.get(agentId)?.tasks.has(taskId)) continue;
      master.end(taskId, agentId);
      running--;
      events.push({ type: "task-ended", taskId });
    }
    if (random.chance(lossChance)) events.push({ type: "agent-lost", agentId: replaceAgent() });
    if (random.chance(lossChance)) {
      const untilMs = nowMs + random.integer(1, 20) * roundMs;
      events.push({ type: "agent-disabled", agentId: random.pick(agentIds), untilMs });
    }
    const standing = [...master.offers.keys()];
    for (let count = Math.min(standing.length, random.integer(0, 2)); count > 0; count--) {
      const offerId = standing[standing.length - count] ?? "";
      master.rescind(offerId, nowMs + roundMs);
      events.push({ type: "offer-rescinded", offerId });
    }
    return [...events, { type: "offers-received", offers: master.offerAgain(nowMs) }];
  }

  function replaceAgent(): string {
    const at = random.integer(0, agentIds.length - 1);
    const lost = agentIds[at] ?? "";
    running -= master.lose(lost).length;
    master.forget(lost);
    const spec = agentOfNumber(joined++, random);
    master.join(spec);
    agentIds[at] = spec.id;
    return lost;
  }

  function carryOut({ launches, declines }: Round, nowMs: number): void {
    const wrong: string[] = [];
    for (const launch of launches) {
      wrong.push(...master.accept(launch, (id) => waiting.get(id)?.task, false));
      for (const { taskId, agentId } of launch.assignments) {
        waiting.delete(taskId);
        running++;
        departures.add(nowMs + drawDurationMs(random), { taskId, agentId });
      }
    }
    for (const decline of declines) wrong.push(...master.decline(decline, nowMs));
    if (wrong[0] !== undefined) throw new Error(wrong[0]);
  }

  function takeRound(nowMs: number): void {
    arrive(nowMs);
    const tasks = [...waiting.values()].map(({ task }): Task => task);
    const round = match({ cluster: update(cluster, happen(nowMs)), tasks, policy, nowMs });
    carryOut(round, nowMs);
    ({ cluster } = round);
    assigned += round.assignments.length;
    const [unmatched] = round.unmatched;
    if (unmatched !== undefined && random.chance(1 / roundsPerHour)) explain(round, unmatched.taskId);
  }

  for (let at = 1; at <= rounds; at++) {
    takeRound((at - 1) * roundMs);
    if (at % roundsPerHour !== 0) continue;
    const sample = { hour: at / roundsPerHour, heapBytes: liveBytes(), running, waiting: waiting.size };
    samples.push(sample);
    onSample(sample);
  }
  return { samples, rounds, assigned };
}

/** From half at night to one and a half by day. */
function dailyFactor(nowMs: number): number {
  return 1 + Math.sin((2 * Math.PI * nowMs) / (24 * roundsPerHour * roundMs)) / 2;
}
