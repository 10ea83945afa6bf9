import * as stowage from "stowage";
import { interleave, timed, type Interleaved } from "../measure/interleave.ts";
import { carriedRounds } from "../workloads/carried.ts";
import { drawnMaterial, firstRound, steadyRound, updateOfSome } from "../workloads/rounds.ts";
import { asTimes, type Goal } from "./goal.ts";
import { pairs, tenThousand, tenThousandOfEach } from "./material.ts";
import { timesText } from "./search.ts";

/** How many tasks arrive in a steady round. */
const arriving = 100;

/** What a round, an update and an explanation cost where little has changed, beside doing all anew. */
export function roundGoals(): readonly Goal[] {
  return [
    {
      name: "a steady round of 100 tasks, 1 % of the agents changed: times as fast as a first round of 100",
      least: 20,
      render: asTimes,
      measure: () => ratioOf(interleave(first(arriving), steady(), 2 * pairs)),
    },
    {
      name: "the same: times as fast as a first round of 10,000",
      least: 20,
      render: asTimes,
      measure: () => ratioOf(interleave(first(tenThousand), steady(), 2 * pairs)),
    },
    {
      name: "100 tasks end, 100 arrive, carried on from round to round: times as fast as a first round of 10,000",
      least: 20,
      render: asTimes,
      measure: () =>
        ratioOf(interleave(first(tenThousand), carriedRounds(stowage, tenThousand, arriving), 2 * pairs)),
    },
    {
      name: "update of 1 % of the agents: of the time of building the cluster",
      most: 1 / 20,
      render: asShare,
      measure: () => {
        const { changed, anew } = updateOfSome(stowage, drawnMaterial(tenThousand, tenThousand), tenThousand);
        return ratioOf(interleave(timed(changed), timed(anew), 2 * pairs));
      },
    },
    {
      name: "one explanation over 10,000 agents: of the time of a first round of 10,000 tasks",
      most: 1 / 10,
      render: asShare,
      measure: () => ratioOf(interleave(explanation(), first(tenThousand), pairs)),
    },
  ];
}

function ratioOf({ firstMs, secondMs, leastRatio }: Interleaved): {
  readonly figure: number;
  readonly detail: string;
} {
  return { figure: leastRatio, detail: timesText(firstMs, secondMs) };
}

/** `update` of nothing with all offers, and `match`. */
function first(tasks: number): () => number {
  return timed(firstRound(stowage, drawnMaterial(tenThousand, tasks)).run);
}

function steady(): () => number {
  return timed(steadyRound(stowage, drawnMaterial(tenThousand, tenThousand + arriving), tenThousand).run);
}

/** The first explanation of a round that has just been made, which is not timed. */
export function explanation(): () => number {
  const { offers, tasks } = tenThousandOfEach();
  const { run } = firstRound(stowage, { offers, tasks });
  const id = tasks.at(-1)?.id ?? "";
  return () => {
    const round = run();
    return timed(() => stowage.explain(round, id))();
  };
}

function asShare(figure: number): string {
  return `1/${(1 / figure).toFixed(1)}`;
}
