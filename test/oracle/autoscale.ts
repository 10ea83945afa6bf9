// The agents of a rule, the leftovers of a round and the fewest agents for tasks: counted the plain way, from the guide alone.

import type {
  Agent,
  AnyMatchInput,
  AgentShape,
  AutoscaleInput,
  Cluster,
  ClusterEvent,
  Disk,
  DiskGrant,
  MatchInput,
  Offer,
  Round,
  Scalars,
  ScalingRule,
  Task,
} from "../../src/index.ts";
import { match, update } from "../../src/index.ts";
import { givenTo, thousandths } from "./amounts.ts";
import { valuesOf } from "./attribute-values.ts";

/** The agents under one rule, by id. */
export interface Counted {
  readonly all: ReadonlySet<string>;
  readonly idle: ReadonlySet<string>;
  readonly inactive: ReadonlySet<string>;
}

/** Counts the agents of a rule after the round. */
export function countAgents(input: AutoscaleInput, rule: ScalingRule): Counted {
  const all = new Set<string>();
  const idle = new Set<string>();
  const inactive = new Set<string>();
  for (const agent of agentsThere(input)) {
    if (ruleOf(agent, input) !== rule) continue;
    const { cluster, round, nowMs, history } = input;
    const isDisabled = agent.disabledUntilMs !== undefined && nowMs < agent.disabledUntilMs;
    if (isDisabled && history.removed.includes(agent.id)) continue;
    all.add(agent.id);
    const isBusy = agent.running.length > 0 || round.launches.some(({ agentId }) => agentId === agent.id);
    const isSmall = Object.entries(rule.tooSmall ?? {}).some(([name, least]) => {
      const offered = agent.offers.map(({ resources }) =>
        Object.hasOwn(resources, name) ? thousandths(resources[name] ?? 0) : 0,
      );
      return offered.reduce((sum, each) => sum + each, 0) < thousandths(least);
    });
    const { startMs = Infinity, durationMs = Infinity } = agent.unavailability ?? {};
    const isAway = startMs <= nowMs && nowMs < startMs + durationMs;
    const isShown = cluster.agents.some(({ id, offers, running }) => {
      return id === agent.id && offers.length + running.length > 0;
    });
    const hadTasks = [...(history.busy ?? []), ...history.away.filter((each) => each.hadTasks)].some(
      ({ agentId }) => agentId === agent.id,
    );
    if (isBusy || isDisabled || isAway || isSmall || (hadTasks && !isShown)) continue;
    const groups = cluster.activeGroups;
    const isActive =
      groups === null || valuesOf(agent, groups.attribute).some((value) => groups.values.includes(value));
    (isActive ? idle : inactive).add(agent.id);
  }
  return { all, idle, inactive };
}

/** Agents with offers or tasks, disabled ones, and those of the history whose offers were declined, or whose last task has ended since. */
function agentsThere({ cluster, history, settings, nowMs }: AutoscaleInput): readonly Agent[] {
  const shown = cluster.agents.filter(({ offers, running, disabledUntilMs = -Infinity }) => {
    return offers.length + running.length > 0 || nowMs < disabledUntilMs;
  });
  const { missForMs = 60_000 } = settings;
  const vanished = (history.busy ?? []).map((each) => ({ ...each, untilMs: nowMs + missForMs }));
  const away = [...history.away, ...vanished].flatMap((each): readonly Agent[] => {
    const { agentId, hostname, shape, untilMs } = each;
    if (untilMs <= nowMs || shown.some(({ id }) => id === agentId)) return [];
    const record = cluster.agents.find(({ id }) => id === agentId);
    const wasDisabled = history.removed.includes(agentId) || nowMs < (each.disabledUntilMs ?? -Infinity);
    if (record === undefined && wasDisabled) return [];
    const { attributes = {}, devices = [] } = shape;
    const offers = shape.offers.map((offer): Offer => ({ ...offer, id: "?", agentId, hostname }));
    const { unavailability } = each;
    const away = unavailability === undefined ? {} : { unavailability };
    const agent = { id: agentId, hostname, attributes, devices, ...away, offers, running: [] };
    return record?.disabledUntilMs === undefined
      ? [agent]
      : [{ ...agent, disabledUntilMs: record.disabledUntilMs }];
  });
  return [...shown, ...away];
}

function ruleOf(agent: Agent, { settings }: AutoscaleInput): ScalingRule | undefined {
  const values = valuesOf(agent, settings.attribute);
  return settings.rules.find(({ value }) => values.includes(value));
}

/** The cluster with the round's tasks running and the rest free. */
export function leftovers(cluster: Cluster, round: Round): Cluster {
  const events = round.launches.flatMap(({ agentId, offerIds, assignments }): readonly ClusterEvent[] => {
    const agent = cluster.agents.find(({ id }) => id === agentId);
    const after = round.cluster.agents.find(({ id }) => id === agentId);
    const running = (after?.running ?? []).filter(({ task }) =>
      assignments.some(({ taskId }) => taskId === task.id),
    );
    let offers: readonly Offer[] = (agent?.offers ?? []).filter(({ id }) => offerIds.includes(id));
    for (const each of running) {
      offers = without(without(offers, givenTo(each)), each.executor?.resources ?? {});
      offers = withoutDisks(offers, each.disks ?? []);
    }
    return [
      ...offerIds.map((offerId): ClusterEvent => ({ type: "offer-rescinded", offerId })),
      ...running.map((each): ClusterEvent => ({ type: "task-started", running: each })),
      {
        type: "offers-received",
        offers: agent === undefined ? [] : offers.map((offer) => asNewest(offer, agent)),
      },
    ];
  });
  return update(cluster, events);
}

