import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { expect } from "vitest";
import { clusterOf, match, type Offer } from "../../../src/index.ts";
import { marathonTasks } from "../../../src/mesos/marathon/tasks.ts";
import { offerOf } from "../../support/build.ts";
import { runs } from "../../laws/runs.ts";
import { isMet, type Place, type Triple } from "./naive.ts";
import { marathonConstraints } from "../../../src/mesos/marathon/constraints.ts";
import { allowedBy, instancesOn } from "./where.ts";

const field = fc.constantFrom("hostname", "@hostname", "rack", "level", "@zone");
const number = fc.integer({ min: -1, max: 4 }).map(String);
const pattern = fc.constantFrom("r[12]", "r.*", ".*", "h1|h2", "7", "0\\.[0-9]+", "[a-c]", "none");
const value = fc.constantFrom("r1", "r2", "h1", "7", "7.0", "0.8", "0.80", "0.8001", "a", "none");

const triple: fc.Arbitrary<Triple> = fc.oneof(
  fc.tuple(field, fc.constantFrom("UNIQUE", "CLUSTER", "GROUP_BY")),
  fc.tuple(field, fc.constantFrom("GROUP_BY", "MAX_PER"), number),
  fc.tuple(field, fc.constantFrom("LIKE", "UNLIKE"), pattern),
  fc.tuple(field, fc.constantFrom("CLUSTER", "IS"), value),
);

const place: fc.Arbitrary<Place> = fc.record({
  hostname: fc.constantFrom("h1", "h2", "h3", "h4"),
  attributes: fc.record(
    {
      rack: fc.constantFrom("r1", "r2", "r3"),
      level: fc.constantFrom(7, 0.8, 70, "7.0", "high"),
      "@zone": fc.constantFrom("a", "b"),
    },
    { requiredKeys: [] },
  ),
});

const places = fc.array(place, { minLength: 1, maxLength: 6 });
const triples = fc.array(triple, { minLength: 1, maxLength: 3 });

function offersAt(list: readonly Place[]): readonly Offer[] {
  return list.map((each, i) => offerOf(i + 1, each));
}

function isAllowed(constraints: readonly Triple[], at: Place, placed: readonly Place[]): boolean {
  return constraints.every((each) => isMet(each, at, placed));
}

test.prop([places, triples, fc.array(fc.nat(), { maxLength: 8 })], runs())(
  "one after the other, instances may go where Marathon lets them go",
  (list, constraints, choices) => {
    const offers = offersAt(list);
    const read = marathonConstraints(constraints.map((each) => each.map(String)));
    const taken: number[] = [];
    for (const choice of [...choices, 0]) {
      const placed = taken.flatMap((i) => list[i] ?? []);
      const free = [...list.keys()].filter((i) =>
        list.slice(i, i + 1).some((at) => isAllowed(constraints, at, placed)),
      );
      const running = instancesOn(...taken.map((i) => i + 1)).map((each, i) => ({
        ...each,
        hostname: placed[i]?.hostname ?? "",
      }));
      expect(allowedBy(read, offers, running).toSorted()).toEqual(free.map((i) => `a${i + 1}`));
      const next = free[choice % free.length];
      if (next === undefined) return;
      taken.push(next);
    }
  },
);

test.prop([places, triples, fc.integer({ min: 1, max: 8 })], runs())(
  "a round places the instances of an app where Marathon lets them go, and as many as it can",
  (list, constraints, instances) => {
    const app = {
      id: "/web",
      instances,
      cpus: 0.001,
      mem: 0,
      portDefinitions: [],
      constraints: constraints.map((each) => each.map(String)),
    };
    const { assignments, unmatched } = match({
      cluster: clusterOf(offersAt(list)),
      tasks: marathonTasks(app),
      nowMs: 0,
    });
    expect(assignments.length + unmatched.length).toBe(instances);
    const placed: Place[] = [];
    for (const { agentId } of assignments) {
      const at = list[Number(agentId.slice(1)) - 1];
      expect(at !== undefined && isAllowed(constraints, at, placed)).toBe(true);
      if (at !== undefined) placed.push(at);
    }
    if (unmatched.length > 0) {
      expect(list.filter((at) => isAllowed(constraints, at, placed))).toEqual([]);
    }
  },
);
