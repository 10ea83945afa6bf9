import { emptyCluster, match, update, type Task } from "stowage";
import { callsFrom, eventsFrom, type MesosTaskFields } from "stowage/mesos";
import { interleave } from "../measure/interleave.ts";
import { offersText } from "../workloads/mesos.ts";
import { asTimes, type Goal } from "./goal.ts";
import { pairs, tenThousandOfEach } from "./material.ts";
import { timesText } from "./search.ts";

const role = "svc";

/** What reading a master's offers and writing its calls cost beside the round between them. */
export function mesosGoals(): readonly Goal[] {
  return [
    {
      name: "10,000 offers of a master read and the calls of 10,000 tasks written: of the time of the round",
      most: 1,
      render: asTimes,
      measure: () => {
        const turn = turnOf();
        const both = interleave(
          () => turn().aroundMs,
          () => turn().roundMs,
          3 * pairs,
        );
        return { figure: both.leastRatio, detail: timesText(both.firstMs, both.secondMs) };
      },
    },
  ];
}

/** Makes a turn of a scheduler, from what its JSON parser gives to what is to be sent, and tells how long it took: around the round, and `update` and `match`. */
function turnOf(): () => { readonly aroundMs: number; readonly roundMs: number } {
  const { offers, tasks: given } = tenThousandOfEach();
  const text = offersText(offers, role);
  const tasks = given.map((task): Task => ({ ...task, role }));
  const demand = { roles: [role], tasks };
  return () => {
    const event: unknown = JSON.parse(text);
    const beginMs = performance.now();
    const { events } = eventsFrom(event);
    const readMs = performance.now();
    const cluster = update(emptyCluster, events);
    const round = match({ cluster, tasks, nowMs: 0 });
    const matchedMs = performance.now();
    callsFrom(cluster, round, { frameworkId: "f", taskInfo, demand });
    return { aroundMs: performance.now() - matchedMs + readMs - beginMs, roundMs: matchedMs - readMs };
  };
}

function taskInfo(): MesosTaskFields {
  return { command: { value: "run" } };
}
