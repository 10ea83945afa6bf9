import {
  autoscale,
  clusterOf,
  emptyHistory,
  match,
  type AgentShape,
  type Autoscaled,
  type AutoscaleHistory,
  type AutoscaleInput,
  type AutoscaleSettings,
  type Cluster,
  type Offer,
  type Policy,
  type Queue,
  type RunningTask,
  type ScaleDown,
  type ScaleUp,
  type ScalingRule,
  type Task,
} from "../../src/index.ts";
import { offerOf } from "../support/build.ts";

/** What a turn is made from; whatever is not given is empty. */
export interface TurnOf {
  readonly cluster?: Cluster;
  readonly offers?: readonly Offer[];
  readonly running?: readonly RunningTask[];
  readonly tasks?: readonly Task[] | Queue;
  readonly policy?: Policy;
  readonly rules?: readonly ScalingRule[];
  readonly settings?: Partial<AutoscaleSettings>;
  readonly history?: AutoscaleHistory;
  readonly nowMs?: number;
}

/** The input of `autoscale` after the round over what is given: offers are held, unless the policy says otherwise. */
export function inputOf(given: TurnOf): AutoscaleInput {
  const { offers = [], running = [], tasks = [], policy = holding, nowMs = 0 } = given;
  const { cluster = clusterOf(offers, running), history = emptyHistory } = given;
  const input = { cluster, tasks, policy, nowMs };
  const settings = { attribute: "type", rules: given.rules ?? [rule()], ...given.settings };
  return { ...input, round: match(input), settings, history };
}

/** What `autoscale` makes of it. */
export function turn(given: TurnOf): Autoscaled {
  return autoscale(inputOf(given));
}

/** Keeps all offers. */
export const holding: Policy = { hold: { forMs: 1e12 } };

/** The rule of the value `small`: no idle agents wanted, none too many, no cooldown. */
export function rule(fields: Partial<ScalingRule> = {}): ScalingRule {
  return { value: "small", minIdle: 0, maxIdle: 1000, cooldownMs: 0, ...fields };
}

/** The offer `o<n>` of agent `a<n>` with 4 cpus, of type `small` unless the fields say otherwise. */
export function small(n: number, fields: Partial<Offer> = {}): Offer {
  return offerOf(n, { resources: { cpus: 4 }, attributes: { type: "small" }, ...fields });
}

/** The offers of the agents `a1` to `a<n>`. */
export function smalls(n: number, fields: Partial<Offer> = {}): readonly Offer[] {
  return Array.from({ length: n }, (_, i) => small(i + 1, fields));
}

/** So many tasks, `t1`, `t2`, …, that ask 1 cpu each. */
export function tasksOf(n: number, fields: Partial<Task> = {}): readonly Task[] {
  return Array.from({ length: n }, (_, i) => ({ id: `t${i + 1}`, resources: { cpus: 1 }, ...fields }));
}

/** The agents asked for, per value. */
export function asked({ actions }: Autoscaled): Readonly<Record<string, number>> {
  return Object.fromEntries(ups(actions).map(({ value, agents }) => [value, agents]));
}

/** The ids of the agents given back, in the order chosen. */
export function givenBack({ actions }: Autoscaled): readonly string[] {
  return downs(actions).flatMap(({ agents }) => agents.map(({ agentId }) => agentId));
}

/** What becomes of each task that is short. */
export function statesOf({ shortfall }: Autoscaled): Readonly<Record<string, string>> {
  return Object.fromEntries(shortfall.map(({ taskId, state }) => [taskId, state]));
}

export function ups(actions: Autoscaled["actions"]): readonly ScaleUp[] {
  return actions.filter((action) => action.type === "scale-up");
}

export function downs(actions: Autoscaled["actions"]): readonly ScaleDown[] {
  return actions.filter((action) => action.type === "scale-down");
}

/** An agent of four cpus. */
export const four: AgentShape = { offers: [{ resources: { cpus: 4 } }] };

/** A history in which so much is expected of the value `small`. */
export function expecting(expected: AutoscaleHistory["rules"][number]["expected"]): AutoscaleHistory {
  return { ...emptyHistory, rules: [{ value: "small", shapes: [], expected }] };
}
