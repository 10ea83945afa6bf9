// A Mesos master to try things with, and three agents of 2 cpus: it is the one that stowage is tested against, so it is in the
// repository alone.
import { serveMaster } from "../../test/support/master/http.ts";
import { createMaster } from "../../test/support/master/master.ts";

/** Five times as fast as the clock. */
export async function startBuiltIn(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const master = createMaster();
  for (const n of [1, 2, 3]) {
    const scalars = { cpus: 2, mem: 1024, disk: 4096 };
    master.addAgent({
      hostname: `agent-${n}`,
      resources: [
        ...Object.entries(scalars).map(([name, value]) => ({ name, type: "SCALAR", scalar: { value } })),
        { name: "ports", type: "RANGES", ranges: { range: [{ begin: 31_000, end: 31_099 }] } },
      ],
    });
  }
  return serveMaster(master, { tickMs: 10, speed: 5 });
}
