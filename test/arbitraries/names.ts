import fc from "fast-check";

/** Ids that a careless record, sort or key would stumble over. */
const hostileNames = [
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "7",
  "07",
  " ",
  "@a",
  "a\u0000b",
  "Z",
  "é",
  "e\u0301",
  "\ud83d",
  "\uffff",
  "\u{10000}",
  "x".repeat(300),
] as const;

/** One of the names, or now and then a hostile one. */
export function nameAmong(...names: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 7, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.constantFrom(...hostileNames) },
  );
}

/** Ids of tasks; few, so that lists of ids meet them. */
export const taskId: fc.Arbitrary<string> = nameAmong("t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8");
/** Ids of offers; few, so that a rescind may come before its offer. */
export const offerId: fc.Arbitrary<string> = nameAmong("o1", "o2", "o3", "o4", "o5", "o6", "o7", "o8");
/** Ids of agents. */
export const agentId: fc.Arbitrary<string> = nameAmong("a1", "a2", "a3", "a4", "a5", "a6", "b1", "b2");
/** Hostnames; few, so that agents share them. */
export const hostname: fc.Arbitrary<string> = nameAmong("h1", "h2", "h3", "h4", "H1");
/** Groups of tasks. */
export const group: fc.Arbitrary<string> = nameAmong("web", "db");
/** Buckets of queues. */
export const bucket: fc.Arbitrary<string> = nameAmong("alice", "bob", "carol", "default");
/** Ids of executors. */
export const executorId: fc.Arbitrary<string> = nameAmong("e1", "e1", "e2", "e3");
/** Roles of offers and tasks. */
export const role: fc.Arbitrary<string> = nameAmong("*", "ads", "*", "ads", "ops");

/** The names in their order, those used before made new by what is added to them. */
export function distinct(names: readonly string[], taken: readonly string[] = []): readonly string[] {
  const used = new Set(taken);
  return names.map((name) => {
    let made = name;
    for (let attempt = 2; used.has(made); attempt++) made = `${name}~${attempt}`;
    used.add(made);
    return made;
  });
}
