import { attributeIn } from "stowage";
import { csvNumber, csvText, readCsv, type CsvRow } from "../csv.ts";
import type { AgentSpec } from "./agent-spec.ts";
import type { Arrival } from "./arrival.ts";

/** The files of an openb folder that are replayed. */
export const traceFiles = { agents: "nodes_gpu.csv", tasks: "pods_default.csv" } as const;

/** The agents of the trace: cpus, memory and GPUs that tasks can share; no disks, ports, racks or zones are in it. */
export function readTraceAgents(path: string): readonly AgentSpec[] {
  return readCsv(path).map((row) => {
    const name = csvText(row, "sn");
    const resources = { cpus: csvNumber(row, "cpu_milli") / 1000, mem: csvNumber(row, "memory_mib") };
    return {
      id: name,
      hostname: name,
      attributes: { gpu_model: csvText(row, "model") },
      devices: [{ name: "gpu", count: csvNumber(row, "gpu"), capacity: 1 }],
      pools: [{ role: "*", resources, ports: [] }],
    };
  });
}

/** The tasks of the trace in the order of their creation. As in the paper's replay, none ends. */
export function readTraceTasks(path: string): readonly Arrival[] {
  return readCsv(path)
    .map((row, at) => ({ row, at, created: csvNumber(row, "creation_time") }))
    .toSorted((a, b) => a.created - b.created || a.at - b.at)
    .map(({ row }) => arrivalOf(row));
}

function arrivalOf(row: CsvRow): Arrival {
  const gpus = csvNumber(row, "num_gpu");
  const units = csvNumber(row, "gpu_milli") / 1000;
  const models = csvText(row, "gpu_spec")
    .split("|")
    .filter((model) => model !== "");
  return {
    task: {
      id: csvText(row, "name"),
      resources: { cpus: csvNumber(row, "cpu_milli") / 1000, mem: csvNumber(row, "memory_mib") },
      ...(gpus > 0 && { devices: [{ name: "gpu", units, count: gpus }] }),
      ...(models.length > 0 && { constraints: [attributeIn("gpu_model", models)] }),
    },
    kind: gpus === 0 ? "no gpu" : units < 1 ? "part of a gpu" : "whole gpus",
    durationMs: Infinity,
  };
}
