import type { Context } from "../agents/context.ts";
import { checksOf, epochOf, fewestOf } from "../constraints/constraints.ts";
import { kindOf, preferringKindOf } from "../constraints/kinds.ts";
import type { Barren } from "../dense/barren.ts";
import type { Few, RowCheck } from "../dense/checks.ts";
import { DeviceBound } from "../dense/device-bound.ts";
import { chooseDevices } from "../dense/fit-devices.ts";
import type { Merits } from "../dense/merits.ts";
import { intAt } from "../dense/number-at.ts";
import { hasOverhead } from "../dense/overhead.ts";
import type { Pool } from "../dense/pool.ts";
import { givesRare } from "../dense/rare.ts";
import {
  hasDisks,
  hasPorts,
  mayServe,
  onlyDiskHolders,
  onlyPortHolders,
  type Request,
} from "../dense/request.ts";
import { requestDraft, requestOf } from "../feasibility/feasibility.ts";
import { scorersOf } from "../fitness/fitness.ts";
import { preferencesScorers } from "../fitness/preferences.ts";
import type { Scorer } from "../fitness/scorer.ts";
import { defaultFitness, defaultWeights, type Policy, type Weights } from "../model/policy.ts";
import type { Score } from "../model/round.ts";
import type { Task } from "../model/task.ts";

/** All that decides where one task goes, as the round stands. */
export interface Search {
  readonly request: Request;
  readonly checks: readonly RowCheck[];
  readonly fitness: Scorer;
  /** Undefined where the task has none. */
  readonly preferences: Scorer | undefined;
  readonly weights: Weights;
  /** The weight of what the order of the rows tells, and whether it tells of preferences. */
  readonly orderWeight: number;
  readonly tellsPreferences: boolean;
  /** The sum of the weights of the parts that apply. */
  readonly divisor: number;
  /** What its devices score at most; undefined where it asks for none. */
  readonly deviceBound: DeviceBound | undefined;
  /** The total from which a row is taken at once. */
  readonly goodEnough: number | undefined;
  /** Blocks that are known to have nothing for tasks with such constraints. */
  readonly barren: Barren | undefined;
  /** What is known of blocks for tasks with such preferences. */
  readonly merits: Merits | undefined;
}

/**
 * Makes the search for one task after the other: all that is the same for every agent is done here, once. A search is good until the next
 * in its pool is asked for.
 */
export function searchesOf(policy: Policy, context: Context): SearchSource {
  const searches = new Map<Pool, SearchIn>();
  return (task, pool, preferredWeight) => {
    let searchFor = searches.get(pool);
    if (searchFor === undefined) {
      searchFor = searchesIn(pool, policy, context);
      searches.set(pool, searchFor);
    }
    return searchFor(task, preferredWeight);
  };
}

/** `preferredWeight` is the weight of what the order of the rows tells where it tells of the task's preferences too. */
type SearchSource = (task: Task, pool: Pool, preferredWeight?: number) => Search;
type SearchIn = (task: Task, preferredWeight: number | undefined) => Search;

/** A search that is written anew for one task after the other. */
type SearchDraft = { -readonly [Part in keyof Search]: Search[Part] };

function searchesIn(pool: Pool, policy: Policy, context: Context): SearchIn {
  const { weights = defaultWeights, goodEnough, fitness = defaultFitness } = policy;
  const request = requestDraft(pool);
  const scorers = scorersOf(fitness, context, pool);
  const preferenceScorers = preferencesScorers(context, pool);
  const deviceBound = new DeviceBound(pool);
  let draft: SearchDraft | undefined;
  return (task, preferredWeight) => {
    const tellsPreferences = preferredWeight !== undefined;
    const orderWeight = preferredWeight ?? pool.ordering?.weight ?? 0;
    requestOf(task, pool, context.tables, request);
    const checks = checksFor(request, context);
    const preferences = preferenceScorers(task, tellsPreferences);
    const divisor =
      (request.devices.length > 0 ? weights.devices : 0) +
      (preferences === undefined ? 0 : weights.preferences) +
      weights.fitness;
    const scorer = scorers(request);
    const barren = barrenFor(request, checks);
    const merits = preferences && meritsFor(request, preferences);
    const devices = deviceBoundFor(request, weights, deviceBound);
    if (draft === undefined) {
      draft = {
        request,
        checks,
        fitness: scorer,
        preferences,
        weights,
        orderWeight,
        tellsPreferences,
        divisor,
        deviceBound: devices,
        goodEnough,
        barren,
        merits,
      };
    } else {
      draft.checks = checks;
      draft.fitness = scorer;
      draft.preferences = preferences;
      draft.orderWeight = orderWeight;
      draft.tellsPreferences = tellsPreferences;
      draft.divisor = divisor;
      draft.deviceBound = devices;
      draft.barren = barren;
      draft.merits = merits;
    }
    return draft;
  };
}

