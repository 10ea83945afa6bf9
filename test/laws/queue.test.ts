import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { MatchInput, Queue, QueuedRound, QueueOptions, Task } from "../../src/index.ts";
import { dequeue, emptyQueue, enqueue, match, queueOf, update } from "../../src/index.ts";
import { copyOf } from "../arbitraries/copies.ts";
import { eventsFrom } from "../arbitraries/events.ts";
import { queueOptions, tasksOf } from "../arbitraries/queues.ts";
import type { RoundSeed, Scenario } from "../arbitraries/scenarios.ts";
import { inputFor, inputOf, laterRound, scenario } from "../arbitraries/scenarios.ts";
import { task } from "../arbitraries/tasks.ts";
import { naiveMatch } from "../oracle/match.ts";
import { expectDecisions } from "./decisions.ts";
import { deepFreeze, withoutHost } from "./pure.ts";
import { runs, timeLimitMs } from "./runs.ts";

const later = fc.array(laterRound(), { minLength: 1, maxLength: 4 });

test.prop([scenario(), queueOptions], runs(2))(
  "law 5: a round over a queue equals the oracle's in every field but its work counters",
  (given, options) => {
    const input = inputOf(given);
    expectRound(input, queueOf(input.tasks, options));
  },
  timeLimitMs,
);

test.prop([scenario({ maxAgents: 8 }), later, queueOptions], runs())(
  "rounds over one queue that follow each other equal the oracle's, and no task is lost or placed twice",
  (given, seeds, options) => {
    for (const { input, queue } of queuedRounds(given, seeds, options)) {
      const round = expectRound(input, queue);
      const placed = round.assignments.map(({ taskId }) => taskId);
      expect(round.queue).toEqual(dequeue(queue, placed));
      expect([...placed, ...idsIn(round.queue)].toSorted()).toEqual(idsIn(queue).toSorted());
    }
  },
  timeLimitMs,
);

test.prop([scenario({ maxAgents: 8 }), later, queueOptions], runs(0.5))(
  "a queue that was written to JSON and read back leads to the same bytes, and is left as it was",
  (given, seeds, options) => {
    for (const { input, queue } of queuedRounds(given, seeds, options)) {
      const round = JSON.stringify(match({ ...input, tasks: queue }));
      const read = copyOf(queue);
      expect(JSON.stringify(match({ ...input, tasks: deepFreeze(read) }))).toBe(round);
      expect(withoutHost(() => JSON.stringify(match({ ...input, tasks: queue })))).toBe(round);
    }
  },
  timeLimitMs,
);

test.prop([scenario({ maxAgents: 8 })], runs(0.5))(
  "tasks of one bucket have their turns in the order in which they came: a queue of one bucket and a list lead to the same round",
  (given) => {
    const input = inputOf(given);
    const tasks = input.tasks.map(({ tier: _tier, bucket: _bucket, ...one }) => one);
    const { queue: _queue, ...round } = match({ ...input, tasks: queueOf(tasks) });
    expect(round).toEqual(match({ ...input, tasks }));
  },
  timeLimitMs,
);

test.prop([fc.array(task()), fc.array(task()), queueOptions], runs(0.5))(
  "what was put in a queue and taken out again leaves it as it was, and two batches are one",
  (first, second, options) => {
    const [before, more] = [renamed(first, "a"), renamed(second, "b")];
    const queue = queueOf(before, options);
    const both = enqueue(queue, more);
    expect(both).toEqual(queueOf([...before, ...more], options));
    expect(
      dequeue(
        both,
        more.map(({ id }) => id),
      ),
    ).toEqual(queue);
    expect(dequeue(enqueue(emptyQueue, more), idsIn(both))).toEqual(emptyQueue);
  },
  timeLimitMs,
);

/** A round that is to be played over a queue. */
interface Queued {
  readonly input: MatchInput;
  readonly queue: Queue;
}

/** The first round over all tasks; then, after some events, over what is left and what has come. */
function* queuedRounds(
  given: Scenario,
  seeds: readonly RoundSeed[],
  options: QueueOptions,
): Generator<Queued> {
  let input = inputOf(given);
  let queue = queueOf(input.tasks, options);
  yield { input, queue };
  for (const seed of seeds) {
    const round = match({ ...input, tasks: queue });
    const cluster = update(round.cluster, eventsFrom(round.cluster, seed.events));
    const waiting = new Set(idsIn(round.queue));
    input = inputFor(cluster, { ...seed, tasks: [...tasksOf(round.queue), ...seed.tasks] });
    const kept = new Set(input.tasks.map(({ id }) => id));
    const gone = [...waiting].filter((id) => !kept.has(id));
    queue = enqueue(
      dequeue(round.queue, gone),
      input.tasks.filter(({ id }) => !waiting.has(id)),
    );
    yield { input, queue };
  }
}

function expectRound(input: MatchInput, queue: Queue): QueuedRound {
  const round = match({ ...input, tasks: queue });
  expectDecisions(round, naiveMatch({ ...input, tasks: tasksOf(queue) }, queue).round);
  return round;
}

function idsIn(queue: Queue): readonly string[] {
  return tasksOf(queue).map(({ id }) => id);
}

function renamed(tasks: readonly Task[], prefix: string): readonly Task[] {
  return tasks.map((one, index) => ({ ...one, id: `${prefix}${index}` }));
}
