import type { Entry, Store } from "../../examples/scheduler/journal.ts";
import type { Job } from "../../examples/scheduler/jobs.ts";
import type { Call } from "../../examples/scheduler/calls.ts";
import { createScheduler, type Scheduler } from "../../examples/scheduler/scheduler.ts";
import type { Fields } from "../support/master/json.ts";
import type { TestMaster } from "../support/master/master.ts";

/** A store that only outlives schedulers: what is in it has been text. */
export function memoryStore(): Store & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    load: () => lines.map((line) => JSON.parse(line) as Entry),
    append: (entries) => void lines.push(...entries.map((entry) => JSON.stringify(entry))),
  };
}

/** A scheduler led by hand: calls arrive at once, and each second of the master it decides. */
export interface Led {
  readonly scheduler: () => Scheduler;
  /** Lets so many seconds go by. */
  readonly pass: (seconds: number) => void;
  /** Throws the scheduler away, and makes it anew from its store, with other jobs perhaps. */
  readonly restart: (jobs?: readonly Job[]) => void;
  /** An event of which the master knows nothing. */
  readonly hear: (event: Fields) => void;
  readonly lines: readonly string[];
}

/** Subscribes a scheduler of these jobs to the master. */
export function lead(master: TestMaster, jobs: readonly Job[], store: Store = memoryStore()): Led {
  const lines: string[] = [];
  let subscription = 0;
  let scheduler: Scheduler;
  let streamId = "";
  const send = (calls: readonly Call[]): void => {
    for (const call of calls) master.call(streamId, call);
  };
  const hear = (event: Fields): void => send(scheduler.receive([event], master.nowMs()));
  const restart = (others: readonly Job[] = jobs): void => {
    const settings = { name: "test", user: "root", principal: "p", failoverSeconds: 3600 };
    scheduler = createScheduler(others, { ...settings, log: (line) => void lines.push(line) }, store);
    const own = ++subscription;
    const early: Fields[] = [];
    let isOpen = false;
    const answer = master.subscribe(scheduler.subscribeCall(), {
      event: (event) => {
        if (own !== subscription) return;
        if (isOpen) hear(event);
        else early.push(event);
      },
    });
    streamId = answer.streamId ?? "";
    isOpen = true;
    for (const event of early) hear(event);
  };
  restart();
  return {
    scheduler: () => scheduler,
    pass: (seconds) => {
      for (let n = 0; n < seconds; n++) {
        master.advance(1000);
        send(scheduler.tick(master.nowMs()));
      }
    },
    restart,
    hear,
    lines,
  };
}
