import type { Fields } from "./json.ts";
import type { Framework, State } from "./state.ts";

/** Puts an event into the post of a framework; without a subscription it is lost. */
export function send(state: State, framework: Framework, event: Fields): void {
  const { subscriber } = framework;
  if (subscriber === undefined) return;
  state.counts.sent++;
  state.outbox.push({ subscriber, event });
}

/** Ends the stream of a framework, after all that was sent. */
export function hangUp(state: State, framework: Framework): void {
  const { subscriber, heartbeat } = framework;
  heartbeat?.cancel();
  framework.subscriber = undefined;
  framework.streamId = undefined;
  framework.heartbeat = undefined;
  if (subscriber !== undefined) state.outbox.push({ subscriber, event: undefined });
}

/** Hands out the post, in order; what is sent meanwhile comes after it. */
export function deliver(state: State): void {
  for (let at = 0; at < state.outbox.length; at++) {
    const { subscriber, event } = state.outbox[at] ?? {};
    if (event === undefined) subscriber?.closed?.();
    else subscriber?.event(event);
  }
  state.outbox.length = 0;
}

/** The time in seconds, as statuses carry it. */
export function timestampOf({ settings, clock }: State): number {
  return settings.startTime + clock.nowMs() / 1000;
}
