import type { Attributes, DeviceSet, PortRange, Scalars } from "stowage";

/** What an agent is made of, as the simulated master knows it. */
export interface AgentSpec {
  readonly id: string;
  readonly hostname: string;
  readonly attributes: Attributes;
  readonly devices: readonly DeviceSet[];
  /** One per role, what is reserved for it; "*" for what is not reserved. */
  readonly pools: readonly PoolSpec[];
}

/** What an agent has for one role. */
export interface PoolSpec {
  readonly role: string;
  readonly resources: Scalars;
  readonly ports: readonly PortRange[];
}
