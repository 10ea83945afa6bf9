import { recover } from "./agents.ts";
import { touch } from "./allocator.ts";
import { at, textAt, type Fields } from "./json.ts";
import type { Portion } from "./portions.ts";
import { send, timestampOf } from "./send.ts";
import type { Agent, Candidate, Executor, State, Task, TaskScript, Update } from "./state.ts";

const terminal: ReadonlySet<string> = new Set([
  "TASK_FINISHED",
  "TASK_FAILED",
  "TASK_KILLED",
  "TASK_LOST",
  "TASK_ERROR",
  "TASK_DROPPED",
  "TASK_GONE",
]);

/** Whether a task in that state has ended. */
export function isTerminal(state: string): boolean {
  return terminal.has(state);
}

/** What a launch is made of; the resources are taken from its offers. */
export interface Launch {
  readonly info: Fields;
  readonly agent: Agent;
  readonly candidate: Candidate;
  readonly portions: readonly Portion[];
  readonly executor: Executor | undefined;
}

/** Starts a task on its agent. It will say so, as its script tells. */
export function launch(state: State, { info, agent, candidate, portions, executor }: Launch): void {
  const { framework } = candidate;
  const task: Task = {
    id: textAt(info, "task_id", "value") ?? "",
    info,
    framework,
    agent,
    candidate,
    portions,
    executor,
    launchedMs: state.clock.nowMs(),
    timers: [],
    latest: "TASK_STAGING",
    told: "TASK_STAGING",
    updates: [],
    isReleased: false,
  };
  framework.tasks.set(task.id, task);
  agent.tasks.add(task);
  executor?.tasks.add(task);
  for (const { kind } of portions) {
    if (kind.volumeId === undefined) continue;
    const users = agent.volumeUsers.get(kind.key) ?? new Set();
    agent.volumeUsers.set(kind.key, users.add(task.id));
  }
  play(state, task, state.settings.script(info));
}

function play(state: State, task: Task, script: TaskScript): void {
  const { startingMs = 100, runningMs = 10, durationMs, endState = "TASK_FINISHED" } = script;
  const later = (delayMs: number, run: () => void): void =>
    void task.timers.push(state.clock.after(delayMs, run));
  later(startingMs, () => {
    report(state, task, "TASK_STARTING");
    later(runningMs, () => {
      report(state, task, "TASK_RUNNING");
      if (durationMs !== undefined) later(durationMs, () => end(state, task, endState));
    });
  });
}

/** The script of a task that runs a command such as `sleep 2; exit 1`; without a command it runs on. */
export function scriptOf(info: Fields): TaskScript {
  const command = at(info, "command", "value");
  if (typeof command !== "string") return {};
  const seconds = /sleep\s+(\d+(?:\.\d+)?|inf)/u.exec(command)?.[1] ?? "0";
  const isBad = /exit\s+[1-9]/u.test(command) || command.trim() === "false";
  return {
    ...(seconds === "inf" ? {} : { durationMs: Number(seconds) * 1000 }),
    endState: isBad ? "TASK_FAILED" : "TASK_FINISHED",
  };
}

/** Ends the task on its agent; the last one of an executor takes it along. */
export function end(state: State, task: Task, endState: string, fields: Fields = {}): void {
  if (isTerminal(task.latest)) return;
  for (const timer of task.timers) timer.cancel();
  report(state, task, endState, fields);
}

/** The agent has news of the task: they go out as soon as those before them are acknowledged. */
export function report(state: State, task: Task, taskState: string, fields: Fields = {}): void {
  task.latest = taskState;
  const uuid = state.random.bytes();
  const status = {
    task_id: { value: task.id },
    state: taskState,
    source: "SOURCE_EXECUTOR",
    agent_id: { value: task.agent.id },
    executor_id: { value: task.executor?.id ?? task.id },
    timestamp: timestampOf(state),
    uuid,
    ...fields,
  };
  task.updates.push({ status, uuid, state: taskState, timer: undefined });
  if (task.updates.length === 1) forward(state, task, state.settings.retryMs);
}

/** The agent is there again: the update whose turn it is goes out at once. */
export function resume(state: State, task: Task): void {
  task.updates[0]?.timer?.cancel();
  forward(state, task, state.settings.retryMs);
}

/** Sends the update whose turn it is, and again later. With it the master learns how the task is by now. */
function forward(state: State, task: Task, retryMs: number): void {
  const [update] = task.updates;
  if (update === undefined) return;
  if (task.agent.standing === "registered") {
    if (isTerminal(task.latest)) release(state, task);
    task.told = update.state;
    sendUpdate(state, task, update);
  }
  const { longestRetryMs } = state.settings;
  update.timer = state.clock.after(retryMs, () =>
    forward(state, task, Math.min(2 * retryMs, longestRetryMs)),
  );
}

function sendUpdate(state: State, { framework }: Task, { status }: Update): void {
  const event = { type: "UPDATE", update: { status } };
  const { lateMs, copies } = state.faults.onUpdate();
  if (lateMs === 0) send(state, framework, event);
  else state.clock.after(lateMs, () => send(state, framework, event));
  for (let copy = 0; copy < copies; copy++) send(state, framework, event);
}

/** The framework has seen the update whose turn it was; any other uuid is let be. */
export function acknowledge(state: State, task: Task, uuid: string): void {
  const [update] = task.updates;
  if (update?.uuid !== uuid) return;
  update.timer?.cancel();
  task.updates.shift();
  if (isTerminal(update.state)) forgetTask(state, task);
  else forward(state, task, state.settings.retryMs);
}

/** Gives back what the task used, and what its executor used if it was its last task. */
export function release(state: State, task: Task): void {
  if (task.isReleased) return;
  task.isReleased = true;
  recover(task.agent, task.candidate, task.portions);
  const { executor } = task;
  executor?.tasks.delete(task);
  if (executor?.tasks.size === 0) endExecutor(state, executor);
  touch(state, task.agent);
}

function endExecutor(state: State, executor: Executor): void {
  const { agent, candidate, framework, portions, id } = executor;
  agent.executors.delete(executor);
  recover(agent, candidate, portions);
  const failure = { agent_id: { value: agent.id }, executor_id: { value: id }, status: 0 };
  if (agent.standing === "registered") send(state, framework, { type: "FAILURE", failure });
}

/** The master knows nothing of the task any more. */
export function forgetTask(state: State, task: Task): void {
  for (const timer of task.timers) timer.cancel();
  for (const { timer } of task.updates) timer?.cancel();
  task.updates.length = 0;
  release(state, task);
  task.framework.tasks.delete(task.id);
  task.agent.tasks.delete(task);
}
