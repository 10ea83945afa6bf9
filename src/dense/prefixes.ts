/** What a text that matches begins with, as far as is known: all of it where `isWhole`. */
interface Start {
  readonly text: string;
  readonly isWhole: boolean;
}

/** More beginnings than these are not told apart. */
const mostStarts = 256;

/** An escape, a class, a repetition, the opening of a group, or any other character. */
const token = /\\[^]|\[\^?\]?(?:\[:\^?\w+:\]|\\[^]|[^\]\\])*\]|[*+?]\??|\{\d+(?:,\d*)?\}\??|\((?:\?:)?|[^]/gu;

/** What means more than it says, to the whole pattern or to what comes after: flags, names, quotations. */
const beyond = /\(\?[^:]|\\[QE]/;

/**
 * Texts with one of which each text begins that the pattern, which RE2 takes, matches as a whole. Undefined where a text may begin with anything, or where
 * too much in the pattern may mean more than it says. Costs O(its length × beginnings).
 */
export function prefixesOf(pattern: string): readonly string[] | undefined {
  if (beyond.test(pattern)) return undefined;
  const texts = alternatives((pattern.match(token) ?? []).toReversed()).map(({ text }) => text);
  return texts.includes("") ? undefined : [...new Set(texts)];
}

/** How what comes up to the end of the group, or of the pattern, may begin. Takes it from the tokens, of which the last comes first. */
function alternatives(tokens: string[]): readonly Start[] {
  const all = [...sequence(tokens)];
  while (tokens.at(-1) === "|") {
    tokens.pop();
    all.push(...sequence(tokens));
  }
  return all.length > mostStarts ? anything : all;
}

/** The same up to the next alternative. */
function sequence(tokens: string[]): readonly Start[] {
  let starts: readonly Start[] = nothing;
  for (;;) {
    const next = tokens.at(-1);
    if (next === undefined || next === "|" || next === ")") return starts;
    tokens.pop();
    starts = followed(starts, repeated(part(next, tokens), tokens));
  }
}

/** How one part may begin: a character, a class, a group of which this token is the opening. */
function part(first: string, tokens: string[]): readonly Start[] {
  if (first.startsWith("(")) {
    const group = alternatives(tokens);
    tokens.pop();
    return group;
  }
  if (first === "^") return nothing;
  return literal.test(first) ? [{ text: first.slice(-1), isWhole: true }] : anything;
}

/** The same with the repetitions that come after it. */
function repeated(starts: readonly Start[], tokens: string[]): readonly Start[] {
  let all = starts;
  for (;;) {
    const next = tokens.at(-1) ?? "";
    if (!repetition.test(next)) return all;
    tokens.pop();
    all = next.startsWith("+") ? all.map(({ text }) => ({ text, isWhole: false })) : anything;
  }
}

/** A character that means itself, or an escaped sign. */
const literal = /^(?:[\w !"#%&',/:;<=>@~`-]|\\[!-/:-@[-^`{-~])$/;
const repetition = /^(?:[*+?]|\{\d)/;

const nothing: readonly Start[] = [{ text: "", isWhole: true }];
const anything: readonly Start[] = [{ text: "", isWhole: false }];

/** How the one after the other may begin. */
function followed(starts: readonly Start[], next: readonly Start[]): readonly Start[] {
  if (starts.length * next.length > mostStarts) return starts.map(({ text }) => ({ text, isWhole: false }));
  return starts.flatMap((start) =>
    start.isWhole ? next.map(({ text, isWhole }) => ({ text: start.text + text, isWhole })) : [start],
  );
}
