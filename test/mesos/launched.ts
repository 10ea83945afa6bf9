import type { MesosCall, MesosTaskInfo } from "../../src/mesos/index.ts";

/** The tasks that the calls launch, those of pods too. */
export function launchedBy(calls: readonly MesosCall[]): readonly MesosTaskInfo[] {
  return calls.flatMap((call) =>
    call.type !== "ACCEPT"
      ? []
      : call.accept.operations.flatMap((operation) =>
          operation.type === "LAUNCH"
            ? operation.launch.task_infos
            : operation.type === "LAUNCH_GROUP"
              ? operation.launch_group.task_group.tasks
              : [],
        ),
  );
}
