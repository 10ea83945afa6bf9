import { drawn, type DrawnOptions } from "./drawn.ts";
import type { Family, Workload } from "./workload.ts";

const sizesOfGrowth = [100, 1000, 10_000, 100_000];

/** How each family of growth differs from packing different tasks. */
const familyOptions = {
  distinct: {},
  equal: { tasks: "equal" },
  constraints: { tasks: "service constraints" },
} as const satisfies Readonly<Record<string, DrawnOptions>>;

/** A family: the same kind of workload at several sizes. */
export type FamilyName = keyof typeof familyOptions;

/** The names of the families. */
export const familyNames: readonly FamilyName[] = ["distinct", "equal", "constraints"];

/** Every family over growing clusters, and over growing numbers of tasks. */
export function growthRows(): readonly Workload[] {
  return familyNames.flatMap((name) => {
    const options = familyOptions[name];
    const overAgents: Family = { name, axis: "agents" };
    const overTasks: Family = { name, axis: "tasks" };
    return [
      ...sizesOfGrowth.map((agents) => {
        const families = agents === 10_000 ? [overAgents, overTasks] : [overAgents];
        return drawn({ name, section: "growth", agents, tasks: 1000, families }, options);
      }),
      ...[100, 10_000, 100_000].map((tasks) =>
        drawn({ name, section: "growth", agents: 10_000, tasks, families: [overTasks] }, options),
      ),
    ];
  });
}

/** Great clusters, with many tasks; each kind beside the first at the same size. */
export function fleetRows(): readonly Workload[] {
  const sizes = [10_000, 100_000, 1_000_000];
  return sizes.flatMap((tasks) =>
    familyNames.map((name): Workload => {
      const row = { ...familyWorkload(name, 100_000, tasks), section: "fleets" };
      const isHeavy = tasks > 100_000;
      return name === "distinct"
        ? { ...row, isHeavy }
        : { ...row, isHeavy, plain: familyWorkload("distinct", 100_000, tasks) };
    }),
  );
}

/** One kind of workload at one size. */
export function familyWorkload(name: FamilyName, agents: number, tasks: number): Workload {
  return drawn({ name, section: "growth", agents, tasks }, familyOptions[name]);
}
