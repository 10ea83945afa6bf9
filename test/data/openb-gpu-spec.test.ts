import { describeReplays } from "../support/openb-suite.ts";

// Pods that name the GPU models they can use; they arrive as those of the default workload do.
describeReplays("gpuspec10", [42, 43, 44, 45, 46, 47, 48, 49, 50, 51], "default");
