import { deepStrictEqual } from "node:assert/strict";
import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { expect } from "vitest";
import {
  autoscale,
  clusterOf,
  emptyCluster,
  emptyHistory,
  match,
  queueOf,
  update,
  type AgentShape,
  type Autoscaled,
  type AutoscaleHistory,
  type AutoscaleInput,
  type AutoscaleSettings,
  type Cluster,
  type MatchInput,
  type Task,
} from "../../src/index.ts";
import { chain, type Chain } from "../arbitraries/chains.ts";
import { eventsFrom } from "../arbitraries/events.ts";
import { inputFor, inputOf, scenario } from "../arbitraries/scenarios.ts";
import { queueOptions, tasksOf } from "../arbitraries/queues.ts";
import { agentShape, scalingSettings } from "../arbitraries/scaling.ts";
import { countAgents, isHelpedByAgents, leftovers, placedWith } from "../oracle/autoscale.ts";
import { deepFreeze, withoutHost } from "./pure.ts";
import { runs, timeLimitMs } from "./runs.ts";

/** One call of `autoscale`, as it was asked and answered. */
interface Turn {
  readonly input: AutoscaleInput & MatchInput;
  readonly out: Autoscaled;
}

/** The turns of a chain of rounds: each begins with the cluster and the history of the one before, some time later. */
function* turnsOf(
  { first, later }: Chain,
  settings: AutoscaleSettings,
  waits: readonly number[],
): Generator<Turn> {
  let nowMs = first.nowMs;
  const turn = (
    cluster: Cluster,
    seed: Omit<MatchInput, "cluster" | "policy">,
    history: AutoscaleHistory,
  ): Turn => {
    const given = inputFor(cluster, { ...seed, policy: first.policy, nowMs });
    const input = { ...given, round: match(given), settings, history };
    return { input, out: autoscale(input) };
  };
  let last = turn(update(emptyCluster, first.events), first, emptyHistory);
  yield last;
  for (const [i, seed] of later.entries()) {
    const { input, out } = last;
    nowMs += waits[i] ?? 0;
    const cluster = update(out.cluster, eventsFrom(out.cluster, seed.events));
    const left = input.tasks.filter(({ id }) => input.round.unmatched.some(({ taskId }) => taskId === id));
    last = turn(cluster, { ...seed, tasks: [...left, ...seed.tasks] }, out.history);
    yield last;
  }
}

const waits = fc.array(fc.constantFrom(0, 1, 10, 1000, 100_000), { minLength: 4, maxLength: 4 });

test.prop([chain("none"), scalingSettings, waits], runs(0.2))(
  "actions keep every rule within its sizes, and give back none but idle agents",
  (given, settings, times) => {
    for (const { input, out } of turnsOf(given, settings, times)) {
      expect(new Set(out.actions.map(({ value }) => value)).size).toBe(out.actions.length);
      for (const [i, rule] of settings.rules.entries()) {
        const { minIdle, maxIdle, minSize = 0, maxSize = Infinity } = rule;
        const { all, idle, inactive } = countAgents(input, rule);
        const expected = (out.history.rules[i]?.expected ?? []).reduce((sum, { agents }) => sum + agents, 0);
        const action = out.actions.find(({ value }) => value === rule.value);
        if (action?.type === "scale-up") {
          expect(action.agents).toBeGreaterThan(0);
          expect(action.agents).toBe(action.forTasks + action.forIdle + action.forSize);
          expect(all.size + expected).toBeLessThanOrEqual(maxSize);
          if (action.forIdle > 0) expect(action.forIdle).toBeLessThanOrEqual(maxIdle);
          if (action.forSize > 0) expect(all.size + expected).toBe(minSize);
        } else if (action?.type === "scale-down") {
          const gone = action.agents.length;
          const active = action.agents.filter(({ wasActive }) => wasActive).map(({ agentId }) => agentId);
          const others = action.agents.filter(({ wasActive }) => !wasActive).map(({ agentId }) => agentId);
          expect(gone).toBeGreaterThan(0);
          expect(new Set([...active, ...others]).size).toBe(gone);
          expect(active.filter((id) => !idle.has(id))).toEqual([]);
          expect(others.filter((id) => !inactive.has(id))).toEqual([]);
          expect(all.size - gone).toBeGreaterThanOrEqual(minSize);
          expect(gone).toBeLessThanOrEqual(Math.max(idle.size + inactive.size - maxIdle, all.size - maxSize));
          if (active.length > 0) {
            expect(idle.size - active.length).toBeGreaterThanOrEqual(minIdle);
            expect(others.length).toBe(inactive.size);
          }
        }
      }
    }
  },
  timeLimitMs,
);

