import { expectEach, expectFields, expectText } from "../model/input/expect.ts";
import { readResources, type MesosResource } from "./resource.ts";

/** An executor that runs on an agent. A master wants every task under it to name the same resources for it. */
export interface StartedExecutor {
  readonly agentId: string;
  readonly executorId: string;
  readonly resources: readonly MesosResource[];
}

/** What executors were given when they started, by agent and by their ids. */
export type Executors = Map<string, Map<string, readonly MesosResource[]>>;

/** Resources of executors read here: what is in these lists has been checked. */
const known = new WeakSet<readonly MesosResource[]>();

function knownResources(value: unknown): readonly MesosResource[] {
  if (isKnown(value)) return value;
  const resources = readResources("resources", value);
  known.add(resources);
  return resources;
}

function isKnown(value: unknown): value is readonly MesosResource[] {
  return Array.isArray(value) && known.has(value);
}

/** The executors of a list. Throws for what are none; paths begin with `path`. */
export function executorsIn(path: string, list: unknown): Executors {
  const executors: Executors = new Map();
  expectEach(path, list, (element) => {
    const executor = expectFields("", element);
    const resources = knownResources(executor["resources"]);
    const agentId = expectText("agentId", executor["agentId"]);
    const executorId = expectText("executorId", executor["executorId"]);
    addExecutor(executors, { agentId, executorId, resources });
  });
  return executors;
}

export function addExecutor(executors: Executors, { agentId, executorId, resources }: StartedExecutor): void {
  let onAgent = executors.get(agentId);
  if (onAgent === undefined) {
    onAgent = new Map();
    executors.set(agentId, onAgent);
  }
  onAgent.set(executorId, resources);
}

/** The executors as a list. */
export function executorList(executors: Executors): readonly StartedExecutor[] {
  const list: StartedExecutor[] = [];
  for (const [agentId, onAgent] of executors)
    for (const [executorId, resources] of onAgent) list.push({ agentId, executorId, resources });
  return list;
}
