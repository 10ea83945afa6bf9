import {
  allOf,
  anyOf,
  attributeIn,
  attributeIs,
  awayFrom,
  balancedBy,
  maxPer,
  near,
  not,
  sameBy,
  uniqueBy,
  type Constraint,
  type Task,
} from "stowage";
import { randomOf } from "../random.ts";
import { drawOffers, zones } from "./draw-offers.ts";
import { drawTasks } from "./draw-tasks.ts";
import { packing } from "./drawn.ts";
import type { Workload } from "./workload.ts";

/** The heading of the rows. */
export const coTaskSection = "co-tasks by the thousand";

const data = { group: "data" };

/** What all tasks of the one group must hold to. */
const constraints: Readonly<Record<string, readonly Constraint[]>> = {
  "unique by hostname": [uniqueBy("hostname")],
  "at most 60 a rack": [maxPer("rack", 60)],
  "balanced over zones, skew 1": [balancedBy("zone", { expectedValues: zones.length, maxSkew: 1 })],
  "balanced over racks, skew 5": [balancedBy("rack", { maxSkew: 5 })],
  "near another group of three, same zone": [near(data, "zone")],
  "near another group of three, same agent": [near(data)],
  "away from another group of three, by rack": [awayFrom(data, "rack")],
  "all in the same zone": [sameBy("zone")],
  "any of, all of, not": [
    anyOf(
      allOf(attributeIn("class", ["general", "compute"]), not(attributeIs("zone", "zone-1"))),
      allOf(maxPer("rack", 30), not(near(data, "rack"))),
    ),
    not(allOf(awayFrom(data, "zone"), attributeIs("class", "storage"))),
  ],
};

/** Many tasks of one group, each kind beside the same tasks without constraint. */
export function coTaskRows(agents: number, tasks: number): readonly Workload[] {
  const plain = coTaskRow("without constraint", [], agents, tasks);
  const rows = Object.entries(constraints).map(([name, each]) => ({
    ...coTaskRow(name, each, agents, tasks),
    plain,
  }));
  return [plain, ...rows];
}

function coTaskRow(name: string, each: readonly Constraint[], agents: number, count: number): Workload {
  return {
    name,
    section: coTaskSection,
    agents,
    tasks: count,
    prepare: ({ clusterOf, match }) => {
      const cluster = clusterOf(drawOffers(agents, randomOf(1)));
      const tasks = drawTasks(count, randomOf(2)).map((task, at): Task => memberOf(task, at, each));
      return { run: () => match({ cluster, tasks, policy: packing, nowMs: 0 }) };
    },
  };
}

/** The first three tasks are the other group, which has no constraint. */
function memberOf(task: Task, at: number, each: readonly Constraint[]): Task {
  return at < 3 ? { ...task, group: data.group } : { ...task, group: "service", constraints: each };
}
