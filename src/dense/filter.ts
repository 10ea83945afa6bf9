// Kernels that narrow a list of rows: `rows[0..n)` in, ascending; the rows that pass are moved to the front, order kept; their
// number out. Nothing is allocated.

import type { Blocks } from "./blocks.ts";
import type { AmountColumn } from "./bounds.ts";
import { chooseDevices, type DeviceFit } from "./fit-devices.ts";
import { portsFit, type PortFit } from "./fit-ports.ts";
import type { Ports } from "./ports.ts";
import type { Rows } from "./rows.ts";

/** Writes the rows of a block, and returns their number. */
export function fillRows(rows: Int32Array, { members, sizes }: Blocks, block: number): number {
  const from = members[block]!;
  const size = sizes[block]!;
  for (let i = 0; i < size; i++) rows[i] = from[i]!;
  return size;
}

/** Keeps the rows with at least so much free, in thousandths. */
export function keepWithAmount({ free }: AmountColumn, asked: number, rows: Int32Array, n: number): number {
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const row = rows[i]!;
    rows[kept] = row;
    kept += free[row]! >= asked ? 1 : 0;
  }
  return kept;
}

/** Keeps the rows with at least so many free ports. */
export function keepWithCount({ count }: Ports, asked: number, rows: Int32Array, n: number): number {
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const row = rows[i]!;
    rows[kept] = row;
    kept += count[row]! >= asked ? 1 : 0;
  }
  return kept;
}

/** Keeps the rows, each with enough free ports, whose free ports can serve. */
export function keepWithPorts(ports: Ports, fit: PortFit, rows: Int32Array, n: number): number {
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const row = rows[i]!;
    if (portsFit(fit, ports.freeAt(row))) rows[kept++] = row;
  }
  return kept;
}

/** Keeps the rows whose agents' devices can serve, and writes their device scores to `scores[row]`. */
export function keepWithDevices(
  { agentOf }: Rows,
  fits: readonly DeviceFit[],
  rows: Int32Array,
  n: number,
  scores: Float64Array,
): number {
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const row = rows[i]!;
    const score = chooseDevices(fits, agentOf[row]!);
    if (score === -1) continue;
    scores[row] = score;
    rows[kept++] = row;
  }
  return kept;
}

/** Keeps the rows that the check passes. */
export function keepPassing(check: (row: number) => boolean, rows: Int32Array, n: number): number {
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const row = rows[i]!;
    if (check(row)) rows[kept++] = row;
  }
  return kept;
}
