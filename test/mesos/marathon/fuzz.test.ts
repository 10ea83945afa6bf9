import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { expect } from "vitest";
import { emptyCluster, InvalidInputError, match } from "../../../src/index.ts";
import { marathonTasks } from "../../../src/mesos/marathon/tasks.ts";
import { runs } from "../../laws/runs.ts";
import checkoutApp from "./fixtures/checkout-app.json" with { type: "json" };
import ingestPod from "./fixtures/ingest-pod.json" with { type: "json" };

const word = fc.constantFrom("", "*", "host", "/", "IS", "LIKE", "CLUSTER", "2", "(", "__proto__");
const anything = fc.oneof(
  word,
  fc.constantFrom(null, true, -1, -0, 0, 0.5, 3, 65_536, 1e300),
  fc.array(word, { maxLength: 3 }),
  fc.array(fc.array(word, { maxLength: 4 }), { maxLength: 2 }),
  fc.dictionary(fc.constantFrom("hostPort", "mode", "port", "persistent", "fieldName", "operator"), word),
);

/** The value with what stands at some place in it replaced; the numbers say where, level by level. */
function replaced(value: unknown, [at, ...deeper]: readonly number[], by: unknown): unknown {
  if (at === undefined || typeof value !== "object" || value === null) return by;
  const keys = Object.keys(value);
  const key = keys[at % Math.max(1, keys.length)];
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((each, i) => (String(i) === key ? replaced(each, deeper, by) : each));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, name === key ? replaced(each, deeper, by) : each]),
  );
}

const changed = fc
  .tuple(
    fc.constantFrom(checkoutApp, ingestPod),
    fc.array(fc.nat(100), { minLength: 1, maxLength: 6 }),
    anything,
  )
  .map(([definition, at, by]) => JSON.stringify(replaced(definition, at, by)));

test.prop([changed], runs(4))("any definition is refused, or gives tasks that a round takes", (text) => {
  let tasks;
  try {
    tasks = marathonTasks(JSON.parse(text));
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInputError);
    return;
  }
  expect(() => match({ cluster: emptyCluster, tasks, nowMs: 0 })).not.toThrow();
});
