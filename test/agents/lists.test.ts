import { expect, test } from "vitest";
import { attributeIn, clusterOf, match, not, type Constraint, type Task } from "../../src/index.ts";
import { offerOf } from "../support/build.ts";

const hosts = Array.from({ length: 40 }, (_, i) => `h${i + 1}`);
const cluster = clusterOf(hosts.map((hostname, i) => offerOf(i + 1, { hostname, resources: { cpus: 1 } })));

/** On which hosts tasks end up that ask all of a host each, as many of them as are given. */
function hostsOf(constraints: readonly Constraint[]): readonly string[] {
  const tasks = constraints.map((constraint, i): Task => {
    return { id: `t${i}`, resources: { cpus: 1 }, constraints: [constraint] };
  });
  const { assignments } = match({ cluster, tasks, nowMs: 0 });
  return assignments.map(({ hostname }) => hostname).toSorted();
}

test("tasks that share a long list of values, and such as have equal ones of their own, take the agents that it names", () => {
  const named = hosts.slice(0, 20);
  const shared = attributeIn("hostname", [...named, "nowhere"]);
  const own = (): Constraint => attributeIn("hostname", [...named, "nowhere"]);
  expect(hostsOf(Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? shared : own())))).toEqual(
    named.toSorted(),
  );
});

test("long lists that differ, and what is not in them, are told apart", () => {
  const low = attributeIn("hostname", hosts.slice(0, 10));
  const high = attributeIn("hostname", hosts.slice(25));
  expect(hostsOf(Array.from({ length: 30 }, () => low))).toEqual(hosts.slice(0, 10).toSorted());
  expect(hostsOf(Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? low : high)))).toEqual(
    [...hosts.slice(0, 10), ...hosts.slice(25)].toSorted(),
  );
  const mixed = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? low : not(low)));
  expect(hostsOf(mixed)).toEqual(hosts.toSorted());
  expect(hostsOf(Array.from({ length: 60 }, () => not(high)))).toEqual(hosts.slice(0, 25).toSorted());
});

test("a list that two attributes share is read for each", () => {
  const values = hosts.slice(0, 12);
  const named = clusterOf(
    hosts.map((hostname, i) =>
      offerOf(i + 1, { hostname, resources: { cpus: 1 }, attributes: { twin: hosts[39 - i] ?? "" } }),
    ),
  );
  const tasks = Array.from({ length: 60 }, (_, i): Task => {
    const name = i % 2 === 0 ? "hostname" : "twin";
    return { id: `t${i}`, resources: { cpus: 1 }, constraints: [attributeIn(name, values)] };
  });
  const taken = match({ cluster: named, tasks, nowMs: 0 }).assignments.map(({ hostname }) => hostname);
  expect(taken.toSorted()).toEqual([...hosts.slice(0, 12), ...hosts.slice(28)].toSorted());
});

test("more long lists than are remembered are all told apart", () => {
  const lists = Array.from({ length: 300 }, (_, i) => {
    return attributeIn("hostname", [
      `h${(i % 40) + 1}`,
      ...Array.from({ length: 8 }, (__, k) => `${i}-${k}`),
    ]);
  });
  expect(hostsOf([...lists, ...lists])).toEqual(hosts.toSorted());
  expect(hostsOf([...lists.slice(0, 270), ...lists.slice(0, 5)])).toEqual(hosts.toSorted());
  expect(hostsOf(lists.slice(7, 9))).toEqual(["h8", "h9"]);
});

/** A long list that names these hosts, and is told from others by its number. */
function listOf(named: readonly string[], i: number): Constraint {
  return attributeIn("hostname", [...named, ...Array.from({ length: 8 }, (_, k) => `${i}-${k}`)]);
}

test("a list that comes when others have been forgotten is taken for none of these", () => {
  const early = Array.from({ length: 256 }, (_, i) => listOf(hosts.slice(0, 20), i));
  const late = Array.from({ length: 20 }, (_, i) => listOf(hosts.slice(20), 256 + i));
  // Each of the first is asked until it is known which hosts it leaves out.
  expect(hostsOf([...early.flatMap((each) => [each, each, each]), ...late])).toEqual(hosts.toSorted());
});

test("long lists of numbers and of the same as texts are told apart", () => {
  const slots = Array.from({ length: 10 }, (_, i) => i);
  const texts = slots.map(String);
  const slotted = clusterOf(
    [...slots, ...texts].map((slot, i) => offerOf(i + 1, { resources: { cpus: 1 }, attributes: { slot } })),
  );
  const tasks = Array.from({ length: 60 }, (_, i): Task => {
    const constraints = [attributeIn("slot", i < 30 ? slots : texts)];
    return { id: `t${i}`, resources: { cpus: 1 }, constraints };
  });
  expect(match({ cluster: slotted, tasks, nowMs: 0 }).assignments).toHaveLength(20);
});
