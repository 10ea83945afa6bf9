import { describeReplays } from "../support/openb-suite.ts";

// More pods without a GPU, more that share one, more that ask for several.
for (const name of ["cpu100", "gpushare40", "multigpu20"]) describeReplays(name, [42, 43, 44]);
