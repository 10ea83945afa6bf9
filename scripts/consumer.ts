// A user's program: scripts/check-install.ts copies it into an empty project that has installed the packed package.
import { clusterOf, match, type Offer, type Round, type Task } from "stowage";

const offer: Offer = {
  id: "offer-1",
  agentId: "agent-1",
  hostname: "host-1",
  resources: { cpus: 4, mem: 4096 },
};
const task: Task = { id: "task-1", resources: { cpus: 1, mem: 512 } };
const round: Round = match({ cluster: clusterOf([offer]), tasks: [task], nowMs: 0 });

const placed = round.assignments.map((assignment) => `${assignment.taskId} on ${assignment.agentId}`).join();
if (placed !== "task-1 on agent-1") throw new Error(`expected task-1 on agent-1, got "${placed}"`);
