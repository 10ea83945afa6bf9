import { attributeIs, type Task } from "stowage";
import { csvNumber, parseCsv, type CsvRow } from "../csv.ts";
import { randomOf } from "../random.ts";
import { jobLifeSeconds, tenants, typeAttribute } from "./setting.ts";

/** A request of the trace: a task, when it comes, and for how long it runs once it has started. */
export interface TraceRequest {
  readonly arrivalMs: number;
  readonly lifeMs: number;
  readonly task: Task;
}

const mibPerGb = 1024;
/** The trace tells arrivals to five minutes. */
const binSeconds = 300;
/** Who asks for so much memory a cpu, in GB, goes to agents that have as much. */
const memoryHeavyGb = 7;

/**
 * The requests of an Azure trace, the earliest first. A batch comes at a second drawn within its five minutes, a life is drawn between its bounds:
 * the same seed, the same draws. Throws for what is no such trace.
 */
export function readRequests(text: string, seed: number): readonly TraceRequest[] {
  const random = randomOf(seed);
  const offsets = new Map<string, number>();
  const requests = parseCsv(text).map((row, number): TraceRequest => {
    const arrival = csvNumber(row, "arrival_s");
    const batch = csvNumber(row, "tenant_batch");
    const key = `${arrival}/${batch}`;
    const offset = offsets.get(key) ?? random.integer(0, binSeconds - 1);
    offsets.set(key, offset);
    const most = csvNumber(row, "life_max_s");
    const life = random.integer(Math.min(most, csvNumber(row, "life_min_s") + 1), most);
    return {
      arrivalMs: 1000 * (arrival + offset),
      lifeMs: 1000 * life,
      task: taskOf(`vm-${String(number).padStart(5, "0")}`, tenantOf(batch), row),
    };
  });
  return requests.toSorted((a, b) => a.arrivalMs - b.arrivalMs);
}

function taskOf(id: string, tenant: string, row: CsvRow): Task {
  const cpus = csvNumber(row, "vcpus");
  const memGb = csvNumber(row, "mem_gb");
  const isJob = csvNumber(row, "life_max_s") <= jobLifeSeconds;
  const type = memGb / cpus >= memoryHeavyGb ? "memory" : isJob ? "job" : "service";
  return {
    id,
    tier: isJob ? 1 : 0,
    bucket: tenant,
    group: tenant,
    resources: { cpus, mem: memGb * mibPerGb },
    constraints: [attributeIs(typeAttribute, type)],
  };
}

/** Which tenant a batch is of: the trace tells the batch alone. */
function tenantOf(batch: number): string {
  return randomOf(batch).pick(tenants);
}
