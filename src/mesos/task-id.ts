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
  for (let i = 0; i < id.length; i++) if (isForbidden(id.charCodeAt(i))) return false;
  return mostBytes * id.length <= longestId || bytesOf(id) <= longestId;
}

/** How many bytes of UTF-8 there are for one unit of UTF-16, at most. */
const mostBytes = 3;

/** Whether it is a control character or a slash. */
function isForbidden(unit: number): boolean {
  return unit < 0x20 || unit === 0x7f || unit === 0x2f || unit === 0x5c;
}

/** How long the text is in UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text)
    bytes += character.length > 1 ? 4 : character < "\u0080" ? 1 : character < "\u0800" ? 2 : mostBytes;
  return bytes;
}
