/** How large a program a master compiles of a pattern, unless it is told otherwise: it refuses the whole call for a larger one (src/master/constants.hpp). */
const maxProgram = 100;
/** What every program has, whatever the pattern. */
const frame = 10;

/** A class, an escape, a repetition, the opening of a group, or any other character. */
const token = /\[\^?(?:[^\]\\]|\\[^])+\]|\\[^]|\{\d+(?:,\d*)?\}|\(\?[^]?|[^]/gu;

/** A character, an escaped sign or an assertion. */
const single = /^(?:[\w !"#%&',/:;<=>@~`^$-]|\\[!-/:-@[-^`{-~]|\\d)$/;
/** A class of characters and escaped signs alone. */
const simpleClass = /^\[\^?(?:[\w !"#%&'(),./:;<=>@~`*+?{|}$-]|\\[!-/:-@[-^`{-~]|\\d)+\]$/;
/** Instructions for the characters beyond ASCII, which UTF-8 writes as several bytes, and for the rest of ASCII. */
const beyondAscii = 12;

/**
 * Whether every master takes the pattern, and reads it as it is read here: both are RE2, but of different ages, and a master limits how large a program it compiles.
 * So there may be in it only what has always been the same, and its program, estimated from above, must be small. The pattern is one that RE2 takes.
 */
export function isPlainPattern(pattern: string): boolean {
  let program = frame;
  let repeatable = 0;
  for (const [text] of pattern.matchAll(token)) {
    const size = text.startsWith("{") ? repeatedSize(text, repeatable) : sizeOf(text);
    program += size;
    repeatable = text === ")" ? NaN : size;
    if (!(program <= maxProgram)) return false;
  }
  return true;
}

/** How many instructions the part of a pattern is compiled to, at most; NaN for one that is not plain. */
function sizeOf(text: string): number {
  if (single.test(text)) return 1;
  if (simpleClass.test(text)) return text.length + (text.startsWith("[^") ? beyondAscii : 0);
  if (/^\\[ws]$/.test(text)) return 4;
  if (/^(?:\.|\\[DWS])$/.test(text)) return beyondAscii;
  return /^(?:\((?:\?:)?|[)|*+?])$/.test(text) ? 2 : NaN;
}

/** What a repetition adds to the part before it, of which it makes copies. */
function repeatedSize(text: string, size: number): number {
  const times = text.match(/\d+/g) ?? [];
  return Math.max(...times.map(Number)) * (size + 1) + 2;
}
