// A user's program: scripts/check-install.ts copies it into an empty project that has installed the packed package.
import { clusterOf, emptyCluster, match, update, type Offer, type Round, type Task } from "stowage";
import { callsFrom, eventsFrom, type MesosCall } from "stowage/mesos";

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

const event = {
  type: "OFFERS",
  offers: {
    offers: [
      {
        id: { value: "offer-2" },
        agent_id: { value: "agent-2" },
        hostname: "host-2",
        resources: [{ name: "cpus", type: "SCALAR", scalar: { value: 2 }, role: "*" }],
      },
    ],
  },
};
const cluster = update(emptyCluster, eventsFrom(event).events);
const { calls } = callsFrom(
  cluster,
  match({ cluster, tasks: [{ id: "t", resources: { cpus: 1 } }], nowMs: 0 }),
  {
    frameworkId: "framework-1",
    taskInfo: () => ({ command: { value: "true" } }),
  },
);
const call: MesosCall | undefined = calls[0];
if (call?.type !== "ACCEPT") throw new Error(`expected an ACCEPT, got ${JSON.stringify(call)}`);
