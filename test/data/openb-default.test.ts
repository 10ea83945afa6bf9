import { describeReplays } from "../support/openb-suite.ts";

describeReplays("default", [42, 43, 44, 45, 46, 47, 48, 49, 50, 51]);
