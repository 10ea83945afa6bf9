import { describe, expect, it } from "vitest";
import { parseCommand, usage } from "../../bench/simulation/options.ts";

describe("the options of the simulation", () => {
  it("default to 10,000 agents and packing", () => {
    expect(parseCommand([])).toEqual({
      kind: "run",
      options: { agents: 10_000, tasks: 40_000, rounds: 40, seed: 1, policy: "binpack", json: false },
    });
  });

  it("are taken from the command line", () => {
    const args = "--agents 5 --tasks=0 --rounds 3 --seed 7 --policy mixed --json".split(" ");
    expect(parseCommand(args)).toEqual({
      kind: "run",
      options: { agents: 5, tasks: 0, rounds: 3, seed: 7, policy: "mixed", json: true },
    });
  });

  it("take a trace whole, unless told how much of it", () => {
    expect(parseCommand(["--trace", "folder"])).toMatchObject({
      options: { trace: "folder", agents: Infinity, tasks: Infinity, rounds: 40 },
    });
    expect(parseCommand(["--trace", "folder", "--tasks", "9"])).toMatchObject({ options: { tasks: 9 } });
  });

  it("ask for help", () => {
    expect(parseCommand(["--help", "--json"])).toEqual({ kind: "help" });
    expect(usage).toContain("--policy <name>");
  });

  it.each([
    [["--agents", "0"], '--agents is "0", expected a whole number from 1 to 1000000'],
    [["--agents", "1.5"], '--agents is "1.5", expected a whole number from 1 to 1000000'],
    [["--rounds", "many"], '--rounds is "many", expected a whole number from 1 to 100000'],
    [["--seed", "1e3"], '--seed is "1e3", expected a whole number from 0 to 4294967295'],
    [["--policy", "best"], '--policy is "best", expected one of binpack, spread, locality, mixed'],
  ])("refuse %j, saying what they got and what they expect", (args, message) => {
    expect(parseCommand(args)).toEqual({ kind: "error", message });
  });

  it.each([[["--agent", "5"]], [["5"]], [["--tasks"]], [["--json=yes"]]])("refuse %j", (args) => {
    expect(parseCommand(args).kind).toBe("error");
  });
});
