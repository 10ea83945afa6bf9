import { Heap } from "../dense/heap.ts";
import { elementAt, numberAt } from "../dense/number-at.ts";
import { compareText } from "../model/order.ts";
import type { Bucket } from "../model/queue.ts";
import type { Task } from "../model/task.ts";
import { isBelowGuarantee, shareOf, type Account, type Accounts } from "./accounts.ts";
import { gangsIn, type Gangs } from "./gangs.ts";

/** Whose turn it is: one task, or all tasks of a gang. */
export type Turn = readonly Task[];

/** The turns of tasks: in the order given, or as the queue in which they wait decides. A gang has its turn when its first task's comes. */
export function turnsOf(tasks: readonly Task[], accounts: Accounts | undefined): Iterable<Turn> {
  const gangs = gangsIn(tasks);
  return accounts === undefined ? turnsOfList(tasks, gangs) : turnsOfQueue(accounts, gangs);
}

function* turnsOfList(tasks: readonly Task[], gangs: Gangs): Generator<Turn> {
  for (const task of tasks) {
    const turn = gangs.turnOf(task);
    if (turn !== undefined) yield turn;
  }
}

/**
 * The turns of a queue: one tier after the other; in a tier, the next task of the bucket that is below its guarantee, then has the least
 * share, then the smallest name. What was placed since the last turn decides. Costs O(log buckets) a turn.
 */
function* turnsOfQueue(accounts: Accounts, gangs: Gangs): Generator<Turn> {
  for (const [number, { buckets }] of accounts.queue.tiers.entries()) {
    const waiting = buckets.filter(({ tasks }) => tasks.length > 0);
    yield* turnsOfTier(number, waiting, accounts, gangs);
  }
}

function* turnsOfTier(
  tier: number,
  buckets: readonly Bucket[],
  accounts: Accounts,
  gangs: Gangs,
): Generator<Turn> {
  const inLine = buckets.map(({ name }) => accounts.of(tier, name));
  const numbers = new Map(inLine.map((account, number): [Account, number] => [account, number]));
  const shares = Float64Array.from(inLine, shareOf);
  const isBelow = Uint8Array.from(inLine, (account) => (isBelowGuarantee(account) ? 1 : 0));
  const done = new Int32Array(buckets.length);
  const line = new Heap(buckets.length, (a, b) => {
    const difference =
      numberAt(isBelow, b) - numberAt(isBelow, a) ||
      numberAt(shares, a) - numberAt(shares, b) ||
      compareText(elementAt(buckets, a).name, elementAt(buckets, b).name);
    return difference < 0;
  });
  for (let first = line.top; first !== -1; first = line.top) {
    const { tasks } = elementAt(buckets, first);
    const at = numberAt(done, first);
    const task = elementAt(tasks, at);
    done[first] = at + 1;
    if (at + 1 === tasks.length) line.pop();
    const turn = gangs.turnOf(task);
    if (turn === undefined) continue;
    yield turn;
    for (const each of turn) {
      const account = accounts.ofTask(each);
      const moved = numbers.get(account);
      if (moved === undefined) continue;
      shares[moved] = shareOf(account);
      isBelow[moved] = isBelowGuarantee(account) ? 1 : 0;
      line.moved(moved);
    }
  }
}
