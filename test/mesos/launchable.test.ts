import { describe, expect, it } from "vitest";
import { clusterOf, match, type Task } from "../../src/index.ts";
import { callsFrom, checkLaunchable, offersFrom } from "../../src/mesos/index.ts";
import { refusalText } from "../support/build.ts";
import { amount, offersEvent, wireOffer } from "./wire.ts";

const idRule = 'expected at most 255 bytes without slashes and control characters, not "." or ".."';

describe("checkLaunchable", () => {
  it.each<readonly [what: string, fields: Partial<Task>]>([
    ["an amount", {}],
    ["the least amount there is", { resources: { cpus: 0.001 } }],
    ["a number of ports", { resources: {}, ports: 1 }],
    ["certain ports", { resources: { cpus: 0 }, ports: ["any"] }],
    ["whole gpus, more if there are", { resources: { gpus: 1 }, upTo: { gpus: 2, cpus: 1.5 } }],
    ["an id of 255 bytes", { id: "ä".repeat(127) + "a" }],
    ["an id with dots, spaces and what is not ASCII", { id: "... a b\u00A0é€😀" }],
  ])("takes %s", (_, fields) => {
    expect(() => checkLaunchable({ id: "t1", resources: { cpus: 1 }, ...fields })).not.toThrow();
  });

  it.each<readonly [fields: object, message: string]>([
    [
      { resources: { gpus: 0.5 } },
      "task.resources.gpus is 0.5, expected a whole number: Mesos divides no gpu",
    ],
    [{ upTo: { gpus: 1.5 } }, "task.upTo.gpus is 1.5, expected a whole number: Mesos divides no gpu"],
    [
      { resources: {} },
      "task.resources is an object, expected some resource: a master refuses a task without any",
    ],
    [
      { resources: { cpus: 0.0004 }, ports: [] },
      "task.resources is an object, expected some resource: a master refuses a task without any",
    ],
    [{ resources: { cpus: -1 } }, "task.resources.cpus is -1, expected a number ≥ 0"],
    [{ id: "a/b" }, `task.id is "a/b", ${idRule}`],
    [{ id: "a\\b" }, `task.id is "a\\\\b", ${idRule}`],
    [{ id: "a\tb" }, `task.id is "a\\tb", ${idRule}`],
    [{ id: "\u007F" }, `task.id is "\u007F", ${idRule}`],
    [{ id: "." }, `task.id is ".", ${idRule}`],
    [{ id: ".." }, `task.id is "..", ${idRule}`],
  ])("refuses %o", (fields, message) => {
    expect(refusalText(() => checkLaunchable({ id: "t1", resources: { cpus: 1 }, ...fields }))).toBe(message);
  });

  it.each(["a".repeat(256), "ä".repeat(128), "€".repeat(85) + "a", "😀".repeat(64)])(
    "refuses the long id %s",
    (id) => {
      expect(refusalText(() => checkLaunchable({ id, resources: { cpus: 1 } }))).toContain(idRule);
      const shorter = id.slice(id.codePointAt(0) === id.charCodeAt(0) ? 1 : 2);
      expect(() => checkLaunchable({ id: shorter, resources: { cpus: 1 } })).not.toThrow();
    },
  );
});

describe("callsFrom", () => {
  it("refuses an id that Mesos does not take", () => {
    const cluster = clusterOf(offersFrom(offersEvent(wireOffer(1, [amount("cpus", 4)]))).offers);
    const tasks = [{ id: "a/b", role: "svc", resources: { cpus: 1 } }];
    const round = match({ cluster, tasks, nowMs: 0 });
    expect(refusalText(() => callsFrom(cluster, round, { frameworkId: "f", taskInfo: () => ({}) }))).toBe(
      `round.launches[0].assignments[0].taskId is "a/b", ${idRule}`,
    );
  });
});
