import { evaluatorGoals } from "./evaluators.ts";
import type { Goal } from "./goal.ts";
import { growthGoals } from "./growth.ts";
import { memoryGoals } from "./memory.ts";
import { mesosGoals } from "./mesos.ts";
import { roundGoals } from "./rounds.ts";
import { searchGoals } from "./search.ts";

/** All that is to be reached. */
export function allGoals(): readonly Goal[] {
  return [
    ...searchGoals(),
    ...growthGoals(),
    ...roundGoals(),
    ...mesosGoals(),
    ...evaluatorGoals(),
    ...memoryGoals(),
  ];
}
