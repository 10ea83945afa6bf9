import { describe, expect, it } from "vitest";
import {
  anyOf,
  attributeIs,
  clusterOf,
  customConstraint,
  customFitness,
  EvaluatorError,
  match,
  not,
  prefer,
  preferHigh,
  type Task,
} from "../../src/index.ts";
import { assignmentOf, deepFreeze, offerOf, placesOf, roundOver, task } from "../support/build.ts";

const offers = deepFreeze([offerOf(1), offerOf(2, { attributes: { rack: "r1" } })]);

/** How the call fails. */
function failureOf(fields: Partial<Task>, policy = {}): EvaluatorError {
  try {
    roundOver(offers, [task(fields)], policy);
  } catch (error) {
    if (error instanceof EvaluatorError) return error;
    throw error;
  }
  throw new Error("nothing failed");
}

function constraintThat(result: unknown): Partial<Task> {
  return { constraints: [customConstraint("mine", () => () => result as boolean)] };
}

function fitnessThat(result: unknown) {
  return { fitness: customFitness("mine", () => () => result as number) };
}

describe("a custom constraint", () => {
  it("says where the task may go", () => {
    const constraints = [
      customConstraint(
        "second",
        ({ id }) =>
          ({ hostname }) =>
            id === "t1" && hostname === "h2",
      ),
    ];
    expect(placesOf(roundOver(offers, [task({ constraints }), task({ id: "t2", constraints })]))).toEqual({
      t1: "a2",
    });
  });

  it("is prepared once for each task, with the task and the round", () => {
    const prepared: string[] = [];
    const constraint = customConstraint("mine", ({ id }, { nowMs }) => {
      prepared.push(`${id} at ${nowMs}`);
      return () => true;
    });
    const tasks = [task({ constraints: [constraint] }), task({ id: "t2", constraints: [constraint] })];
    match({ cluster: clusterOf(offers), tasks, nowMs: 5 });
    expect(prepared).toEqual(["t1 at 5", "t2 at 5"]);
  });

  it("sees only agents that passed the checks before it", () => {
    const seen: string[] = [];
    const custom = customConstraint(
      "mine",
      () =>
        ({ agentId }) =>
          seen.push(agentId) > 0,
    );
    roundOver(
      [...offers, offerOf(3, { resources: {} })],
      [task({ constraints: [attributeIs("rack", "r1"), custom] })],
    );
    expect(seen).toEqual(["a2"]);
  });

  it("may stand within others, and in preferences", () => {
    const first = customConstraint(
      "first",
      () =>
        ({ hostname }) =>
          hostname === "h1",
    );
    expect(placesOf(roundOver(offers, [task({ constraints: [not(anyOf(first))] })]))).toEqual({ t1: "a2" });
    expect(placesOf(roundOver(offers, [task({ preferences: [prefer(not(first))] })]))).toEqual({ t1: "a2" });
  });
});

describe("a custom fitness", () => {
  it("gives the score, 0 and 1 included", () => {
    for (const result of [0, 0.25, 1]) {
      expect(assignmentOf(roundOver(offers, [task()], fitnessThat(result))).score.fitness).toBe(result);
    }
  });

  it("may stand in a preference", () => {
    const second = customFitness(
      "second",
      () =>
        ({ hostname }) =>
          hostname === "h2" ? 1 : 0,
    );
    const { agentId, score } = assignmentOf(roundOver(offers, [task({ preferences: [preferHigh(second)] })]));
    expect([agentId, score.preferences]).toEqual(["a2", 1]);
  });
});

describe("an EvaluatorError", () => {
  it("names evaluator, task and agent, and carries the cause", () => {
    const cause = new Error("no such rack");
    const failure = failureOf({
      constraints: [
        customConstraint("mine", () => () => {
          throw cause;
        }),
      ],
    });
    expect(failure).toMatchObject({
      name: "EvaluatorError",
      evaluator: "mine",
      taskId: "t1",
      agentId: "a1",
      problem: "threw Error: no such rack",
      message: 'evaluator "mine", task "t1" on agent "a1": threw Error: no such rack',
      cause,
    });
  });

  it("names no agent where the preparation fails", () => {
    const failure = failureOf({
      preferences: [
        preferHigh(
          customFitness("mine", () => {
            throw "a text"; // eslint-disable-line no-throw-literal
          }),
        ),
      ],
    });
    expect(failure.message).toBe('evaluator "mine", task "t1": threw "a text"');
    expect(failure.agentId).toBeUndefined();
    expect(failure.cause).toBe("a text");
  });

  it("tells of what was thrown, though it cannot be printed", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const cause of [Object.assign(new Error("x"), { message: Symbol("s") }), proxy]) {
      const failure = failureOf({
        constraints: [
          customConstraint("mine", () => {
            throw cause;
          }),
        ],
      });
      expect(failure.message).toBe('evaluator "mine", task "t1": threw what cannot be printed');
      expect(failure.cause).toBe(cause);
    }
  });

  it("tells of what was returned, though it cannot be printed", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(failureOf({ constraints: [customConstraint("mine", () => () => proxy as never)] }).problem).toBe(
      "returned what cannot be printed, expected true or false",
    );
  });

  it("tells that nothing was prepared", () => {
    const lazy = customConstraint("lazy", () => undefined as never);
    expect(failureOf({ constraints: [lazy] }).message).toBe(
      'evaluator "lazy", task "t1": prepared no function of an agent',
    );
    expect(failureOf({ constraints: [lazy] }).cause).toBeUndefined();
  });

  it.each([[undefined], [null], [1], [Symbol("yes")]])("ends the round for the verdict %o", (result) => {
    expect(failureOf(constraintThat(result)).message).toBe(
      `evaluator "mine", task "t1" on agent "a1": returned ${String(result)}, expected true or false`,
    );
  });

  it.each([[Number.NaN], [2], [1.000001], [-0.1], [Infinity], [true], [undefined]])(
    "ends the round for the score %o",
    (result) => {
      expect(failureOf({}, fitnessThat(result)).message).toBe(
        `evaluator "mine", task "t1" on agent "a1": returned ${String(result)}, expected a number within 0..1`,
      );
    },
  );

  it("quotes a text that is returned, and describes what has none", () => {
    const problems = ["true", ["a"], {}, -0].map((result) => failureOf(constraintThat(result)).problem);
    expect(problems).toEqual([
      'returned "true", expected true or false',
      "returned an array of 1, expected true or false",
      "returned an object, expected true or false",
      "returned -0, expected true or false",
    ]);
  });

  it("comes whatever is thrown or returned, texts or not", () => {
    const bare: unknown = Object.create(null);
    const mute = {
      toString() {
        throw new TypeError("no text");
      },
    };
    for (const odd of [bare, mute, undefined, Symbol("s"), 10n]) {
      const thrower = customConstraint("mine", () => () => {
        throw odd; // eslint-disable-line no-throw-literal
      });
      expect(failureOf({ constraints: [thrower] }).cause).toBe(odd);
      expect(failureOf(constraintThat(odd)).agentId).toBe("a1");
    }
  });

  it("leaves everything as it was", () => {
    const cluster = deepFreeze(clusterOf(offers));
    const tasks = [task(), task({ id: "t2", ...constraintThat("no") })];
    expect(() => match({ cluster, tasks, nowMs: 0 })).toThrow(EvaluatorError);
    expect(match({ cluster, tasks: [task()], nowMs: 0 }).assignments).toHaveLength(1);
  });
});
