import { read } from "@dcos/recordio";
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { recordOf } from "../../support/master/recordio.ts";

const records = fc.array(fc.json({ stringUnit: "binary" }).filter((text) => !text.includes("\n")));

test.prop([records, fc.array(fc.nat(40))])(
  "a stream split at any byte is read back by @dcos/recordio, and is the same",
  (texts, cuts) => {
    const stream = Buffer.concat(texts.map(recordOf));
    // @dcos/recordio reads texts: whoever reads bytes decodes them as a stream, so that no character is cut.
    const decoder = new TextDecoder();
    const found: string[] = [];
    let rest = "";
    let at = 0;
    for (const cut of [...cuts, stream.length]) {
      const [whole, left] = read(rest + decoder.decode(stream.subarray(at, at + cut), { stream: true }));
      found.push(...whole);
      rest = left;
      at += cut;
    }
    expect(found).toEqual(texts);
    expect(rest).toBe("");
  },
);
