/** A record of a RecordIO stream: its length in bytes, a line feed, its text. */
export function recordOf(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([Buffer.from(`${bytes.length}\n`, "utf8"), bytes]);
}
