import { expect, it } from "vitest";
import { ScarceKinds } from "../../src/dense/scarce.ts";
import { agentOf } from "./chains.ts";

it("agents that have the same scarce resources are of one kind, and kinds are in the order of their names", () => {
  const lists = [["gpus"], undefined, ["fpga", "gpus"], ["fpga"], ["gpus"], ["fpga", "gpus"]];
  const agents = lists.map((scarce, i) => ({ ...agentOf(i), ...(scarce !== undefined && { scarce }) }));
  const { kinds, kindOf } = new ScarceKinds(agents);
  expect(kinds).toEqual([["fpga"], ["gpus"], ["fpga", "gpus"]]);
  expect([...kindOf]).toEqual([1, -1, 2, 0, 1, 2]);
});

it("names that look like lists of names are told from them", () => {
  const agents = [["a", "b"], ['["a","b"]'], ["a"]].map((scarce, i) => ({ ...agentOf(i), scarce }));
  expect(new Set(new ScarceKinds(agents).kindOf).size).toBe(3);
});
