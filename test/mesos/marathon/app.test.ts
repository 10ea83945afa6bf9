import { describe, expect, it } from "vitest";
import { attributeLike, balancedBy, clusterOf, match, not, uniqueBy } from "../../../src/index.ts";
import type { MarathonApp } from "../../../src/mesos/marathon/definition.ts";
import { marathonTasks } from "../../../src/mesos/marathon/tasks.ts";
import { deepFreeze, offerOf, refusalText } from "../../support/build.ts";
import { appTask } from "./definitions.ts";
import checkoutApp from "./fixtures/checkout-app.json" with { type: "json" };

describe("the tasks of an app", () => {
  it("are as the definition says", () => {
    const shape = {
      group: "/shop/checkout",
      role: "shop",
      resources: { cpus: 0.5, mem: 768 },
      ports: ["any", 5353, "any"],
      constraints: [
        uniqueBy("hostname"),
        balancedBy("@zone", { expectedValues: 3, maxSkew: 1 }),
        not(attributeLike("tier", "legacy.*")),
      ],
    };
    expect(marathonTasks(deepFreeze(JSON.parse(JSON.stringify(checkoutApp))))).toStrictEqual([
      { id: "shop_checkout.0", ...shape },
      { id: "shop_checkout.1", ...shape },
      { id: "shop_checkout.2", ...shape },
    ]);
  });

  it("go where its constraints let them", () => {
    const offers = [
      { "@zone": "a" },
      { "@zone": "a" },
      { "@zone": "b", tier: "legacy-2" },
      { "@zone": "b", tier: "new" },
      { "@zone": "c" },
    ].map((attributes, i) =>
      offerOf(i + 1, {
        role: "shop",
        attributes,
        ports: [
          [5353, 5353],
          [31_000, 31_009],
        ],
      }),
    );
    const { assignments } = match({
      cluster: clusterOf(offers),
      tasks: marathonTasks(JSON.parse(JSON.stringify(checkoutApp))),
      nowMs: 0,
    });
    expect(assignments.map(({ agentId, ports }) => [agentId, ports])).toEqual([
      ["a1", [31_000, 5353, 31_001]],
      ["a4", [31_000, 5353, 31_001]],
      ["a5", [31_000, 5353, 31_001]],
    ]);
  });

  it("have Marathon's defaults", () => {
    expect(marathonTasks({ id: "/web" })).toStrictEqual([
      { id: "web.0", group: "/web", resources: { cpus: 1, mem: 128 }, ports: ["any"] },
    ]);
  });

  it("take null as not set", () => {
    const nulls = {
      instances: null,
      cpus: null,
      mem: null,
      disk: null,
      gpus: null,
      executorResources: null,
      portDefinitions: null,
      ports: null,
      requirePorts: null,
      networks: null,
      container: null,
      constraints: null,
      role: null,
      acceptedResourceRoles: null,
      ipAddress: null,
      containers: null,
      apps: null,
      pods: null,
      groups: null,
    };
    const app: MarathonApp = JSON.parse(JSON.stringify({ id: "/web", ...nulls }));
    expect(marathonTasks(app)).toStrictEqual(marathonTasks({ id: "/web" }));
  });

  it("may ask one kind of resource alone", () => {
    const none = { cpus: 0, mem: 0, disk: 0, ports: [] };
    const some = [{ cpus: 0.0005 }, { mem: 1 }, { disk: 1 }, { gpus: 1 }, { ports: [0] }];
    for (const fields of some) expect(() => appTask({ ...none, ...fields })).not.toThrow();
    expect(appTask({ ...none, executorResources: { mem: 0, disk: 0 } }).resources).toStrictEqual({
      cpus: 0.1,
      mem: 0,
    });
  });

  it("are as many as its instances, of ids that stay", () => {
    const ids = [0, 2, 3].map((instances) => marathonTasks({ id: "/web", instances }).map(({ id }) => id));
    expect(ids).toEqual([[], ["web.0", "web.1"], ["web.0", "web.1", "web.2"]]);
  });

  it("are named by its path, with or without a slash in front", () => {
    expect(appTask({ id: "/a/b-c/d.e" })).toMatchObject({ id: "a_b-c_d.e.0", group: "/a/b-c/d.e" });
    expect(appTask({ id: "a/b" })).toMatchObject({ id: "a_b.0", group: "/a/b" });
  });

  it("ask for disk and whole GPUs where there are any", () => {
    expect(appTask({ cpus: 0.25, mem: 64, disk: 10, gpus: 2 }).resources).toStrictEqual({
      cpus: 0.25,
      mem: 64,
      disk: 10,
      gpus: 2,
    });
  });

  it("ask for what the executor needs too, if it says what", () => {
    expect(appTask({ cpus: 0.2, executorResources: {} }).resources).toStrictEqual({
      cpus: 0.3,
      mem: 160,
      disk: 10,
    });
    expect(
      appTask({ cpus: 0.2, executorResources: { cpus: 0, mem: 0, disk: 0, gpus: "none" } }).resources,
    ).toStrictEqual({ cpus: 0.2, mem: 128 });
  });
});

const bridged = { networks: [{ mode: "container/bridge" }] };

