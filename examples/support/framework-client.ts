// stowage between the events and the calls of the npm package mesos-framework. Its messages are those of Mesos 0.28: so it has
// no capabilities, its offers name no role, and calls go through `legacyCall`.
import { emptyCluster, match, update, type Cluster } from "stowage";
import {
  callsFrom,
  eventsFrom,
  legacyCall,
  type MesosTask,
  type TaskInfoOf,
  type UnreadableOffer,
} from "stowage/mesos";
import { Scheduler } from "mesos-framework";

/** What the framework is to do. */
export interface FrameworkOptions {
  readonly host: string;
  readonly port: number;
  readonly role: string;
  readonly tasks: readonly MesosTask[];
  readonly taskInfo: TaskInfoOf;
  /** Called with each state of a task. */
  readonly onState: (taskId: string, state: string) => void;
  readonly onError: (error: unknown) => void;
}

/** A framework that places each task once. `stop` ends it with all its tasks. */
export interface Framework {
  readonly scheduler: Scheduler;
  readonly stop: () => Promise<void>;
}

/** The package subscribes without a role, and so to "*"; for that nothing can be reserved. */
class SchedulerOfRole extends Scheduler {
  role = "*";

  override subscribe(): void {
    super.subscribe();
    const { httpRequest, role } = this;
    const write = httpRequest.write.bind(httpRequest);
    httpRequest.write = (text) => {
      const call = JSON.parse(text) as { subscribe: { framework_info: object } };
      const framework_info = { ...call.subscribe.framework_info, role };
      return write(JSON.stringify({ ...call, subscribe: { framework_info } }));
    };
  }
}

/** Subscribes to the master, and matches whenever offers come. */
export function startFramework(options: FrameworkOptions): Framework {
  const { host, port, role, taskInfo, onState, onError } = options;
  let cluster: Cluster = emptyCluster;
  let pending = options.tasks;
  let isStopping = false;

  /** The package hands over what is in an event, without its type. */
  function learn(type: string, body: object): readonly UnreadableOffer[] {
    const read = eventsFrom({ type, [type.toLowerCase()]: body }, { role, receivedAtMs: Date.now() });
    cluster = update(cluster, read.events);
    return read.unreadable;
  }

  function decide(unreadable: readonly UnreadableOffer[]): void {
    const round = match({ cluster, tasks: pending, policy: { roles: [role] }, nowMs: Date.now() });
    const frameworkId = scheduler.frameworkId ?? "";
    const { calls } = callsFrom(cluster, round, { frameworkId, taskInfo, unreadable });
    for (const call of calls.map(legacyCall)) {
      if (call.type === "ACCEPT") {
        const { offer_ids, operations, filters } = call.accept;
        scheduler.accept(offer_ids, operations, filters);
      } else if (call.type === "DECLINE") scheduler.decline(call.decline.offer_ids, call.decline.filters);
    }
    const left = new Set(round.unmatched.map(({ taskId }) => taskId));
    pending = pending.filter(({ id }) => left.has(id));
    ({ cluster } = round);
  }

  // Handlers must take exactly one argument: the package does not call others.
  const scheduler = new SchedulerOfRole({
    masterUrl: host,
    port,
    frameworkName: "stowage-mesos-framework",
    frameworkFailoverTimeout: 60,
    logging: { level: "off" }, // no level of that name: nothing is logged, and no file is made
    handlers: {
      SUBSCRIBED: (subscribed: object) => {
        learn("SUBSCRIBED", subscribed);
        const held = cluster.agents.flatMap(({ offers }) => offers);
        cluster = update(
          cluster,
          held.map(({ id }) => ({ type: "offer-rescinded", offerId: id })),
        );
      },
      OFFERS: (offers: object) => decide(learn("OFFERS", offers)),
      RESCIND: (rescind: object) => void learn("RESCIND", rescind),
      FAILURE: (failure: object) => void learn("FAILURE", failure),
      UPDATE: (news: Update) => {
        learn("UPDATE", news);
        onState(news.status.task_id.value, news.status.state);
        if (news.status.uuid !== undefined) scheduler.acknowledge(news);
      },
    },
  });
  scheduler.role = role;
  scheduler.on("error", (error: unknown) => {
    if (!isStopping) onError(error);
  });
  scheduler.on("ready", () => scheduler.subscribe());
  return {
    scheduler,
    stop: async () => {
      isStopping = true;
      // The package subscribes again when its stream ends: not this time.
      scheduler.subscribe = (): void => {};
      await new Promise((resolve) => {
        scheduler.once("sent_teardown", resolve);
        scheduler.teardown();
      });
      scheduler.httpRequest.destroy();
    },
  };
}

interface Update {
  readonly status: {
    readonly task_id: { readonly value: string };
    readonly state: string;
    readonly uuid?: string;
  };
}
