// Layout. One column per attribute name. `valueOf[agent]` is the number of its value, -1 where it has none, and -2 - i where
// it has several: `several[i]` lists their numbers, each once. `values[number]` is the value. Nothing changes once built, but what has
// been found out about the values is kept.

import type { Agent } from "../model/cluster.ts";
import type { AttributeValue } from "../model/offer.ts";

/** One attribute over all agents, its values numbered from 0. */
export class AttributeColumn {
  readonly name: string;
  readonly valueOf: Int32Array;
  readonly several: Int32Array[] = [];
  readonly values: AttributeValue[] = [];
  readonly #numbers = new Map<AttributeValue, number>();
  readonly #verdicts = new Map<string, Uint8Array>();

  constructor(name: string, agents: readonly Agent[]) {
    this.name = name;
    this.valueOf = new Int32Array(agents.length);
    for (let agent = 0; agent < agents.length; agent++) {
      const value = attributeOf(agents[agent]!, name);
      if (value === undefined) this.valueOf[agent] = -1;
      else if (typeof value === "object") this.valueOf[agent] = this.#numberSeveral(value);
      else this.valueOf[agent] = this.#number(value);
    }
  }

  /** The number of a value; -1 where no agent has it. */
  numberOf(value: AttributeValue): number {
    return this.#numbers.get(value) ?? -1;
  }

  /** Per value whether the test passes it; kept under the key. Costs O(values) for a new key. */
  verdicts(key: string, test: (value: AttributeValue) => boolean): Uint8Array {
    let verdicts = this.#verdicts.get(key);
    if (verdicts === undefined) {
      verdicts = Uint8Array.from(this.values, (value) => (test(value) ? 1 : 0));
      this.#verdicts.set(key, verdicts);
    }
    return verdicts;
  }

  #numberSeveral(values: readonly AttributeValue[]): number {
    return -1 - this.several.push(Int32Array.from(values, (value) => this.#number(value)));
  }

  #number(value: AttributeValue): number {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.values.push(value) - 1;
      this.#numbers.set(value, number);
    }
    return number;
  }
}

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
