import { expectAmount, expectFields, expectWhole, type Fields } from "../../model/input/expect.ts";
import { fromThousandths, toThousandths, type Scalars } from "../../model/quantity.ts";
import { given } from "./given.ts";

/** What an app, a container or an executor asks. */
export interface Amounts {
  readonly cpus: number;
  readonly mem: number;
  readonly disk: number;
  readonly gpus: number;
}

/** What an app or a container asks, with Marathon's defaults (resources.raml). */
export function readAmounts(path: string, fields: Fields): Amounts {
  return {
    cpus: amountOf(path, fields, "cpus", 1),
    mem: amountOf(path, fields, "mem", 128),
    disk: amountOf(path, fields, "disk", 0),
    gpus: expectWhole(`${path}.gpus`, given(fields, "gpus") ?? 0, 0, Number.MAX_SAFE_INTEGER),
  };
}

/** What an executor asks, with Marathon's defaults (pods.md, Executor Resources). */
export function readExecutorAmounts(path: string, value: unknown): Amounts {
  const fields = expectFields(path, value);
  return {
    cpus: amountOf(path, fields, "cpus", 0.1),
    mem: amountOf(path, fields, "mem", 32),
    disk: amountOf(path, fields, "disk", 10),
    gpus: 0,
  };
}

function amountOf(path: string, fields: Fields, name: string, otherwise: number): number {
  return expectAmount(`${path}.${name}`, given(fields, name) ?? otherwise);
}

/** The sum in exact thousandths; of disk and gpus only where there is any. */
export function sumAmounts(amounts: readonly Amounts[]): Scalars {
  const sum = (name: keyof Amounts) =>
    fromThousandths(amounts.reduce((total, each) => total + toThousandths(each[name]), 0));
  const disk = sum("disk");
  const gpus = sum("gpus");
  return { cpus: sum("cpus"), mem: sum("mem"), ...(disk > 0 && { disk }), ...(gpus > 0 && { gpus }) };
}
