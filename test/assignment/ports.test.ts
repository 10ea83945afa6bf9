import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PortRange, type PortRequest, type Task } from "../../src/index.ts";
import { assignmentOf, offer, placesOf, roundOver, runningOn, task } from "../support/build.ts";

/** The ports that the task gets of the ranges; undefined where it gets none. */
function portsOf(
  offered: readonly PortRange[],
  ports: NonNullable<Task["ports"]>,
  held: readonly number[] = [],
): readonly number[] | undefined {
  const running = held.length === 0 ? [] : [runningOn(1, { id: "r1" }, { ports: held })];
  const { assignments } = roundOver([offer({ ports: offered })], [task({ ports })], {}, running);
  return assignments[0]?.ports;
}

function rank(request: PortRequest): number {
  return typeof request === "number" ? 0 : request === "any" ? 2 : 1;
}

/** All ways to serve the requests, the first by the order of the contract: fixed, ranges, any; each the lowest. */
function bruteForce(
  free: ReadonlySet<number>,
  requests: readonly PortRequest[],
): readonly number[] | undefined {
  const order = requests
    .map((_, at) => at)
    .toSorted((a, b) => rank(requests[a]!) - rank(requests[b]!) || a - b);
  const choose = (step: number, left: ReadonlySet<number>): Map<number, number> | undefined => {
    const at = order[step];
    if (at === undefined) return new Map();
    const request = requests[at];
    const candidates = [...left]
      .filter(
        (port) =>
          request === "any" ||
          request === port ||
          (Array.isArray(request) && port >= request[0] && port <= request[1]),
      )
      .toSorted((a, b) => a - b);
    for (const port of candidates) {
      const rest = choose(step + 1, new Set([...left].filter((other) => other !== port)));
      if (rest !== undefined) return rest.set(at, port);
    }
    return undefined;
  };
  const chosen = choose(0, free);
  return chosen && requests.map((_, at) => chosen.get(at) ?? -1);
}

describe("ports asked by number of them", () => {
  it("are the lowest free ones", () => {
    expect(
      portsOf(
        [
          [31005, 31006],
          [31000, 31001],
        ],
        3,
      ),
    ).toEqual([31000, 31001, 31005]);
    expect(portsOf([[31000, 31003]], 2, [31000, 31002])).toEqual([31001, 31003]);
  });

  it("are refused where fewer are free", () => {
    expect(portsOf([[31000, 31001]], 3)).toBeUndefined();
    expect(portsOf([[31000, 31002]], 3, [31001])).toBeUndefined();
    expect(portsOf([], 1)).toBeUndefined();
    expect(portsOf([[31000, 31001]], 2)).toEqual([31000, 31001]);
  });

  it("may be none, or all there are", () => {
    expect(portsOf([], 0)).toEqual([]);
    expect(portsOf([], [])).toEqual([]);
    expect(portsOf([[0, 65535]], 65536)?.at(-1)).toBe(65535);
  });

  it("are the same as so many times any", () => {
    expect(portsOf([[7, 9]], ["any", "any"])).toEqual(portsOf([[7, 9]], 2));
  });
});

