import { describe, expect, it } from "vitest";
import { clusterOf, match } from "../../src/index.ts";
import { callsFrom, checkLaunchable, offersFrom, type MesosTask } from "../../src/mesos/index.ts";
import { refusalText } from "../support/build.ts";
import { verdictOn } from "./master.ts";
import { amount, offersEvent, reserved, wireOffer } from "./wire.ts";

const disk = { persistence: { id: "v" }, volume: { container_path: "d", mode: "RW" } };
const offers = [
  wireOffer(1, [amount("cpus", 4), amount("disk", 5, { ...reserved("svc"), disk, shared: {} })]),
];
const volume = { type: "shared-volume", id: "v" };

/** A task that asks the volume so many times. */
function asking(id: string, times: number): MesosTask {
  return { id, role: "svc", resources: { cpus: 1 }, disks: Array.from({ length: times }, () => volume) };
}

function callsOf(tasks: readonly MesosTask[]): ReturnType<typeof callsFrom>["calls"] {
  const cluster = clusterOf(offersFrom(offersEvent(...offers)).offers);
  const round = match({ cluster, tasks, nowMs: 0 });
  return callsFrom(cluster, round, { frameworkId: "f", taskInfo: () => ({ command: {} }) }).calls;
}

describe("a shared volume", () => {
  it("is given to several tasks, once to each", () => {
    const tasks = ["t1", "t2"].map((id) => asking(id, 1));
    for (const each of tasks) checkLaunchable(each);
    const { findings, launched } = verdictOn(callsOf(tasks), { offers });
    expect(findings).toEqual([]);
    expect(launched).toHaveLength(2);
  });

  it("is refused to one that asks it twice, which no master would launch", () => {
    const text =
      'disks[1].id is "v", expected a shared volume that neither the task nor another of its pod asks before';
    expect(refusalText(() => checkLaunchable(asking("t1", 2)))).toBe(`task.${text}`);
    expect(refusalText(() => callsOf([asking("t1", 2)]))).toBe(`round.launches[0].assignments[0].${text}`);
  });
});
