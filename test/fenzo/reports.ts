import {
  explain,
  match,
  type AgentExplanation,
  type Cluster,
  type Constraint,
  type Explanation,
  type MatchInput,
  type Round,
} from "../../src/index.ts";
import {
  amountFinding,
  constraintFinding,
  limitFinding,
  setFindings,
  type Finding,
  type Report,
} from "./finding.ts";

type Agent = Cluster["agents"][number];

/**
 * The reports that Fenzo would have made of the round's unmatched tasks. An explanation shows the state in which a round ended, Fenzo's
 * report that of the task's turn: that is where the round of the tasks up to this one ends, since a task that goes nowhere changes nothing.
 */
export function reportsOf(input: MatchInput, { unmatched }: Round): readonly Report[] {
  const offers = new Map(input.cluster.agents.map((agent) => [agent.id, agent]));
  return unmatched.map(({ taskId }) => {
    const turn = input.tasks.findIndex(({ id }) => id === taskId);
    const round = match({ ...input, tasks: input.tasks.slice(0, turn + 1) });
    return reportOf(explain(round, taskId), offers);
  });
}

/**
 * What Fenzo reports of all that stowage explains: a limit of the group instead of any host; of a host the first of its checks that fails,
 * where the exclusive lock comes before the constraints in the task's order, they before the resources, all that fail, and those before the
 * sets of devices.
 */
function reportOf({ taskId, limits, agents }: Explanation, offers: ReadonlyMap<string, Agent>): Report {
  const [limit] = limits;
  if (limit !== undefined) {
    return { task: taskId, hosts: { "": [limitFinding(limit.asked, limit.used, limit.limit)] } };
  }
  const hosts: Record<string, readonly Finding[]> = {};
  for (const agent of agents) {
    const held = offers.get(agent.agentId);
    if (held !== undefined && isCandidate(agent)) hosts[agent.hostname] = findingsOf(agent, held);
  }
  return { task: taskId, hosts };
}

function isCandidate({ failures }: AgentExplanation): boolean {
  return failures.every(({ kind }) => kind !== "role" && kind !== "disabled" && kind !== "inactive");
}

function findingsOf({ failures }: AgentExplanation, agent: Agent): readonly Finding[] {
  if (failures.some(({ kind }) => kind === "exclusive")) return [constraintFinding("exclusive-host")];
  const constraint = failures.find(({ kind }) => kind === "constraint")?.constraint;
  if (constraint !== undefined) return [findingOfConstraint(constraint)];
  const amounts = failures.flatMap(({ kind, name, asked = 0, free = 0 }) => {
    if (kind !== "resource" && kind !== "ports") return [];
    const available = kind === "ports" ? portsOffered(agent) : amountOffered(agent, name);
    return [amountFinding(name, asked, toThousandths(available - free), available)];
  });
  if (amounts.length > 0) return amounts;
  const sets = new Set(agent.devices.map(({ name }) => name));
  const asked = failures.map(({ name }) => name);
  return setFindings(
    asked.filter((name) => !sets.has(name)),
    asked.filter((name) => sets.has(name)),
  );
}

function findingOfConstraint(constraint: Constraint): Finding {
  switch (constraint.kind) {
    case "attributeIs":
      return constraintFinding("host-attribute-value", constraint.name);
    case "uniqueBy":
      return constraintFinding("unique-host-attribute", constraint.attribute);
    case "balancedBy":
      return constraintFinding("balanced-host-attribute", constraint.attribute);
    case "exclusive":
      return constraintFinding("exclusive-host");
    default:
      throw new Error(`Fenzo has no counterpart of ${constraint.kind}`);
  }
}

function amountOffered({ offers }: Agent, name: string): number {
  return toThousandths(offers.reduce((sum, { resources }) => sum + (resources[name] ?? 0), 0));
}

function portsOffered({ offers }: Agent): number {
  const ports = offers.flatMap(({ ports: ranges = [] }) => ranges.flatMap(numbersOf));
  return new Set(ports).size;
}

function numbersOf([first, last]: readonly [number, number]): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

function toThousandths(amount: number): number {
  return Math.round(amount * 1000) / 1000;
}
