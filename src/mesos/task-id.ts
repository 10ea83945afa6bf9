import { refuse } from "../model/input/expect.ts";

/** The longest id, in bytes of UTF-8: ids become names of directories. */
const longestId = 255;

/** Throws for an id of a task that Mesos does not take. */
export function checkTaskId(path: string, id: string): void {
  if (!isTaskId(id))
    refuse(path, id, `at most ${longestId} bytes without slashes and control characters, not "." or ".."`);
}

function isTaskId(id: string): boolean {
  if (id === "." || id === "..") return false;
  let bytes = 0;
  for (const character of id) {
    if (character < " " || character === "\u007F" || character === "/" || character === "\\") return false;
    bytes += bytesOf(character);
  }
  return bytes <= longestId;
}

/** How long a character is in UTF-8. */
function bytesOf(character: string): number {
  if (character.length > 1) return 4;
  return character < "\u0080" ? 1 : character < "\u0800" ? 2 : 3;
}
