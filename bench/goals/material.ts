import * as stowage from "stowage";
import { familyWorkload } from "../workloads/families.ts";
import { drawnMaterial, type Material } from "../workloads/rounds.ts";
import { standingMaterial, standingWorkload, type standingTitles } from "../workloads/standing.ts";
import { interleave, timed, type Interleaved } from "../measure/interleave.ts";
import type { Workload } from "../workloads/workload.ts";

/** How many agents and tasks the goals speak of. */
export const tenThousand = 10_000;

/** How often the two sides of a ratio take turns. */
export const pairs = 5;

/** 10,000 offers and as many different tasks: the standing ones, or drawn ones where those are not there. */
export function tenThousandOfEach(): Material {
  return standingMaterial(tenThousand) ?? drawnMaterial(tenThousand, tenThousand);
}

/** A row of 10,000 agents and tasks: of the standing workload, or the drawn one of this family where that is not there. */
export function standingOr(
  title: (typeof standingTitles)[number],
  family: "distinct" | "equal" | "constraints",
): Workload {
  return standingWorkload(title, tenThousand) ?? familyWorkload(family, tenThousand, tenThousand);
}

/** The times of two rows in turns. */
export function inTurns(first: Workload, second: Workload): Interleaved {
  return interleave(timed(first.prepare(stowage).run), timed(second.prepare(stowage).run), pairs);
}
