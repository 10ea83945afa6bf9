import { describe, expect, it } from "vitest";
import { attributeIs, uniqueBy } from "../../../src/index.ts";
import type { MarathonPod } from "../../../src/mesos/marathon/definition.ts";
import { marathonTasks } from "../../../src/mesos/marathon/tasks.ts";
import { deepFreeze, offerOf, placesOf, refusalText, roundOver } from "../../support/build.ts";
import { podTask } from "./definitions.ts";
import ingestPod from "./fixtures/ingest-pod.json" with { type: "json" };

describe("the tasks of a pod", () => {
  it("ask for all its containers and the executor together, one task per instance", () => {
    const shape = {
      group: "/logs/ingest",
      resources: { cpus: 0.5, mem: 448.5, disk: 510 },
      ports: [5514, "any", "any"],
      constraints: [uniqueBy("hostname"), attributeIs("disk", "ssd")],
    };
    expect(marathonTasks(deepFreeze(JSON.parse(JSON.stringify(ingestPod))))).toStrictEqual([
      { id: "logs_ingest.0", ...shape },
      { id: "logs_ingest.1", ...shape },
    ]);
  });

  it("go as a whole", () => {
    const offers = [
      offerOf(1, { attributes: { disk: "ssd" }, resources: { cpus: 0.4, mem: 1000, disk: 1000 } }),
      offerOf(2, { attributes: { disk: "ssd" }, resources: { cpus: 0.5, mem: 1000, disk: 1000 } }),
    ].map((each) => ({ ...each, ports: [[5514, 5516]] as const }));
    const tasks = marathonTasks(JSON.parse(JSON.stringify(ingestPod)));
    expect(placesOf(roundOver(offers, tasks))).toEqual({ "logs_ingest.0": "a2" });
  });

  it("have Marathon's defaults", () => {
    expect(
      marathonTasks({ id: "/web", containers: [{ name: "a" }, { name: "b", resources: {} }] }),
    ).toStrictEqual([{ id: "web.0", group: "/web", resources: { cpus: 2.1, mem: 288, disk: 10 } }]);
  });

  it("take null as not set", () => {
    const nulls = { executorResources: null, scaling: null, scheduling: null, networks: null, volumes: null };
    const containers = [{ resources: { cpus: null, gpus: null }, endpoints: null }];
    const pod: MarathonPod = JSON.parse(JSON.stringify({ id: "/web", containers, ...nulls }));
    expect(marathonTasks(pod)).toStrictEqual(marathonTasks({ id: "/web", containers: [{}] }));
  });

  it("may ask for their executor alone, or for ports", () => {
    expect(podTask({ containers: [idle] }).resources).toStrictEqual({ cpus: 0.1, mem: 32, disk: 10 });
    const executorResources = { cpus: 0, mem: 0, disk: 0 };
    expect(podTask({ containers: [{ ...idle, endpoints: [{}] }], executorResources }).ports).toEqual(["any"]);
  });

  it("sum exactly", () => {
    const containers = [0.1, 0.2, 0.3].map((cpus) => ({ resources: { cpus, mem: 0.1, gpus: 1 } }));
    expect(podTask({ containers, executorResources: { mem: 0, disk: 0 } }).resources).toStrictEqual({
      cpus: 0.7,
      mem: 0.3,
      gpus: 3,
    });
  });

  it("take the ports of their endpoints, any by default, on a container network none", () => {
    const endpoints = [{ name: "a", hostPort: 80 }, { name: "b" }, { name: "c", hostPort: 0 }];
    const containers = [{ endpoints }];
    expect(podTask({ containers }).ports).toEqual([80, "any", "any"]);
    expect(podTask({ networks: [{ mode: "container/bridge" }], containers }).ports).toEqual([
      80,
      "any",
      "any",
    ]);
    expect(podTask({ networks: [{ name: "overlay" }], containers }).ports).toEqual([80, "any"]);
    expect(podTask({ containers: [{ endpoints }, { endpoints }] }).ports).toEqual([
      80,
      "any",
      "any",
      "any",
      "any",
    ]);
  });

  it("follow a role and constraints of its scheduling", () => {
    const placement = { acceptedResourceRoles: ["dev", "*"], constraints: [["rack", "UNIQUE"]] };
    expect(podTask({ role: "dev", scheduling: { placement } })).toMatchObject({
      role: "dev",
      constraints: [uniqueBy("rack")],
    });
  });
});