test.prop([chain("none"), scalingSettings, waits], runs(0.1))(
  "no agents are asked for twice for a task that stays pending, and no rule acts twice within its cooldown",
  (given, settings, times) => {
    const asked = new Set<string>();
    const actedAt = new Map<unknown, number>();
    for (const { input, out } of turnsOf(given, settings, times)) {
      const pending = new Set(input.round.unmatched.map(({ taskId }) => taskId));
      for (const id of asked) if (!pending.has(id)) asked.delete(id);
      for (const action of out.actions) {
        const before = actedAt.get(action.value);
        const { cooldownMs = 0 } = settings.rules.find(({ value }) => value === action.value) ?? {};
        if (before !== undefined) expect(input.nowMs - before).toBeGreaterThanOrEqual(cooldownMs);
        actedAt.set(action.value, input.nowMs);
        if (action.type === "scale-down") continue;
        expect(action.taskIds.filter((id) => asked.has(id))).toEqual([]);
        for (const id of action.taskIds) asked.add(id);
      }
      expect(
        new Set(
          out.history.short.filter(({ askedAtMs }) => askedAtMs !== undefined).map((one) => one.taskId),
        ),
      ).toEqual(asked);
    }
  },
  timeLimitMs,
);

test.prop([chain("none"), scalingSettings, waits], runs(0.1))(
  "agents named for removal get no work in the rounds that follow, while they are disabled",
  (given, settings, times) => {
    for (const { input, out } of turnsOf(given, settings, times)) {
      const named = out.actions.flatMap((action) => (action.type === "scale-down" ? action.agents : []));
      const ids = new Set(named.map(({ agentId }) => agentId));
      const { nowMs } = input;
      const left = input.tasks.filter(({ id }) => input.round.unmatched.some(({ taskId }) => taskId === id));
      const offers = [...ids].map((agentId) => ({
        id: `again-${agentId}`,
        agentId,
        hostname: "again",
        resources: { cpus: 100, mem: 100_000 },
      }));
      const cluster = update(out.cluster, [{ type: "offers-received", offers }]);
      const next = match(inputFor(cluster, { tasks: left, policy: {}, nowMs }));
      expect(next.assignments.filter(({ agentId }) => ids.has(agentId))).toEqual([]);
    }
  },
  timeLimitMs,
);

test.prop([chain("none"), scalingSettings, waits], runs(0.1))(
  "every task that is short of agents is accounted for, in its order",
  (given, settings, times) => {
    for (const { input, out } of turnsOf(given, settings, times)) {
      const short = input.round.unmatched.filter(({ reason }) =>
        ["no-offers", "no-agent-fits", "gang-incomplete"].includes(reason),
      );
      const ids = new Set(short.map(({ taskId }) => taskId));
      expect(out.shortfall.map(({ taskId }) => taskId)).toEqual(
        input.tasks.map(({ id }) => id).filter((id) => ids.has(id)),
      );
      const states = new Map(out.shortfall.map(({ taskId, state }) => [taskId, state]));
      for (const action of out.actions) {
        if (action.type === "scale-down") continue;
        expect(action.taskIds.filter((id) => states.get(id) !== "asked")).toEqual([]);
        const shaped = action.shapes.reduce((sum, { agents }) => sum + agents, 0);
        expect(shaped).toBe(settings.shortfall === "count" ? 0 : action.forTasks);
        // A task that could do without a new agent may get one all the same, and another its room.
        expect(action.forTasks).toBeLessThanOrEqual(
          action.taskIds.length + short.filter(({ taskId }) => states.get(taskId) === "covered").length,
        );
      }
    }
  },
  timeLimitMs,
);

/** Of everything that is asked for. */
const total = Object.fromEntries(
  ["cpus", "mem", "gpus", "disk", "__proto__", "constructor", "2"].map((name) => [name, 10]),
);

/** An agent that can hold a few tasks. */
const roomy: fc.Arbitrary<AgentShape> = fc
  .tuple(agentShape, fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2, 4))
  .map(([shape, cpus, mem]) => ({
    ...shape,
    offers: shape.offers.map((offer) => ({ ...offer, resources: { ...offer.resources, cpus, mem } })),
  }));

