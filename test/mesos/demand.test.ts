import { expect, it } from "vitest";
import { clusterOf, match } from "../../src/index.ts";
import { callsFrom } from "../../src/mesos/index.ts";
import { task } from "../support/build.ts";

it("a task of a list that names no role waits for offers to all, and keeps no role from being suppressed", () => {
  const cluster = clusterOf([]);
  const round = match({ cluster, tasks: [], nowMs: 0 });
  const demand = { roles: ["*", "svc"], tasks: [task()], suppressed: ["*"] };
  const { calls, suppressed } = callsFrom(cluster, round, { frameworkId: "f", taskInfo: () => ({}), demand });
  const framework_id = { value: "f" };
  expect(calls).toEqual([
    { type: "REVIVE", framework_id, revive: { roles: ["*"] } },
    { type: "SUPPRESS", framework_id, suppress: { roles: ["svc"] } },
  ]);
  expect(suppressed).toEqual(["svc"]);
});
