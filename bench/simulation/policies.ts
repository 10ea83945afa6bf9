import { binPack, locality, spread, weighted, type Fitness, type Policy } from "stowage";
import { reservedRole } from "./cluster-shapes.ts";

/** How the simulated scheduler decides, by the name that `--policy` takes. */
export const policyNames = ["binpack", "spread", "locality", "mixed"] as const;
export type PolicyName = (typeof policyNames)[number];

const levels = ["hostname", "rack", "zone"];

/** What each policy does, for the help. */
export const policyTexts: Readonly<Record<PolicyName, string>> = {
  binpack: "fill agents, by cpus and mem",
  spread: "keep agents even, by cpus and mem",
  locality: "near a task's data, or near its co-tasks: agent, rack, zone",
  mixed: "two parts packing, one part locality",
};

const fitnesses: Readonly<Record<PolicyName, Fitness>> = {
  binpack: binPack("cpus", "mem"),
  spread: spread("cpus", "mem"),
  locality: locality(levels),
  mixed: weighted([
    [binPack("cpus", "mem"), 2],
    [locality(levels), 1],
  ]),
};

/** The policy: unused offers are kept for a while, the oldest go back a few at a time, two teams have a limit. */
export function policyOf(name: PolicyName, agents: number): Policy {
  return {
    fitness: fitnesses[name],
    hold: { forMs: 8000, maxDeclines: Math.ceil(agents / 20) },
    groupLimits: { "team-1": { cpus: 0.25 * agents }, "team-2": { mem: 1000 * agents } },
    roles: [reservedRole],
  };
}