describe("ports asked one by one", () => {
  it("answer each request in its place", () => {
    expect(portsOf([[31000, 31009]], ["any", 31000, [31000, 31005], "any"])).toEqual([
      31002, 31000, 31001, 31003,
    ]);
  });

  it("of fixed numbers must be free, each once", () => {
    expect(portsOf([[31000, 31009]], [31009, 31004])).toEqual([31009, 31004]);
    expect(portsOf([[31000, 31009]], [31010])).toBeUndefined();
    expect(portsOf([[31000, 31009]], [30999])).toBeUndefined();
    expect(portsOf([[31000, 31009]], [31004, 31004])).toBeUndefined();
    expect(portsOf([[31000, 31009]], [31004], [31004])).toBeUndefined();
    expect(
      portsOf(
        [
          [5, 6],
          [8, 9],
        ],
        [7],
      ),
    ).toBeUndefined();
  });

  it("of ranges leave the ranges after them possible", () => {
    expect(
      portsOf(
        [[1, 10]],
        [
          [1, 5],
          [1, 1],
        ],
      ),
    ).toEqual([2, 1]);
    expect(
      portsOf(
        [[1, 10]],
        [
          [1, 5],
          [1, 2],
          [1, 1],
        ],
      ),
    ).toEqual([3, 2, 1]);
    expect(
      portsOf(
        [[1, 10]],
        [
          [1, 9],
          [1, 3],
          [1, 3],
          [1, 3],
        ],
      ),
    ).toEqual([4, 1, 2, 3]);
    expect(
      portsOf(
        [[1, 10]],
        [
          [1, 9],
          [2, 3],
          [2, 3],
        ],
      ),
    ).toEqual([1, 2, 3]);
    expect(
      portsOf(
        [[2, 10]],
        [
          [1, 9],
          [2, 3],
          [2, 3],
        ],
      ),
    ).toEqual([4, 2, 3]);
  });

  it("of ranges that do not have a port each are refused", () => {
    expect(
      portsOf(
        [[1, 10]],
        [
          [1, 1],
          [1, 1],
        ],
      ),
    ).toBeUndefined();
    expect(
      portsOf(
        [[1, 10]],
        [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
      ),
    ).toBeUndefined();
    expect(portsOf([[1, 10]], [[1, 2], 1, 2])).toBeUndefined();
    expect(portsOf([[1, 10]], [[11, 20]])).toBeUndefined();
    expect(
      portsOf(
        [
          [1, 2],
          [9, 9],
        ],
        [[3, 8]],
      ),
    ).toBeUndefined();
  });

  it("are any once fixed numbers and ranges have theirs", () => {
    expect(portsOf([[1, 3]], ["any", [1, 2], 1])).toEqual([3, 2, 1]);
    expect(portsOf([[1, 3]], ["any", "any", [1, 2], 1])).toBeUndefined();
  });

  it("are any of 0 to 65535", () => {
    expect(
      portsOf(
        [
          [0, 0],
          [65535, 65535],
          [31000, 31000],
        ],
        ["any", 31000, "any"],
      ),
    ).toEqual([0, 31000, 65535]);
  });

  it("are those that a search through all ways finds", () => {
    const port = fc.integer({ min: 0, max: 7 });
    const range = fc.tuple(port, port).map(([a, b]): PortRange => [Math.min(a, b), Math.max(a, b)]);
    const request = fc.oneof(
      { weight: 1, arbitrary: fc.constant<PortRequest>("any") },
      { weight: 1, arbitrary: port },
      { weight: 4, arbitrary: range },
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(port, { minLength: 1 }),
        fc.array(request, { minLength: 1, maxLength: 5 }),
        (free, requests) => {
          expect(
            portsOf(
              free.map((each): PortRange => [each, each]),
              requests,
            ),
          ).toEqual(bruteForce(new Set(free), requests));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("the ports of an agent", () => {
  it("are those of all its offers of the role; ranges of two offers may overlap", () => {
    const offers = [
      offer({ ports: [[31000, 31001]] }),
      offer({ id: "o2", ports: [[31001, 31002]] }),
      offer({ id: "o3" }),
      offer({ id: "o4", role: "ads", ports: [[31500, 31500]] }),
    ];
    expect(assignmentOf(roundOver(offers, [task({ ports: 3 })])).ports).toEqual([31000, 31001, 31002]);
    expect(placesOf(roundOver(offers, [task({ ports: 4 })]))).toEqual({});
    expect(placesOf(roundOver(offers, [task({ ports: [31500] })]))).toEqual({});
  });

  it("are each given once in a round, to whatever role", () => {
    const offers = [
      offer({ ports: [[31000, 31002]] }),
      offer({ id: "o2", role: "ads", ports: [[31000, 31001]] }),
    ];
    const tasks = [
      task({ ports: [31000] }),
      task({ id: "t2", role: "ads", ports: 1 }),
      task({ id: "t3", ports: 1 }),
      task({ id: "t4", ports: 1 }),
    ];
    const { assignments, unmatched } = roundOver(offers, tasks);
    expect(assignments.map(({ ports }) => ports)).toEqual([[31000], [31001], [31002]]);
    expect(unmatched).toEqual([{ taskId: "t4", reason: "no-agent-fits" }]);
  });

  it("run on with the task", () => {
    const { cluster } = roundOver([offer({ ports: [[31000, 31002]] })], [task({ ports: [31001] })]);
    expect(cluster.agents[0]?.running).toEqual([
      { task: task({ ports: [31001] }), agentId: "a1", hostname: "h1", ports: [31001] },
    ]);
  });

  it("are not mentioned where none was asked", () => {
    const { cluster, assignments } = roundOver([offer()], [task()]);
    expect(cluster.agents[0]?.running).toStrictEqual([{ task: task(), agentId: "a1", hostname: "h1" }]);
    expect(assignments[0]?.ports).toEqual([]);
    expect(assignments[0]?.devices).toEqual([]);
  });
});
