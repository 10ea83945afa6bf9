import { recover } from "./agents.ts";
import { giveBack, refusalOf, refuse, remove, rescind, touch } from "./allocator.ts";
import { at, fieldsOf, isFields, listAt, textAt, type Fields } from "./json.ts";
import { convert } from "./operations.ts";
import { tellOperation } from "./operation-status.ts";
import { poolOf, take } from "./portions.ts";
import { send, timestampOf } from "./send.ts";
import type { Agent, Executor, Framework, Offer, State } from "./state.ts";
import { executorKey, judgeGroup, judgeTask, type Accepted, type Ground } from "./task-rules.ts";
import { launch } from "./tasks.ts";

/** Carries out an ACCEPT: its operations in their order on what its offers hold together. */
export function accept(state: State, framework: Framework, body: unknown): void {
  const ids = listAt(body, "offer_ids").map((id) => textAt(id, "value") ?? "");
  const operations = listAt(body, "operations").map(fieldsOf);
  const found = ids
    .flatMap((id) => state.offers.get(id) ?? [])
    .filter(({ candidate }) => candidate.framework === framework);
  const problem = problemOfOffers(framework, ids, state);
  const [first] = found;
  if (problem !== undefined || first === undefined) {
    for (const offer of new Set(found)) giveBack(state, offer);
    for (const operation of operations) drop(state, framework, operation, problem ?? "No offers specified");
    return;
  }
  const { agent, candidate } = first;
  const left = poolOf(found.flatMap(({ pool }) => [...pool.values()]));
  for (const offer of found) remove(state, offer);
  const ground: Ground = { agent, candidate, left };
  for (const operation of operations) carryOut(state, operation, ground);
  // What is shared was never taken from what is free.
  const rest = [...left.values()];
  recover(agent, candidate, rest);
  refuse(state, agent, candidate, poolOf(rest), refusalOf(state, at(body, "filters")));
  touch(state, agent);
}

function problemOfOffers(framework: Framework, ids: readonly string[], state: State): string | undefined {
  let first: Offer | undefined;
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) return `Duplicate offer ${id} in offer list`;
    seen.add(id);
  }
  for (const id of ids) {
    const offer = state.offers.get(id);
    if (offer === undefined) return `Offer ${id} is no longer valid`;
    const owner = offer.candidate.framework;
    if (owner !== framework) {
      return `Offer ${id} has invalid framework ${owner.id} while framework ${framework.id} is expected`;
    }
  }
  for (const id of ids) {
    const offer = state.offers.get(id);
    first ??= offer;
    if (offer?.candidate.role !== first?.candidate.role) {
      return `Aggregated offers must be allocated to the same role. Offer ${id} uses role ${offer?.candidate.role} but another is using role ${first?.candidate.role}`;
    }
    if (offer?.agent !== first?.agent) {
      return `Aggregated offers must belong to one single agent. Offer ${id} uses agent ${offer?.agent.id} and agent ${first?.agent.id}`;
    }
  }
  return undefined;
}

/** The tasks of an operation. */
function tasksIn(operation: Fields): readonly Fields[] {
  const infos = [
    ...listAt(operation, "launch", "task_infos"),
    ...listAt(operation, "launch_group", "task_group", "tasks"),
  ];
  return infos.map(fieldsOf);
}

function drop(state: State, framework: Framework, operation: Fields, problem: string): void {
  const type = textAt(operation, "type");
  if (type !== "LAUNCH" && type !== "LAUNCH_GROUP") {
    refuseOperation(state, framework, operation, `Operation attempted with invalid resources: ${problem}`);
    return;
  }
  const taskState = framework.capabilities.has("PARTITION_AWARE") ? "TASK_DROPPED" : "TASK_LOST";
  for (const info of tasksIn(operation)) {
    tell(
      state,
      framework,
      info,
      taskState,
      "REASON_INVALID_OFFERS",
      `Task launched with invalid offers: ${problem}`,
    );
  }
}

