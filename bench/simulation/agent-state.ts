import type { PortRange, RunningTask } from "stowage";
import type { AgentSpec } from "./agent-spec.ts";
import { amountsOf, type Amounts } from "./amounts.ts";
import type { DeviceUse } from "./launch-checks.ts";
import { countPorts } from "./port-ranges.ts";

/** An agent as the simulated master keeps it: the only mutable thing of the simulation beside the queue. */
export interface AgentState {
  readonly spec: AgentSpec;
  isUp: boolean;
  readonly pools: readonly Pool[];
  readonly tasks: Map<string, RunningTask>;
  /** By device key; idle devices are not in it. */
  readonly deviceUses: Map<string, DeviceUse>;
}

/** What an agent has for one role: used, offered, or neither. */
export interface Pool {
  readonly role: string;
  readonly total: Amounts;
  readonly totalPorts: number;
  used: Amounts;
  usedPorts: number;
  /** Free and in no offer. */
  unoffered: Amounts;
  unofferedPorts: readonly PortRange[];
  /** Refused until then. */
  notBeforeMs: number;
}

/** An offer that stands. */
export interface OutstandingOffer {
  readonly id: string;
  readonly agentId: string;
  readonly pool: Pool;
  readonly amounts: Amounts;
  readonly ports: readonly PortRange[];
}

/** The agent, up and empty, nothing offered. */
export function agentStateOf(spec: AgentSpec): AgentState {
  const pools = spec.pools.map(({ role, resources, ports }) => {
    const total = amountsOf(resources);
    return {
      role,
      total,
      totalPorts: countPorts(ports),
      used: new Map<string, number>(),
      usedPorts: 0,
      unoffered: total,
      unofferedPorts: ports,
      notBeforeMs: 0,
    };
  });
  return { spec, isUp: true, pools, tasks: new Map(), deviceUses: new Map() };
}
