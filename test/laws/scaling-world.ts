// A scheduler that scales, and whoever starts and stops its agents: they come as they were asked for, if not always.

import {
  autoscale,
  emptyCluster,
  emptyHistory,
  findAgent,
  forgetAction,
  match,
  queueOf,
  update,
  type AgentShape,
  type Autoscaled,
  type AutoscaleHistory,
  type Cluster,
  type ClusterEvent,
  type Offer,
  type ScaleUp,
  type Task,
} from "../../src/index.ts";
import type { LoopStep, ScalingLoop } from "../arbitraries/scaling-loops.ts";
import { inTurn } from "../arbitraries/shapes.ts";

/** An agent that is there, or on its way. */
export interface Machine {
  readonly value: string;
  readonly shape: AgentShape;
  readonly askedAtMs: number;
}

/** What there is; each turn changes it. */
export interface World {
  readonly loop: ScalingLoop;
  readonly machines: Map<string, Machine>;
  cluster: Cluster;
  history: AutoscaleHistory;
  ordered: readonly Machine[];
  pending: readonly Task[];
  nowMs: number;
  /** How many ids have been given. */
  ids: number;
}

/** Nothing happens but that all agents come and offer. Less time goes by than agents are expected for. */
const quiet: LoopStep = {
  tasks: [],
  ends: [],
  lost: null,
  disabled: null,
  comes: [true],
  isOffered: true,
  fails: false,
  waitMs: 15_000,
};

/** What is there after the steps of the loop and so many turns in which nothing happens, and what these answered. */
export function worldAfter(loop: ScalingLoop, turns: number): readonly [World, readonly Autoscaled[]] {
  const world: World = {
    loop,
    machines: new Map(),
    cluster: emptyCluster,
    history: emptyHistory,
    ordered: [],
    pending: [],
    nowMs: 0,
    ids: 0,
  };
  for (const step of loop.steps) turn(world, step);
  return [world, Array.from({ length: turns }, () => turn(world, quiet))];
}

function turn(world: World, step: LoopStep): Autoscaled {
  world.nowMs += step.waitMs;
  const { nowMs, history } = world;
  const { settings, fitness, isHeld, isQueued } = world.loop;
  const isOffered = step.isOffered || settings.missForMs === 0;
  loseSome(world, step);
  const known = new Set(world.machines.keys());
  letCome(world, step);
  const offers = [...world.machines].flatMap(([id, machine]) =>
    isOffered || !known.has(id) ? offersOf(id, machine, world) : [],
  );
  const cluster = update(world.cluster, [{ type: "offers-received", offers }]);
  const tasks = [...world.pending, ...step.tasks.map((task) => ({ ...task, id: `t${world.ids++}` }))];
  const input = {
    cluster,
    tasks: isQueued ? queued(tasks) : tasks,
    policy: { fitness, ...(isHeld && { hold: { forMs: 1e12 } }) },
    nowMs,
  };
  const round = match(input);
  const out = autoscale({ ...input, round, settings, history });
  const unmatched = new Set(round.unmatched.map(({ taskId }) => taskId));
  world.pending = tasks.filter(({ id }) => unmatched.has(id));
  world.cluster = out.cluster;
  world.history = out.history;
  act(world, out, step);
  return out;
}

function loseSome(world: World, { ends, lost, disabled }: LoopStep): void {
  const { cluster, machines, nowMs } = world;
  const events: ClusterEvent[] = [];
  const running = cluster.agents.flatMap((agent) => agent.running);
  for (const place of new Set(ends.map((end) => end % Math.max(1, running.length)))) {
    const ended = running[place];
    if (ended !== undefined)
      events.push({ type: "task-ended", taskId: ended.task.id, agentId: ended.agentId });
  }
  const ids = [...machines.keys()];
  if (disabled !== null && ids.length > 0)
    events.push({ type: "agent-disabled", agentId: inTurn(ids, disabled), untilMs: nowMs + 50_000 });
  if (lost !== null && ids.length > 0) {
    const agentId = inTurn(ids, lost);
    events.push({ type: "agent-lost", agentId });
    machines.delete(agentId);
  }
  world.cluster = update(cluster, events);
}

/** What does not come as long as it is expected does not come at all. */
function letCome(world: World, { comes }: LoopStep): void {
  const expected = world.ordered.filter(
    ({ askedAtMs }) => world.nowMs - askedAtMs < world.loop.settings.expectForMs,
  );
  for (const [i, machine] of expected.entries())
    if (inTurn(comes, i)) world.machines.set(`${machine.value}${world.ids++}`, machine);
  world.ordered = expected.filter((_, i) => !inTurn(comes, i));
}

/** What the agent has left, unless it is offered already. */
function offersOf(id: string, { shape, value }: Machine, world: World): readonly Offer[] {
  const agent = findAgent(world.cluster, id);
  const resources = { cpus: 0, mem: 0, ...shape.offers[0]?.resources };
  for (const { task } of agent?.running ?? []) {
    resources.cpus -= task.resources["cpus"] ?? 0;
    resources.mem -= task.resources["mem"] ?? 0;
  }
  if ((agent?.offers.length ?? 0) > 0 || (resources.cpus === 0 && resources.mem === 0)) return [];
  const attributes = { ...shape.attributes, type: value };
  const { nowMs: receivedAtMs } = world;
  return [{ id: `o${world.ids++}`, agentId: id, hostname: id, resources, attributes, receivedAtMs }];
}

/** In buckets, in turn. */
function queued(tasks: readonly Task[]) {
  const inBuckets = tasks.map((task) => ({ ...task, bucket: `b${Number(task.id.slice(1)) % 3}` }));
  return queueOf(inBuckets, { total: { cpus: 1000, mem: 1000 } });
}

function act(world: World, { actions }: Autoscaled, { fails }: LoopStep): void {
  for (const action of actions) {
    if (action.type === "scale-up") {
      if (fails) world.history = forgetAction(world.history, action);
      else world.ordered = [...world.ordered, ...machinesOf(action, world)];
      continue;
    }
    for (const { agentId } of action.agents) {
      world.machines.delete(agentId);
      world.cluster = update(world.cluster, [{ type: "agent-lost", agentId }]);
    }
  }
}

/** Of the shapes that tasks need so many, the rest in turn of all. */
function machinesOf({ value, agents, shapes }: ScaleUp, { loop, nowMs }: World): readonly Machine[] {
  const all = loop.settings.rules.find((rule) => rule.value === value)?.shapes ?? [];
  const needed = shapes.flatMap((each) => Array.from({ length: each.agents }, () => each.shape));
  const others = Array.from({ length: agents - needed.length }, (_, i) => inTurn(all, i));
  return [...needed, ...others].map((shape) => ({ value: String(value), shape, askedAtMs: nowMs }));
}