function checksFor({ task, pool, rare, overhead }: Request, context: Context): readonly RowCheck[] {
  const checks = checksOf(task, context, pool);
  if (overhead === undefined && rare.length === 0) return checks;
  const ofRare = rare.map((each) => givesRare(each, pool, context.tables));
  return overhead === undefined
    ? [...ofRare, ...checks]
    : [...ofRare, hasOverhead(pool, overhead), ...checks];
}

/** What is known for tasks with the same preferences, if one has come before, where more than few agents tells what rows score. */
function meritsFor({ task, pool }: Request, { score, better, epoch }: Scorer): Merits | undefined {
  if (pool.ordering === undefined || Number.isNaN(epoch) || better !== undefined) return undefined;
  const merits = pool.merits(preferringKindOf(task));
  merits?.begin(epoch, score);
  return merits;
}

/** What the devices score at most, for tasks that ask for some. */
function deviceBoundFor(
  { devices, pool }: Request,
  weights: Weights,
  bound: DeviceBound,
): DeviceBound | undefined {
  if (devices.length === 0 || pool.ordering === undefined) return undefined;
  bound.begin(devices, weights.devices);
  return bound;
}

/** What is known for tasks of the same kind, if one has come before. */
function barrenFor(request: Request, checks: readonly RowCheck[]): Barren | undefined {
  if (request.pool.ordering === undefined) return undefined;
  const { failing } = epochOf(checks);
  if (Number.isNaN(failing)) return undefined;
  const kind = kindOf(request, checks);
  if (kind === undefined) return undefined;
  const barren = request.pool.barren(kind);
  barren?.begin(failing, (row) => mayServe(request, row) && passesAll(checks, row));
  return barren;
}

/** The parts of a row's score, and their weighted sum. */
export interface Parts {
  devices: number;
  preferences: number;
  fitness: number;
  sum: number;
}

/** Whether a row that has the amounts and the number of ports asked passes all else; writes the score of its devices. */
export function passesRest(search: Search, row: number, parts: Parts): boolean {
  const { request, checks, barren } = search;
  const isServed = hasPorts(request, row) && hasDisks(request, row);
  if (isServed && request.devices.length > 0) {
    scoreDevices(search, row, parts);
    if (parts.devices === -1) return false;
  }
  if (isServed && passesAll(checks, row)) return true;
  barren?.fail(row);
  return false;
}

/** Whether the row passes all checks. */
export function passesAll(checks: readonly RowCheck[], row: number): boolean {
  for (const { passes } of checks) if (!passes(row)) return false;
  return true;
}

/** Writes the score of the row's devices; -1 where they cannot serve. */
export function scoreDevices({ request }: Search, row: number, parts: Parts): void {
  const { devices, pool } = request;
  if (devices.length > 0) parts.devices = chooseDevices(devices, intAt(pool.agentOf, row));
}

/** Writes the parts and the weighted sum of a row that passes: devices, preferences, fitness, added in this order, as Fenzo does. */
export function scoreRow(
  { request, preferences, fitness, weights }: Search,
  row: number,
  parts: Parts,
): void {
  let sum = request.devices.length > 0 ? weights.devices * parts.devices : 0;
  parts.preferences = preferences === undefined ? 0 : preferences.score(row);
  sum += weights.preferences * parts.preferences;
  parts.fitness = fitness.score(row);
  parts.sum = sum + weights.fitness * parts.fitness;
}

/** The score that the parts make. */
export function scoreOf({ request, divisor }: Search, parts: Parts): Score {
  return {
    total: divisor === 0 ? 0 : parts.sum / divisor,
    fitness: parts.fitness,
    preferences: parts.preferences,
    devices: request.devices.length > 0 ? parts.devices : 0,
  };
}

/** The only agents that can pass the checks, where they are few. Where nothing is known of blocks for such tasks, those of a port or disk are better tried though they are more. */
export function onlyOf({ checks, request, barren }: Search): Few | undefined {
  const { disks, ports, pool } = request;
  const isPlain = disks === undefined && (ports === undefined || ports.isCount);
  const few = isPlain || barren !== undefined ? pool.few : pool.roster.sixteenth;
  const only = fewestOf(
    isPlain
      ? checks
      : [{ only: onlyDiskHolders(request) }, { only: onlyPortHolders(request, few) }, ...checks],
  );
  return only === undefined || only.count > few ? undefined : only;
}
