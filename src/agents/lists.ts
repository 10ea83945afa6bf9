import type { AttributeColumn } from "../dense/attributes.ts";
import { agentsWithSome, type Few } from "../dense/checks.ts";
import type { AttributeIn } from "../model/constraint.ts";

/** What a round makes of the values of one constraint. */
export interface ListedValues {
  /** The numbers of those that some agent has had. */
  readonly wanted: ReadonlySet<number>;
  readonly only: Few;
  /** Equal for constraints that say the same, others aside; undefined where JSON is as short. */
  readonly said: string | undefined;
}

/** Lists of values that many tasks of a round name, each worked out once: a list of half the agents costs as much as a look at these. */
export interface LongLists {
  readonly byConstraint: Map<AttributeIn, ListedValues>;
  /** By what constraints say. */
  readonly numbers: Map<string, number>;
}

/** No lists yet. */
export function newLists(): LongLists {
  return { byConstraint: new Map(), numbers: new Map() };
}

/** So short a list is worked out as fast as found. */
const shortList = 8;

/** The values of the constraint. Costs O(values), for a long list only when it is first asked for. */
export function valuesIn(
  { byConstraint, numbers }: LongLists,
  constraint: AttributeIn,
  column: AttributeColumn,
): ListedValues {
  const { values } = constraint;
  const isLong = values.length > shortList;
  const known = isLong ? byConstraint.get(constraint) : undefined;
  if (known !== undefined) return known;
  const wanted = new Set(values.map((value) => column.numberOf(value)).filter((number) => number !== -1));
  const only = agentsWithSome(column, [...wanted]);
  if (!isLong) return { wanted, only, said: undefined };
  const text = JSON.stringify(constraint);
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  const listed = { wanted, only, said: ` list ${number};` };
  byConstraint.set(constraint, listed);
  return listed;
}
