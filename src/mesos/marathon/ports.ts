import { expectFields, expectWhole, refuse, type Fields } from "../../model/input/expect.ts";
import { maxPort } from "../../model/input/offer.ts";
import type { PortRequest } from "../../model/task.ts";
import { given, givenFields, givenList } from "./given.ts";
import { appNetworkModeOf, type NetworkMode } from "./networks.ts";

/** The ports that an instance of an app takes of its agent, in the order of the definition (Marathon's networking.md, Ports). */
export function appPorts(path: string, app: Fields): readonly PortRequest[] {
  const mode = appNetworkModeOf(path, app);
  return mode === "host" ? hostPorts(path, app) : mappedPorts(path, app, mode);
}

/** Without `requirePorts` the numbers are those of service ports: any port of the agent will do. */
function hostPorts(path: string, app: Fields): readonly PortRequest[] {
  const isRequired = given(app, "requirePorts") ?? false;
  if (typeof isRequired !== "boolean") refuse(`${path}.requirePorts`, isRequired, "true or false");
  const numbers = definedPorts(path, app);
  return isRequired ? requestsFor(numbers) : numbers.map(() => "any");
}

function definedPorts(path: string, app: Fields): readonly number[] {
  if (given(app, "portDefinitions") !== undefined) {
    return givenList(path, app, "portDefinitions").map((each, i) => {
      const at = `${path}.portDefinitions[${i}]`;
      return portOf(`${at}.port`, given(expectFields(at, each), "port") ?? 0);
    });
  }
  if (given(app, "ports") === undefined) return [0];
  return givenList(path, app, "ports").map((port, i) => portOf(`${path}.ports[${i}]`, port));
}

function mappedPorts(path: string, app: Fields, mode: NetworkMode): readonly PortRequest[] {
  const inContainer = `${path}.container`;
  const container = givenFields(path, app, "container");
  const inDocker = `${inContainer}.docker`;
  const docker = givenFields(inContainer, container, "docker");
  const older =
    given(docker, "portMappings") === undefined ? undefined : givenList(inDocker, docker, "portMappings");
  if (given(container, "portMappings") === undefined) {
    return requestsFor(agentPorts(`${inDocker}.portMappings`, older ?? [{}], mode));
  }
  const mappings = givenList(inContainer, container, "portMappings");
  if (mappings.length > 0 && older !== undefined && older.length > 0)
    refuse(`${inDocker}.portMappings`, older, "none beside those of the container");
  return requestsFor(agentPorts(`${inContainer}.portMappings`, mappings, mode));
}

/**
 * The numbers of the ports of the agent that mappings or endpoints take, 0 for any. One without a `hostPort` takes any port, or on a
 * container network none.
 */
export function agentPorts(path: string, list: readonly unknown[], mode: NetworkMode): readonly number[] {
  return list.flatMap((each, i) => {
    const at = `${path}[${i}]`;
    const port = given(expectFields(at, each), "hostPort") ?? (mode === "container" ? undefined : 0);
    return port === undefined ? [] : [portOf(`${at}.hostPort`, port)];
  });
}

/** The requests for these ports, 0 for any. A number that comes twice (for tcp and for udp) is one port of the agent. */
export function requestsFor(numbers: readonly number[]): readonly PortRequest[] {
  return numbers
    .filter((port, i) => port === 0 || numbers.indexOf(port) === i)
    .map((port) => (port === 0 ? "any" : port));
}

function portOf(path: string, value: unknown): number {
  return expectWhole(path, value, 0, maxPort);
}
