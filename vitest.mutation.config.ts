import { defineConfig } from "vitest/config";

// What runs against each mutant: the unit tests and the tables of bad input. The laws would take hours; the tests of the sources'
// text and of the built package tell nothing about a mutant.
export default defineConfig({
  test: {
    include: [
      "test/{model,queue,state,agents,feasibility,constraints,fitness,selection,assignment,result,explain,dense,autoscale,mesos}/**/*.test.ts",
      "test/fuzz/{bad-input,clashes}.test.ts",
    ],
    testTimeout: 120_000,
  },
});
