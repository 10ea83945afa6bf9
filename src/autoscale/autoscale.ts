import { elementAt, numberAt } from "../dense/number-at.ts";
import type { Cluster, ClusterEvent } from "../model/cluster.ts";
import type { AnyMatchInput, Round } from "../model/round.ts";
import type { Queue } from "../model/queue.ts";
import type { Task } from "../model/task.ts";
import { withOwnFields } from "../model/own-fields.ts";
import { lineOf } from "../queue/line.ts";
import { drained, enqueue } from "../queue/queue.ts";
import { knownCluster } from "../state/ledger.ts";
import { update } from "../state/state.ts";
import type { ScalingAction, ShortTask } from "./actions.ts";
import { takeCensus } from "./census.ts";
import { decide } from "./decide.ts";
import {
  countExpected,
  ownHistory,
  settledHistory,
  type AutoscaleHistory,
  type RuleHistory,
} from "./history.ts";
import { inflowOf } from "./inflow.ts";
import { checkAutoscaleInput } from "./input/autoscale.ts";
import { checkRoundAgainst } from "./input/round.ts";
import { shortTasks } from "./pending.ts";
import { defaultDisableForMs, type AutoscaleSettings } from "./settings.ts";
import { shortfallOf } from "./shortfall.ts";

/** All that scaling depends on: what a round was made from, the round, and what was decided before. */
export interface AutoscaleInput extends AnyMatchInput {
  /** Those that the round was made of, in a list or a queue. */
  readonly tasks: readonly Task[] | Queue;
  /** What `match` made of the rest. */
  readonly round: Round;
  readonly settings: AutoscaleSettings;
  /** That of the last call; `emptyHistory` at first. */
  readonly history: AutoscaleHistory;
}

/** What one call of `autoscale` decided. */
export interface Autoscaled {
  /** In the order of the rules, one a rule at most. */
  readonly actions: readonly ScalingAction[];
  /** What becomes of every task that is short of agents, in the order of the tasks. */
  readonly shortfall: readonly ShortTask[];
  /** For the next call. */
  readonly history: AutoscaleHistory;
  /** The round's, with the agents named for removal disabled. */
  readonly cluster: Cluster;
}

/**
 * Which agents to start and which to stop after a round. Pure: history and time go in, actions and the next history come out; nothing else is
 * remembered. Costs O(agents + tasks); with tasks that are short of agents, O(rules × log tasks) trial rounds over these too. After Fenzo's
 * AutoScaler.
 *
 * @throws InvalidInputError for input that cannot be right, before anything is done.
 * @throws EvaluatorError when a custom evaluator of a task, of the policy or of the order of giving back fails.
 */
export function autoscale(given: AutoscaleInput): Autoscaled {
  checkAutoscaleInput(given);
  const { policy = {}, settings, nowMs } = given;
  const history = settledHistory(given.history);
  const { tasks, known: queue } = lineOf(given.tasks);
  const { cluster } = knownCluster("cluster", given.cluster);
  const made = withOwnFields(given.round);
  const round = { ...made, cluster: knownCluster("round.cluster", made.cluster).cluster };
  checkRoundAgainst(cluster, round, tasks);
  const { activeGroups } = cluster;

  // what there is
  const census = takeCensus({ cluster, round, nowMs }, settings, history);
  const before = new Set(history.agents);
  const surroundings = { settings, activeGroups, isKnown: (id: string) => before.has(id), nowMs };
  const pasts = new Map(history.rules.map((past) => [past.value, past]));
  const standings = census.rules.map((agents) => {
    const { value, cooldownMs } = agents.rule;
    const past: RuleHistory = pasts.get(value) ?? { value, shapes: [], expected: [] };
    const { lastActionAtMs = -Infinity } = past;
    return {
      agents,
      past,
      inflow: inflowOf(agents, past, surroundings),
      isCooling: nowMs - lastActionAtMs < cooldownMs,
    };
  });

  // what is short
  const emptied = queue && drained(queue);
  const short = shortTasks(tasks, round, policy, history, settings, nowMs);
  const { needs, states, used, spare } = shortfallOf({
    cluster,
    round,
    away: census.away,
    policy,
    toLine: (some) => (emptied === undefined ? some : enqueue(emptied, some)),
    nowMs,
    method: settings.shortfall ?? "trial",
    supplies: standings.map(({ agents: { rule, all }, inflow: { shapes, expected }, isCooling }) => ({
      rule,
      shapes,
      expected,
      room: Math.max(0, (rule.maxSize ?? Infinity) - all.length - countExpected(expected)),
      isCooling,
    })),
    short,
  });

  // what to do
  const decisions = standings.map((standing, i) =>
    decide({
      ...standing,
      need: elementAt(needs, i),
      spare: numberAt(spare, i),
      used,
      settings,
      activeGroups,
      nowMs,
    }),
  );
  const actions = decisions.flatMap(({ action }) => action ?? []);
  const asked = new Set(actions.flatMap((action) => (action.type === "scale-up" ? action.taskIds : [])));
  const named = actions.flatMap((action) => (action.type === "scale-down" ? action.agents : []));
  const untilMs = nowMs + (settings.disableForMs ?? defaultDisableForMs);
  return {
    actions,
    shortfall: short.memory.flatMap(({ taskId }) => {
      const state = states.get(taskId);
      return state === undefined ? [] : [{ taskId, state }];
    }),
    history: ownHistory({
      agents: [...census.rules.flatMap(({ all }) => all.map(({ id }) => id)), ...census.removed],
      away: census.nextAway,
      ...(census.busy.length > 0 && { busy: census.busy }),
      removed: [...census.removed, ...named.map(({ agentId }) => agentId)],
      short: short.memory.map((each) => (asked.has(each.taskId) ? { ...each, askedAtMs: nowMs } : each)),
      rules: decisions.map((decision) => decision.history),
    }),
    cluster: update(
      round.cluster,
      named.map(({ agentId }): ClusterEvent => ({ type: "agent-disabled", agentId, untilMs })),
    ),
  };
}
