// With `STOWAGE_SEED`, an integer, random tests try the same cases in every run: for gates that no chance may decide, and to repeat a failure.

import fc from "fast-check";

const seed = process.env["STOWAGE_SEED"];
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
