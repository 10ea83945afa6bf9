import { numberAt } from "../dense/number-at.ts";
import { expectArray, expectFields, refuse } from "../model/input/expect.ts";
import type { AgentExplanation, CheckKind, Explanation, FailedCheck } from "../model/explanation.ts";
import type { Score } from "../model/round.ts";

/** How much {@link renderExplanation} shows. */
export interface RenderOptions {
  /** Agents at most, the nearest first, then in tie order; default 20. */
  readonly agents?: number;
}

/** One column of the table and the failing checks that it shows. */
interface Column {
  readonly title: string;
  readonly shows: (failure: FailedCheck) => boolean;
}

const columns: readonly Column[] = [
  { title: "ROLE", shows: ({ kind }) => kind === "role" },
  { title: "CONSTRAINT", shows: ({ kind }) => constraintKinds.includes(kind) },
  { title: "CPU", shows: isNamed("cpus") },
  { title: "MEM", shows: isNamed("mem") },
  { title: "DISK", shows: isDisk },
  { title: "GPU", shows: isGpu },
  { title: "PORT", shows: ({ kind }) => kind === "ports" },
  { title: "OTHER", shows: isOther },
];

const constraintKinds: readonly CheckKind[] = [
  "constraint",
  "exclusive",
  "disabled",
  "inactive",
  "unavailable",
  "scarce",
];

/**
 * The explanation as readable text, as cluster consoles show a pending deployment: what the round made of the task, how many agents each check
 * refuses, and a table of agents by ROLE, CONSTRAINT, CPU, MEM, DISK, GPU, PORT: `ok`, or what is free of what is asked, and what of that
 * its executor would take; and the SCORE of those that fit, which come first, the best first.
 *
 * @throws InvalidInputError for what has not the lists of an explanation, or no number of agents.
 */
export function renderExplanation(explanation: Explanation, options: RenderOptions = {}): string {
  expectFields("options", options);
  const { agents: most = 20 } = options;
  if (typeof most !== "number" || !(most >= 0)) refuse("options.agents", most, "a number ≥ 0");
  const fields = expectFields("explanation", explanation);
  for (const list of ["agents", "nearest", "refusals", "limits"])
    expectArray(`explanation.${list}`, fields[list]);
  const { agents, nearest, refusals } = explanation;
  const fitting = agents.filter(fits).toSorted((a, b) => b.score.total - a.score.total);
  // by their ids: in what went through JSON the nearest are objects of their own
  const all = new Map([...fitting, ...nearest, ...agents].map((each) => [each.agentId, each]));
  const shown = [...all.values()].slice(0, most);
  const lines = [headline(explanation), ...limitLines(explanation), ...gangLines(explanation)];
  lines.push("", `${agents.length} agent${agents.length === 1 ? "" : "s"}, ${fitting.length} fit`);
  for (const { kind, name, agents: count } of refusals) {
    lines.push(`  ${count} refused: ${labelOf(kind, name)}`);
  }
  if (shown.length > 0) {
    lines.push("", ...alignColumns(tableOf(shown)));
    if (shown.length < agents.length) lines.push(`… ${agents.length - shown.length} more`);
  }
  return lines.join("\n");
}

function tableOf(agents: readonly AgentExplanation[]): readonly (readonly string[])[] {
  const hasOther = agents.some(({ failures }) => failures.some(isOther));
  const hasScore = agents.some(({ score }) => score !== undefined);
  const used = columns.filter(({ title }) => title !== "OTHER" || hasOther);
  return [
    ["AGENT", ...used.map(({ title }) => title), ...(hasScore ? ["SCORE"] : [])],
    ...agents.map((agent) => [
      agent.hostname || agent.agentId,
      ...used.map((column) => cellOf(agent, column)),
      ...(agent.score === undefined ? [] : [agent.score.total.toFixed(4)]),
    ]),
  ];
}

function fits(agent: AgentExplanation): agent is AgentExplanation & { readonly score: Score } {
  return agent.score !== undefined;
}

function gangLines({ gang }: Explanation): readonly string[] {
  return gang === undefined ? [] : [`  gang: ${gang.found} found an agent, ${gang.needed} must to start`];
}

function headline({ taskId, outcome, assignment, fitsNow }: Explanation): string {
  const task = `Task ${JSON.stringify(taskId)}`;
  if (assignment !== undefined) {
    return `${task} is assigned to ${assignment.hostname}, score ${assignment.score.total.toFixed(4)}`;
  }
  const outcomes = {
    assigned: "assigned",
    "no-offers": "there is no offer of its role",
    "no-agent-fits": "no agent fits",
    "group-limit": "it would take its group over a limit",
    "round-limit": "the round had made all its assignments",
    "tier-limit": "it would take more of its tier than is left for its bucket",
    "not-ready": "it is not ready yet",
    "gang-incomplete": "too few of its gang could be placed",
  };
  return `${task} is pending: ${outcomes[outcome]}${fitsNow ? "; it fits now" : ""}`;
}

function limitLines({ limits }: Explanation): readonly string[] {
  return limits.map(
    ({ of, name, bucket, resource, asked, used, limit }) =>
      `  limit of ${bucket === undefined ? "" : `bucket ${bucket} of `}${of} ${name}: ${resource} ${used} used + ${asked} asked > ${limit}`,
  );
}

function labelOf(kind: CheckKind, name: string): string {
  switch (kind) {
    case "role":
      return `no offer of role ${name}`;
    case "disabled":
      return "disabled";
    case "inactive":
      return `not in an active group (${name})`;
    case "scarce":
      return `kept for tasks that ask ${name}`;
    case "exclusive":
      return "taken by an exclusive task";
    case "disks":
      return `disk ${name}`;
    case "unavailable":
    case "resource":
    case "ports":
    case "devices":
    case "constraint":
      return name;
  }
}

function cellOf({ failures }: AgentExplanation, { title, shows }: Column): string {
  const failing = failures.filter(shows);
  if (failing.length === 0) return "ok";
  if (title !== "ROLE" && title !== "CONSTRAINT" && failures.some(({ kind }) => kind === "role")) return "-";
  return failing
    .map(({ kind, name, asked, free, overhead }) => {
      if (asked === undefined || free === undefined) return kind === "role" ? "no" : labelOf(kind, name);
      if (kind === "unavailable")
        return free === 0 ? name : `${name} in ${free / 1000} s of ${asked / 1000} s`;
      if (kind === "disks" && asked === 0) return `no ${name}`;
      const amounts = free >= asked ? `not ${asked} as asked` : `${free} of ${asked}`;
      const all = overhead === undefined ? amounts : `${amounts} (executor ${overhead})`;
      return title === "OTHER" || kind === "disks" ? `${name} ${all}` : all;
    })
    .join(", ");
}

function alignColumns(table: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of table)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  return table.map((row) =>
    row.reduceRight((rest, cell, i) => `${cell.padEnd(numberAt(widths, i))}  ${rest}`, "").trimEnd(),
  );
}

function isNamed(name: string): (failure: FailedCheck) => boolean {
  return (failure) => failure.kind === "resource" && failure.name === name;
}

function isDisk({ kind, name }: FailedCheck): boolean {
  return kind === "disks" || (kind === "resource" && name === "disk");
}

function isGpu({ kind, name }: FailedCheck): boolean {
  return (kind === "resource" || kind === "devices") && (name === "gpus" || name === "gpu");
}

function isOther(failure: FailedCheck): boolean {
  const { kind, name } = failure;
  if (kind === "resource") return !["cpus", "mem", "disk", "gpus", "gpu"].includes(name);
  return kind === "devices" && !isGpu(failure);
}
