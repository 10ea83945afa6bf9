import type { RunningTask, Task } from "stowage";
import { randomOf } from "../random.ts";
import { masterOf } from "../simulation/master.ts";
import { drawOffers } from "./draw-offers.ts";
import { drawTasks } from "./draw-tasks.ts";
import { packing } from "./drawn.ts";
import type { Library } from "./workload.ts";

/**
 * Rounds each of which begins where the last has ended: so many tasks end, as many arrive; their agents, and those used in the round
 * before, offer what they have. As many tasks run as there are agents. Each call is the next round and tells how long `update` and
 * `match` took, in ms.
 */
export function carriedRounds(
  { emptyCluster, update, match }: Library,
  agents: number,
  perRound: number,
): () => number {
  const random = randomOf(7);
  const policy = { ...packing, hold: { forMs: 1e9 } };
  const master = masterOf(
    drawOffers(agents, randomOf(1)).map(({ agentId, hostname, resources, ports = [], attributes = {} }) => ({
      id: agentId,
      hostname,
      attributes,
      devices: [],
      pools: [{ role: "*", resources, ports }],
    })),
  );
  const running: RunningTask[] = [];
  let cluster = emptyCluster;
  let nowMs = 0;

  function round(tasks: readonly Task[], ended: readonly RunningTask[]): number {
    nowMs += 1000;
    for (const { task, agentId } of ended) master.end(task.id, agentId);
    const events = [
      ...ended.map(({ task }) => ({ type: "task-ended" as const, taskId: task.id })),
      { type: "offers-received" as const, offers: master.offerAgain(nowMs) },
    ];
    const byId = new Map(tasks.map((task) => [task.id, task]));
    const startMs = performance.now();
    const decided = match({ cluster: update(cluster, events), tasks, policy, nowMs });
    const ms = performance.now() - startMs;
    ({ cluster } = decided);
    for (const launch of decided.launches) accept(launch, byId);
    return ms;
  }

  function accept(launch: Parameters<typeof master.accept>[0], byId: ReadonlyMap<string, Task>): void {
    const [wrong] = master.accept(launch, (id) => byId.get(id), false);
    if (wrong !== undefined) throw new Error(wrong);
    const { agentId, hostname } = launch;
    for (const { taskId } of launch.assignments) {
      const task = byId.get(taskId);
      if (task !== undefined) running.push({ task, agentId, hostname });
    }
  }

  const pool = drawTasks(agents, randomOf(2));
  round(pool, []);
  let arrived = 0;
  return () => {
    const ended = Array.from({ length: perRound }, () =>
      running.splice(random.integer(0, running.length - 1), 1),
    );
    const arriving = Array.from({ length: perRound }, (): Task => {
      const like = pool[arrived % pool.length] ?? { id: "", resources: {} };
      return { ...like, id: `arrived-${arrived++}` };
    });
    return round(arriving, ended.flat());
  };
}
