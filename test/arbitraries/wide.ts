import fc from "fast-check";
import type { ClusterEvent } from "../../src/index.ts";
import type { Scenario } from "./scenarios.ts";
import type { WideSeed } from "./wide-agents.ts";
import { idAt, offersAt, runningAt, wideSeed } from "./wide-agents.ts";
import type { WideOptions } from "./wide-tasks.ts";
import { widePolicy, wideRuns, wideTasks, wideTemplate } from "./wide-tasks.ts";

/** A round over hundreds of agents, with many tasks of which most are like others but for their ids. */
export function wideScenario(options: WideOptions = {}): fc.Arbitrary<Scenario> {
  return fc
    .record({
      seed: wideSeed(500),
      templates: fc.array(wideTemplate(options), { minLength: 1, maxLength: 6, size: "max" }),
      runs: wideRuns(30),
      policy: fc.option(widePolicy(options), { nil: undefined, freq: 8 }),
      activeZones: fc.constantFrom(null, null, null, ["z0"], ["z1", "z2"]),
    })
    .map(({ seed, templates, runs, policy, activeZones }) => ({
      events: [...eventsOf(seed), { type: "active-groups-set", attribute: "zone", values: activeZones }],
      tasks: wideTasks(templates, runs, "t", 120),
      policy: policy ?? { roles: ["ads"] },
      nowMs: 1010,
    }));
}

const beginning = { tag: "0", atMs: 0, changes: 0 };

/** The events that make the cluster of the seed. */
export function eventsOf(seed: WideSeed): readonly ClusterEvent[] {
  const places = Array.from({ length: seed.agents }, (_, place) => place);
  const isDisabled = (place: number): boolean =>
    seed.disabledEvery > 0 && place % seed.disabledEvery === seed.disabledEvery - 1;
  return [
    { type: "scarce-set", resources: seed.scarce },
    { type: "offers-received", offers: places.flatMap((place) => offersAt(seed, place, beginning)) },
    ...places
      .flatMap((place) => runningAt(seed, place))
      .map((running): ClusterEvent => ({ type: "task-started", running })),
    ...places.filter(isDisabled).map((place): ClusterEvent => {
      return { type: "agent-disabled", agentId: idAt(place), untilMs: place % 4 === 0 ? 500 : 1e9 };
    }),
  ];
}
