import { asPercent, counted, withThousands, withTimeUnit } from "../text/numbers.ts";
import type { RoundRecord } from "./simulate.ts";

/** Where progress is shown. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Tells how far the simulation is. */
export interface Progress {
  say(text: string): void;
  onRound(record: RoundRecord): void;
  /** Clears what would be in the way of the report. */
  end(): void;
}

const eraseLine = "\r\u001B[K";

/** Says nothing. */
export const silence: Progress = { say: () => {}, onRound: () => {}, end: () => {} };

/** On a terminal one line that is written over; elsewhere a plain line ten times in all. */
export function progressOn(stream: ProgressStream, rounds: number): Progress {
  const step = Math.max(1, Math.round(rounds / 10));
  const write = (line: string): void => {
    stream.write(stream.isTTY ? eraseLine + line.slice(0, (stream.columns ?? 80) - 1) : `${line}\n`);
  };
  return {
    say: write,
    onRound(record) {
      if (stream.isTTY || record.round % step === 0 || record.round === rounds) write(lineOf(record, rounds));
    },
    end() {
      if (stream.isTTY) stream.write(eraseLine);
    },
  };
}

function lineOf(
  { round, running, assigned, pending, updateMs, matchMs, utilisation }: RoundRecord,
  rounds: number,
): string {
  const cpus = utilisation["cpus"];
  const share = cpus === undefined ? "" : `, cpus ${asPercent(cpus.used / cpus.total)}`;
  const place = `round ${String(round).padStart(String(rounds).length)}/${rounds}`;
  return `${place}: ${withTimeUnit(updateMs + matchMs)}, ${withThousands(assigned)} assigned, ${counted(pending, "task")} pending, ${withThousands(running)} running${share}`;
}
