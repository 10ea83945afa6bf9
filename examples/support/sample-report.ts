// What the sample framework prints: one line for each second in which something happens, and where things stand now and then.
import { sharesOf, type Autoscaled, type Launch, type Queue, type Round, type ScalingAction } from "stowage";
import type { Job, ToyWorld } from "./toy-world.ts";

/** A printed record of a run. */
export interface Report {
  /** Notes something for this second. */
  readonly note: (text: string) => void;
  /** Prints what was noted. */
  readonly print: (second: number) => void;
}

/** A report without anything in it. */
export function reportOf(): Report {
  let notes: string[] = [];
  return {
    note: (text) => void notes.push(text),
    print: (second) => {
      if (notes.length > 0)
        console.log(
          `${String(second).padStart(3)} s  ${notes.join("\n").replaceAll(/\n(?=.)/g, "\n       ")}`,
        );
      notes = [];
    },
  };
}

/** What runs where, who has how much and waits with how many tasks, and what these wait for. */
export function standing(queue: Queue, round: Round, scaling: Autoscaled, world: ToyWorld): string {
  const agents = counted(Array.from(world.agents.values(), ({ type }) => type));
  const buckets = sharesOf(queue, scaling.cluster).map(({ bucket, share, waiting }) => {
    return `${bucket} ${Math.round(share * 100)} %${waiting > 0 ? ` +${waiting}` : ""}`;
  });
  const lines = [`== ${world.running.size} tasks on ${agents || "no agents"}; ${buckets.join(", ")}`];
  const reasons = counted(round.unmatched.map(({ reason }) => reason));
  if (reasons !== "") lines.push(`   waiting: ${reasons}`);
  const states = counted(scaling.shortfall.map(({ state }) => state));
  if (states !== "") lines.push(`   short of agents: ${states}`);
  return lines.join("\n");
}

/** What is put into the queue. */
export function submitted(jobs: readonly Job[]): string {
  return `submit ${counted(jobs.map(({ name }) => name.slice(0, name.lastIndexOf("-"))))}`;
}

/** Where tasks go. */
export function launched({ hostname, assignments }: Launch): string {
  const tasks = assignments.map(({ taskId, resources }) => {
    return resources === undefined ? taskId : `${taskId} with ${resources["cpus"]} cpus`;
  });
  return `launch on ${hostname}: ${tasks.join(" ")}`;
}

/** What the scaling asks for. */
export function scaled(action: ScalingAction): string {
  if (action.type === "scale-down")
    return `give back ${action.agents.map(({ hostname }) => hostname).join(" ")}`;
  return `order ${action.agents} ${action.value} for ${action.taskIds.length} tasks`;
}

function counted(kinds: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Array.from(counts, ([kind, count]) => `${count} ${kind}`).join(", ");
}
