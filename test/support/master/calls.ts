import { accept, decline } from "./accept.ts";
import {
  describe,
  disconnect,
  lookAround,
  problemOfInfo,
  setSuppressed,
  subscribe,
  tearDown,
} from "./frameworks.ts";
import { answer } from "./inverse-offers.ts";
import { at, fieldsOf, isFields, textAt, textsAt } from "./json.ts";
import { acknowledgeOperation, reconcileOperations } from "./operation-status.ts";
import { reconcile, reconcileTask } from "./reconcile.ts";
import { missingFields } from "./required-fields.ts";
import type { Framework, State, Subscriber } from "./state.ts";
import { acknowledge, end, report } from "./tasks.ts";

/** An answer as of HTTP. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Of a subscription: the stream that it has. */
  readonly streamId?: string;
}

/** The calls that need a body of their own; the others are TEARDOWN, REVIVE and SUPPRESS, which may have one. */
const withBody: ReadonlySet<string> = new Set([
  "SUBSCRIBE",
  "ACCEPT",
  "DECLINE",
  "ACCEPT_INVERSE_OFFERS",
  "DECLINE_INVERSE_OFFERS",
  "KILL",
  "SHUTDOWN",
  "ACKNOWLEDGE",
  "ACKNOWLEDGE_OPERATION_STATUS",
  "RECONCILE",
  "RECONCILE_OPERATIONS",
  "MESSAGE",
  "REQUEST",
  "UPDATE_FRAMEWORK",
]);
const withoutBody: ReadonlySet<string> = new Set(["TEARDOWN", "REVIVE", "SUPPRESS"]);
const taken: Answer = { status: 202, body: "" };

function bad(body: string): Answer {
  return { status: 400, body };
}

/** Takes a call, in JSON or as its text, and answers it; its events go to the subscribers. */
export function take(
  state: State,
  streamId: string | undefined,
  json: unknown,
  subscriber?: Subscriber,
): Answer {
  const call = typeof json === "string" ? parsed(json) : json;
  if (call === undefined) return bad("Failed to parse body into JSON: syntax error at line 1 near:");
  if (!isFields(call)) return bad("Failed to convert JSON into Call protobuf: Expecting a JSON object");
  const missing = missingFields(call);
  if (missing.length > 0) {
    return bad(`Failed to convert JSON into Call protobuf: Missing required fields: ${missing.join(", ")}`);
  }
  const invalid = (field: string): Answer =>
    bad(`Failed to validate scheduler::Call: Expecting '${field}' to be present`);
  const type = textAt(call, "type") ?? "";
  if (!withBody.has(type) && !withoutBody.has(type)) return invalid("type");
  const field = type.toLowerCase();
  if (type === "SUBSCRIBE") {
    if (at(call, field) === undefined) return invalid(field);
    return join(state, streamId, call, subscriber);
  }
  const frameworkId = textAt(call, "framework_id", "value");
  if (frameworkId === undefined) return invalid("framework_id");
  if (withBody.has(type) && at(call, field) === undefined) return invalid(field);
  const framework = state.frameworks.get(frameworkId);
  if (framework === undefined) return bad("Framework cannot be found");
  if (streamId === undefined)
    return bad("All non-subscribe calls should include the 'Mesos-Stream-Id' header");
  if (framework.streamId === undefined) return { status: 403, body: "Framework is not subscribed" };
  if (streamId !== framework.streamId) {
    return bad(
      `The stream ID '${streamId}' included in this request didn't match the stream ID currently associated with framework ID ${frameworkId}`,
    );
  }
  if (state.faults.losesCall()) return taken;
  return carryOut(state, framework, type, at(call, field));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function join(
  state: State,
  given: string | undefined,
  call: unknown,
  subscriber: Subscriber = { event: () => {} },
): Answer {
  if (given !== undefined) return bad("Subscribe calls should not include the 'Mesos-Stream-Id' header");
  const body = at(call, "subscribe");
  const [outer, inner] = [
    textAt(call, "framework_id", "value"),
    textAt(body, "framework_info", "id", "value"),
  ];
  if (outer !== inner) {
    return bad(
      "Failed to validate scheduler::Call: 'framework_id' differs from 'subscribe.framework_info.id'",
    );
  }
  const streamId = state.random.uuid();
  const problem = problemOfInfo(state, body);
  if (problem === undefined) subscribe(state, body, subscriber, streamId);
  else {
    state.outbox.push({ subscriber, event: { type: "ERROR", error: { message: problem } } });
    state.outbox.push({ subscriber, event: undefined });
  }
  return { status: 200, body: "", streamId };
}

function carryOut(state: State, framework: Framework, type: string, body: unknown): Answer {
  switch (type) {
    case "ACCEPT":
      accept(state, framework, body);
      break;
    case "DECLINE":
      decline(state, framework, body);
      break;
    case "ACCEPT_INVERSE_OFFERS":
    case "DECLINE_INVERSE_OFFERS":
      answer(state, framework, body);
      break;
    case "SUPPRESS":
    case "REVIVE":
      setSuppressed(state, framework, textsAt(body, "roles"), type === "SUPPRESS");
      break;
    case "KILL":
      kill(state, framework, body);
      break;
    case "SHUTDOWN":
      shutDown(state, framework, body);
      break;
    case "ACKNOWLEDGE": {
      const task = framework.tasks.get(textAt(body, "task_id", "value") ?? "");
      if (task !== undefined) acknowledge(state, task, textAt(body, "uuid") ?? "");
      break;
    }
    case "ACKNOWLEDGE_OPERATION_STATUS":
      acknowledgeOperation(framework, body);
      break;
    case "RECONCILE":
      reconcile(state, framework, body);
      break;
    case "RECONCILE_OPERATIONS":
      reconcileOperations(state, framework, body);
      break;
    case "MESSAGE":
      state.messages.push(fieldsOf(body));
      break;
    case "TEARDOWN":
      tearDown(state, framework);
      break;
    case "UPDATE_FRAMEWORK": {
      const problem = problemOfInfo(state, body);
      if (problem !== undefined) return bad(problem);
      describe(state, framework, body);
      lookAround(state);
      return { status: 200, body: "" };
    }
    default:
  }
  return taken;
}

/** A task that is not known is reconciled, as the master does. */
function kill(state: State, framework: Framework, body: unknown): void {
  const task = framework.tasks.get(textAt(body, "task_id", "value") ?? "");
  if (task === undefined) {
    reconcileTask(state, framework, body);
    return;
  }
  if (framework.capabilities.has("TASK_KILLING_STATE") && task.latest === "TASK_RUNNING") {
    report(state, task, "TASK_KILLING");
  }
  task.timers.push(
    state.clock.after(state.settings.killMs, () => {
      end(state, task, "TASK_KILLED", { message: "Command terminated with signal Terminated" });
    }),
  );
}

function shutDown(state: State, framework: Framework, body: unknown): void {
  const agent = state.agents.get(textAt(body, "agent_id", "value") ?? "");
  const id = textAt(body, "executor_id", "value");
  for (const executor of agent?.executors ?? []) {
    if (executor.framework !== framework || executor.id !== id) continue;
    for (const task of executor.tasks) end(state, task, "TASK_KILLED", { message: "Executor shut down" });
  }
}

/** The stream of a framework has ended, as far as that is its stream. */
export function streamEnded(state: State, streamId: string): void {
  for (const framework of state.frameworks.values()) {
    if (framework.streamId === streamId) disconnect(state, framework);
  }
}
