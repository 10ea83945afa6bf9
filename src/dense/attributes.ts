// Layout. One column per attribute name. `valueOf[agent]` is the number of its value, -1 where it has none, and -2 - i where
// it has several: `several[i]` lists their numbers, each once. `values[number]` is the value. Columns of later clusters share the numbering, which only
// grows. No number changes once given; what has been found out about the values is kept.

import type { Agent } from "../model/cluster.ts";
import type { AttributeValue } from "../model/offer.ts";
import { Kept } from "./kept.ts";
import { allNew, fillColumn, type Succession } from "./succession.ts";

/** Values and their numbers. */
interface Numbering {
  readonly values: AttributeValue[];
  readonly numbers: Map<AttributeValue, number>;
}

/** One attribute over all agents, its values numbered from 0. */
export class AttributeColumn {
  readonly name: string;
  readonly valueOf: Int32Array;
  readonly several: Int32Array[];
  readonly #numbering: Numbering;
  #verdicts = new Kept<Map<number, boolean>>();
  #valuesInUse: number | undefined;
  #noCounts = new Int32Array();
  #agentsByValue: readonly (readonly number[])[] | undefined;

  private constructor(
    name: string,
    agents: readonly Agent[],
    from: Succession,
    before: { readonly valueOf: Int32Array; readonly several: Int32Array[]; readonly numbering: Numbering },
  ) {
    this.name = name;
    this.several = before.several;
    this.#numbering = before.numbering;
    this.valueOf = fillColumn(new Int32Array(agents.length), before.valueOf, from, (agent) => {
      const value = attributeOf(agents[agent]!, name);
      if (value === undefined) return -1;
      return typeof value === "object" ? this.#numberSeveral(value) : this.#number(value);
    });
  }

  /** Costs O(agents). */
  static of(name: string, agents: readonly Agent[]): AttributeColumn {
    const numbering = { values: [], numbers: new Map<AttributeValue, number>() };
    return new AttributeColumn(name, agents, allNew(agents.length), {
      valueOf: new Int32Array(),
      several: [],
      numbering,
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
      numbering: this.#numbering,
    });
    later.#verdicts = this.#verdicts.carried((verdicts) => verdicts);
    return later;
  }

  get values(): readonly AttributeValue[] {
    return this.#numbering.values;
  }

  /** The number of a value; -1 where no agent has had it. */
  numberOf(value: AttributeValue): number {
    return this.#numbering.numbers.get(value) ?? -1;
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

  /** A 0 per value, for all who count nothing: not to be written to. */
  noCounts(): Int32Array {
    if (this.#noCounts.length !== this.values.length) this.#noCounts = new Int32Array(this.values.length);
    return this.#noCounts;
  }

  /** Whether the test passes a value; what it said is kept under the key. */
  verdicts(key: string, test: (value: AttributeValue) => boolean): (value: number) => boolean {
    const known = this.#verdicts.get(key, () => new Map());
    return (value) => {
      let verdict = known.get(value);
      if (verdict === undefined) {
        verdict = test(this.values[value]!);
        known.set(value, verdict);
      }
      return verdict;
    };
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

  #numberSeveral(values: readonly AttributeValue[]): number {
    return -1 - this.several.push(Int32Array.from(values, (value) => this.#number(value)));
  }

  #number(value: AttributeValue): number {
    const { numbers, values } = this.#numbering;
    let number = numbers.get(value);
    if (number === undefined) {
      number = values.push(value) - 1;
      numbers.set(value, number);
    }
    return number;
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