/** The offer, saying of its agent what the newest one says. */
export function asNewest(offer: Offer, agent: Agent): Offer {
  const { executors: _, unavailability: __, ...rest } = offer;
  const { hostname, attributes, devices, executors, unavailability } = agent;
  return {
    ...rest,
    hostname,
    attributes,
    devices,
    ...(executors === undefined ? {} : { executors }),
    ...(unavailability === undefined ? {} : { unavailability }),
  };
}

function without(offers: readonly Offer[], resources: Scalars): readonly Offer[] {
  const asked = new Map(Object.entries(resources).map(([name, amount]) => [name, thousandths(amount)]));
  return offers.map((offer) => ({
    ...offer,
    resources: Object.fromEntries(
      Object.entries(offer.resources).map(([name, amount]) => {
        const taken = Math.min(thousandths(amount), asked.get(name) ?? 0);
        asked.set(name, (asked.get(name) ?? 0) - taken);
        return [name, (thousandths(amount) - taken) / 1000];
      }),
    ),
  }));
}

function nameOf({ id, type, use }: DiskGrant): string {
  return [id, type, use].join(" of ");
}

/** The offers less the disks given: a whole one is gone, one in parts is so much smaller, a shared one stays. */
export function withoutDisks(offers: readonly Offer[], grants: readonly DiskGrant[]): readonly Offer[] {
  const rest = new Map<string, number>();
  for (const grant of grants) {
    rest.set(nameOf(grant), (rest.get(nameOf(grant)) ?? 0) + thousandths(grant.amount));
  }
  return offers.map((offer) => {
    if (offer.disks === undefined) return offer;
    const disks = offer.disks.flatMap((disk): readonly Disk[] => {
      const { amount, use } = disk;
      const name = nameOf(disk);
      if (use === "whole") return rest.has(name) ? [] : [disk];
      if (use === "shared") return [disk];
      const taken = Math.min(thousandths(amount), rest.get(name) ?? 0);
      rest.set(name, (rest.get(name) ?? 0) - taken);
      return [{ ...disk, amount: (thousandths(amount) - taken) / 1000 }];
    });
    return { ...offer, disks };
  });
}

/** Whether the task is pending for want of agents, and so is all that its gang needs to start. */
export function isHelpedByAgents(task: Task, { tasks, policy = {} }: MatchInput, round: Round): boolean {
  const isShort = ({ id }: Task): boolean =>
    round.unmatched.some(
      ({ taskId, reason }) =>
        taskId === id && ["no-offers", "no-agent-fits", "gang-incomplete"].includes(reason),
    );
  if (!isShort(task) || task.gang === undefined) return isShort(task);
  const pending = tasks.filter(
    ({ id, gang, group }) =>
      gang !== undefined && group === task.group && round.unmatched.some(({ taskId }) => taskId === id),
  );
  const { least } = task.gang;
  const running = round.cluster.agents
    .flatMap((agent) => agent.running)
    .filter((each) => each.task.group === task.group);
  // Tasks of the group that are in no gang count where they find an agent before it.
  const first = tasks.findIndex(({ gang, group, id }) => {
    return gang !== undefined && group === task.group && pending.some((each) => each.id === id);
  });
  const before = tasks.slice(0, first).filter((each) => {
    return each.gang === undefined && each.group === task.group && isShort(each);
  });
  const mustStart = least === undefined ? pending.length : least - running.length - before.length;
  return mustStart <= pending.filter(isShort).length && mustStart <= (policy.maxAssignments ?? Infinity);
}

/** The ids of the tasks that a round places with so many more agents of the shape. */
export function placedWith(
  agents: number,
  shape: AgentShape,
  { cluster, tasks, policy = {}, nowMs }: MatchInput,
  toLine: (tasks: readonly Task[]) => AnyMatchInput["tasks"],
): ReadonlySet<string> {
  const offers = Array.from({ length: agents }, (_, n) =>
    shape.offers.map((offer, i): Offer => {
      const id = `~oracle-${String(n).padStart(6, "0")}`;
      const { attributes = {}, devices = [] } = shape;
      return { ...offer, id: `${id}-${i}`, agentId: id, hostname: id, attributes, devices };
    }),
  ).flat();
  const { maxAssignments: _, ...rest } = policy;
  const roles = [...(policy.roles ?? []), ...tasks.map(({ role = "*" }) => role)];
  const larger = update(cluster, [{ type: "offers-received", offers }]);
  const { assignments } = match({
    cluster: larger,
    tasks: toLine(tasks),
    policy: { ...rest, roles },
    nowMs,
  });
  return new Set(assignments.map(({ taskId }) => taskId));
}
