import type { AgentDescription, ResourceJson } from "../../test/support/master/state.ts";

/** The roles of the framework; the first two have resources that are reserved for them. */
export const roles = ["svc", "batch", "dev"] as const;

/** The n-th agent: all have cpus, memory, disk and ports, and every so many of them something else. */
export function describeAgent(n: number, name = `h${n}`): AgentDescription {
  const every = (count: number): boolean => n % count === 0;
  const resources: ResourceJson[] = [
    scalar("cpus", 2),
    scalar("mem", 6144),
    scalar("disk", 65_536),
    { name: "ports", type: "RANGES", ranges: { range: [{ begin: 31_000, end: 31_199 }] } },
  ];
  for (const [i, role] of roles.slice(0, 2).entries()) {
    if (n % 5 !== i) continue;
    const reservations = [{ type: "STATIC", role }];
    resources.push(scalar("cpus", 1, { reservations }), scalar("mem", 2048, { reservations }));
  }
  if (every(25)) resources.push(scalar("gpus", 4));
  if (every(6)) resources.push(scalar("disk", 20_000, diskAt("PATH", "/data")));
  if (every(10)) resources.push(...["/m1", "/m2"].map((root) => scalar("disk", 8000, diskAt("MOUNT", root))));
  if (every(8)) resources.push(scalar("cpus", 2, { revocable: {} }));
  if (every(4)) resources.push({ name: "licenses", type: "SET", set: { item: ["l1", "l2", "l3", "l4"] } });
  if (every(7))
    resources.push({ name: "vlans", type: "RANGES", ranges: { range: [{ begin: 100, end: 131 }] } });
  return {
    hostname: name,
    resources,
    attributes: [
      text("zone", `z${n % 4}`),
      text("rack", `r${n % 40}`),
      text("class", every(3) ? "ssd" : "hdd"),
    ],
  };
}

function scalar(name: string, value: number, fields: ResourceJson = {}): ResourceJson {
  return { name, type: "SCALAR", scalar: { value }, ...fields };
}

function text(name: string, value: string): ResourceJson {
  return { name, type: "TEXT", text: { value } };
}

function diskAt(type: "PATH" | "MOUNT", root: string): ResourceJson {
  return { disk: { source: { type, [type.toLowerCase()]: { root } } } };
}