describe("an app that cannot be", () => {
  it.each<[unknown, string]>([
    [{ id: undefined }, "app.id is undefined, expected a non-empty string"],
    [{ id: "" }, 'app.id is "", expected a non-empty string'],
    ...["/", "/Web", "/a_b", "../a", "/-a", "/a-", "/a b"].map((id): [unknown, string] => [
      { id },
      `app.id is "${id}", expected a path of names of lower case letters, digits, - and ., "/web/api" say`,
    ]),
    ...[0, 0.0004].map((cpus): [unknown, string] => [
      { cpus, mem: 0, ports: [] },
      `app.cpus is ${cpus}, expected some resource to be asked: a master refuses a task without any`,
    ]),
    [
      { cpus: 0, mem: 0, networks: [{}], instances: 0 },
      "app.cpus is 0, expected some resource to be asked: a master refuses a task without any",
    ],
    [{ instances: "3" }, 'app.instances is "3", expected a whole number within 0..1000000'],
    [{ instances: -1 }, "app.instances is -1, expected a whole number within 0..1000000"],
    [{ instances: 1.5 }, "app.instances is 1.5, expected a whole number within 0..1000000"],
    [{ cpus: "1" }, 'app.cpus is "1", expected a number ≥ 0'],
    [{ mem: -1 }, "app.mem is -1, expected a number ≥ 0"],
    [{ disk: {} }, "app.disk is an object, expected a number ≥ 0"],
    [{ gpus: 0.5 }, "app.gpus is 0.5, expected a whole number ≥ 0"],
    [{ executorResources: 1 }, "app.executorResources is 1, expected an object"],
    [{ executorResources: { mem: "1" } }, 'app.executorResources.mem is "1", expected a number ≥ 0'],
    [{ constraints: {} }, "app.constraints is an object, expected an array"],
    [
      {
        constraints: [
          ["a", "UNIQUE"],
          ["a", "MAX_PER", "x"],
        ],
      },
      'app.constraints[1][2] is "x", expected a whole number as text, "3" say',
    ],
    [{ role: 1 }, "app.role is 1, expected a non-empty string"],
    [{ acceptedResourceRoles: "*" }, 'app.acceptedResourceRoles is "*", expected an array'],
    [{ acceptedResourceRoles: ["*", "dev"] }, 'app.acceptedResourceRoles[1] is "dev", expected "*"'],
    [
      { role: "dev", acceptedResourceRoles: ["prod"] },
      'app.acceptedResourceRoles[0] is "prod", expected "*" or "dev", its role',
    ],
    [
      { role: "dev", acceptedResourceRoles: ["dev"] },
      'app.acceptedResourceRoles is an array of 1, expected a list with "*", since an offer does not say what of it is reserved',
    ],
    [{ networks: {} }, "app.networks is an object, expected an array"],
    [{ networks: ["host"] }, 'app.networks[0] is "host", expected an object'],
    [
      { networks: [{ mode: "BRIDGE" }] },
      'app.networks[0].mode is "BRIDGE", expected one of host, container, container/bridge',
    ],
    [
      { networks: [{ mode: "container" }, { mode: "host" }] },
      'app.networks[1].mode is "host", expected "container", as that of the first network',
    ],
    [{ requirePorts: "yes" }, 'app.requirePorts is "yes", expected true or false'],
    [{ ports: 3 }, "app.ports is 3, expected an array"],
    [{ ports: [0, 65_536] }, "app.ports[1] is 65536, expected a whole number within 0..65535"],
    [{ portDefinitions: [80] }, "app.portDefinitions[0] is 80, expected an object"],
    [
      { portDefinitions: [{ port: "80" }] },
      'app.portDefinitions[0].port is "80", expected a whole number within 0..65535',
    ],
    [{ container: [] }, "app.container is an array of 0, expected an object"],
    [{ container: { docker: "image" } }, 'app.container.docker is "image", expected an object'],
    [
      { container: { docker: { network: "NONE" } } },
      'app.container.docker.network is "NONE", expected one of HOST, BRIDGE, USER',
    ],
    [
      { ...bridged, container: { portMappings: {} } },
      "app.container.portMappings is an object, expected an array",
    ],
    [
      { ...bridged, container: { portMappings: [{ hostPort: -1 }] } },
      "app.container.portMappings[0].hostPort is -1, expected a whole number within 0..65535",
    ],
    [
      { ...bridged, container: { docker: { portMappings: [{}, { hostPort: "80" }] } } },
      'app.container.docker.portMappings[1].hostPort is "80", expected a whole number within 0..65535',
    ],
    [{ container: { volumes: {} } }, "app.container.volumes is an object, expected an array"],
    [{ container: { volumes: ["/data"] } }, 'app.container.volumes[0] is "/data", expected an object'],
    [
      { container: { volumes: [{ hostPath: "/a" }, { persistent: { size: 10 } }] } },
      "app.container.volumes[1].persistent is an object, expected nothing: persistent volumes cannot be placed",
    ],
  ])("%j throws: %s", (fields, text) => {
    const app = JSON.parse(JSON.stringify({ id: "/web", ...(typeof fields === "object" && fields) }));
    expect(refusalText(() => marathonTasks(app))).toBe(text);
  });
});
