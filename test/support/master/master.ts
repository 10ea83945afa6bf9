/**
 * A Mesos master to test against: what agents offer, what becomes of calls and tasks, and what goes wrong on the way. It
 * answers as a real one (Mesos 1.12; test/data/master.test.ts compares them call by call), but has no agents, no network
 * and no time of its own: a seed and the calls decide all that it says.
 *
 *     const master = createMaster({ seed: 7 });
 *     master.addAgent({ hostname: "h1", resources: [{ name: "cpus", type: "SCALAR", scalar: { value: 4 } }] });
 *     const events = [];
 *     const { streamId } = master.subscribe({ type: "SUBSCRIBE", subscribe: { framework_info } }, {
 *       event: (event) => events.push(event),
 *     });
 *     master.call(streamId, { framework_id, type: "ACCEPT", accept: { offer_ids, operations } }); // { status: 202, body: "" }
 *     master.advance(1000); // updates, offers, heartbeats of a second
 *     master.finish("task-1");
 *     master.loseAgent(agentId); master.returnAgent(agentId); master.failOver(); master.disconnect(frameworkId);
 *     expect(master.problems()).toEqual([]); // free + offered + used = total, on every agent
 *
 * Events are delivered in order, before the method that caused them returns; a subscriber may call the master while it
 * gets one, and what that causes is delivered after it. `serveMaster` of http.ts puts the same master behind HTTP:
 *
 *     const { url, close } = await serveMaster(master, { tickMs: 50 }); // POST `${url}/api/v1/scheduler`
 *
 * A task runs as its script says (`script` of the options); without one as its command does: `sleep 2; exit 1` runs for
 * two seconds and fails, and a task of an executor runs until it is finished or killed.
 */
import { agentFrom, register } from "./agents.ts";
import { allocate, rescind } from "./allocator.ts";
import { take, streamEnded, type Answer } from "./calls.ts";
import { createClock } from "./clock.ts";
import { endStream, failOver, loseAgent, returnAgent } from "./faults.ts";
import { faultPlan, type FaultRates } from "./fault-plan.ts";
import { plan } from "./inverse-offers.ts";
import type { Fields } from "./json.ts";
import { problemsOf } from "./problems.ts";
import { randomOf } from "./random.ts";
import { deliver, send } from "./send.ts";
import type { Agent, AgentDescription, Settings, State, Subscriber, Task } from "./state.ts";
import { end, scriptOf } from "./tasks.ts";
import { agentView, taskView, volumesOf, type AgentView, type TaskView, type VolumeView } from "./views.ts";

/** How a master is set up; everything has a default. Times are in ms. */
export interface MasterOptions extends Partial<Settings> {
  readonly seed?: number;
  readonly faults?: FaultRates;
}

/** See the head of this file. */
export interface TestMaster {
  readonly nowMs: () => number;
  /** When something is due next, if anything is. */
  readonly nextMs: () => number | undefined;
  /** Lets that many ms go by, and does all that is due in them. */
  readonly advance: (ms: number) => void;
  /** Registers an agent, and says its id. */
  readonly addAgent: (description: AgentDescription) => string;
  /** Takes a SUBSCRIBE call; events go to the subscriber until its stream ends. */
  readonly subscribe: (call: unknown, subscriber: Subscriber) => Answer;
  /** Takes any other call: JSON, or its text. */
  readonly call: (streamId: string | undefined, call: unknown) => Answer;
  /** Ends a task as told: TASK_FINISHED unless told. */
  readonly finish: (taskId: string, state?: string) => void;
  /** Sends a MESSAGE of an executor; `data` in base64. */
  readonly message: (frameworkId: string, agentId: string, executorId: string, data: string) => void;
  /** What frameworks sent to executors. */
  readonly messages: () => readonly Fields[];
  /** Plans maintenance: an Unavailability in JSON; none: calls it off. */
  readonly plan: (agentId: string, unavailability?: Fields) => void;
  readonly rescind: (offerId: string) => void;
  readonly loseAgent: (agentId: string, how?: "removed" | "unreachable") => void;
  readonly returnAgent: (agentId: string) => void;
  /** Ends the stream of a framework without a word. */
  readonly disconnect: (frameworkId: string) => void;
  /** The framework has ended the stream. */
  readonly streamEnded: (streamId: string) => void;
  readonly failOver: () => void;
  /** The next calls are answered as ever, and lost. */
  readonly dropCalls: (count: number) => void;
  /** Changes how often things go wrong by themselves. */
  readonly setFaults: (rates: FaultRates) => void;
  readonly agents: () => readonly AgentView[];
  readonly tasks: () => readonly TaskView[];
  readonly offers: () => readonly { readonly id: string; readonly agentId: string; readonly role: string }[];
  readonly volumes: () => readonly VolumeView[];
  /** What does not add up; nothing, at any time. */
  readonly problems: () => readonly string[];
}

