import { describe, expectTypeOf, it } from "vitest";
import {
  clusterOf,
  emptyCluster,
  explain,
  fromSnapshot,
  match,
  toSnapshot,
  update,
  type AgentView,
  type AnyMatchInput,
  type Assignment,
  type Attributes,
  type AttributeValue,
  type Cluster,
  type ClusterEvent,
  type ClusterSnapshot,
  type CoTask,
  type Decline,
  type DeviceGrant,
  type DeviceRequest,
  type DeviceSet,
  type DeviceView,
  type Disk,
  type DiskGrant,
  type DiskRequest,
  type Explanation,
  type Fitness,
  type Launch,
  type MatchInput,
  type Offer,
  type Policy,
  type PortRange,
  type PortRequest,
  type Queue,
  type QueuedMatchInput,
  type QueuedRound,
  type Round,
  type RoundStats,
  type RoundView,
  type RunningTask,
  type Scalars,
  type Task,
  type TaskExecutor,
  type Unavailability,
  type Unmatched,
} from "../../src/index.ts";

describe("the nouns of the contract", () => {
  it("are quantities, ports and attributes", () => {
    expectTypeOf<Scalars>().toEqualTypeOf<Readonly<Record<string, number>>>();
    expectTypeOf<PortRange>().toEqualTypeOf<readonly [first: number, last: number]>();
    expectTypeOf<AttributeValue>().toEqualTypeOf<string | number>();
    expectTypeOf<Attributes>().toEqualTypeOf<
      Readonly<Record<string, AttributeValue | readonly AttributeValue[]>>
    >();
  });

  it("are offers and devices", () => {
    expectTypeOf<Offer>().toEqualTypeOf<{
      readonly id: string;
      readonly agentId: string;
      readonly hostname: string;
      readonly role?: string;
      readonly resources: Scalars;
      readonly ports?: readonly PortRange[];
      readonly disks?: readonly Disk[];
      readonly devices?: readonly DeviceSet[];
      readonly attributes?: Attributes;
      readonly executors?: readonly string[];
      readonly unavailability?: Unavailability;
      readonly receivedAtMs?: number;
    }>();
    expectTypeOf<Unavailability>().toEqualTypeOf<{
      readonly startMs: number;
      readonly durationMs?: number;
    }>();
    expectTypeOf<DeviceSet>().toEqualTypeOf<{
      readonly name: string;
      readonly count: number;
      readonly capacity: number;
    }>();
    expectTypeOf<Disk>().toEqualTypeOf<{
      readonly id: string;
      readonly type: string;
      readonly amount: number;
      readonly use?: "whole" | "shared";
    }>();
  });

  it("are tasks, pending and running", () => {
    expectTypeOf<Task>().toExtend<{
      readonly id: string;
      readonly group?: string;
      readonly role?: string;
      readonly resources: Scalars;
      readonly ports?: number | readonly PortRequest[];
      readonly devices?: readonly DeviceRequest[];
      readonly disks?: readonly DiskRequest[];
      readonly executor?: TaskExecutor;
    }>();
    expectTypeOf<DiskRequest>().toEqualTypeOf<{
      readonly type: string;
      readonly amount?: number;
      readonly id?: string;
    }>();
    expectTypeOf<PortRequest>().toEqualTypeOf<"any" | number | PortRange>();
    expectTypeOf<DeviceRequest>().toEqualTypeOf<{
      readonly name: string;
      readonly units: number;
      readonly count?: number;
      readonly binding?: string;
    }>();
    expectTypeOf<RunningTask>().toEqualTypeOf<{
      readonly task: Task;
      readonly agentId: string;
      readonly hostname: string;
      readonly ports?: readonly number[];
      readonly devices?: readonly DeviceGrant[];
      readonly disks?: readonly DiskGrant[];
      readonly resources?: Scalars;
      readonly executor?: TaskExecutor;
    }>();
    expectTypeOf<TaskExecutor>().toEqualTypeOf<{ readonly id: string; readonly resources: Scalars }>();
    expectTypeOf<DiskGrant>().toEqualTypeOf<{
      readonly id: string;
      readonly type: string;
      readonly amount: number;
      readonly use?: "whole" | "shared";
    }>();
    expectTypeOf<DeviceGrant>().toEqualTypeOf<{
      readonly name: string;
      readonly index: number;
      readonly units: number;
      readonly binding?: string;
    }>();
  });

  it("take their optional fields absent, never undefined", () => {
    expectTypeOf<{ id: string; resources: Scalars; group: undefined }>().not.toExtend<Task>();
    expectTypeOf<{ fitness: undefined }>().not.toExtend<Policy>();
  });
});

describe("the cluster and its events", () => {
  it("go through pure functions", () => {
    expectTypeOf(emptyCluster).toEqualTypeOf<Cluster>();
    expectTypeOf(clusterOf).toEqualTypeOf<
      (offers: readonly Offer[], running?: readonly RunningTask[]) => Cluster
    >();
    expectTypeOf(update).toEqualTypeOf<(cluster: Cluster, events: readonly ClusterEvent[]) => Cluster>();
    expectTypeOf(toSnapshot).toEqualTypeOf<(cluster: Cluster) => ClusterSnapshot>();
    expectTypeOf(fromSnapshot).toEqualTypeOf<(data: unknown) => Cluster>();
  });

  it("are of nine types", () => {
    expectTypeOf<ClusterEvent>().toEqualTypeOf<
      | { readonly type: "offers-received"; readonly offers: readonly Offer[] }
      | { readonly type: "offer-rescinded"; readonly offerId: string }
      | { readonly type: "task-started"; readonly running: RunningTask }
      | { readonly type: "task-ended"; readonly taskId: string; readonly agentId?: string }
      | { readonly type: "executor-ended"; readonly agentId: string; readonly executorId: string }
      | { readonly type: "agent-lost"; readonly agentId: string }
      | { readonly type: "agent-disabled"; readonly agentId: string; readonly untilMs: number }
      | { readonly type: "agent-enabled"; readonly agentId: string }
      | {
          readonly type: "active-groups-set";
          readonly attribute: string;
          readonly values: readonly AttributeValue[] | null;
        }
      | { readonly type: "scarce-set"; readonly resources: readonly string[] }
    >();
  });
});

