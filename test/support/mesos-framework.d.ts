/** What the tests use of mesos-framework, which has no types of its own. */
declare module "mesos-framework" {
  import type { EventEmitter } from "node:events";

  interface SchedulerOptions {
    readonly masterUrl: string;
    readonly port: number;
    readonly frameworkName?: string;
    readonly logging?: { readonly path?: string; readonly fileName?: string; readonly level?: string };
    readonly handlers?: Readonly<Record<string, (this: Scheduler, body: never) => void>>;
    readonly tasks?: object;
    readonly frameworkFailoverTimeout?: number;
    readonly exponentialBackoffMinimum?: number;
  }
  export class Scheduler extends EventEmitter {
    constructor(options: SchedulerOptions);
    frameworkId: string | null;
    httpRequest: { destroy: () => void; write: (text: string) => boolean };
    subscribe(): void;
    accept(offerIds: readonly object[], operations: readonly object[], filters: object | null): void;
    decline(offerIds: readonly object[], filters: object | null): void;
    acknowledge(update: object): void;
    kill(taskId: string, agentId: string): void;
    revive(): void;
    teardown(): void;
  }

  /** What protobufjs 5 says of a definition: a message with fields, or an enum with values. */
  export interface Definition {
    readonly name: string;
    readonly className: string;
    getChildren(): readonly Definition[];
    readonly required?: boolean;
    readonly repeated?: boolean;
    readonly type?: { readonly name: string };
    readonly resolvedType?: Definition | null;
  }
  export const Mesos: { getBuilder(): { lookup(path: string): Definition } };
}
