// Layout. One column per attribute name. `valueOf[agent]` is the number of its value, -1 where it has none, and -2 - i where
// it has several: `several[i]` lists their numbers, each once. `values[number]` is the value. Columns of later clusters share the values (values.ts), and what
// has been found out about them.

import type { Agent } from "../model/cluster.ts";
import type { AttributeValue } from "../model/offer.ts";
import { Kept } from "./kept.ts";
import { Matches } from "./matches.ts";
import { allNew, fillColumn, type Succession } from "./succession.ts";
import { Values } from "./values.ts";

/** So many values of an attribute are few: rows can be told apart by them. */
export const fewValues = 32;

/** One attribute over all agents, its values numbered from 0. */
export class AttributeColumn {
  readonly name: string;
  readonly valueOf: Int32Array;
  readonly several: Int32Array[];
  readonly #values: Values;
  #matches = new Kept<Matches>();
  #valuesInUse: number | undefined;
  #hasFewValues: boolean | undefined;
  #agentsByValue: readonly (readonly number[])[] | undefined;
  #isInUse: Uint8Array | undefined;
  readonly #matching = new Map<string, readonly number[] | undefined>();

  private constructor(
    name: string,
    agents: readonly Agent[],
    from: Succession,
    before: { readonly valueOf: Int32Array; readonly several: Int32Array[]; readonly values: Values },
  ) {
    this.name = name;
    this.several = before.several;
    this.#values = before.values;
    this.valueOf = fillColumn(new Int32Array(agents.length), before.valueOf, from, (agent) => {
      const value = attributeOf(agents[agent]!, name);
      if (value === undefined) return -1;
      return typeof value === "object" ? this.#numberSeveral(value) : this.#values.add(value);
    });
  }

  /** Costs O(agents). */
  static of(name: string, agents: readonly Agent[]): AttributeColumn {
    return new AttributeColumn(name, agents, allNew(agents.length), {
      valueOf: new Int32Array(),
      several: [],
      values: new Values(),
    });
  }

  /** The column of later agents; undefined where so many values have gone that numbers are better given anew. */
  after(agents: readonly Agent[], from: Succession): AttributeColumn | undefined {
    const most = 2 * agents.length + 64;
    if (this.values.length > most || this.several.length > most) return undefined;
    const { valueOf, several } = this;
    const later = new AttributeColumn(this.name, agents, from, {
      valueOf,
      several,
      values: this.#values,
    });
    later.#matches = this.#matches.carried((matches) => matches);
    return later;
  }

  get values(): readonly AttributeValue[] {
    return this.#values.list;
  }

  /** The number of a value; -1 where no agent has had it. */
  numberOf(value: AttributeValue): number {
    return this.#values.numberOf(value);
  }

  /** The agents that have the value, ascending. Costs O(agents) when first asked. */
  agentsWith(value: number): readonly number[] {
    return (this.#agentsByValue ??= this.#groupAgents())[value] ?? nobody;
  }

  /** How many values some agent has. Costs O(agents) when first asked. */
  get valuesInUse(): number {
    this.#agentsByValue ??= this.#groupAgents();
    return (this.#valuesInUse ??= this.#agentsByValue.filter(({ length }) => length > 0).length);
  }

  /** Whether the agents have {@link fewValues} at most: those that none has any more do not count. Costs O(agents) when first asked, less where they have more. */
  get hasFewValues(): boolean {
    return (this.#hasFewValues ??= this.values.length <= fewValues || this.#showsFewValues());
  }

  /** The values that match a pattern, which RE2 takes. */
  matches(pattern: string): Matches {
    return this.#matches.get(pattern, () => new Matches(pattern, this.#values));
  }

  /**
   * The values in use that match the pattern, in the order of their texts; undefined where too many may. Costs O(agents) when first asked, and O(values) at most for each pattern.
   */
  matching(pattern: string): readonly number[] | undefined {
    let matching = this.#matching.get(pattern);
    if (matching === undefined && !this.#matching.has(pattern)) {
      matching = this.matches(pattern).listOf((this.#isInUse ??= this.#markInUse()));
      this.#matching.set(pattern, matching);
    }
    return matching;
  }

  #markInUse(): Uint8Array {
    const isInUse = new Uint8Array(this.values.length);
    for (const value of this.valueOf) {
      if (value >= 0) isInUse[value] = 1;
      else if (value !== -1) for (const each of this.several[-2 - value]!) isInUse[each] = 1;
    }
    return isInUse;
  }

  #groupAgents(): readonly (readonly number[])[] {
    const groups: number[][] = this.values.map(() => []);
    for (let agent = 0; agent < this.valueOf.length; agent++) {
      const value = this.valueOf[agent]!;
      if (value >= 0) groups[value]!.push(agent);
      else if (value !== -1) for (const each of this.several[-2 - value]!) groups[each]!.push(agent);
    }
    return groups;
  }

  #showsFewValues(): boolean {
    const seen = new Set<number>();
    for (const value of this.valueOf) {
      if (value >= 0) seen.add(value);
      else if (value !== -1) for (const each of this.several[-2 - value]!) seen.add(each);
      if (seen.size > fewValues) return false;
    }
    return true;
  }

  #numberSeveral(values: readonly AttributeValue[]): number {
    return -1 - this.several.push(Int32Array.from(values, (value) => this.#values.add(value)));
  }
}

const nobody: readonly number[] = [];

/** The attribute of an agent, `hostname` and `agentId` among them: undefined where it has no value, a list where it has several. */
export function attributeOf(
  agent: Agent,
  name: string,
): AttributeValue | readonly AttributeValue[] | undefined {
  if (name === "hostname") return agent.hostname;
  if (name === "agentId") return agent.id;
  const given = Object.hasOwn(agent.attributes, name) ? agent.attributes[name] : undefined;
  if (typeof given !== "object") return given;
  const values = [...new Set(given)];
  return values.length > 1 ? values : values[0];
}
