import { describe, expect, it } from "vitest";
import type { Ordering } from "../../src/dense/order.ts";
import { addLiked, likingText, orderingOf, orderingWith } from "../../src/fitness/ordering.ts";
import {
  attributeIs,
  binPack,
  customFitness,
  locality,
  prefer,
  preferHigh,
  spread,
  weighted,
  type Preference,
} from "../../src/index.ts";

const nothing = { isIdle: () => false, isFull: () => false };
const full = { isIdle: (name: string) => name === "network", isFull: (name: string) => name !== "disk" };

/** What the order tells of a whole share of each resource in use. */
function toldBy({ likes, weight }: Ordering): Readonly<Record<string, number>> {
  return Object.fromEntries(likes.map(({ name, coefficient }) => [name, weight * coefficient]));
}

function withPreferences(preferences: readonly Preference[]): Ordering {
  const ordering = orderingWith(preferences, { fitness: binPack("cpus", "mem") }, full);
  if (ordering === undefined) throw new Error("the order tells of no preference");
  return ordering;
}

describe("what the order of the rows tells", () => {
  it("is what the fitness packs and spreads, by its weight", () => {
    const fitness = weighted([
      [spread("mem"), 1],
      [binPack("cpus", "disk"), 2],
      [locality(["zone"]), 3],
    ]);
    const { likes, weight } = orderingOf({ fitness }, nothing);
    expect(likes.map(({ name }) => name)).toEqual(["cpus", "disk", "mem"]);
    expect(Math.max(...likes.map(({ coefficient }) => Math.abs(coefficient)))).toBe(1);
    expect(weight).toBeCloseTo(35 / 6, 12);
    expect(likes[2]?.constant).toBeCloseTo(1, 12);
    expect(
      orderingOf({ fitness, weights: { fitness: 0, preferences: 1, devices: 0 } }, nothing).likes,
    ).toEqual([]);
  });

  it("leaves out what is idle, and the constants of what all rows have", () => {
    const { likes } = orderingOf({ fitness: spread("cpus", "network", "disk") }, full);
    expect(likes.map(({ name }) => name)).toEqual(["cpus", "disk"]);
    expect(likes.map(({ constant }) => constant)).toEqual([0, 1]);
  });

  it("is what the preferences add to it, to the last bits", () => {
    for (const weight of [0.1, 1 / 3, 7, 1e9]) {
      const told = toldBy(withPreferences([preferHigh(spread("cpus"), weight), preferHigh(binPack("gpus"))]));
      expect(told["cpus"]).toBeCloseTo(17.5 - (50 * weight) / (weight + 1), 11);
      expect(told["mem"]).toBeCloseTo(17.5, 11);
      expect(told["gpus"]).toBeCloseTo(50 / (weight + 1), 11);
    }
  });

  it("is the same order for those that like the same, however much", () => {
    const beside = preferHigh(locality(["zone"]));
    const [one, other] = [1, 30].map((weight) =>
      withPreferences([preferHigh(spread("mem", "cpus"), weight), preferHigh(binPack("network"), 5), beside]),
    );
    expect(one?.likes).toEqual(withPreferences([preferHigh(binPack("cpus", "mem"))]).likes);
    expect(other?.likes).not.toEqual(one?.likes);
    expect(other?.likes).toEqual(withPreferences([preferHigh(spread("cpus", "mem"))]).likes);
    expect(other?.weight).not.toBe(one?.weight);
  });

  it("is nothing where preferences take back what the policy gives", () => {
    const cancelling = [preferHigh(spread("cpus", "mem"), 35), preferHigh(locality(["zone"]), 15)];
    const { likes, weight } = withPreferences(cancelling);
    expect(weight).toBe(0);
    expect(likes.map(({ coefficient, constant }) => [coefficient, constant])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it("is nothing more for preferences that pack and spread nothing, or do not count", () => {
    const packs = [preferHigh(binPack("cpus"))];
    expect(orderingWith([preferHigh(locality(["zone"]))], {}, full)).toBeUndefined();
    expect(orderingWith([preferHigh(binPack("network"))], {}, full)).toBeUndefined();
    expect(
      orderingWith(packs, { weights: { fitness: 1, preferences: 0, devices: 0 } }, full),
    ).toBeUndefined();
  });
});

describe("the text of what preferences like", () => {
  const zone = prefer(attributeIs("zone", "a"));

  it("is the same for those that like the same", () => {
    const one = likingText([preferHigh(spread("cpus", "mem"), 2), zone]);
    expect(likingText([preferHigh(spread("cpus", "mem"), 2), prefer(attributeIs("rack", "r"))])).toBe(one);
    expect(likingText([zone, preferHigh(spread("cpus", "mem"), 2)])).toBe(one);
  });

  it("tells apart those that do not", () => {
    const texts = [
      [zone],
      [zone, zone],
      [preferHigh(spread("cpus", "mem"))],
      [preferHigh(spread("cpus", "mem")), zone],
      [preferHigh(spread("cpus", "mem"), 2)],
      [preferHigh(binPack("cpus", "mem"))],
      [preferHigh(spread("mem", "cpus"))],
      [preferHigh(spread("cpus mem"))],
      [preferHigh(spread("cpus 3:mem"))],
      [preferHigh(spread("cpus")), preferHigh(spread("mem"))],
      [preferHigh(spread("cpus")), preferHigh(binPack("mem"))],
      [preferHigh(weighted([[spread("cpus"), 1]]))],
      [
        preferHigh(
          weighted([
            [spread("cpus"), 1],
            [locality(["zone"]), 1],
          ]),
        ),
      ],
      [
        preferHigh(
          weighted([
            [spread("cpus"), 1],
            [binPack("mem"), 1],
          ]),
        ),
      ],
      [
        preferHigh(
          weighted([
            [spread("cpus"), 1],
            [binPack("mem"), 2],
          ]),
        ),
      ],
      [
        preferHigh(
          weighted([
            [weighted([[spread("cpus"), 1]]), 1],
            [binPack("mem"), 1],
          ]),
        ),
      ],
      [
        preferHigh(
          weighted([
            [
              weighted([
                [spread("cpus"), 1],
                [binPack("mem"), 1],
              ]),
              1,
            ],
          ]),
        ),
      ],
    ].map(likingText);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe("the resources that a fitness packs or spreads", () => {
  it("are those of all its parts", () => {
    const names = new Set(["given"]);
    addLiked(
      weighted([
        [binPack("cpus", "mem"), 1],
        [weighted([[spread("disk"), 0]]), 2],
        [locality(["zone"]), 1],
        [customFitness("own", () => () => 1, { dependsOn: ["gpus"] }), 1],
      ]),
      names,
    );
    expect([...names]).toEqual(["given", "cpus", "mem", "disk"]);
  });
});
