import { withThousands } from "../text/numbers.ts";

/** A figure that a round must reach, and how it is found. */
export interface Goal {
  readonly name: string;
  /** The figure must not be less, or not be more; one of them. */
  readonly least?: number;
  readonly most?: number;
  /** How the figure is written, with its unit. */
  readonly render: (figure: number) => string;
  /** Measures it: in this process, what is compared in turns. */
  readonly measure: () => Reached;
}

/** A figure reached. */
export interface Reached {
  readonly figure: number;
  /** What it is made of. */
  readonly detail: string;
}

/** A goal, what was reached, and whether that is enough. */
export interface ReachedGoal extends Reached {
  readonly name: string;
  readonly goal: string;
  readonly reached: string;
  readonly isMet: boolean;
}

/** Measures a goal. */
export function reach({ name, least, most, render, measure }: Goal): ReachedGoal {
  const { figure, detail } = measure();
  const isMet = figure >= (least ?? -Infinity) && figure <= (most ?? Infinity);
  const goal = least === undefined ? `at most ${render(most ?? Infinity)}` : `at least ${render(least)}`;
  return { name, goal, reached: render(figure), figure, detail, isMet };
}

/** "1,234 ×", "1.23 ×". */
export function asTimes(figure: number): string {
  return `${figure >= 100 ? withThousands(figure) : figure.toFixed(2)} ×`;
}