/** A container that asks nothing. */
const idle = { resources: { cpus: 0, mem: 0 } };

describe("a pod that cannot be", () => {
  it.each<[unknown, string]>([
    [
      { id: "/Web" },
      'pod.id is "/Web", expected a path of names of lower case letters, digits, - and ., "/web/api" say',
    ],
    [{ containers: {} }, "pod.containers is an object, expected an array"],
    [{ containers: [] }, "pod.containers is an array of 0, expected at least one container"],
    [{ containers: [{}, "a"] }, 'pod.containers[1] is "a", expected an object'],
    [
      { containers: [idle, idle], executorResources: { cpus: 0, mem: 0, disk: 0 } },
      "pod.containers is an array of 2, expected some resource to be asked: a master refuses a task without any",
    ],
    [{ containers: [{ resources: 1 }] }, "pod.containers[0].resources is 1, expected an object"],
    [
      { containers: [{ resources: { cpus: "1" } }] },
      'pod.containers[0].resources.cpus is "1", expected a number ≥ 0',
    ],
    [
      { containers: [{ resources: { gpus: 0.5 } }] },
      "pod.containers[0].resources.gpus is 0.5, expected a whole number ≥ 0",
    ],
    [{ containers: [{ endpoints: {} }] }, "pod.containers[0].endpoints is an object, expected an array"],
    [
      { containers: [{}, { endpoints: [{ hostPort: 1.5 }] }] },
      "pod.containers[1].endpoints[0].hostPort is 1.5, expected a whole number within 0..65535",
    ],
    [{ executorResources: { cpus: -1 } }, "pod.executorResources.cpus is -1, expected a number ≥ 0"],
    [{ scaling: 2 }, "pod.scaling is 2, expected an object"],
    [{ scaling: { kind: "auto" } }, 'pod.scaling.kind is "auto", expected "fixed"'],
    [
      { scaling: { kind: "fixed", instances: 0.5 } },
      "pod.scaling.instances is 0.5, expected a whole number within 0..1000000",
    ],
    [{ scheduling: [] }, "pod.scheduling is an array of 0, expected an object"],
    [{ scheduling: { placement: 1 } }, "pod.scheduling.placement is 1, expected an object"],
    [
      { scheduling: { placement: { constraints: [{ fieldName: "a", operator: "NEAR" }] } } },
      'pod.scheduling.placement.constraints[0].operator is "NEAR", expected one of UNIQUE, CLUSTER, GROUP_BY, LIKE, UNLIKE, MAX_PER, IS',
    ],
    [
      { scheduling: { placement: { acceptedResourceRoles: ["dev"] } } },
      'pod.scheduling.placement.acceptedResourceRoles[0] is "dev", expected "*"',
    ],
    [
      { networks: [{ mode: 1 }] },
      "pod.networks[0].mode is 1, expected one of host, container, container/bridge",
    ],
    [
      { volumes: [{ name: "a" }, { name: "b", persistent: { size: 16 } }] },
      "pod.volumes[1].persistent is an object, expected nothing: persistent volumes cannot be placed",
    ],
  ])("%j throws: %s", (fields, text) => {
    const pod = JSON.parse(
      JSON.stringify({ id: "/web", containers: [{}], ...(typeof fields === "object" && fields) }),
    );
    expect(refusalText(() => marathonTasks(pod))).toBe(text);
  });
});
