import { describe, expect, it } from "vitest";
import { clusterOf, emptyCluster, InvalidInputError } from "../../src/index.ts";
import { displacedBy, inverseOfferCalls, inverseOffersFrom } from "../../src/mesos/index.ts";
import { offerOf, refusalText, runningOn } from "../support/build.ts";
import { amount } from "./wire.ts";

/** An inverse offer `i<n>` of the agent `a<n>`, as JSON, unless the fields say otherwise. */
function wireInverse(n: number, fields: object = {}): object {
  return {
    id: { value: `i${n}` },
    framework_id: { value: "f" },
    agent_id: { value: `a${n}` },
    unavailability: { start: { nanoseconds: 5e15 } },
    ...fields,
  };
}

function inverseEvent(...list: readonly unknown[]): unknown {
  return { type: "INVERSE_OFFERS", inverse_offers: { inverse_offers: list } };
}

describe("inverseOffersFrom", () => {
  it("reads what is asked back, and when", () => {
    const resources = [amount("cpus", 1)];
    const event = JSON.stringify(
      inverseEvent(
        wireInverse(1),
        wireInverse(2, {
          url: {},
          resources,
          unavailability: { start: { nanoseconds: 1 }, duration: { nanoseconds: 36e11 } },
        }),
        wireInverse(3, { agent_id: undefined }),
      ),
    ).replace('"nanoseconds":1}', '"nanoseconds":1700000000123456789}');
    expect(inverseOffersFrom(JSON.parse(event))).toStrictEqual({
      inverseOffers: [
        { id: "i1", agentId: "a1", unavailability: { startMs: 5e9 }, resources: [] },
        {
          id: "i2",
          agentId: "a2",
          unavailability: { startMs: 1_700_000_000_123.4568, durationMs: 3_600_000 },
          resources,
        },
        { id: "i3", unavailability: { startMs: 5e9 }, resources: [] },
      ],
      unreadable: [],
    });
  });

  it.each<readonly [string, object]>([
    [".unavailability is undefined, expected an object", { unavailability: undefined }],
    [".unavailability is 1, expected an object", { unavailability: 1 }],
    [".unavailability.start is undefined, expected an object", { unavailability: {} }],
    [
      '.unavailability.start.nanoseconds is "1", expected a finite number',
      { unavailability: { start: { nanoseconds: "1" } } },
    ],
    [
      ".unavailability.duration is null, expected an object",
      { unavailability: { start: { nanoseconds: 0 }, duration: null } },
    ],
    [
      ".unavailability.duration.nanoseconds is -1, expected a finite number ≥ 0",
      { unavailability: { start: { nanoseconds: -1 }, duration: { nanoseconds: -1 } } },
    ],
    [".agent_id is 1, expected an object", { agent_id: 1 }],
    [".resources is 1, expected an array", { resources: 1 }],
    [
      '.id.value is "i1", expected an id that no other inverse offer of the event has',
      { id: { value: "i1" } },
    ],
  ])("sets apart what cannot be read: %s", (text, fields) => {
    const { inverseOffers, unreadable } = inverseOffersFrom(
      inverseEvent(wireInverse(1), wireInverse(2, fields), wireInverse(3)),
    );
    expect(inverseOffers.map(({ id }) => id)).toEqual(["i1", "i3"]);
    expect(unreadable.map(({ error }) => error.message)).toEqual([
      `event.inverse_offers.inverse_offers[1]${text}`,
    ]);
    expect(unreadable[0]?.error).toBeInstanceOf(InvalidInputError);
  });

  it("says which inverse offer is unreadable, where its id can be read", () => {
    const { unreadable } = inverseOffersFrom(inverseEvent(wireInverse(1, { agent_id: 1 }), { id: 1 }, 1));
    expect(unreadable.map(({ inverseOfferId }) => inverseOfferId)).toEqual(["i1", undefined, undefined]);
    expect(unreadable[1]).not.toHaveProperty("inverseOfferId");
  });

  it("takes none that has the id of another, though that one cannot be read", () => {
    const { inverseOffers, unreadable } = inverseOffersFrom(
      inverseEvent(wireInverse(1, { agent_id: 1 }), wireInverse(1)),
    );
    expect(inverseOffers).toEqual([]);
    expect(unreadable.map(({ inverseOfferId }) => inverseOfferId)).toEqual(["i1", undefined]);
  });

  it("throws what is no fault of the input", () => {
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new TypeError("mine");
        },
      },
    );
    expect(() => inverseOffersFrom(inverseEvent(trap))).toThrow(TypeError);
  });

  it.each<readonly [string, unknown]>([
    ["event is undefined, expected an object", undefined],
    ['event.type is "OFFERS", expected "INVERSE_OFFERS"', { type: "OFFERS" }],
    ["event.inverse_offers is undefined, expected an object", { type: "INVERSE_OFFERS" }],
    [
      "event.inverse_offers.inverse_offers is undefined, expected an array",
      { type: "INVERSE_OFFERS", inverse_offers: {} },
    ],
  ])("refuses: %s", (text, event) => {
    expect(refusalText(() => inverseOffersFrom(event))).toBe(text);
  });
});

