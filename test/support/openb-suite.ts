import { expect, it } from "vitest";
import {
  allocationCurve,
  isPublished,
  openbFolder,
  readNodes,
  readPublishedCurve,
  readWorkload,
  replay,
} from "./openb.ts";
import { describeWithShared } from "./shared-files.ts";

/**
 * A test per seed: the allocation that a round reaches under DotProd is the one the paper published, in every cell to
 * the second decimal. `eventsOf` names the workload whose arrivals this one shares.
 */
export function describeReplays(name: string, seeds: readonly number[], eventsOf: string = name): void {
  describeWithShared(openbFolder, `a round over the pods of ${name} under DotProd`, () => {
    const nodes = readNodes();
    const workload = readWorkload(name, eventsOf);

    it("is run for every seed there is", () => {
      expect(workload.runs.map(({ seed }) => seed)).toEqual(seeds);
    });

    it.each(seeds)("allocates what the paper published, seed %i", (seed) => {
      const run = workload.runs.find((candidate) => candidate.seed === seed);
      if (run === undefined) throw new Error(`there is no run of seed ${seed}`);
      const published = readPublishedCurve(name, "02-DotProd", seed);
      expect(published.size).toBe(131);

      const curve = allocationCurve(nodes, workload, run, replay(nodes, workload, run));

      const differing = [...published].filter(([percent, text]) => {
        const cell = curve.get(percent);
        return cell === undefined || !isPublished(cell, text);
      });
      expect(differing).toEqual([]);
    });
  });
}
