import { configDefaults, defineConfig } from "vitest/config";

// What runs against each mutant: everything but the tests that are slow, that read the sources as text (a mutant's
// source is instrumented), or that test the built package (which no mutant reaches).
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [
      ...configDefaults.exclude,
      "test/data/**",
      "test/package/**",
      "test/structure/**",
      "test/docs/**",
      "test/bench/**",
    ],
    testTimeout: 120_000,
  },
});
