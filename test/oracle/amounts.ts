import type { RunningTask, Scalars } from "../../src/index.ts";

/** The exact integer that the amount stands for. */
export function thousandths(amount: number): number {
  return Math.round(amount * 1000);
}

/** Thousandths of the named resource, 0 where it is not named. */
export function amountOf(scalars: Scalars, name: string): number {
  return Object.hasOwn(scalars, name) ? thousandths(scalars[name] ?? 0) : 0;
}

/** What a task on an agent was given. */
export function givenTo({ task, resources }: RunningTask): Scalars {
  return resources ?? task.resources;
}

/** Thousandths of the resource that are taken for a task on an agent: what it was given, and what the executor takes that it starts. */
export function takenBy(placed: RunningTask, name: string): number {
  return amountOf(givenTo(placed), name) + amountOf(placed.executor?.resources ?? {}, name);
}

/** The sum, from the first to the last. */
export function sum(numbers: readonly number[]): number {
  let result = 0;
  for (const number of numbers) result += number;
  return result;
}

/** Negative, zero or positive as `a` stands before, at or after `b` by UTF-16 code units. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The amounts as they count. */
export function rounded(scalars: Scalars): Scalars {
  return Object.fromEntries(
    Object.entries(scalars).map(([name, amount]) => [name, thousandths(amount) / 1000]),
  );
}

/** The resources that what has the name is of: `a@b@c` is of `a`, of `a@b`, and is `a@b@c`. */
export function namesWithin(name: string): readonly string[] {
  const parts = name.split("@");
  return parts.map((_, i) => parts.slice(0, i + 1).join("@"));
}
