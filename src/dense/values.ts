// Layout. The values that an attribute has had, numbered from 0 as they came: they only come, and no number changes once given. All columns of the attribute
// share them, those of clusters that grew apart too.

import type { AttributeValue } from "../model/offer.ts";
import { compareText } from "../model/order.ts";

interface NumberedText {
  readonly text: string;
  readonly number: number;
}

/** Values and their numbers. */
export class Values {
  readonly list: AttributeValue[] = [];
  readonly #numbers = new Map<AttributeValue, number>();
  #sorted: readonly NumberedText[] = [];

  /** The number of a value; -1 where no agent has had it. */
  numberOf(value: AttributeValue): number {
    return this.#numbers.get(value) ?? -1;
  }

  /** The number of a value, which gets one if it has none. */
  add(value: AttributeValue): number {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.list.push(value) - 1;
      this.#numbers.set(value, number);
    }
    return number;
  }

  /**
   * The numbers of the values in use, for which `isInUse` is 1, that, as texts, begin with the prefix, in the order of the texts; undefined where they are more than `most`. Costs O(log values + values
   * that begin so), and O(values) more when some have come since it was last asked.
   */
  beginningWith(prefix: string, most: number, isInUse: Uint8Array): readonly number[] | undefined {
    const sorted = this.#inOrder();
    let first = 0;
    let end = sorted.length;
    while (first < end) {
      const middle = (first + end) >> 1;
      if (sorted[middle]!.text < prefix) first = middle + 1;
      else end = middle;
    }
    const numbers: number[] = [];
    for (; first < sorted.length; first++) {
      const { text, number } = sorted[first]!;
      if (!text.startsWith(prefix)) break;
      if (isInUse[number] !== 1) continue;
      if (numbers.push(number) > most) return undefined;
    }
    return numbers;
  }

  /** A number before its text, whichever came first. */
  #compareTypes(a: NumberedText, b: NumberedText): number {
    return compareText(typeof this.list[a.number], typeof this.list[b.number]);
  }

  #inOrder(): readonly NumberedText[] {
    if (this.#sorted.length !== this.list.length) {
      const texts = this.#sorted.slice();
      for (let number = texts.length; number < this.list.length; number++)
        texts.push({ text: String(this.list[number]), number });
      // what is in order already is sorted in O(values)
      this.#sorted = texts.sort((a, b) => compareText(a.text, b.text) || this.#compareTypes(a, b));
    }
    return this.#sorted;
  }
}
