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

/** The set has no device for the task, or the host has no such set. */
export function setFinding(set: string): Finding {
  return ["ResourceSet", set];
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

/** The reports of a round's failed tasks, in order, as Fenzo would have recorded them. */
export function recordAll(reports: readonly Report[]): readonly Recorded[] {
  return reports.map(({ task, hosts }, at) => {
    if (at < reportsInFull) {
      const sorted = Object.entries(hosts).map(([host, findings]) => [host, sortFindings(findings)] as const);
      return { task, hosts: Object.fromEntries(sorted) };
    }
    const counts: Record<string, number> = {};
    for (const findings of Object.values(hosts))
      for (const [check] of findings) counts[check] = (counts[check] ?? 0) + 1;
    return { task, counts };
  });
}

function findingsOf(failures: HostFailures): readonly Finding[] {
  if ("constraint" in failures) {
    return [constraintFinding(failures.constraint, attributeIn(failures.reason))];
  }
  return sortFindings(failures.map(findingOf));
}

function findingOf([check, asked, used, available, message = ""]: ResourceFailure): Finding {
  switch (check) {
    case "ResAllocs":
      return limitFinding(asked, used, available);
    case "ResourceSet":
      return setFinding(
        /^ResourceSet (\S+) unavailable$|\[(.+)\]/u.exec(message)?.slice(1).join("") ?? message,
      );
    case "Fitness":
      return fitnessFinding;
    case "Other":
      return amountFinding(message, asked, used, available);
    default:
      return [check, `${asked} asked, ${used} of ${available} used`];
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
