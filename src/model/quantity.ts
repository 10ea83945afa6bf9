/**
 * Amounts per resource name, in the unit of each: `cpus` in cores, `mem` and `disk` in MiB, `gpus` in devices,
 * `network` in Mbit/s, any other by agreement. Each is ≥ 0 and rounded to thousandths, as Mesos does
 * (`llround(value * 1000)`, src/common/values.cpp).
 */
export type Scalars = Readonly<Record<string, number>>;

/** The greatest amount accepted: its thousandths are the greatest exact integer of a double. */
export const maxAmount: number = Math.floor(Number.MAX_SAFE_INTEGER / 1000);

/** The amount in exact thousandths; `amount` is within 0..{@link maxAmount}. */
export function toThousandths(amount: number): number {
  return Math.round(amount * 1000);
}

/** The amount of so many thousandths, in its natural unit. */
export function fromThousandths(thousandths: number): number {
  return thousandths / 1000;
}