describe("the round", () => {
  it("is made by match and explained by explain", () => {
    expectTypeOf(match).toExtend<(input: MatchInput) => Round>();
    expectTypeOf(match).toExtend<(input: QueuedMatchInput) => QueuedRound>();
    expectTypeOf(match).toExtend<(input: AnyMatchInput) => Round | QueuedRound>();
    expectTypeOf(explain).toEqualTypeOf<(round: Round, taskId: string) => Explanation>();
    expectTypeOf<MatchInput>().toEqualTypeOf<{
      readonly cluster: Cluster;
      readonly tasks: readonly Task[];
      readonly policy?: Policy;
      readonly nowMs: number;
    }>();
  });

  it("is one with a queue only where the tasks are known to come in one", () => {
    const cluster = emptyCluster;
    const ofList = (tasks: readonly Task[]) => match({ cluster, tasks, nowMs: 0 });
    const ofQueue = (tasks: Queue) => match({ cluster, tasks, nowMs: 0 });
    const ofEither = (tasks: readonly Task[] | Queue) => match({ cluster, tasks, nowMs: 0 });
    expectTypeOf(ofList).returns.toEqualTypeOf<Round>();
    expectTypeOf(ofQueue).returns.toEqualTypeOf<QueuedRound>();
    expectTypeOf(ofEither).returns.toEqualTypeOf<Round | QueuedRound>();
  });

  it("follows a policy", () => {
    expectTypeOf<Policy>().toExtend<{
      readonly fitness?: Fitness;
      readonly weights?: { readonly fitness: number; readonly preferences: number; readonly devices: number };
      readonly goodEnough?: number;
      readonly groupLimits?: Readonly<Record<string, Scalars>>;
      readonly maxAssignments?: number;
      readonly hold?: { readonly forMs: number; readonly maxDeclines?: number };
    }>();
  });

  it("has what a scheduler must do", () => {
    expectTypeOf<Round>().toEqualTypeOf<{
      readonly assignments: readonly Assignment[];
      readonly launches: readonly Launch[];
      readonly declines: readonly Decline[];
      readonly held: readonly string[];
      readonly unmatched: readonly Unmatched[];
      readonly cluster: Cluster;
      readonly stats: RoundStats;
    }>();
    expectTypeOf<Assignment>().toEqualTypeOf<{
      readonly taskId: string;
      readonly agentId: string;
      readonly hostname: string;
      readonly offerIds: readonly string[];
      readonly ports: readonly number[];
      readonly devices: readonly DeviceGrant[];
      readonly disks?: readonly DiskGrant[];
      readonly resources?: Scalars;
      readonly executor?: TaskExecutor;
      readonly score: {
        readonly total: number;
        readonly fitness: number;
        readonly preferences: number;
        readonly devices: number;
      };
    }>();
    expectTypeOf<Launch>().toEqualTypeOf<{
      readonly agentId: string;
      readonly hostname: string;
      readonly role: string;
      readonly offerIds: readonly string[];
      readonly assignments: readonly Assignment[];
    }>();
    expectTypeOf<Decline>().toExtend<{
      readonly offerId: string;
      readonly agentId: string;
      readonly reason: string;
      readonly refuseSeconds: number;
    }>();
    expectTypeOf<Unmatched>().toEqualTypeOf<{
      readonly taskId: string;
      readonly reason:
        | "no-offers"
        | "no-agent-fits"
        | "group-limit"
        | "round-limit"
        | "tier-limit"
        | "not-ready"
        | "gang-incomplete";
    }>();
  });

  it("shows evaluators what they may see", () => {
    expectTypeOf<AgentView["agentId"]>().toEqualTypeOf<string>();
    expectTypeOf<AgentView["hostname"]>().toEqualTypeOf<string>();
    expectTypeOf<ReturnType<AgentView["attribute"]>>().toEqualTypeOf<
      AttributeValue | readonly AttributeValue[] | undefined
    >();
    expectTypeOf<AgentView["free"]>().toEqualTypeOf<(name: string) => number>();
    expectTypeOf<AgentView["total"]>().toEqualTypeOf<(name: string) => number>();
    expectTypeOf<AgentView["devices"]>().toEqualTypeOf<(name: string) => readonly DeviceView[]>();
    expectTypeOf<AgentView["ports"]>().toEqualTypeOf<readonly PortRange[]>();
    expectTypeOf<AgentView["disks"]>().toEqualTypeOf<readonly Disk[]>();
    expectTypeOf<AgentView["running"]>().toEqualTypeOf<readonly RunningTask[]>();
    expectTypeOf<AgentView["assigned"]>().toEqualTypeOf<readonly RunningTask[]>();
    expectTypeOf<RoundView["nowMs"]>().toEqualTypeOf<number>();
    expectTypeOf<ReturnType<RoundView["coTasks"]>>().toEqualTypeOf<readonly CoTask[]>();
    expectTypeOf<ReturnType<RoundView["agents"]>>().toEqualTypeOf<readonly AgentView[]>();
  });
});
