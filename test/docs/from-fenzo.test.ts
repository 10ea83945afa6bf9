import { describe, expect, it } from "vitest";
import * as stowage from "../../src/index.ts";
import { typeErrorsOf } from "./compile.ts";
import { codeRowsOf, readPage, run } from "./programs.ts";

const rows = codeRowsOf(readPage("docs/from-fenzo.md"));

const types = [
  "AutoscaleSettings",
  "ClusterEvent",
  "MatchInput",
  "Offer",
  "Policy",
  "RunningTask",
  "ScalingRule",
  "Task",
];

/** What the page says that its lines can use. */
const prelude = `
import { ${[...Object.keys(stowage), ...types.map((name) => `type ${name}`)].join(", ")} } from "stowage";

const offer: Offer = {
  id: "o1",
  agentId: "a1",
  hostname: "n1",
  resources: { cpus: 8, mem: 8192 },
  ports: [[31000, 31009]],
  attributes: { type: "m5", zone: "east" },
};
const newOffer: Offer = { ...offer, id: "o2", agentId: "a2", hostname: "n2" };
const task: Task = { id: "t1", group: "web", resources: { cpus: 1 } };
const tasks: readonly Task[] = [task, { id: "t2", resources: { cpus: 16 } }];
const running: RunningTask = { task: { ...task, id: "r1" }, agentId: "a1", hostname: "n1", ports: [31000] };
const cluster = clusterOf([offer]);
const events: readonly ClusterEvent[] = [{ type: "task-started", running }];
const policy: Policy = { hold: { forMs: 120_000 }, groupLimits: { dev: { cpus: 8 }, web: { cpus: 8 } } };
const nowMs = 60_000;
const input: MatchInput = { cluster, tasks, policy, nowMs };
const queue = queueOf([{ ...task, id: "q1" }]);
const round = match(input);
const rule: ScalingRule = { value: "m5", minIdle: 1, maxIdle: 3, cooldownMs: 300_000 };
const settings: AutoscaleSettings = { attribute: "type", rules: [rule] };
const history = emptyHistory;
const { actions } = autoscale({ ...input, round, settings, history });
`;

/** Matches with what a line makes, where that is an evaluator. */
const tryOut = `
function tryOut(made) {
  const kind = made?.kind;
  if (typeof kind !== "string") return;
  const isFitness = ["binPack", "spread", "locality", "weighted", "customFitness"].includes(kind);
  if (isFitness) match({ ...input, policy: { fitness: made } });
  else match({ ...input, tasks: [{ ...task, [kind.startsWith("prefer") ? "preferences" : "constraints"]: [made] }] });
}
`;

describe("the tables of from-fenzo.md", () => {
  it("have one line of code in each row", () => {
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ code }) => code === "")).toEqual([]);
  });

  it.each(rows)("have a line for $title that runs: $code", ({ code }) => {
    expect(run(`${prelude}{ ${code} }`)).toEqual([]);
    const isExpression = /^\w+\(.*\);$/su.test(code) && code.indexOf(";") === code.length - 1;
    if (isExpression) expect(run(`${prelude}${tryOut}tryOut(${code.slice(0, -1)});`)).toEqual([]);
  });

  it("compile under the project's own strict settings", () => {
    const lines = rows.map(({ code }) => `{ ${code} }`);
    expect(typeErrorsOf([[prelude, ...lines].join("\n")], { noUnusedLocals: false })).toBe("");
  });
});
