import type { AttributeValue } from "../../model/offer.ts";

/**
 * The values of an attribute that Marathon writes like this: the text, and the number where it is written so, with at most three decimals
 * and no zeros at their end.
 */
export function valuesWritten(text: string): readonly AttributeValue[] {
  const scalar = scalarOf(text);
  return scalar !== undefined && String(nearestThousandth(scalar)) === text ? [text, scalar] : [text];
}

/** The values of an attribute that are meant by this: the text; where it is a number, that number, and that to the nearest thousandth. */
export function valuesMeant(text: string): readonly AttributeValue[] {
  const scalar = scalarOf(text);
  return scalar === undefined ? [text] : [text, ...new Set([scalar, nearestThousandth(scalar)])];
}

/** The number that Mesos reads from the value of an agent's attribute (docs/attributes-resources.md, floatValue). */
function scalarOf(text: string): number | undefined {
  const scalar = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  return Number.isFinite(scalar) ? scalar : undefined;
}

/** To three decimals; what is halfway goes to the even one. */
function nearestThousandth(scalar: number): number {
  const scaled = scalar * 1000;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  const isUp = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  return (isUp ? below + 1 : below) / 1000;
}
