import { Heap } from "../dense/heap.ts";
import { byteAt, elementAt, floatAt, intAt } from "../dense/number-at.ts";
import { compareText } from "../model/order.ts";
import type { Bucket } from "../model/queue.ts";
import type { Task } from "../model/task.ts";
import { isBelowGuarantee, shareOf, type Account, type Accounts } from "./accounts.ts";
import { gangsIn, isInGang, type GangTask } from "./gangs.ts";

/** Plays a turn: that of a task alone, or that of all tasks of its gang. */
type Play = (task: Task, gang?: readonly GangTask[]) => void;

/** Plays the turn of a task, or of its gang unless it has had its turn; returns the gang that played. */
type Take = (task: Task) => readonly Task[];

/** Plays the turns of tasks: in the order given, or as the queue in which they wait decides. A gang has its turn when its first task's comes. */
export function takeTurns(tasks: readonly Task[], accounts: Accounts | undefined, play: Play): void {
  const gangOf = gangsIn(tasks);
  const take: Take = (task) => {
    if (!isInGang(task)) {
      play(task);
      return nobody;
    }
    const gang = gangOf(task);
    if (gang !== undefined) play(task, gang);
    return gang ?? nobody;
  };
  if (accounts !== undefined) takeTurnsOfQueue(accounts, take);
  else for (const task of tasks) take(task);
}

const nobody: readonly never[] = [];

/**
 * The turns of a queue: one tier after the other; in a tier, the next task of the bucket that is below its guarantee, then has the least
 * share, then the smallest name. What was placed since the last turn decides. Costs O(log buckets) a turn.
 */
function takeTurnsOfQueue(accounts: Accounts, take: Take): void {
  for (const [number, { buckets }] of accounts.queue.tiers.entries()) {
    const waiting = buckets.filter(({ tasks }) => tasks.length > 0);
    takeTurnsOfTier(number, waiting, accounts, take);
  }
}

function takeTurnsOfTier(tier: number, buckets: readonly Bucket[], accounts: Accounts, take: Take): void {
  const inLine = buckets.map(({ name }) => accounts.of(tier, name));
  const numbers = new Map(inLine.map((account, number): [Account, number] => [account, number]));
  const shares = Float64Array.from(inLine, shareOf);
  const isBelow = Uint8Array.from(inLine, (account) => (isBelowGuarantee(account) ? 1 : 0));
  const done = new Int32Array(buckets.length);
  const line = new Heap(buckets.length, (a, b) => {
    const difference =
      byteAt(isBelow, b) - byteAt(isBelow, a) ||
      floatAt(shares, a) - floatAt(shares, b) ||
      compareText(elementAt(buckets, a).name, elementAt(buckets, b).name);
    return difference < 0;
  });
  const settle = (task: Task): void => {
    const account = accounts.ofTask(task);
    const moved = numbers.get(account);
    if (moved === undefined) return;
    shares[moved] = shareOf(account);
    isBelow[moved] = isBelowGuarantee(account) ? 1 : 0;
    line.moved(moved);
  };
  for (let first = line.top; first !== -1; first = line.top) {
    const { tasks } = elementAt(buckets, first);
    const at = intAt(done, first);
    const task = elementAt(tasks, at);
    done[first] = at + 1;
    if (at + 1 === tasks.length) line.pop();
    const gang = take(task);
    settle(task);
    for (const each of gang) settle(each);
  }
}
