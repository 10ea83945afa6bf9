import { beforeAll, describe, expect, it } from "vitest";
import { createAccount } from "../../bench/hour/account.ts";
import { reportOf } from "../../bench/hour/report.ts";
import { runHour, type HourReport } from "../../bench/hour/run.ts";
import type { Job } from "../../examples/scheduler/jobs.ts";
import type { Fields } from "../support/master/json.ts";

describe("ten minutes of the example scheduler, killed ten times, with all faults on", () => {
  let report: HourReport;

  beforeAll(() => {
    report = runHour({ agents: 300, tasks: 3000, minutes: 10, kills: 10, seed: 4, roundMs: 1000 });
  });

  it("run every batch task to its end once, and lose nothing", () => {
    expect(reportOf(report).slice(5)).toEqual([]);
    expect(report.items.batch - report.items.finished).toBeLessThan(5); // those that ended with an agent that was gone before it was told
    expect(report.items.batch).toBeGreaterThan(2500);
  });

  it("have had all that was to go wrong", () => {
    expect(report.kills).toBe(10);
    const kinds = ["agents removed", "agents unreachable", "disconnects", "maintenance planned"];
    for (const kind of [...kinds, "master failovers"]) expect(report.faults[kind]).toBeGreaterThan(0);
    expect(report.refusals.get("TASK_DROPPED REASON_INVALID_OFFERS")).toBeGreaterThan(0);
    expect(report.launches).toBeGreaterThan(3000);
  });
});

describe("its account", () => {
  const task = { resources: { cpus: 1 } };
  const jobs: readonly Job[] = [
    { id: "b", kind: "batch", command: "true", task },
    { id: "s", kind: "service", command: "true", task },
  ];

  it("has nothing against an attempt that fails, and a next one that finishes", () => {
    const account = createAccount(jobs);
    account.launch(info("b.0"));
    expect(account.alive()).toEqual(new Map([["b.0", 1]]));
    account.event(update("b.0", "TASK_FAILED"));
    account.launch(info("b.0-2"));
    account.event(update("b.0-2", "TASK_FINISHED"));
    expect(account.done().size).toBe(0);
    account.call(acknowledge("b.0-2"));
    expect(account.done()).toEqual(new Set(["b.0"]));
    expect(account.violations).toEqual([]);
  });

  it("notices what runs twice at a time, or after its end", () => {
    const account = createAccount(jobs);
    account.launch(info("b.0"));
    account.launch(info("b.0-2"));
    account.event(update("b.0", "TASK_FINISHED"));
    account.launch(info("b.0-3"));
    account.call(acknowledge("b.0"));
    account.launch(info("b.0-4"));
    expect(account.violations).toEqual([
      "b.0-2 is launched while b.0 runs",
      "b.0-3 is launched while b.0-2 runs",
      "b.0-3 is launched after its end was told",
      "b.0-4 is launched while b.0-2 runs",
      "b.0-4 is launched after its end was acknowledged",
      "b.0-4 is launched after its end was told",
    ]);
  });

  it("lets a service start elsewhere while its agent is out of sight, and no batch task", () => {
    const account = createAccount(jobs);
    account.launch(info("s.0"));
    account.launch(info("b.0"));
    account.agentGone("a1", false);
    account.launch(info("s.0-2", "a2"));
    expect(account.violations).toEqual([]);
    account.launch(info("b.0-2", "a2"));
    expect(account.violations).toEqual(["b.0-2 is launched while b.0 runs"]);
  });

  it("lets a task come again whose agent has gone for good before its end was acknowledged", () => {
    const account = createAccount(jobs);
    account.launch(info("b.0"));
    account.event(update("b.0", "TASK_FINISHED"));
    account.agentGone("a1", true);
    account.launch(info("b.0-2", "a2"));
    expect(account.violations).toEqual([]);
    expect(account.perhapsDone()).toEqual(new Set(["b.0"]));
  });

  it("takes refusals amiss, but those of offers that had been taken back", () => {
    const account = createAccount(jobs);
    const dropped = { reason: "REASON_INVALID_OFFERS", message: "stale", source: "SOURCE_MASTER" };
    account.event({ type: "RESCIND", rescind: { offer_id: { value: "o1" } } });
    account.call(accept("b.0", "o1"));
    account.event(update("b.0", "TASK_DROPPED", dropped));
    account.refused(403, "Framework is not subscribed", true);
    expect(account.violations).toEqual([]);
    account.call(accept("b.0-2", "o2"));
    account.event(update("b.0-2", "TASK_DROPPED", dropped));
    account.event(update("b.0-3", "TASK_ERROR", { reason: "REASON_TASK_INVALID", message: "too much" }));
    account.refused(400, "no such thing", false);
    expect(account.violations).toEqual([
      "TASK_DROPPED REASON_INVALID_OFFERS: b.0-2: stale",
      "TASK_ERROR REASON_TASK_INVALID: b.0-3: too much",
      "HTTP 400 no such thing: no such thing",
    ]);
  });

  it("notices the use of an offer that is known to be void", () => {
    const account = createAccount(jobs);
    account.heard(offers("o1", "o2", "o3"));
    account.heard({ type: "RESCIND", rescind: { offer_id: { value: "o2" } } });
    account.said(accept("b.0", "o1"));
    expect(account.violations).toEqual([]);
    account.said(accept("b.0", "o1"));
    account.said(accept("b.0", "o2"));
    account.heard({ type: "SUBSCRIBED" });
    account.said(accept("b.0", "o3"));
    expect(account.violations).toEqual(
      ["o1", "o2", "o3"].map((id) => `ACCEPT of ${id}, which is known to be void`),
    );
  });

  it("notices a master that has forgotten what runs", () => {
    const account = createAccount(jobs);
    account.launch(info("b.0"));
    account.event(update("b.0", "TASK_GONE", { source: "SOURCE_MASTER", message: "unknown" }));
    expect(account.violations).toEqual(["the master says TASK_GONE of b.0, which runs: unknown"]);
  });
});

function info(id: string, agentId = "a1"): Fields {
  return { task_id: { value: id }, agent_id: { value: agentId } };
}

function update(id: string, state: string, more: Fields = {}): Fields {
  const status = { ...info(id), state, source: "SOURCE_EXECUTOR", ...more };
  return { type: "UPDATE", update: { status } };
}

function acknowledge(id: string): Fields {
  return { type: "ACKNOWLEDGE", acknowledge: { ...info(id), uuid: "u" } };
}

function accept(id: string, offerId: string): Fields {
  const operations = [{ type: "LAUNCH", launch: { task_infos: [info(id)] } }];
  return { type: "ACCEPT", accept: { offer_ids: [{ value: offerId }], operations } };
}

function offers(...ids: readonly string[]): Fields {
  return { type: "OFFERS", offers: { offers: ids.map((value) => ({ id: { value } })) } };
}
