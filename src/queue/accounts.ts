import type { Amounts, Holdings } from "../dense/holdings.ts";
import { amountIn } from "../dense/roster.ts";
import type { LimitReached } from "../model/explanation.ts";
import { fromThousandths, toThousandths, type Scalars } from "../model/quantity.ts";
import { defaultBucket, type BucketOptions, type Queue, type Tier } from "../model/queue.ts";
import type { Task } from "../model/task.ts";

/** What a bucket holds while a round goes on, in thousandths. */
export interface Account {
  readonly tier: TierAccount;
  readonly name: string;
  readonly weight: number;
  readonly guarantee: Amounts;
  readonly held: Map<string, number>;
}

/** What the buckets of a tier hold together. */
interface TierAccount {
  readonly number: number;
  readonly options: ReadonlyMap<string, BucketOptions>;
  /** Per resource that the capacity names: what no bucket is guaranteed, and what buckets hold of it beyond their guarantees. */
  readonly leftOver: Amounts;
  readonly beyond: Map<string, number>;
  /** What shares are shares of, where it is not what the cluster has. */
  readonly totals: Amounts;
  readonly holdings: Holdings;
  readonly accounts: Map<string, Account>;
}

/** The accounts of all buckets of a queue. */
export interface Accounts {
  readonly queue: Queue;
  readonly of: (tier: number, bucket: string) => Account;
  /** That of the bucket in which such a task waits. */
  readonly ofTask: (task: Task) => Account;
}

/** The accounts of a queue as a round begins; each is opened when first asked for. Costs O(buckets). */
export function accountsOf(queue: Queue, holdings: Holdings): Accounts {
  const tiers: TierAccount[] = [];
  const of = (number: number, bucket: string): Account => {
    const tier = (tiers[number] ??= openTier(number, queue, holdings));
    return tier.accounts.get(bucket) ?? openAccount(bucket, tier);
  };
  return { queue, of, ofTask: ({ tier = 0, bucket = defaultBucket }) => of(tier, bucket) };
}

const unlimited: Tier = { buckets: [] };

function openTier(number: number, queue: Queue, holdings: Holdings): TierAccount {
  const { capacity = {}, buckets } = queue.tiers[number] ?? unlimited;
  const leftOver = thousandthsOf(capacity);
  for (const { guarantee = {} } of buckets) {
    for (const [name, left] of leftOver) leftOver.set(name, left - amountIn(guarantee, name));
  }
  const tier: TierAccount = {
    number,
    options: new Map(buckets.map((bucket) => [bucket.name, bucket])),
    leftOver,
    beyond: new Map(),
    totals: thousandthsOf({ ...queue.total, ...capacity }),
    holdings,
    accounts: new Map(),
  };
  for (const name of holdings.held.get(number)?.keys() ?? []) openAccount(name, tier);
  return tier;
}

function openAccount(name: string, tier: TierAccount): Account {
  const { weight = 1, guarantee = {} } = tier.options.get(name) ?? {};
  const account = { tier, name, weight, guarantee: thousandthsOf(guarantee), held: new Map() };
  tier.accounts.set(name, account);
  const held = tier.holdings.held.get(tier.number)?.get(name) ?? [];
  for (const [resource, amount] of held) hold(account, resource, amount);
  return account;
}

function thousandthsOf(scalars: Scalars): Map<string, number> {
  return new Map(Object.entries(scalars).map(([name, amount]) => [name, toThousandths(amount)]));
}

/** Counts what a task of the bucket has been given, or was taken from it again. */
export function holdMore(account: Account, resources: Scalars, times: 1 | -1): void {
  for (const name of Object.keys(resources)) hold(account, name, times * amountIn(resources, name));
}

function hold({ tier, held, guarantee }: Account, resource: string, amount: number): void {
  const before = held.get(resource) ?? 0;
  held.set(resource, before + amount);
  if (!tier.leftOver.has(resource)) return;
  const due = guarantee.get(resource) ?? 0;
  const more = Math.max(0, before + amount - due) - Math.max(0, before - due);
  tier.beyond.set(resource, (tier.beyond.get(resource) ?? 0) + more);
}

/** How much more of a resource the bucket may hold, in thousandths: what is left of its guarantee, and what its tier has left over. */
export function roomIn({ tier, held, guarantee }: Account, resource: string): number {
  const leftOver = tier.leftOver.get(resource);
  if (leftOver === undefined) return Infinity;
  const ofGuarantee = (guarantee.get(resource) ?? 0) - (held.get(resource) ?? 0);
  return Math.max(0, ofGuarantee) + Math.max(0, leftOver - (tier.beyond.get(resource) ?? 0));
}

/** Whether the task would take more of its tier than there is for its bucket. */
export function exceedsTier(account: Account, { resources }: Task): boolean {
  for (const name of account.tier.leftOver.keys()) {
    const asked = amountIn(resources, name);
    if (asked > 0 && asked > roomIn(account, name)) return true;
  }
  return false;
}

/** The resources of its tier of which the task would take too much. */
export function tierLimitsReached(account: Account, { resources }: Task): readonly LimitReached[] {
  const { number, leftOver } = account.tier;
  return [...leftOver.keys()].flatMap((resource) => {
    const asked = amountIn(resources, resource);
    const room = roomIn(account, resource);
    if (asked === 0 || asked <= room) return [];
    const used = account.held.get(resource) ?? 0;
    return {
      of: "tier",
      name: `${number}`,
      bucket: account.name,
      resource,
      asked: fromThousandths(asked),
      used: fromThousandths(used),
      limit: fromThousandths(used + room),
    };
  });
}

/** The greatest part that the bucket holds of any resource, by its weight: its dominant share (Ghodsi et al., Dominant Resource Fairness, NSDI 2011). */
export function shareOf({ tier, held, weight }: Account): number {
  let share = 0;
  for (const [name, amount] of held) {
    const total = tier.totals.get(name) ?? tier.holdings.totals.get(name) ?? Infinity;
    const part = amount / (total * weight);
    if (part > share) share = part;
  }
  return share;
}

/** Whether the bucket holds less than it is guaranteed of every resource of which it is guaranteed some. */
export function isBelowGuarantee({ held, guarantee }: Account): boolean {
  let isGuaranteed = false;
  for (const [name, due] of guarantee) {
    if (due === 0) continue;
    if ((held.get(name) ?? 0) >= due) return false;
    isGuaranteed = true;
  }
  return isGuaranteed;
}
