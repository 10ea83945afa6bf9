import * as stowage from "stowage";
import { interleave, timed, type Interleaved } from "../measure/interleave.ts";
import { nameOf, type Workload } from "../workloads/workload.ts";
import { scan } from "./scan.ts";
import { scanTablesOf } from "./scan-tables.ts";
import { expectPlacements } from "./verify.ts";

/** A round and a scan of every (task, agent) that finds the same placements, ready to take turns; each tells how long it took, in ms. */
export interface AgainstScan {
  readonly match: () => number;
  /** Its columns are made outside of what is timed; `match` gets no such favour. */
  readonly scan: () => number;
}

/** Readies a workload that a scan can do, and throws unless both place every task on the same agent. */
export function againstScan(workload: Workload): AgainstScan {
  const { run, packing } = workload.prepare(stowage);
  if (packing === undefined) throw new Error(`a scan cannot do ${nameOf(workload)}`);
  const tables = scanTablesOf(packing);
  const rows = scan(tables);
  expectPlacements(nameOf(workload), packing, run(), (at) => tables.agentIds[rows[at] ?? -1]);
  return {
    match: timed(run),
    scan: () => {
      const fresh = scanTablesOf(packing);
      return timed(() => scan(fresh))();
    },
  };
}

/** The times of a scan and of a round, in turns; the ratio is scan to round. */
export function compareWithScan(workload: Workload, pairs: number): Interleaved {
  const { match, scan: scanned } = againstScan(workload);
  return interleave(scanned, match, pairs);
}
