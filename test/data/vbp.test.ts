import { expect, it } from "vitest";
import {
  clusterOf,
  customConstraint,
  customFitness,
  match,
  type Policy,
  type Round,
  type Scalars,
} from "../../src/index.ts";
import {
  cellNumber,
  cellText,
  describeWithShared,
  readSharedCsv,
  readSharedJsonl,
} from "../support/shared-files.ts";

/** Items to be packed into identical bins, both with one amount per resource. */
interface Instance {
  readonly name: string;
  readonly cap: readonly number[];
  readonly items: readonly (readonly number[])[];
}

const anyAgent = customFitness("any agent", () => () => 1);

describeWithShared("data/vbp", "where every agent scores the same, a round is first fit in tie order", () => {
  const instances = readSharedJsonl<Instance>("data/vbp/instances_triplet.jsonl.gz");
  const published = new Map(
    readSharedCsv("data/vbp/results_triplet.csv").map((row) => [
      cellText(row, "name"),
      cellNumber(row, "pub_FF"),
    ]),
  );

  it("uses as many agents as published first fit, on all 240 instances", () => {
    expect(agentsUsed({ fitness: anyAgent })).toEqual(published);
    expect(published.size).toBe(240);
  });

  it("uses as many when it stops at the first agent that is good enough", () => {
    expect(agentsUsed({ fitness: anyAgent, goodEnough: 1 })).toEqual(published);
  });

  function agentsUsed(policy: Policy): ReadonlyMap<string, number> {
    return new Map(
      instances.map((instance) => {
        const round = pack(instance, policy);
        expect(round.unmatched).toEqual([]);
        return [instance.name, round.launches.length];
      }),
    );
  }
});

function pack({ cap, items }: Instance, policy: Policy): Round {
  // In 77 instances an amount or two is negative, which no task can ask for: a constraint adds up those resources.
  const isOffered = cap.map((_, at) => items.every((amounts) => (amounts[at] ?? 0) >= 0));
  const amountsById = new Map(items.map((amounts, at) => [`item-${at}`, amounts]));
  const othersFit = customConstraint("the other amounts fit", ({ id }) => (agent) => {
    const together = [id, ...agent.assigned.map(({ task }) => task.id)];
    return cap.every((most, at) => {
      const sum = together.reduce((partial, item) => partial + (amountsById.get(item)?.[at] ?? 0), 0);
      return isOffered[at] === true || sum <= most;
    });
  });
  const constraints = isOffered.includes(false) ? [othersFit] : [];
  return match({
    cluster: clusterOf(
      items.map((_, at) => {
        const hostname = `bin-${String(at).padStart(4, "0")}`;
        return {
          id: `offer-of-${hostname}`,
          agentId: hostname,
          hostname,
          resources: amountsOf(cap, isOffered),
        };
      }),
    ),
    tasks: items.map((amounts, at) => ({
      id: `item-${at}`,
      resources: amountsOf(amounts, isOffered),
      constraints,
    })),
    policy,
    nowMs: 0,
  });
}

function amountsOf(amounts: readonly number[], isOffered: readonly boolean[]): Scalars {
  return Object.fromEntries(
    amounts.map((amount, at) => [`resource-${at}`, amount] as const).filter((_, at) => isOffered[at]),
  );
}
