import { describe, expect, it } from "vitest";
import { binPack, clusterOf, match, type Offer, type Task } from "../../src/index.ts";
import { expectDecisions } from "../laws/decisions.ts";
import { naiveMatch } from "../oracle/match.ts";
import { offerOf, placesOf, task } from "../support/build.ts";

/** Where the tasks go, whatever agents are like, which is where the oracle has them. */
function placesIn(offers: readonly Offer[], tasks: readonly Task[]): Readonly<Record<string, string>> {
  const policy = { fitness: binPack("none") };
  const input = { cluster: clusterOf(offers), tasks, policy, nowMs: 0 };
  const round = match(input);
  expectDecisions(round, naiveMatch(input).round);
  return placesOf(round);
}

function offersWith(count: number, fieldsOf: (i: number) => Partial<Offer>): readonly Offer[] {
  return Array.from({ length: count }, (_, i) => offerOf(1000 + i, fieldsOf(i)));
}

const small = { resources: { cpus: 1.2 } };
const half = { id: "e", resources: { cpus: 0.5 } };

describe("an agent where an executor runs", () => {
  it("takes its tasks, whatever agents have offers of other roles alone", () => {
    const offers = offersWith(3, (i) => (i === 0 ? { ...small, role: "ads" } : small));
    const there = { ...offerOf(1002, small), executors: ["e"] };
    expect(placesIn([...offers.slice(0, 2), there], [task({ executor: half })])).toEqual({ t1: "a1002" });
  });

  it("is found among many, behind as many that have offers of other roles alone", () => {
    const offers = offersWith(260, (i) => ({
      ...small,
      ...(i < 130 && { role: "ads" }),
      ...(i === 259 && { executors: ["e"] }),
    }));
    expect(placesIn(offers, [task({ executor: half })])).toEqual({ t1: "a1259" });
  });

  it("is looked at for tasks of its own executor, though others' tasks found nothing beside it", () => {
    const offers = offersWith(64, (i) => ({
      resources: i % 2 === 0 ? { cpus: 1.2, mem: 9 } : { cpus: 9, mem: 1 },
      ...(i < 4 && i % 2 === 0 && { executors: [`e${i}`] }),
    }));
    const tasks = ["e0", "e0", "e0", "e0", "e2"].map((id, i) =>
      task({ id: `t${i + 1}`, executor: { id, resources: { cpus: 0.5, mem: 2 } } }),
    );
    expect(placesIn(offers, tasks)).toEqual({ t1: "a1000", t5: "a1002" });
  });
});

describe("agents that lack what an executor takes", () => {
  it("are looked at again for one that takes as much of other resources", () => {
    const offers = offersWith(64, (i) => ({
      resources: i % 2 === 0 ? { cpus: 3.5, mem: 2.5 } : { cpus: 1.5, mem: 3.5 },
    }));
    const first = ["t1", "t2", "t3"].map((id) =>
      task({ id, executor: { id: `own ${id}`, resources: { cpus: 1, mem: 3 } } }),
    );
    const last = task({ id: "t4", resources: {}, executor: { id: "own", resources: { mem: 2, cpus: 3 } } });
    expect(placesIn(offers, [...first, last])).toEqual({ t4: "a1000" });
  });
});
