import type { Failed, GoldenConstraint, HostFailures, ResourceFailure } from "./golden.ts";

/**
 * One reason why a host refuses a task: the check, named as in Fenzo's counts, and what it says. Two reports are the same where their
 * findings are.
 */
export type Finding = readonly [check: string, says: string];

/** Why a task went nowhere: the findings of each host; host "" stands for those made before any host was looked at. */
export interface Report {
  readonly task: string;
  readonly hosts: Readonly<Record<string, readonly Finding[]>>;
}

/**
 * A report, or, where there are many in a round, how many refusals each check made: one per host, but one per scalar of `Other`.
 */
export type Recorded = Report | { readonly task: string; readonly counts: Readonly<Record<string, number>> };

/** How many of a round's failed tasks are told host by host. */
const reportsInFull = 6;

/** Fenzo's names of checks for amounts, by stowage's; any other scalar is `Other`. */
const checkByResource: Readonly<Record<string, string>> = {
  cpus: "CPU",
  mem: "Memory",
  network: "Network",
  disk: "Disk",
  ports: "Ports",
};

/** Less is free than asked; `available` is what is offered, `used` what this round took of it. */
export function amountFinding(resource: string, asked: number, used: number, available: number): Finding {
  const check = checkByResource[resource];
  const amounts = `${asked} asked, ${used} of ${available} used`;
  return check === undefined ? ["Other", `${resource}: ${amounts}`] : [check, amounts];
}

/** The group's limit is in the way. */
export function limitFinding(asked: number, used: number, limit: number): Finding {
  return ["ResAllocs", `${asked} asked, ${used} of ${limit} used`];
}

/** Of the sets that the task asks of the host, the host has some not at all; each of the others that cannot serve it is a finding too. */
export function setFindings(missing: readonly string[], unable: readonly string[]): readonly Finding[] {
  const sets = unable.map((set) => ["ResourceSet", set] as const);
  return missing.length === 0 ? sets : [["ResourceSet", `none of ${missing.toSorted().join()}`], ...sets];
}

/** A constraint does not hold; the attribute that it is about, if any. */
export function constraintFinding(kind: GoldenConstraint["kind"], attribute = ""): Finding {
  return [kind, attribute.toLowerCase()];
}

/** The fitness is 0. */
export const fitnessFinding: Finding = ["Fitness", "0"];

/** What Fenzo recorded of a round's failed tasks. */
export function recordedOf(failed: readonly Failed[] = []): readonly Recorded[] {
  return failed.map(({ task, hosts, counts }) => {
    if (hosts === undefined) return { task, counts: counts ?? {} };
    const findings = Object.entries(hosts).map(([host, failures]) => [host, findingsOf(failures)] as const);
    return { task, hosts: Object.fromEntries(findings) };
  });
}

/** The reports with their hosts, and the findings of each, sorted. */
export function sortReports(reports: readonly Report[]): readonly Report[] {
  return reports.map(({ task, hosts }) => {
    const entries = Object.entries(hosts).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return {
      task,
      hosts: Object.fromEntries(entries.map(([host, findings]) => [host, sortFindings(findings)])),
    };
  });
}

/** The reports of a round's failed tasks, in order, as Fenzo would have recorded them. */
export function recordAll(reports: readonly Report[]): readonly Recorded[] {
  return sortReports(reports).map((report, at) => {
    if (at < reportsInFull) return report;
    const counts: Record<string, number> = {};
    for (const [check] of Object.values(report.hosts).flat()) counts[check] = (counts[check] ?? 0) + 1;
    return { task: report.task, counts };
  });
}

function findingsOf(failures: HostFailures): readonly Finding[] {
  if ("constraint" in failures) {
    return [constraintFinding(failures.constraint, attributeIn(failures.reason))];
  }
  return sortFindings(failures.flatMap(findingOf));
}

function findingOf([check, asked, used, available, message = ""]: ResourceFailure): readonly Finding[] {
  switch (check) {
    case "ResAllocs":
      return [limitFinding(asked, used, available)];
    case "ResourceSet": {
      const [, unable, missing] = /^ResourceSet (\S+) unavailable$|\[(.+)\]$/u.exec(message) ?? [];
      return setFindings(missing?.split(", ") ?? [], unable === undefined ? [] : [unable]);
    }
    case "Fitness":
      return [fitnessFinding];
    case "Other":
      return [amountFinding(message, asked, used, available)];
    default:
      return [[check, `${asked} asked, ${used} of ${available} used`]];
  }
}

/** The ways in which Fenzo's reasons name an attribute. */
const attributePatterns: readonly RegExp[] = [
  /^Host attribute (\S+):/u,
  /by host attribute (\S+)$/u,
  /^(\S+) attribute unavailable on host/u,
  /^(\S+) \S+ already used for another co-task/u,
];

function attributeIn(reason: string): string | undefined {
  for (const pattern of attributePatterns) {
    const attribute = pattern.exec(reason)?.[1];
    if (attribute !== undefined) return attribute;
  }
  return undefined;
}

function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(([a, says], [b, saysToo]) => (`${a} ${says}` < `${b} ${saysToo}` ? -1 : 1));
}
