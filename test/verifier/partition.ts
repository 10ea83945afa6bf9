import type { Task } from "../../src/index.ts";
import type { Scene } from "./scene.ts";

/** Where an offer or a task is not in exactly one place, or is listed out of order. */
export function partitionViolations({ input, round, agents }: Scene): readonly string[] {
  const offers = agents.flatMap((agent) => agent.offers.map((offer) => offer.id));
  const used = round.launches.flatMap((launch) => launch.offerIds);
  const declined = round.declines.map((decline) => decline.offerId);
  const assigned = round.assignments.map((assignment) => assignment.taskId);
  const unmatched = round.unmatched.map((one) => one.taskId);
  const tasks = turnOrder(input.tasks).map((task) => task.id);
  return [
    ...differences("offer", offers, [...used, ...declined, ...round.held]),
    ...differences("task", tasks, [...assigned, ...unmatched]),
    ...outOfOrder("assigned", assigned, tasks),
    ...outOfOrder("unmatched", unmatched, tasks),
  ];
}

/** The tasks in the order of their turns: those of a gang have theirs with the first of them. */
function turnOrder(tasks: readonly Task[]): readonly Task[] {
  const first = (task: Task): Task =>
    task.gang === undefined
      ? task
      : (tasks.find((other) => other.gang !== undefined && other.group === task.group) ?? task);
  return tasks.toSorted((a, b) => tasks.indexOf(first(a)) - tasks.indexOf(first(b)));
}

function differences(noun: string, given: readonly string[], told: readonly string[]): readonly string[] {
  const times = (id: string): number => told.filter((one) => one === id).length;
  return [
    ...given.filter((id) => times(id) !== 1).map((id) => `${noun} ${id} is told of ${times(id)} times`),
    ...told.filter((id) => !given.includes(id)).map((id) => `${noun} ${id} was never given`),
  ];
}

function outOfOrder(noun: string, told: readonly string[], given: readonly string[]): readonly string[] {
  const places = told.map((id) => given.indexOf(id));
  return places.some((place, index) => index > 0 && place <= (places[index - 1] ?? -1))
    ? [`the ${noun} tasks are not in the order of the input`]
    : [];
}
