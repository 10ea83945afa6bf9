import type { GoldenFitness, GoldenTask } from "../golden.ts";
import { amountIn, amountsOf } from "./amounts.ts";
import type { Host } from "./host.ts";
import type { Oddities } from "./rules.ts";

const resourcesOf: ReadonlyMap<string, readonly string[]> = new Map([
  ["cpu", ["cpus"]],
  ["memory", ["mem"]],
  ["network", ["network"]],
  ["cpuMem", ["cpus", "mem"]],
  ["cpuMemNetwork", ["cpus", "mem", "network"]],
]);

/** How well the task fits the host, 0..1, or no number (D3). */
export function fitnessOf(fitness: GoldenFitness, task: GoldenTask, host: Host, oddities: Oddities): number {
  if (typeof fitness === "string") return plainFitness(fitness, task, host, oddities);
  const scores = fitness.weighted.map(([name, weight]) => ({
    score: plainFitness(name, task, host, oddities),
    weight,
  }));
  if (oddities.has("D2") && scores.some(({ score }) => score === 0)) return 0;
  const weights = scores.reduce((sum, { weight }) => sum + weight, 0);
  return scores.reduce((sum, { score, weight }) => sum + score * weight, 0) / weights;
}

function plainFitness(name: string, task: GoldenTask, host: Host, oddities: Oddities): number {
  if (name === "none") return 1;
  const [, prefix = "", kind] = /^(\w+)(BinPacker|Spreader)$/u.exec(name) ?? [];
  const resources = resourcesOf.get(prefix);
  if (resources === undefined) throw new Error(`the model knows no fitness ${name}`);
  const asked = amountsOf(task, oddities);
  const parts = resources.map((resource) => {
    const running = amountIn(host.runningAmounts, resource);
    const used = amountIn(asked, resource) + amountIn(host.placedAmounts, resource) + running;
    const all = amountIn(host.offered, resource) + running;
    if (all === 0 && !oddities.has("D3")) return 0;
    return kind === "Spreader" ? 1 - used / all : used / all;
  });
  return parts.reduce((sum, part) => sum + part, 0) / parts.length;
}
