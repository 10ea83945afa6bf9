import fc from "fast-check";
import type { ClusterEvent, Offer, Task } from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";
import { wideScenario } from "./wide.ts";

/** A resource that few agents have, and what tasks ask of it. */
interface Rare {
  readonly name: string;
  /** Every so many agents offer some. */
  readonly every: number;
  readonly offset: number;
  readonly offered: number;
  readonly asked: number;
  readonly by: "task" | "upTo" | "executor";
}

const rareArbitrary: fc.Arbitrary<Omit<Rare, "name">> = fc.record({
  every: fc.integer({ min: 20, max: 200 }),
  offset: fc.nat(60),
  offered: fc.constantFrom(0.5, 1, 2.5, 4),
  asked: fc.constantFrom(0.5, 1, 2),
  by: fc.constantFrom("task", "task", "upTo", "executor"),
});

/** So many others are asked first that the resources of the scenario are not the first few. */
const others = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`other-${i}`, 0.001]));

/** A round over hundreds of agents in which tasks ask of resources that few of them have, beside many that nobody has. */
export function rareScenario(): fc.Arbitrary<Scenario> {
  return fc
    .record({ given: wideScenario(), rares: fc.array(rareArbitrary, { minLength: 1, maxLength: 6 }) })
    .map(({ given, rares }) => {
      const named = rares.map((rare, i): Rare => ({ ...rare, name: `own@${i}` }));
      let started = 0;
      const events = given.events.map((event): ClusterEvent => {
        if (event.type === "offers-received") {
          return { ...event, offers: event.offers.map((offer, i) => offering(offer, i, named)) };
        }
        const isHolding = event.type === "task-started" && event.running.resources === undefined;
        if (!isHolding || started++ % 5 > 0) return event;
        const { task } = event.running;
        return { ...event, running: { ...event.running, task: asking(task, named[started % named.length]) } };
      });
      const tasks = given.tasks.map((task, i) =>
        asking(task, i % 3 === 2 ? undefined : named[i % named.length]),
      );
      const [first] = given.tasks;
      const many = first && { ...first, id: "asks-many", resources: others };
      return { ...given, events, tasks: many === undefined ? tasks : [many, ...tasks] };
    });
}

function offering(offer: Offer, place: number, rares: readonly Rare[]): Offer {
  const own = rares
    .filter(({ every, offset }) => (place + offset) % every === 0)
    .map(({ name, offered }) => [name, offered] as const);
  return { ...offer, resources: { ...offer.resources, ...Object.fromEntries(own) } };
}

function asking(task: Task, rare: Rare | undefined): Task {
  if (rare === undefined) return task;
  const { name, asked, by } = rare;
  if (by === "executor" && task.executor === undefined)
    return { ...task, executor: { id: `executor-of-${name}`, resources: { [name]: asked } } };
  const resources = { ...task.resources, [name]: asked };
  return by === "upTo"
    ? { ...task, resources, upTo: { ...task.upTo, [name]: 2 * asked } }
    : { ...task, resources };
}
