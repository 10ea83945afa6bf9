import { expectFields, refuse, type Fields } from "../../model/input/expect.ts";
import { given, givenFields, givenList } from "./given.ts";

/** Whether ports are the agent's own (`host`), or mapped to those of a container. */
export type NetworkMode = "host" | "container" | "container/bridge";

const modes: ReadonlyMap<unknown, NetworkMode> = new Map<NetworkMode, NetworkMode>([
  ["host", "host"],
  ["container", "container"],
  ["container/bridge", "container/bridge"],
]);

/** What an app wrote before it had `networks`: the network of its Docker container. */
const dockerModes: ReadonlyMap<unknown, NetworkMode> = new Map<string, NetworkMode>([
  ["HOST", "host"],
  ["BRIDGE", "container/bridge"],
  ["USER", "container"],
]);

/** The mode of all networks, by default of the host's; different modes are refused, as Marathon does (networking.md). */
export function networkModeOf(path: string, definition: Fields): NetworkMode {
  const [first = "host", ...rest] = modesOf(path, definition);
  for (const [i, mode] of rest.entries()) {
    if (mode !== first) {
      refuse(
        `${path}.networks[${i + 1}].mode`,
        mode,
        `${JSON.stringify(first)}, as that of the first network`,
      );
    }
  }
  return first;
}

function modesOf(path: string, definition: Fields): readonly NetworkMode[] {
  return givenList(path, definition, "networks").map((each, i) => {
    const at = `${path}.networks[${i}]`;
    const mode = given(expectFields(at, each), "mode") ?? "container";
    return modes.get(mode) ?? refuse(`${at}.mode`, mode, `one of ${[...modes.keys()].join(", ")}`);
  });
}

/**
 * The mode of an app's networks. Where it lists none: that of its Docker container's `network`, else of its `ipAddress`, as Marathon
 * translates these older fields (AppNormalization.scala).
 */
export function appNetworkModeOf(path: string, app: Fields): NetworkMode {
  if (givenList(path, app, "networks").length > 0) return networkModeOf(path, app);
  const container = givenFields(path, app, "container");
  const docker = givenFields(`${path}.container`, container, "docker");
  const network = given(docker, "network");
  if (network !== undefined) {
    const expected = `one of ${[...dockerModes.keys()].join(", ")}`;
    return dockerModes.get(network) ?? refuse(`${path}.container.docker.network`, network, expected);
  }
  return given(app, "ipAddress") === undefined ? "host" : "container";
}
