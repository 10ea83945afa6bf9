// quantities, offers, tasks
export { maxAmount, type Scalars } from "./model/quantity.ts";
export {
  maxDevices,
  type Attributes,
  type AttributeValue,
  type DeviceSet,
  type Offer,
  type PortRange,
  type Unavailability,
} from "./model/offer.ts";
export { maxDiskRequests, type Disk, type DiskGrant, type DiskRequest } from "./model/disk.ts";
export { heldBy } from "./model/task.ts";
export type {
  DeviceGrant,
  DeviceRequest,
  Gang,
  PortRequest,
  RunningTask,
  Task,
  TaskExecutor,
} from "./model/task.ts";

// the cluster between rounds
export {
  maxRescinded,
  type ActiveGroups,
  type Agent,
  type Cluster,
  type ClusterEvent,
} from "./model/cluster.ts";
export { emptyCluster } from "./state/ledger.ts";
export { clusterOf, update } from "./state/state.ts";
export { findAgent, findOffer, findTask } from "./state/find.ts";
export { fromSnapshot, toSnapshot, type ClusterSnapshot } from "./state/snapshot.ts";

// queues
export {
  maxTiers,
  type Bucket,
  type BucketOptions,
  type BucketShare,
  type Queue,
  type QueueOptions,
  type Tier,
  type TierOptions,
} from "./model/queue.ts";
export { configureQueue, dequeue, emptyQueue, enqueue, postpone, queueOf } from "./queue/queue.ts";
export { sharesOf } from "./queue/shares.ts";

// the round
export { match } from "./match.ts";
export type { Hold, Policy, Weights } from "./model/policy.ts";
export type {
  AnyMatchInput,
  Assignment,
  Decline,
  DeclineReason,
  Launch,
  MatchInput,
  QueuedMatchInput,
  QueuedRound,
  Round,
  RoundStats,
  Score,
  Unmatched,
  UnmatchedReason,
} from "./model/round.ts";

// constraints
export {
  allOf,
  anyOf,
  attributeIn,
  attributeIs,
  attributeLike,
  awayFrom,
  balancedBy,
  customConstraint,
  exclusive,
  hasAttribute,
  maxPer,
  near,
  not,
  sameBy,
  uniqueBy,
} from "./constraints/factories.ts";
export {
  maxConstraintDepth,
  maxPatternLength,
  type AllOf,
  type Among,
  type AnyOf,
  type AttributeIn,
  type AttributeIs,
  type AttributeLike,
  type AwayFrom,
  type BalancedBy,
  type BalanceOptions,
  type Constraint,
  type CustomConstraint,
  type Exclusive,
  type HasAttribute,
  type MaxPer,
  type Near,
  type Not,
  type SameBy,
  type UniqueBy,
} from "./model/constraint.ts";

// fitness and preferences
export {
  binPack,
  customFitness,
  locality,
  prefer,
  preferHigh,
  spread,
  weighted,
} from "./fitness/factories.ts";
export type {
  BinPack,
  CustomFitness,
  Fitness,
  Locality,
  Prefer,
  Preference,
  PreferHigh,
  Spread,
  Weighted,
} from "./model/fitness.ts";
export type {
  AgentView,
  CoTask,
  DeviceView,
  PrepareConstraint,
  PrepareFitness,
  RoundView,
} from "./model/evaluator.ts";

// why
export { explain } from "./explain/explain.ts";
export { renderExplanation, type RenderOptions } from "./explain/render.ts";
export type {
  AgentExplanation,
  CheckKind,
  Explanation,
  FailedCheck,
  GangShortfall,
  LimitReached,
  Refusal,
} from "./model/explanation.ts";

// autoscaling
export { autoscale, type Autoscaled, type AutoscaleInput } from "./autoscale/autoscale.ts";
export { forgetAction } from "./autoscale/forget.ts";
export { emptyHistory, maxShapes } from "./autoscale/history.ts";
export { giveBackTaskId } from "./autoscale/give-back.ts";
export type {
  AutoscaleHistory,
  AwayAgent,
  BusyAgent,
  Expected,
  RuleHistory,
  ShortSince,
} from "./autoscale/history.ts";
export type {
  GivenBackAgent,
  ScaleDown,
  ScaleUp,
  ScalingAction,
  ShapeCount,
  ShortfallState,
  ShortTask,
} from "./autoscale/actions.ts";
export type {
  AgentShape,
  AutoscaleSettings,
  GiveBackOrder,
  ScalingRule,
  ShapeOffer,
} from "./autoscale/settings.ts";

// errors
export { EvaluatorError, InvalidInputError, type EvaluatorFailure, type InvalidInput } from "./errors.ts";
