// A day of a real trace through queue, rounds and autoscaling, every step checked: `npm run trace -- [out.json]`.
import { writeDocument } from "./report/write-document.ts";
import { hasShared, readSharedText } from "./shared-data.ts";
import { runDay } from "./trace/day.ts";
import { renderSummary } from "./trace/report.ts";
import { readRequests } from "./trace/request.ts";
import { lagsOf, summaryOf } from "./trace/summary.ts";

const [out = ".cache/trace.json"] = process.argv.slice(2);
const source = "data/azure/vm_requests_v1_1day.csv.gz";
const seed = 1;
/** The day, and half a day in which nothing arrives. */
const hours = 36;

if (hasShared(source)) {
  const day = runDay(readRequests(readSharedText(source), seed), hours, seed);
  const summary = summaryOf(day);
  const wrong = [...day.violations.slice(0, 10), ...lagsOf(summary)];
  writeDocument(out, { summary, samples: day.samples });
  process.stdout.write([renderSummary(summary), ...wrong, out].join("\n") + "\n");
  process.exitCode = wrong.length === 0 ? 0 : 1;
} else {
  process.stderr.write(`no folder has ${source}: STOWAGE_SHARED names it\n`);
  process.exitCode = 2;
}