test.prop(
  [scenario({ customs: "none", maxAgents: 2 }), roomy, fc.option(queueOptions), fc.nat({ max: 3 })],
  runs(0.6),
)(
  "a trial asks for just as many agents as a round needs to place all that one agent a task would place",
  (given, shape, options, maxSize) => {
    const input = inputOf(given);
    // Without totals of the queue's own, the number of agents would decide whose turn it is.
    const toLine = (some: readonly Task[]) =>
      options === null ? some : queueOf(some, { ...options, total });
    const line = toLine(input.tasks);
    const queued = { ...input, tasks: line };
    const round = match(queued);
    const rule = { value: "none-yet", minIdle: 0, maxIdle: 100, cooldownMs: 0, shapes: [shape] };
    const settings = { attribute: "pool", rules: [rule] };
    const { actions } = autoscale({ ...queued, round, settings, history: emptyHistory });
    const [up] = actions;
    const forTasks = up?.type === "scale-up" ? up.forTasks : 0;
    const taskIds = up?.type === "scale-up" ? up.taskIds : [];

    const waiting = "tiers" in line ? tasksOf(line) : line;
    const tasks = waiting.filter((task) => isHelpedByAgents(task, { ...input, tasks: waiting }, round));
    const clone = { ...shape, attributes: { ...shape.attributes, pool: "none-yet" } };
    const over = { ...input, tasks, cluster: leftovers(input.cluster, round) };
    const placed = (agents: number): ReadonlySet<string> => placedWith(agents, clone, over, toLine);
    const all = [...placed(tasks.length)];
    const placesAll = (agents: number): boolean => {
      const some = placed(agents);
      return all.every((id) => some.has(id));
    };
    expect(placesAll(forTasks)).toBe(true);
    const fewer = { ...settings, rules: [{ ...rule, maxSize }] };
    const bounded = autoscale({ ...queued, round, settings: fewer, history: emptyHistory });
    expect(bounded.actions.reduce((sum, { agents }) => sum + Number(agents), 0)).toBeLessThanOrEqual(maxSize);
    const states = new Map(bounded.shortfall.map(({ taskId, state }) => [taskId, state]));
    const helped = new Set(all.map((id) => states.get(id)));
    expect([...helped].filter((state) => !["asked", "covered", "at-max-size"].includes(`${state}`))).toEqual(
      [],
    );
    if (forTasks === 0) return;
    expect(placesAll(forTasks - 1)).toBe(false);
    const before = placed(0);
    const gained = placed(forTasks);
    expect(taskIds).toEqual(tasks.flatMap(({ id }) => (gained.has(id) && !before.has(id) ? [id] : [])));
    expect(forTasks).toBeLessThanOrEqual(taskIds.length + before.size);

    const counting = { ...settings, shortfall: "count" as const };
    const counted = autoscale({ ...queued, round, settings: counting, history: emptyHistory });
    expect(counted.actions).toMatchObject([
      { forTasks: all.length, taskIds: tasks.map(({ id }) => id).filter((id) => all.includes(id)) },
    ]);
  },
  timeLimitMs,
);

const zoned = fc.array(fc.record({ zone: fc.constantFrom("a", "b", "c"), isBusy: fc.boolean() }), {
  maxLength: 7,
});

test.prop([zoned, fc.nat({ max: 3 })], runs(0.4))(
  "with a balance alone, the agents that stay are as even over the attribute as any choice would leave them",
  (agents, maxIdle) => {
    const offers = agents.map(({ zone }, i) => ({
      id: `o${i}`,
      agentId: `a${i}`,
      hostname: `h${i}`,
      resources: { cpus: 1 },
      attributes: { type: "t", zone },
    }));
    const running = agents.flatMap(({ isBusy }, i) =>
      isBusy ? [{ task: { id: `r${i}`, resources: {} }, agentId: `a${i}`, hostname: `h${i}` }] : [],
    );
    const input = { cluster: clusterOf(offers, running), tasks: [], nowMs: 0 };
    const settings = {
      attribute: "type",
      rules: [{ value: "t", minIdle: 0, maxIdle, cooldownMs: 0 }],
      giveBack: { balance: { attribute: "zone" } },
    };
    const { actions } = autoscale({ ...input, round: match(input), settings, history: emptyHistory });
    const gone = actions.flatMap((action) =>
      action.type === "scale-down" ? action.agents.map(({ agentId }) => agentId) : [],
    );
    const idle = agents.flatMap(({ isBusy }, i) => (isBusy ? [] : [`a${i}`]));
    expect(gone.length).toBe(Math.max(0, idle.length - maxIdle));
    /** How many stay per zone, the most first: the less by this order, the more even. */
    const countsWithout = (ids: readonly string[]): string => {
      const staying = agents.filter((_, i) => !ids.includes(`a${i}`));
      const counts = ["a", "b", "c"].map((zone) => staying.filter((agent) => agent.zone === zone).length);
      return counts.toSorted((a, b) => b - a).join();
    };
    const choices = subsetsOf(idle).filter(({ length }) => length === gone.length);
    const best = choices.map(countsWithout).toSorted()[0];
    expect(countsWithout(gone)).toBe(best);
  },
);

function subsetsOf(ids: readonly string[]): readonly (readonly string[])[] {
  return ids.reduce<readonly (readonly string[])[]>(
    (subsets, id) => subsets.flatMap((subset) => [subset, [...subset, id]]),
    [[]],
  );
}

test.prop([chain("none"), scalingSettings, waits], runs(0.1))(
  "scaling is plain data in and out: JSON carries input and history unharmed, and they lead to the same bytes",
  (given, settings, times) => {
    for (const { input, out } of turnsOf(given, settings, times)) {
      deepStrictEqual(JSON.parse(JSON.stringify(out)), out);
      const replayed = JSON.parse(JSON.stringify(input)) as AutoscaleInput;
      expect(JSON.stringify(autoscale(replayed))).toBe(JSON.stringify(out));
    }
  },
  timeLimitMs,
);

test.prop([chain(), scalingSettings, waits], runs(0.1))(
  "scaling takes frozen input, asks no clock and no dice, and changes nothing",
  (given, settings, times) => {
    for (const { input, out } of turnsOf(given, settings, times)) {
      const again = withoutHost(() => autoscale(deepFreeze(input)));
      expect(JSON.stringify(again)).toBe(JSON.stringify(out));
    }
  },
  timeLimitMs,
);
