import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { ClusterEvent, Offer, RunningTask } from "../../src/index.ts";
import { clusterOf, findOffer, findTask, update } from "../../src/index.ts";
import { naiveUpdate } from "../oracle/update.ts";
import { runs, timeLimitMs } from "../laws/runs.ts";

const count = 40;
const numbers = Array.from({ length: count }, (_, i) => i);

function offer(i: number): Offer {
  return { id: `o${i}`, agentId: "a", hostname: "h", resources: { cpus: 1 + i, gpus: i % 2 } };
}

function running(i: number): RunningTask {
  return { task: { id: `t${i}`, resources: { cpus: 1 } }, agentId: "a", hostname: "h" };
}

/** The offer or task of this number comes where it is not there, and goes where it is; or something else happens to the agent. */
const step = fc.oneof(
  { weight: 20, arbitrary: fc.record({ type: fc.constant("offer"), i: fc.nat(count - 1) }) },
  { weight: 20, arbitrary: fc.record({ type: fc.constant("task"), i: fc.nat(count - 1) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom("lost", "scarce"), i: fc.nat(2) }) },
);

test.prop([fc.array(step, { minLength: 60, maxLength: 300, size: "max" }), fc.boolean()], runs(0.3))(
  "any number of events about one agent make of it what the naive model makes",
  (steps, isFull) => {
    const offers = new Set(isFull ? numbers : []);
    const tasks = new Set(isFull ? numbers : []);
    const events = steps.map(({ type, i }): ClusterEvent => {
      if (type === "offer") {
        return offers.delete(i)
          ? { type: "offer-rescinded", offerId: `o${i}` }
          : (offers.add(i), { type: "offers-received", offers: [offer(i)] });
      }
      if (type === "task") {
        return tasks.delete(i)
          ? { type: "task-ended", taskId: `t${i}` }
          : (tasks.add(i), { type: "task-started", running: running(i) });
      }
      if (type === "scarce") return { type: "scarce-set", resources: i === 0 ? [] : ["gpus"] };
      offers.clear();
      tasks.clear();
      return { type: "agent-lost", agentId: "a" };
    });
    const cluster = isFull ? clusterOf(numbers.map(offer), numbers.map(running)) : clusterOf([]);
    expect(update(cluster, events)).toEqual(naiveUpdate(cluster, events));
  },
  timeLimitMs,
);

test("of many offers rescinded and tasks ended in one call the others stay, sorted and in the order of their starts", () => {
  const before = clusterOf(numbers.map(offer), numbers.map(running));
  const gone = numbers.filter((i) => i % 4 !== 0);
  const after = update(before, [
    ...gone.map((i): ClusterEvent => ({ type: "offer-rescinded", offerId: `o${i}` })),
    ...gone.map((i): ClusterEvent => ({ type: "task-ended", taskId: `t${i}` })),
    { type: "task-started", running: running(1) },
    { type: "offers-received", offers: [offer(1)] },
  ]);
  const left = ["0", "4", "8", "12", "16", "20", "24", "28", "32", "36"];
  expect(after.agents[0]?.running.map(({ task }) => task.id)).toEqual([...left, "1"].map((i) => `t${i}`));
  expect(after.agents[0]?.offers.map(({ id }) => id)).toEqual([...left, "1"].map((i) => `o${i}`).toSorted());
  expect([findOffer(after, "o2"), findTask(after, "t2")]).toEqual([undefined, undefined]);
});

test("offers that come one by one in descending order are sorted", () => {
  const descending = numbers.toReversed().map((i) => offer(100 + i));
  const events = descending.map((each): ClusterEvent => ({ type: "offers-received", offers: [each] }));
  expect(update(clusterOf([]), events).agents[0]?.offers).toEqual(descending.toReversed());
});

test("an agent of which all is gone after many events is forgotten", () => {
  const before = clusterOf(numbers.map(offer), numbers.map(running));
  const events = numbers.flatMap((i): ClusterEvent[] => [
    { type: "offer-rescinded", offerId: `o${i}` },
    { type: "task-ended", taskId: `t${i}` },
  ]);
  expect(update(before, events).agents).toEqual([]);
});
