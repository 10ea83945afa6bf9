/**
 * The oddities of Fenzo that can show in its vectors, by the rules that say what stowage does otherwise. The model of Fenzo has each of them
 * as a switch: on, it decides as Fenzo does; off, as stowage does. The rules up to D18 are those of Fenzo's feature table, the others those
 * that its vectors added.
 */
export const rules = {
  D1: "parts of a score that do not apply count for Fenzo, as 1 or 0",
  D2: "a fitness of exactly 0 refuses in Fenzo",
  D3: "0 of 0 is no number in Fenzo, and an agent at random wins",
  D4: "an exclusive task keeps later tasks of its round off its agent only in stowage",
  D5: "Fenzo compares sums of doubles, stowage exact thousandths",
  D6: "Fenzo takes slots of sets nobody asked for, and never gives back those of tasks not launched",
  D7: "of several amounts of one name Fenzo takes the last",
  D8: "attributes that are not text are missing in Fenzo",
  D9: "a co-task on an agent without the attribute blocks every agent in Fenzo",
  D10: "Fenzo's group limits let a first task pass, bind groups without one, and leave tasks unreported",
  D11: "good enough is decided by Fenzo batch by batch",
  D12: "a duplicate offer leaves Fenzo in an undefined state",
  D13: "a rescind before its offer is ignored by Fenzo for a round",
  D14: "a task listed twice, or running already, is placed again by Fenzo",
  D15: "in single-offer mode Fenzo drops second offers and never gives back ports",
  D16: "Fenzo rejects old offers by whole hosts, at random, some per expiry period",
  D17: "tasks larger than the largest agent fail once in Fenzo, which counts ports one short",
  D18: "a balance over one value is graded by a sum one too large in Fenzo",
  D20: "Fenzo hands out ports in the order of the offers and their ranges, stowage the lowest",
  D21: "a set of devices stays in Fenzo what an agent's first offer said of it",
} as const;

export type Rule = keyof typeof rules;

/** The switches that are on. */
export type Oddities = ReadonlySet<Rule>;

export const ruleNames: readonly Rule[] = Object.keys(rules).filter(isRule);

/** Decides as Fenzo does. */
export const allOddities: Oddities = new Set(ruleNames);

/** Decides as stowage does. */
export const noOddities: Oddities = new Set();

function isRule(name: string): name is Rule {
  return name in rules;
}
