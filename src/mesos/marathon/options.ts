import { expectFields, expectText } from "../../model/input/expect.ts";

/** What Marathon is told when it starts, for all apps and pods. */
export interface MarathonOptions {
  /** The role of those that name none (Marathon's `--mesos_role`); default `"*"`. */
  readonly role?: string;
  /**
   * The region of the Mesos masters. Those without a constraint on `@region` then go to no agent of another one, as in Marathon
   * (fault-domain-awareness.md). Default: they may go to any.
   */
  readonly localRegion?: string;
}

/** Throws unless the value is {@link MarathonOptions}. */
export function checkOptions(value: unknown): asserts value is MarathonOptions {
  const { role, localRegion } = expectFields("options", value);
  if (role !== undefined) expectText("options.role", role);
  if (localRegion !== undefined) expectText("options.localRegion", localRegion);
}