describe("displacedBy", () => {
  const cluster = clusterOf(
    [offerOf(1), offerOf(4)],
    [
      runningOn(1, { id: "b" }),
      runningOn(1, { id: "a" }),
      runningOn(2, { id: "c" }),
      runningOn(3, { id: "d" }),
      runningOn(10, { id: "e" }),
    ],
  );

  it("lists the tasks of the agents that go down, the first to go first, then by agent and task", () => {
    const inverseOffers = [
      { id: "i1", agentId: "a1", unavailability: { startMs: 200 }, resources: [] },
      { id: "i2", agentId: "a2", unavailability: { startMs: 100, durationMs: 10 }, resources: [] },
      { id: "i3", agentId: "a10", unavailability: { startMs: 200 }, resources: [] },
      { id: "i4", agentId: "a4", unavailability: { startMs: 50 }, resources: [] },
      { id: "i5", agentId: "a9", unavailability: { startMs: 50 }, resources: [] },
      { id: "i6", unavailability: { startMs: 50 }, resources: [] },
    ];
    const expected = [
      { taskId: "c", agentId: "a2", byMs: 100 },
      { taskId: "a", agentId: "a1", byMs: 200 },
      { taskId: "b", agentId: "a1", byMs: 200 },
      { taskId: "e", agentId: "a10", byMs: 200 },
    ];
    expect(displacedBy(cluster, inverseOffers, { nowMs: 0 })).toStrictEqual(expected);
    expect(displacedBy(cluster, inverseOffers.toReversed(), { nowMs: 0 })).toStrictEqual(expected);
  });

  it("lists tasks of one time by their agents before their own ids", () => {
    const running = [runningOn(2, { id: "a" }), runningOn(1, { id: "b" })];
    const inverseOffers = ["a1", "a2"].map((agentId) => ({
      id: agentId,
      agentId,
      unavailability: { startMs: 5 },
      resources: [],
    }));
    const displaced = displacedBy(clusterOf([], running), inverseOffers, { nowMs: 0 });
    expect(displaced.map(({ taskId }) => taskId)).toEqual(["b", "a"]);
  });

  it("takes the first time that is not over", () => {
    const times = [{ startMs: 30, durationMs: 10 }, { startMs: 10, durationMs: 10 }, { startMs: 50 }];
    const inverseOffers = times.map((unavailability, i) => ({
      id: `i${i}`,
      agentId: "a2",
      unavailability,
      resources: [],
    }));
    const byMs = (nowMs: number): readonly number[] =>
      displacedBy(cluster, inverseOffers, { nowMs }).map((each) => each.byMs);
    expect([0, 19, 20, 39, 40, 60].map(byMs)).toEqual([[10], [10], [30], [30], [50], [50]]);
    expect(displacedBy(cluster, inverseOffers.slice(0, 2), { nowMs: 40 })).toEqual([]);
    expect(displacedBy(emptyCluster, inverseOffers, { nowMs: 0 })).toEqual([]);
  });

  it.each<readonly [string, unknown, unknown, unknown]>([
    ["cluster is 1, expected an object", 1, [], { nowMs: 0 }],
    ["options is undefined, expected an object", emptyCluster, [], undefined],
    ["options.nowMs is undefined, expected a finite number", emptyCluster, [], {}],
    ["inverseOffers is undefined, expected an array", emptyCluster, undefined, { nowMs: 0 }],
    ["inverseOffers[0] is 1, expected an object", emptyCluster, [1], { nowMs: 0 }],
    ["inverseOffers[0].unavailability is undefined, expected an object", emptyCluster, [{}], { nowMs: 0 }],
    [
      "inverseOffers[0].unavailability.startMs is undefined, expected a finite number",
      emptyCluster,
      [{ unavailability: {} }],
      { nowMs: 0 },
    ],
    [
      "inverseOffers[0].unavailability.durationMs is -1, expected a finite number ≥ 0",
      emptyCluster,
      [{ unavailability: { startMs: 0, durationMs: -1 } }],
      { nowMs: 0 },
    ],
    [
      'inverseOffers[0].agentId is "", expected a non-empty string',
      emptyCluster,
      [{ agentId: "", unavailability: { startMs: 0 } }],
      { nowMs: 0 },
    ],
  ])("refuses: %s", (text, ...given) => {
    expect(refusalText(() => Reflect.apply(displacedBy, undefined, given))).toBe(text);
  });
});

