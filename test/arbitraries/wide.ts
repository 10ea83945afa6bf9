import fc from "fast-check";
import type { Offer, Task } from "../../src/index.ts";
import { emptyCluster } from "../../src/index.ts";
import type { EventSeed } from "./events.ts";
import { eventsFrom } from "./events.ts";
import { offersOfAgent } from "./offers.ts";
import { policy } from "./policies.ts";
import type { Scenario } from "./scenarios.ts";
import { runningTask, task } from "./tasks.ts";
import { timeMs } from "./times.ts";

const unlike = fc.array(offersOfAgent, { minLength: 1, maxLength: 4 });

/** Kinds that differ in their amounts alone, which assignments may make equal. */
const alike = fc
  .tuple(
    offersOfAgent,
    fc.array(fc.constantFrom(1, 1.5, 2, 3, 4), { minLength: 1, maxLength: 5, size: "max" }),
  )
  .map(([offers, amounts]) =>
    amounts.map((cpus) =>
      offers.map((offer, index) => (index === 0 ? { ...offer, resources: { cpus, mem: 4 } } : offer)),
    ),
  );

/** A round over hundreds of agents of a few kinds, with many tasks that are alike but for their ids. */
export const wideScenario: fc.Arbitrary<Scenario> = fc
  .record({
    kinds: fc.oneof(unlike, alike),
    picks: fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 30, size: "max" }),
    agents: fc.integer({ min: 20, max: 200 }),
    hosts: fc.integer({ min: 1, max: 400 }),
    running: fc.array(fc.tuple(runningTask(), fc.nat({ max: 400 })), { maxLength: 12 }),
    templates: fc.array(task(), { minLength: 1, maxLength: 4, size: "max" }),
    copies: fc.array(fc.nat({ max: 3 }), { maxLength: 20, size: "max" }),
    policy: fc.option(policy(), { nil: undefined }),
    nowMs: timeMs,
  })
  .map(({ kinds, picks, agents, hosts, running, templates, copies, ...rest }) => {
    const offers = Array.from({ length: agents }, (_, place): readonly Offer[] => {
      const pick = picks[place % picks.length] ?? 0;
      const kind = pick < 2 ? [] : (kinds[pick % kinds.length] ?? []);
      const [agentId, hostname] = [`a${place}`, `h${(place * 7) % hosts}`];
      return kind.map((offer) => ({ ...offer, agentId, hostname }));
    });
    const events: readonly EventSeed[] = [
      { type: "offers", offers: offers.flat() },
      ...running.map(([one, place]): EventSeed => {
        return { type: "start", running: { ...one, agentId: `a${place % agents}` } };
      }),
    ];
    const tasks = copies.flatMap((copy): readonly Task[] =>
      templates.slice(copy % templates.length).slice(0, 1),
    );
    return { ...rest, tasks, events: eventsFrom(emptyCluster, events) };
  });
