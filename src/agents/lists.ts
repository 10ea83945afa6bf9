import type { AttributeColumn } from "../dense/attributes.ts";
import { agentsWithSome, type Few } from "../dense/checks.ts";
import type { AttributeIn } from "../model/constraint.ts";
import type { AttributeValue } from "../model/offer.ts";

/** What a round makes of the values of one constraint. */
export interface ListedValues {
  /** The numbers of those that some agent has had. */
  readonly wanted: ReadonlySet<number>;
  readonly only: Few;
  /** Constraints that say different things have different ones; undefined where JSON is as short. */
  readonly said: string | undefined;
}

/** Lists of values that many tasks of a round name, each worked out once: a list of half the agents costs as much as a look at these. */
export interface LongLists {
  readonly known: Map<AttributeColumn, Map<readonly AttributeValue[], ListedValues>>;
  /** By what constraints say. */
  readonly numbers: Map<string, number>;
  /** How many numbers have been given. */
  count: number;
}

/** No lists yet. */
export function newLists(): LongLists {
  return { known: new Map(), numbers: new Map(), count: 0 };
}

/** So short a list is worked out as fast as found. */
const shortList = 8;
/** More lists than these are forgotten: tasks that each have their own would fill the memory. */
const mostLists = 256;

/** The values of the constraint. Costs O(values), for a long list only when it is first asked for. */
export function valuesIn(lists: LongLists, constraint: AttributeIn, column: AttributeColumn): ListedValues {
  const { values } = constraint;
  if (values.length <= shortList) return listedIn(column, values, undefined);
  let ofColumn = lists.known.get(column);
  if (ofColumn === undefined) {
    ofColumn = new Map();
    lists.known.set(column, ofColumn);
  }
  let listed = ofColumn.get(values);
  if (listed === undefined) {
    listed = listedIn(column, values, ` list ${numberOf(lists, constraint)};`);
    if (ofColumn.size === mostLists) ofColumn.clear();
    ofColumn.set(values, listed);
  }
  return listed;
}

function listedIn(
  column: AttributeColumn,
  values: readonly AttributeValue[],
  said: string | undefined,
): ListedValues {
  const wanted = new Set(values.map((value) => column.numberOf(value)).filter((number) => number !== -1));
  return { wanted, only: agentsWithSome(column, [...wanted]), said };
}

/** Equal for constraints that say the same, as long as they are not forgotten. */
function numberOf(lists: LongLists, { name, values }: AttributeIn): number {
  const { numbers } = lists;
  const text = JSON.stringify([name, values]);
  const known = numbers.get(text);
  if (known !== undefined) return known;
  if (numbers.size === mostLists) numbers.clear();
  numbers.set(text, lists.count);
  return lists.count++;
}
