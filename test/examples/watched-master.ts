import type { Fields } from "../support/master/json.ts";
import { at, listAt, textAt } from "../support/master/json.ts";
import { createMaster, type MasterOptions, type TestMaster } from "../support/master/master.ts";
import { scriptOf } from "../support/master/tasks.ts";

/** A master of which everything is written down: what it launches, and how tasks end as it says. */
export interface WatchedMaster {
  readonly master: TestMaster;
  /** Ids of tasks in the order in which they were launched. */
  readonly launched: readonly string[];
  /** The TaskInfos of these. */
  readonly infos: ReadonlyMap<string, Fields>;
  /** Ids of tasks by the terminal state that was first told of them. */
  readonly ends: ReadonlyMap<string, string>;
  /** All calls, as they came. */
  readonly calls: readonly Fields[];
  /** Answers that were no 200 and 202. */
  readonly refused: readonly string[];
}

const terminal = /_(?:FINISHED|FAILED|KILLED|LOST|ERROR|DROPPED|GONE)$/u;

/** A master with some agents, each of 2 cpus. */
export function watchedMaster(agents: number, options: MasterOptions = {}): WatchedMaster {
  const launched: string[] = [];
  const infos = new Map<string, Fields>();
  const ends = new Map<string, string>();
  const calls: Fields[] = [];
  const refused: string[] = [];
  const inner = createMaster({
    ...options,
    script: (info) => {
      const id = textAt(info, "task_id", "value") ?? "";
      launched.push(id);
      infos.set(id, info);
      return (options.script ?? scriptOf)(info);
    },
  });
  for (let n = 0; n < agents; n++) inner.addAgent({ hostname: `h${n}`, resources: resourcesOfAgent });
  const note = (call: unknown): void => {
    calls.push(typeof call === "string" ? (JSON.parse(call) as Fields) : (call as Fields));
  };
  const master: TestMaster = {
    ...inner,
    subscribe: (call, subscriber) => {
      note(call);
      return inner.subscribe(call, {
        ...subscriber,
        event: (event) => {
          const id = textAt(event, "update", "status", "task_id", "value");
          const state = textAt(event, "update", "status", "state") ?? "";
          if (id !== undefined && terminal.test(state) && !ends.has(id)) ends.set(id, state);
          subscriber.event(event);
        },
      });
    },
    call: (streamId, call) => {
      note(call);
      const answer = inner.call(streamId, call);
      if (answer.status !== 202) refused.push(answer.body);
      return answer;
    },
  };
  return { master, launched, infos, ends, calls, refused };
}

const resourcesOfAgent: readonly Fields[] = [
  { name: "cpus", type: "SCALAR", scalar: { value: 2 } },
  { name: "mem", type: "SCALAR", scalar: { value: 1024 } },
  { name: "disk", type: "SCALAR", scalar: { value: 1024 } },
  { name: "ports", type: "RANGES", ranges: { range: [{ begin: 31_000, end: 31_099 }] } },
];

/** The calls of a type, without their ids of the framework. */
export function callsOf({ calls }: WatchedMaster, type: string): readonly unknown[] {
  return calls.filter((call) => call["type"] === type).map((call) => at(call, type.toLowerCase()));
}

/** How often each item of batch jobs was told to have finished, by the id without the number of the attempt. */
export function finishedItems({ ends }: WatchedMaster): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [id, state] of ends) {
    const item = id.replace(/-\d+$/u, "");
    if (state === "TASK_FINISHED") counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  return counts;
}

/** The tasks that an ACCEPT launches. */
export function tasksIn(accept: unknown): readonly unknown[] {
  return listAt(accept, "operations").flatMap((operation) => [
    ...listAt(operation, "launch", "task_infos"),
    ...listAt(operation, "launch_group", "task_group", "tasks"),
  ]);
}