/** A master without agents, at 0 ms. */
export function createMaster(options: MasterOptions = {}): TestMaster {
  const state = stateFrom(options);
  let depth = 0;
  /** What is sent by a call that a subscriber makes is delivered by the call outside. */
  const run = <T>(act: () => T): T => {
    depth++;
    try {
      return act();
    } finally {
      if (depth === 1) deliver(state);
      depth--;
    }
  };
  const agent = (id: string): Agent => found(state.agents.get(id), `agent ${id}`);
  return {
    nowMs: state.clock.nowMs,
    nextMs: state.clock.nextMs,
    advance: (ms) =>
      run(() =>
        state.clock.goTo(state.clock.nowMs() + ms, () => {
          if (depth === 1) deliver(state);
        }),
      ),
    addAgent: (description) =>
      run(() => {
        const added = agentFrom(state, description);
        register(state, added);
        state.dirty.add(added);
        allocate(state);
        return added.id;
      }),
    subscribe: (call, subscriber) => run(() => take(state, undefined, call, subscriber)),
    call: (streamId, call) => run(() => take(state, streamId, call)),
    finish: (taskId, endState = "TASK_FINISHED") => run(() => end(state, taskOf(state, taskId), endState)),
    message: (frameworkId, agentId, executorId, data) =>
      run(() => {
        const framework = found(state.frameworks.get(frameworkId), `framework ${frameworkId}`);
        const message = { agent_id: { value: agentId }, executor_id: { value: executorId }, data };
        send(state, framework, { type: "MESSAGE", message });
      }),
    messages: () => state.messages,
    plan: (id, unavailability) => run(() => plan(state, agent(id), unavailability)),
    rescind: (id) => run(() => rescind(state, found(state.offers.get(id), `offer ${id}`))),
    loseAgent: (id, how = "removed") => run(() => loseAgent(state, agent(id), how)),
    returnAgent: (id) => run(() => returnAgent(state, found(state.unreachable.get(id), `agent ${id}`))),
    disconnect: (frameworkId) => run(() => endStream(state, frameworkId)),
    streamEnded: (streamId) => run(() => streamEnded(state, streamId)),
    failOver: () => run(() => failOver(state)),
    dropCalls: (count) => void (state.faults.callsToDrop = count),
    setFaults: (rates) => void (state.faults.rates = rates),
    agents: () => [...state.agents.values()].map(agentView),
    tasks: () => [...state.frameworks.values()].flatMap(({ tasks }) => [...tasks.values()].map(taskView)),
    offers: () =>
      [...state.offers.values()].map(({ id, agent: of, candidate }) => ({
        id,
        agentId: of.id,
        role: candidate.role,
      })),
    volumes: () => [...state.agents.values()].flatMap(volumesOf),
    problems: () => problemsOf(state),
  };
}

function stateFrom({ seed = 1, faults = {}, ...settings }: MasterOptions): State {
  const random = randomOf(seed);
  return {
    settings: {
      heartbeatMs: 15_000,
      allocationMs: 1000,
      defaultRefuseMs: 5000,
      retryMs: 10_000,
      longestRetryMs: 600_000,
      startTime: 1_600_000_000,
      domain: undefined,
      url: { hostname: "localhost", ip: "127.0.0.1", port: 5050 },
      script: scriptOf,
      killMs: 100,
      ...settings,
    },
    clock: createClock(),
    random,
    faults: faultPlan(random, faults),
    masterId: random.uuid(),
    agents: new Map(),
    unreachable: new Map(),
    frameworks: new Map(),
    completed: new Set(),
    offers: new Map(),
    inverseOffers: new Map(),
    dirty: new Set(),
    idle: new Set(),
    totals: new Map(),
    batch: undefined,
    counts: { offer: 0, framework: 0, agent: 0, sent: 0 },
    outbox: [],
    messages: [],
  };
}

function taskOf(state: State, id: string): Task {
  for (const { tasks } of state.frameworks.values()) {
    const task = tasks.get(id);
    if (task !== undefined) return task;
  }
  throw new Error(`there is no task ${id}`);
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`there is no ${what}`);
  return value;
}
