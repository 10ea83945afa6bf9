import { describe, expect, it } from "vitest";
import { EvaluatorError, InvalidInputError } from "../../src/index.ts";

describe("an InvalidInputError", () => {
  it("is an error whose text says where, what was got and what is expected", () => {
    const fields = { path: "offers[3].resources.cpus", got: "-1", expected: "a number ≥ 0" };
    const error = new InvalidInputError(fields);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "InvalidInputError", ...fields });
    expect(error.message).toBe("offers[3].resources.cpus is -1, expected a number ≥ 0");
  });
});

describe("an EvaluatorError", () => {
  it("names evaluator, task and agent, and carries the cause", () => {
    const cause = new Error("no rack");
    const error = new EvaluatorError({
      evaluator: 'my "own"',
      taskId: "t1",
      agentId: "a1",
      problem: "threw Error: no rack",
      cause,
    });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: "EvaluatorError",
      evaluator: 'my "own"',
      taskId: "t1",
      agentId: "a1",
      problem: "threw Error: no rack",
      cause,
    });
    expect(error.message).toBe(
      String.raw`evaluator "my \"own\"", task "t1" on agent "a1": threw Error: no rack`,
    );
  });

  it("has no cause where nothing was thrown, and names no agent where none was looked at", () => {
    const error = new EvaluatorError({ evaluator: "mine", taskId: "t1", problem: "prepared nothing" });
    expect(error.message).toBe('evaluator "mine", task "t1": prepared nothing');
    expect(error.agentId).toBeUndefined();
    expect(Object.hasOwn(error, "cause")).toBe(false);
  });
});
