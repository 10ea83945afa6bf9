import { describe, expect, it } from "vitest";
import {
  attributeIs,
  binPack,
  clusterOf,
  customFitness,
  explain,
  match,
  preferHigh,
  spread,
  type Preference,
  type RunningTask,
  type Task,
} from "../../src/index.ts";
import { offerOf, offersOf, placesOf, runningOn, task } from "../support/build.ts";

// Of 64 agents one in 32 has `own`. So many other resources are asked first that no column is made for it.
const many = task({
  id: "asks-many",
  resources: Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`other-${i}`, 1])),
});

function offers(role?: string) {
  return Array.from({ length: 64 }, (_, i) =>
    offerOf(i, {
      id: `${role ?? "any"}-${i}`,
      resources: { cpus: 4, ...(i % 32 === 7 && { own: 2 }) },
      ...(role !== undefined && { role }),
    }),
  );
}

function rounds(tasks: readonly Task[], running: readonly RunningTask[] = [], given = offers()) {
  return match({ cluster: clusterOf(given, running), tasks: [many, ...tasks], nowMs: 0 });
}

function own(id: string, amount: number, more: Partial<Task> = {}): Task {
  return task({ id, resources: { cpus: 1, own: amount }, ...more });
}

describe("a resource that few agents have", () => {
  it("is given by these until they have no more", () => {
    const round = rounds([own("a", 1.5), own("b", 0.5), own("c", 1), own("d", 1.5), own("e", 1)]);
    expect(placesOf(round)).toEqual({ a: "a39", b: "a39", c: "a7", e: "a7" });
    expect(round.unmatched.map(({ taskId }) => taskId)).toEqual(["asks-many", "d"]);
    expect(explain(round, "d").refusals).toEqual([{ kind: "resource", name: "own", agents: 64 }]);
  });

  it("is nobody's where no agent has any", () => {
    const round = rounds([task({ id: "a", resources: { nobodys: 1 } })]);
    expect(round.assignments).toEqual([]);
    expect(new Set(round.declines.map(({ reason }) => reason))).toEqual(new Set(["no-task-fits-ever"]));
  });

  it("is held by what runs there, and by executors: an offer is declined by what there is in all", () => {
    const executor = { id: "e", resources: { own: 0.5 } };
    const running = [
      runningOn(7, { id: "r1" }, { resources: { own: 1 } }),
      runningOn(39, { id: "r2", executor }, { executor }),
    ];
    const reasons = (amount: number) => {
      const { declines } = rounds([own("a", amount)], running);
      const fitting = declines.filter(({ reason }) => reason === "no-task-fits-now");
      return fitting.map(({ agentId }) => agentId);
    };
    expect(reasons(2.5)).toEqual(["a39", "a7"]);
    expect(reasons(3)).toEqual(["a7"]);
    expect(reasons(3.001)).toEqual([]);
  });

  it("is given to each role out of its own offers, and what others were given is there in all", () => {
    const both = [...offers(), ...offers("ads")];
    const { declines, ...round } = rounds(
      [own("a", 2, { role: "ads" }), own("b", 2, { role: "ads" }), own("c", 2), own("d", 3)],
      [],
      both,
    );
    expect(placesOf({ declines, ...round })).toEqual({ a: "a39", b: "a7", c: "a39" });
    expect(declines.find(({ offerId }) => offerId === "any-7")?.reason).toBe("no-task-fits-now");
    expect(declines.find(({ offerId }) => offerId === "any-8")?.reason).toBe("no-task-fits-ever");
  });

  it("is there in all for a role whose offers have none, once a task of another has been given it", () => {
    const ads = offersOf(...Array.from({ length: 64 }, () => ({ role: "ads", resources: { cpus: 4 } })));
    const tasks = [{ ...many, id: "ads-many", role: "ads" }, own("a", 2), own("b", 2, { role: "ads" })];
    const round = rounds(tasks, [], [...offers(), ...ads]);
    expect(placesOf(round)).toEqual({ a: "a39" });
    const { reason } = round.declines.find(({ offerId }) => offerId === "o39") ?? {};
    expect(reason).toBe("no-task-fits-now");
  });

  it("is counted the same once somebody may use all there is of it", () => {
    const round = rounds([own("a", 0.5), own("b", 0.5, { upTo: { own: 1 } }), own("c", 1), own("d", 1.5)]);
    expect(placesOf(round)).toEqual({ a: "a39", b: "a39", c: "a7" });
    expect(round.assignments.map(({ resources }) => resources?.["own"])).toEqual([undefined, 1, undefined]);
  });

  it("is given once, though a preference or an evaluator looks at it in between", () => {
    const looks: readonly Preference[] = [
      preferHigh(binPack("own")),
      preferHigh(
        customFitness(
          "look",
          () =>
            ({ free }) =>
              free("own") / 4,
        ),
      ),
    ];
    for (const look of looks) {
      const round = rounds(["a", "b", "c"].map((id) => own(id, 2, { preferences: [look] })));
      expect(placesOf(round)).toEqual({ a: "a39", b: "a7" });
    }
  });

  it("is taken by executors too, as tasks see it that lie in another order", () => {
    const preferences = [preferHigh(spread("cpus"))];
    const constraints = [attributeIs("hostname", "h39")];
    const executor = { id: "e", resources: { own: 1 } };
    const preferring = Array.from({ length: 3 }, (_, i) =>
      task({ id: `p${i}`, resources: { cpus: 99 }, preferences }),
    );
    const tasks = [{ ...many, id: "p", preferences }, ...preferring];
    const round = rounds([
      ...tasks,
      own("a", 0.5, { executor }),
      own("b", 1, { preferences, constraints }),
      own("c", 0.5),
    ]);
    expect(placesOf(round)).toEqual({ a: "a39", c: "a39" });
  });

  it("is there in all where tasks of other roles hold it", () => {
    const running = [runningOn(7, { id: "r1", role: "ads", resources: { own: 1 } })];
    const { declines } = rounds([own("a", 3)], running);
    const fitting = declines.filter(({ reason }) => reason === "no-task-fits-now");
    expect(fitting.map(({ agentId }) => agentId)).toEqual(["a7"]);
  });

  it("may as well be one that all have, of which nobody has asked yet", () => {
    const all = offers().map((each) => ({ ...each, resources: { ...each.resources, common: 1 } }));
    const tasks = ["a", "b"].map((id) => task({ id, resources: { cpus: 1, common: 0.5 } }));
    expect(placesOf(rounds(tasks, [], all))).toEqual({ a: "a0", b: "a0" });
    expect(rounds([task({ id: "a", resources: { common: 2 } })], [], all).assignments).toEqual([]);
  });
});
