import type { MatchInput, Round } from "../../src/index.ts";
import { capacityViolations } from "./capacity.ts";
import { conditionViolations } from "./conditions.ts";
import { executorViolations } from "./executors.ts";
import { launchViolations } from "./launches.ts";
import { limitViolations } from "./limits.ts";
import { partitionViolations } from "./partition.ts";
import { sceneOf } from "./scene.ts";

/** Everything wrong with the round, seen from its input and result alone. */
export function violationsOf(input: MatchInput, round: Round): readonly string[] {
  const scene = sceneOf(input, round);
  return [
    ...partitionViolations(scene),
    ...launchViolations(scene),
    ...limitViolations(scene),
    ...capacityViolations(scene),
    ...conditionViolations(scene),
    ...executorViolations(scene),
  ];
}
