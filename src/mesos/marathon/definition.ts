import type { MarathonConstraint } from "./constraints.ts";

/** A Marathon app as its REST API takes and gives it (`/v2/apps`): what matters for placing it. Null stands for what is not set. */
export interface MarathonApp {
  /** A path of names, `/web/api` say. */
  readonly id: string;
  /** How many instances; default 1. */
  readonly instances?: number;
  /** Default 1. */
  readonly cpus?: number;
  /** In MiB; default 128. */
  readonly mem?: number;
  /** In MiB; default 0. */
  readonly disk?: number;
  /** Whole GPUs; default 0. */
  readonly gpus?: number;
  /** What its executor needs beside; default none. */
  readonly executorResources?: MarathonExecutorResources;
  /** Of the host network; default one of any number. */
  readonly portDefinitions?: readonly MarathonPortDefinition[];
  /** What `portDefinitions` were before; looked at only where there are none of these. */
  readonly ports?: readonly number[];
  /** Whether the numbers of the ports are those of the agent's ports; default false. */
  readonly requirePorts?: boolean;
  /** Default the host network. */
  readonly networks?: readonly MarathonNetwork[];
  readonly container?: MarathonAppContainer;
  readonly constraints?: readonly MarathonConstraint[];
  readonly role?: string;
  readonly acceptedResourceRoles?: readonly string[];
  readonly [field: string]: unknown;
}

/** The container of a Marathon app. */
export interface MarathonAppContainer {
  /** Of a network of its own. */
  readonly portMappings?: readonly MarathonPort[];
  /** None may be persistent. */
  readonly volumes?: readonly object[];
  readonly [field: string]: unknown;
}

/** A port on the agent: a number, or 0 for any. */
export interface MarathonPort {
  readonly hostPort?: number;
  readonly [field: string]: unknown;
}

/** A port of the host network: a number, or 0 for any. */
export interface MarathonPortDefinition {
  /** Default 0. */
  readonly port?: number;
  readonly [field: string]: unknown;
}

/** A network that an app or a pod joins. */
export interface MarathonNetwork {
  /** `host`, `container` or `container/bridge`; default `container`. */
  readonly mode?: string;
  readonly [field: string]: unknown;
}

/** A Marathon pod as its REST API takes and gives it (`/v2/pods`): what matters for placing it. Null stands for what is not set. */
export interface MarathonPod {
  /** A path of names, `/web/api` say. */
  readonly id: string;
  /** Together on one agent; at least one. */
  readonly containers: readonly MarathonPodContainer[];
  /** What the executor needs beside; default 0.1 cpus, 32 MiB mem, 10 MiB disk. */
  readonly executorResources?: MarathonExecutorResources;
  /** How many instances; default 1. */
  readonly scaling?: { readonly instances?: number; readonly [field: string]: unknown };
  /** Where they may go. */
  readonly scheduling?: { readonly placement?: MarathonPodPlacement; readonly [field: string]: unknown };
  /** Default the host network. */
  readonly networks?: readonly MarathonNetwork[];
  /** None may be persistent. */
  readonly volumes?: readonly object[];
  readonly role?: string;
  readonly [field: string]: unknown;
}

/** A container of a Marathon pod. */
export interface MarathonPodContainer {
  /** Default 1 cpu, 128 MiB mem. */
  readonly resources?: {
    readonly cpus?: number;
    readonly mem?: number;
    readonly disk?: number;
    readonly gpus?: number;
    readonly [field: string]: unknown;
  };
  readonly endpoints?: readonly MarathonPort[];
  readonly [field: string]: unknown;
}

/** Where the instances of a Marathon pod may go. */
export interface MarathonPodPlacement {
  readonly constraints?: readonly MarathonConstraint[];
  readonly acceptedResourceRoles?: readonly string[];
  readonly [field: string]: unknown;
}

/** What an executor needs. */
export interface MarathonExecutorResources {
  /** Default 0.1. */
  readonly cpus?: number;
  /** In MiB; default 32. */
  readonly mem?: number;
  /** In MiB; default 10. */
  readonly disk?: number;
  readonly [field: string]: unknown;
}
