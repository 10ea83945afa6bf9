import { beforeAll, expect, it } from "vitest";
import { runDay, type Day } from "../../bench/trace/day.ts";
import { readRequests } from "../../bench/trace/request.ts";
import { lagsOf, summaryOf, type Summary } from "../../bench/trace/summary.ts";
import { describeWithShared, readSharedText } from "../support/shared-files.ts";

const hourMs = 3_600_000;

describeWithShared(
  "data/azure",
  "a day of arrivals and departures, its first eight hours and four without arrivals",
  () => {
    const requests = readRequests(readSharedText("data/azure/vm_requests_v1_1day.csv.gz"), 1);
    const early = requests.filter(({ arrivalMs }) => arrivalMs < 8 * hourMs);
    let day: Day;
    let summary: Summary;

    beforeAll(() => {
      day = runDay(early, 12, 1);
      summary = summaryOf(day);
    });

    it("has all requests of the trace", () => {
      expect(requests).toHaveLength(74_576);
      expect(day.arrived).toBe(early.length);
    });

    it("loses nothing and exceeds no limit, at any event", () => {
      expect(day.violations).toEqual([]);
    });

    it("runs each task once, or keeps it waiting for a reason", () => {
      const { arrived, launched, waiting } = summary.tasks;
      expect(launched + waiting).toBe(arrived);
      expect(day.unmatched).toHaveLength(waiting);
    });

    it("comes up against the limits, and waits for agents, on its way", () => {
      expect([...day.reasons]).toEqual(
        expect.arrayContaining(["group-limit", "tier-limit", "no-agent-fits"]),
      );
      expect(day.shortMs.length).toBeGreaterThan(0);
    });

    it("has agents that follow the load, up and down", () => {
      expect(lagsOf(summary)).toEqual([]);
      expect(summary.agents.last).toBeLessThan(0.8 * summary.agents.most);
    });
  },
);
