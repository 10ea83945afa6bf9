/** What an {@link InvalidInputError} reports. */
export interface InvalidInput {
  /** Where, from the outermost argument: `tasks[3].resources.cpus`. */
  readonly path: string;
  /** What stood there, short enough to print. */
  readonly got: string;
  /** What is accepted there. */
  readonly expected: string;
}

/**
 * Thrown for input that cannot be right, before anything is built. Its text is one sentence:
 * `offers[3].resources.cpus is -1, expected a number ≥ 0`.
 */
export class InvalidInputError extends Error implements InvalidInput {
  override readonly name = "InvalidInputError";
  readonly path: string;
  readonly got: string;
  readonly expected: string;

  constructor({ path, got, expected }: InvalidInput) {
    super(`${path} is ${got}, expected ${expected}`);
    this.path = path;
    this.got = got;
    this.expected = expected;
  }
}

/** What an {@link EvaluatorError} reports. */
export interface EvaluatorFailure {
  /** The name given to `customConstraint` or `customFitness`. */
  readonly evaluator: string;
  readonly taskId: string;
  /** Absent when it failed while preparing the task, before any agent. */
  readonly agentId?: string;
  /** What went wrong, as the end of a sentence: `threw Error: no such rack`. */
  readonly problem: string;
  /** What the evaluator threw, if it threw. */
  readonly cause?: unknown;
}

/**
 * Thrown when a custom evaluator throws, or returns something that is not a verdict or a score.
 * Nothing has changed: the round is abandoned whole.
 */
export class EvaluatorError extends Error implements EvaluatorFailure {
  override readonly name = "EvaluatorError";
  readonly evaluator: string;
  readonly taskId: string;
  declare readonly agentId?: string;
  readonly problem: string;

  constructor({ evaluator, taskId, agentId, problem, cause }: EvaluatorFailure) {
    const where = agentId === undefined ? "" : ` on agent ${JSON.stringify(agentId)}`;
    super(
      `evaluator ${JSON.stringify(evaluator)}, task ${JSON.stringify(taskId)}${where}: ${problem}`,
      cause === undefined ? undefined : { cause },
    );
    this.evaluator = evaluator;
    this.taskId = taskId;
    if (agentId !== undefined) this.agentId = agentId;
    this.problem = problem;
  }
}
