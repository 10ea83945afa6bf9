import type { Agent, Attributes, AttributeValue } from "../../src/index.ts";
import { once } from "./once.ts";

/** The values listed under the name, each once; none where the name is not listed. */
export const valuesIn: (attributes: Attributes, name: string) => readonly AttributeValue[] = once(
  (attributes, name) => {
    if (!Object.hasOwn(attributes, name)) return [];
    const listed = attributes[name] ?? [];
    return [...new Set(typeof listed === "object" ? listed : [listed])];
  },
);

/** The agent's values of the attribute, each once; `hostname` and `agentId` always exist. */
export function valuesOf(agent: Agent, name: string): readonly AttributeValue[] {
  if (name === "hostname") return [agent.hostname];
  if (name === "agentId") return [agent.id];
  return valuesIn(agent.attributes, name);
}
