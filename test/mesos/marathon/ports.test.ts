import { describe, expect, it } from "vitest";
import { marathonTasks } from "../../../src/mesos/index.ts";
import { holes, refusalText } from "../../support/build.ts";
import { appTask, portsOf } from "./definitions.ts";

describe("the ports of an app", () => {
  const bridge = [{ mode: "container/bridge" }];
  const named = [{ mode: "container", name: "overlay" }];

  it("on the host network are any, as many as it defines", () => {
    expect(portsOf({ portDefinitions: [{ port: 8080, name: "http" }, { port: 0 }, {}] })).toEqual([
      "any",
      "any",
      "any",
    ]);
    expect(portsOf({ ports: [8080, 0] })).toEqual(["any", "any"]);
    expect(portsOf({ portDefinitions: [{ port: 1 }], ports: [2, 3] })).toEqual(["any"]);
    expect(portsOf({ networks: [{ mode: "host" }] })).toEqual(["any"]);
  });

  it("on the host network are those it defines, where it requires them", () => {
    expect(
      portsOf({ requirePorts: true, portDefinitions: [{ port: 8080 }, { port: 0 }, { port: 8081 }] }),
    ).toEqual([8080, "any", 8081]);
    expect(portsOf({ requirePorts: true, ports: [8080, 8080, 0, 0] })).toEqual([8080, "any", "any"]);
    expect(portsOf({ requirePorts: true })).toEqual(["any"]);
  });

  it("are none where the list is empty", () => {
    expect(appTask({ portDefinitions: [] })).not.toHaveProperty("ports");
    expect(appTask({ ports: [] })).not.toHaveProperty("ports");
    expect(appTask({ networks: bridge, container: { portMappings: [] } })).not.toHaveProperty("ports");
  });

  it("on a bridge are those of its mappings, any by default", () => {
    const portMappings = [{ containerPort: 80 }, { containerPort: 81, hostPort: 0 }, { hostPort: 31_000 }];
    expect(portsOf({ networks: bridge, container: { portMappings } })).toEqual(["any", "any", 31_000]);
    expect(portsOf({ networks: bridge })).toEqual(["any"]);
    expect(portsOf({ networks: bridge, container: {}, portDefinitions: [{}, {}] })).toEqual(["any"]);
  });

  it("on a container network are those of its mappings, none by default", () => {
    const portMappings = [{ containerPort: 80 }, { containerPort: 81, hostPort: 0 }, { hostPort: 31_000 }];
    expect(portsOf({ networks: named, container: { portMappings } })).toEqual(["any", 31_000]);
    expect(portsOf({ networks: [{}, {}], container: { portMappings } })).toEqual(["any", 31_000]);
    expect(portsOf({ networks: named })).toBeUndefined();
  });

  it("do not follow mappings on the host network, nor requirePorts elsewhere", () => {
    expect(portsOf({ container: { portMappings: [{ hostPort: 80 }, { hostPort: 81 }] } })).toEqual(["any"]);
    expect(portsOf({ networks: bridge, requirePorts: true, portDefinitions: [{ port: 80 }] })).toEqual([
      "any",
    ]);
  });

  it("follow the older fields of Docker containers and addresses", () => {
    expect(portsOf({ container: dockerOn("BRIDGE") })).toEqual(["any", 80]);
    expect(portsOf({ container: dockerOn("USER") })).toEqual([80]);
    expect(portsOf({ container: dockerOn("HOST"), ports: [0, 0] })).toEqual(["any", "any"]);
    expect(portsOf({ ipAddress: { networkName: "overlay" } })).toBeUndefined();
    expect(portsOf({ ipAddress: {}, container: dockerOn("BRIDGE") })).toEqual(["any", 80]);
    expect(portsOf({ networks: named, container: dockerOn("BRIDGE") })).toEqual([80]);
    const portMappings = [{ hostPort: 81 }];
    const docker = { network: "BRIDGE", portMappings: [] };
    expect(portsOf({ container: { docker, portMappings } })).toEqual([81]);
    expect(portsOf({ container: { ...dockerOn("BRIDGE"), portMappings: [] } })).toBeUndefined();
  });

  it("are listed without holes", () => {
    expect(refusalText(() => marathonTasks({ id: "/a", cpus: 1, ports: holes(1) }))).toBe(
      "app.ports[0] is undefined, expected a whole number within 0..65535",
    );
    expect(refusalText(() => marathonTasks({ id: "/a", containers: holes(1) }))).toBe(
      "pod.containers[0] is undefined, expected an object",
    );
  });

  it("are mapped in one place", () => {
    const container = { ...dockerOn("BRIDGE"), portMappings: [{ hostPort: 81 }] };
    expect(refusalText(() => marathonTasks({ id: "/a", cpus: 1, container }))).toBe(
      "app.container.docker.portMappings is an array of 2, expected none beside those of the container",
    );
  });
});

/** A container as older definitions have it. */
function dockerOn(network: string) {
  return { docker: { network, portMappings: [{}, { hostPort: 80 }] } };
}
