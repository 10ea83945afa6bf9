import { it } from "vitest";
import { describeWithShared } from "../support/shared-files.ts";
import { expectFenzo, expectStowage } from "./expect-modelled.ts";
import { goldenFiles, readScenarios } from "./golden.ts";
import { replay } from "./replay.ts";

describeWithShared("golden", "a model whose switches are the oddities of Fenzo", () => {
  for (const file of [...goldenFiles("parity"), ...goldenFiles("mixed")]) {
    const scenarios = readScenarios(file);

    it(`is Fenzo with all of them on, in every round of the ${scenarios.length} scenarios of ${file}`, () => {
      for (const round of scenarios.flatMap(replay)) expectFenzo(round);
    });

    it(`is stowage with all of them off, in every round of the ${scenarios.length} scenarios of ${file}`, () => {
      for (const round of scenarios.flatMap(replay)) expectStowage(round);
    });
  }
});