function carryOut(state: State, operation: Fields, ground: Ground): void {
  const { framework } = ground.candidate;
  switch (textAt(operation, "type")) {
    case "LAUNCH":
      for (const info of tasksIn(operation)) {
        const verdict = judgeTask(info, ground);
        if ("problem" in verdict)
          tell(state, framework, info, "TASK_ERROR", "REASON_TASK_INVALID", verdict.problem);
        else start(state, info, verdict, ground);
      }
      return;
    case "LAUNCH_GROUP": {
      const infos = tasksIn(operation);
      const executor = fieldsOf(at(operation, "launch_group", "executor"));
      const verdicts = judgeGroup(at(operation, "launch_group", "task_group"), executor, ground);
      for (const [i, info] of infos.entries()) {
        if ("problem" in verdicts) {
          tell(state, framework, info, "TASK_ERROR", "REASON_TASK_GROUP_INVALID", verdicts.problem);
        } else {
          const verdict = verdicts[i];
          if (verdict !== undefined) start(state, info, verdict, ground);
        }
      }
      return;
    }
    default: {
      const problem = convert(operation, ground);
      if (problem !== undefined) {
        refuseOperation(state, framework, operation, problem);
        return;
      }
      // A shared volume that is destroyed may be in other offers.
      for (const offer of ground.agent.offers) {
        if ([...offer.pool.values()].some(({ kind }) => kind.isShared && !ground.agent.total.has(kind.key))) {
          rescind(state, offer);
        }
      }
      dropShared(ground.agent);
      tellOperation(state, framework, operation, ground.agent);
    }
  }
}

/** What is shared is free as long as it is there. */
function dropShared({ free, total }: Agent): void {
  for (const { kind } of free.values()) if (kind.isShared && !total.has(kind.key)) free.delete(kind.key);
}

function refuseOperation(state: State, framework: Framework, operation: Fields, problem: string): void {
  tellOperation(state, framework, operation, undefined, problem);
}

function start(state: State, info: Fields, { portions, executor }: Accepted, ground: Ground): void {
  const { agent, candidate, left } = ground;
  for (const portion of portions) take(left, portion);
  const running = executor === undefined ? undefined : runningOf(executor, ground);
  launch(state, { info, agent, candidate, portions, executor: running });
}

/** The executor that runs by that id, or the one that is started for this task. */
function runningOf(
  { info, portions }: NonNullable<Accepted["executor"]>,
  { agent, candidate, left }: Ground,
): Executor {
  const { framework } = candidate;
  const id = textAt(info, "executor_id", "value") ?? "";
  for (const executor of agent.executors) {
    if (executor.framework === framework && executor.id === id) return executor;
  }
  for (const portion of portions) take(left, portion);
  const executor = { id, key: executorKey(info), framework, agent, candidate, portions, tasks: new Set([]) };
  agent.executors.add(executor);
  return executor;
}

function tell(
  state: State,
  framework: Framework,
  info: Fields,
  taskState: string,
  reason: string,
  message: string,
): void {
  const agentId = at(info, "agent_id");
  const status = {
    task_id: at(info, "task_id"),
    state: taskState,
    message,
    source: "SOURCE_MASTER",
    reason,
    ...(isFields(agentId) ? { agent_id: agentId } : {}),
    timestamp: timestampOf(state),
  };
  send(state, framework, { type: "UPDATE", update: { status } });
}

/** Carries out a DECLINE; offers that are not there are let be. */
export function decline(state: State, framework: Framework, body: unknown): void {
  const refusalMs = refusalOf(state, at(body, "filters"));
  for (const id of listAt(body, "offer_ids")) {
    const offer = state.offers.get(textAt(id, "value") ?? "");
    if (offer === undefined || offer.candidate.framework !== framework) continue;
    giveBack(state, offer);
    refuse(state, offer.agent, offer.candidate, offer.pool, refusalMs);
  }
}