describe("inverseOfferCalls", () => {
  const framework_id = { value: "f" };

  it("answers those that are met and those that may not be, if there are any", () => {
    const filters = { refuse_seconds: 5 };
    const accept_inverse_offers = { inverse_offer_ids: [{ value: "i1" }, { value: "i2" }], filters };
    const decline_inverse_offers = { inverse_offer_ids: [{ value: "i3" }], filters };
    const accepts = { type: "ACCEPT_INVERSE_OFFERS", framework_id, accept_inverse_offers };
    const declines = { type: "DECLINE_INVERSE_OFFERS", framework_id, decline_inverse_offers };
    const accept = ["i1", "i2"];
    const decline = ["i3"];
    expect(inverseOfferCalls({ frameworkId: "f", accept, decline })).toStrictEqual([accepts, declines]);
    expect(inverseOfferCalls({ frameworkId: "f", accept })).toStrictEqual([accepts]);
    expect(inverseOfferCalls({ frameworkId: "f", decline, accept: [] })).toStrictEqual([declines]);
    expect(inverseOfferCalls({ frameworkId: "f" })).toEqual([]);
  });

  it.each([0, 31_536_000])("says when to ask again: after %d seconds", (refuseSeconds) => {
    const [call] = inverseOfferCalls({ frameworkId: "f", accept: ["i1"], refuseSeconds });
    expect(call).toHaveProperty("accept_inverse_offers.filters", { refuse_seconds: refuseSeconds });
  });

  it.each<readonly [string, unknown]>([
    ["answers is undefined, expected an object", undefined],
    ["answers.frameworkId is undefined, expected a non-empty string", {}],
    ["answers.accept is 1, expected an array", { frameworkId: "f", accept: 1 }],
    ['answers.decline[0] is "", expected a non-empty string', { frameworkId: "f", decline: [""] }],
    [
      'answers.decline[0] is "i", expected an inverse offer that is not answered already',
      { frameworkId: "f", accept: ["i"], decline: ["i"] },
    ],
    [
      "answers.refuseSeconds is -1, expected a number within 0..31536000",
      { frameworkId: "f", refuseSeconds: -1 },
    ],
    [
      "answers.refuseSeconds is 31536001, expected a number within 0..31536000",
      { frameworkId: "f", refuseSeconds: 31_536_001 },
    ],
  ])("refuses: %s", (text, answers) => {
    expect(refusalText(() => Reflect.apply(inverseOfferCalls, undefined, [answers]))).toBe(text);
  });
});
