import type { AutoscaleSettings, Policy, QueueOptions, Scalars, ScalingRule } from "stowage";
import type { Limits } from "./account.ts";

/** A kind of agent that the cloud starts. */
export interface AgentType {
  readonly name: string;
  readonly resources: Scalars;
  readonly rule: ScalingRule;
}

const gib = 1024;
const minuteMs = 60_000;

/** The attribute that tells an agent's type. */
export const typeAttribute = "type";

/** A round every simulated minute. */
export const roundMs = minuteMs;

/** Tasks that live no longer are jobs and wait in tier 1; the others are services, in tier 0. */
export const jobLifeSeconds = 7500;

/** The tenants among whom the batches of the trace are divided. */
export const tenants: readonly string[] = Array.from(
  { length: 20 },
  (_, at) => `tenant-${String(at).padStart(2, "0")}`,
);

/** What one tenant may hold. */
const tenantLimit: Scalars = { cpus: 2000 };

/** What all jobs together may hold. */
const jobCapacity: Scalars = { cpus: 6000 };

/** How the queue shares: one tenant counts double in tier 0, one is guaranteed a part of tier 1. */
export const queueOptions: QueueOptions = {
  tiers: [
    { buckets: { "tenant-00": { weight: 2 } } },
    { capacity: jobCapacity, buckets: { "tenant-01": { guarantee: { cpus: 600 } } } },
  ],
};

/** Packs, and keeps offers for five minutes. */
export const policy: Policy = {
  hold: { forMs: 5 * minuteMs },
  groupLimits: Object.fromEntries(tenants.map((tenant) => [tenant, tenantLimit])),
};

/** Jobs have agents of their own, so that these can go when the jobs are done; tasks that ask for much memory have too. */
export const agentTypes: readonly AgentType[] = [
  typeOf("service", { cpus: 32, mem: 64 * gib }, { minIdle: 4, maxIdle: 10, minSize: 10, maxSize: 1000 }),
  typeOf("job", { cpus: 32, mem: 64 * gib }, { minIdle: 4, maxIdle: 10, minSize: 10, maxSize: 1000 }),
  typeOf("memory", { cpus: 16, mem: 112 * gib }, { minIdle: 2, maxIdle: 6, minSize: 5, maxSize: 1000 }),
];

function typeOf(
  name: string,
  resources: Scalars,
  bounds: Omit<ScalingRule, "value" | "cooldownMs">,
): AgentType {
  const shapes = [{ offers: [{ resources }] }];
  return { name, resources, rule: { value: name, cooldownMs: 2 * minuteMs, shapes, ...bounds } };
}

/** How agents are asked for and given back. */
export const scaling: AutoscaleSettings = {
  attribute: typeAttribute,
  rules: agentTypes.map(({ rule }) => rule),
  giveBack: { balance: { attribute: "zone" } },
  scaleDownDelayMs: 10 * minuteMs,
  // What came for a task may have been taken by others.
  askAgainAfterMs: 15 * minuteMs,
};

/** What must never be exceeded. */
export const limits: Limits = {
  ofGroups: Object.fromEntries(tenants.map((tenant) => [tenant, tenantLimit])),
  ofTiers: { 1: jobCapacity },
  sizes: Object.fromEntries(
    agentTypes.map(({ name, rule: { minSize = 0, maxSize = Infinity } }) => [
      name,
      { least: minSize, most: maxSize },
    ]),
  ),
};
