import type { Cluster } from "../model/cluster.ts";
import { compareText } from "../model/order.ts";
import { fromThousandths } from "../model/quantity.ts";
import type { BucketShare, Queue } from "../model/queue.ts";
import { fleetOf } from "../state/fleets.ts";
import { knownCluster } from "../state/ledger.ts";
import { accountsOf, isBelowGuarantee, shareOf, type Account } from "./accounts.ts";
import { knownQueue } from "./ledger.ts";

/**
 * What each bucket of a queue holds of a cluster and is due, tier by tier, sorted by name: those of the queue, and others whose running tasks hold some resource.
 * Costs O(buckets log buckets), and O(agents that have changed).
 *
 * @throws InvalidInputError for what is no queue or no cluster.
 */
export function sharesOf(queue: Queue, cluster: Cluster): readonly BucketShare[] {
  const { tiers } = knownQueue("queue", queue).queue;
  const { holdings } = fleetOf(knownCluster("cluster", cluster).cluster);
  const accounts = accountsOf(queue, holdings);
  const numbers = new Set([...tiers.keys(), ...holdings.held.keys()]);
  return [...numbers]
    .sort((a, b) => a - b)
    .flatMap((tier) => {
      const waiting = new Map(tiers[tier]?.buckets.map(({ name, tasks }) => [name, tasks.length]));
      const names = new Set([...waiting.keys(), ...(holdings.held.get(tier)?.keys() ?? [])]);
      return [...names]
        .sort(compareText)
        .map((name) => bucketShare(accounts.of(tier, name), waiting.get(name) ?? 0));
    });
}

function bucketShare(account: Account, waiting: number): BucketShare {
  const { tier, name, weight, held } = account;
  return {
    tier: tier.number,
    bucket: name,
    weight,
    waiting,
    held: Object.fromEntries(
      [...held]
        .sort(([a], [b]) => compareText(a, b))
        .map(([resource, amount]) => [resource, fromThousandths(amount)]),
    ),
    share: shareOf(account),
    isBelowGuarantee: isBelowGuarantee(account),
  };
}
