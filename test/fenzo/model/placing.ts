import type { Finding, Report } from "../finding.ts";
import type { GoldenTask } from "../golden.ts";
import type { View } from "./co-tasks.ts";
import type { Grant } from "./devices.ts";
import type { Facts } from "./facts.ts";
import { placeOn, type Host } from "./host.ts";
import { tooLargeFor } from "./largest.ts";
import { checkLimit } from "./limits.ts";
import { nextPorts } from "./ports.ts";
import type { Oddities } from "./rules.ts";
import type { Parts } from "./score.ts";
import { select } from "./selection.ts";

/** A task on a host. */
export interface Placement {
  readonly task: string;
  readonly host: string;
  readonly ports: readonly number[];
  readonly grants: readonly Grant[];
  readonly parts: Parts;
}

/** What became of the tasks of a round; each list in their order. */
export interface Placed {
  readonly placements: readonly Placement[];
  readonly reports: readonly Report[];
  /** Neither placed nor reported. */
  readonly unreported: readonly string[];
  /** Left for a later round, since this one had placed as many as it may. */
  readonly postponed: readonly string[];
}

/** Places the tasks one after the other, on the hosts as the ones before left them. */
export function placeAll(facts: Facts, before: readonly Host[], oddities: Oddities): Placed {
  const { scenario, tasks, batch } = facts;
  if (oddities.has("D10") && !before.some(({ isCandidate }) => isCandidate)) {
    return { placements: [], reports: [], unreported: tasks.map(({ id }) => id), postponed: [] };
  }
  let hosts = before;
  const placements: Placement[] = [];
  const reports: Report[] = [];
  const unreported: string[] = [];
  const postponed: string[] = [];
  const shut = new Set<string>();
  for (const task of tasks) {
    if (placements.length >= batch) {
      postponed.push(task.id);
      continue;
    }
    const early = checkEarly(task, facts, hosts, shut, oddities);
    if (early === "ignored") {
      unreported.push(task.id);
      continue;
    }
    if (early.length > 0) {
      reports.push({ task: task.id, hosts: { "": early } });
      continue;
    }
    const view: View = { scenario, hosts, oddities, spreads: new Map() };
    const selection = select(task, view);
    if ("refusals" in selection) {
      reports.push({ task: task.id, hosts: selection.refusals });
      continue;
    }
    const { host, grants, parts } = selection;
    const ports = nextPorts(host.ports, task.ports ?? 0);
    placements.push({ task: task.id, host: host.name, ports, grants, parts });
    hosts = hosts.map((each) => (each === host ? placeOn(host, task, grants, oddities) : each));
  }
  return { placements, reports, unreported, postponed };
}

/** What refuses the task before any host is looked at; groups that are found to be allowed nothing are added to `shut`. */
function checkEarly(
  task: GoldenTask,
  facts: Facts,
  hosts: readonly Host[],
  shut: Set<string>,
  oddities: Oddities,
): readonly Finding[] | "ignored" {
  const { group = "" } = task;
  const isOfGroup = (other: GoldenTask): boolean => (other.group ?? "") === group;
  const tasks = hosts.flatMap(({ running, placed }) => [...running, ...placed]).filter(isOfGroup);
  const isKnown = tasks.length > 0 || facts.runs.some((run) => run.launched && isOfGroup(run.task));
  const verdict = checkLimit(task, facts.limits, { tasks, isKnown, isShut: shut.has(group) }, oddities);
  if (verdict === "passed") return tooLargeFor(task, facts, hosts, oddities);
  if (verdict === "ignored") return verdict;
  shut.add(group);
  return [verdict];
}
