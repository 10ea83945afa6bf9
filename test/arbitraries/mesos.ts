import fc from "fast-check";
import { InvalidInputError } from "../../src/index.ts";
import {
  checkLaunchable,
  podTask,
  resourceName,
  type MesosTask,
  type NewVolume,
  type PodTask,
} from "../../src/mesos/index.ts";
import type { WireOffer, WireResource } from "../mesos/wire.ts";
import { rarely, shapeOf } from "./shapes.ts";

/** Offers of a master, and tasks for them. */
export interface MesosScene {
  readonly offers: readonly WireOffer[];
  /** The role of offers that name none. */
  readonly role: string;
  readonly tasks: readonly MesosTask[];
}

const roles = ["svc", "ads"] as const;
const role = fc.constantFrom(...roles);

/** How a framework sees resources, by its capabilities. */
interface Style {
  readonly hasManyRoles: boolean;
  readonly refinesReservations: boolean;
}

const style = fc.record<Style>({ hasManyRoles: fc.boolean(), refinesReservations: fc.boolean() });

const odd = fc.constantFrom(
  0.1,
  0.2,
  0.3,
  0.0004,
  0.0005,
  0.0015,
  3.1425,
  2.6749,
  0.12399,
  1e-9,
  1e9 + 0.0005,
);
const offered = rarely(
  3,
  fc.constantFrom(0, 0.5, 1, 1.5, 2, 4, 1, 2),
  fc.oneof(odd, fc.double({ min: 0, max: 10, noNaN: true })),
);

/** What is mounted at one place is one disk. */
const onMount: { readonly source: object; readonly persistence?: undefined } = {
  source: { type: "MOUNT", mount: { root: "/b" } },
};

/** How much of what, and what kind of it: as JSON without its role. */
const part: fc.Arbitrary<WireResource> = fc.oneof(
  {
    weight: 6,
    arbitrary: scalar(fc.constantFrom("cpus", "mem", "cpus", "mem", "disk", "tokens", "__proto__"), offered),
  },
  { weight: 2, arbitrary: scalar(fc.constant("mem"), fc.constantFrom(40, 64)) },
  { weight: 1, arbitrary: scalar(fc.constant("gpus"), fc.nat({ max: 3 })) },
  scalar(fc.constantFrom("cpus", "mem"), offered).map((one) => ({ ...one, revocable: {} })),
  fc
    .tuple(
      scalar(fc.constant("disk"), offered),
      fc.constantFrom(
        { source: { type: "PATH", path: { root: "/a" } } },
        onMount,
        { source: { type: "MOUNT", mount: { root: "/csi" }, id: "d1", vendor: "v", profile: "fast" } },
        { source: { type: "RAW" } },
        { persistence: { id: "v1", principal: "p" }, volume: { mode: "RW", container_path: "d" } },
        {
          persistence: { id: "v2" },
          volume: { container_path: "e" },
          source: { type: "PATH", path: { root: "/a" } },
        },
      ),
      rarely(2, fc.constant(false), fc.boolean()),
    )
    .map(([one, disk, isShared]) => ({
      ...one,
      ...("persistence" in disk && { scalar: { value: 1 } }),
      disk,
      ...(isShared && { shared: {} }),
    })),
  fc.constantFrom<WireResource>(
    { name: "tags", type: "SET", set: { item: ["x", "y"] } },
    { name: "blocks", type: "RANGES", ranges: { range: [{ begin: 0, end: 2 ** 60 }] } },
    { name: "ports", type: "RANGES", ranges: { range: [{ begin: 100, end: 200 }] }, revocable: {} },
    { name: "slots", type: "SCALAR", scalar: { value: 2 } },
  ),
  { weight: 2, arbitrary: fc.constant<WireResource>({ name: "ports", type: "RANGES" }) },
);

function scalar(name: fc.Arbitrary<string>, value: fc.Arbitrary<number>): fc.Arbitrary<WireResource> {
  return fc.tuple(name, value).map(([one, much]) => ({ name: one, type: "SCALAR", scalar: { value: much } }));
}

/** Under which reservations it is, in either style. */
const reservation = fc.constantFrom(
  { depth: 0 },
  { depth: 0 },
  { depth: 1 },
  { depth: 1, labels: { labels: [{ key: "k", value: "v" }] } },
  { depth: 1, labels: { labels: [{ key: "k", value: "w" }] } },
  { depth: 2 },
);

/** A resource of an offer. `block` are ten ports that no other resource of the agent has. */
function resourceOf(
  one: WireResource,
  { depth, ...more }: { readonly depth: number; readonly labels?: object },
  { hasManyRoles, refinesReservations }: Style,
  allocated: string,
  block: number,
): WireResource {
  const stack = Array.from({ length: depth }, (_, i) => ({
    type: "DYNAMIC",
    role: i === 0 ? allocated : `${allocated}/x`,
    ...more,
  }));
  const held = refinesReservations
    ? depth > 0 && { reservations: stack }
    : depth === 0
      ? { role: "*" }
      : { role: allocated, reservation: { principal: "p", ...more } };
  const ports =
    one.name === "ports" && one.type === "RANGES" && one.revocable === undefined
      ? { ranges: { range: [range(block, 0, 3), range(block, 5, 5 + (block % 3))] } }
      : {};
  // no item and no mount of an agent comes twice
  const items =
    one.type === "SET" ? { set: { item: block === 0 ? ["x", "y"] : [`x${block}`, `y${block}`] } } : {};
  const mounted =
    one.disk === onMount ? { disk: { source: { type: "MOUNT", mount: { root: `/b${block}` } } } } : {};
  return {
    ...one,
    ...ports,
    ...items,
    ...mounted,
    ...held,
    ...(hasManyRoles && { allocation_info: { role: allocated } }),
  };
}

function range(block: number, begin: number, end: number): { readonly begin: number; readonly end: number } {
  return { begin: 31_000 + 10 * block + begin, end: 31_000 + 10 * block + end };
}

const sizes = fc.array(
  fc.record({
    agent: fc.nat({ max: 3 }),
    role,
    parts: fc.array(fc.tuple(part, reservation), { minLength: 2, maxLength: 16 }),
  }),
  { maxLength: 8 },
);

const asked = rarely(
  3,
  fc.constantFrom(0.1, 0.5, 1, 1.5, 2.5),
  fc.oneof(odd, fc.double({ min: 0, max: 3, noNaN: true })),
);

const amountsAsked = rarely<{ readonly [name in "cpus" | "mem" | "disk" | "tokens"]?: number }>(
  3,
  fc.record({ cpus: asked, mem: asked }, { requiredKeys: [], noNullPrototype: true }),
  fc.record(
    { cpus: asked, mem: asked, disk: asked, tokens: asked },
    { requiredKeys: [], noNullPrototype: true },
  ),
);

type Asked = Omit<MesosTask, "id" | "role">;

const labelled = resourceName("cpus", { labels: { k: "v" } });

/** What is unlike others of its name, and what is counted. */
const special = fc.constantFrom<MesosTask["resources"]>(
  { gpus: 1 },
  { gpus: 2 },
  { slots: 1 },
  { "cpus@revocable": 0.5 },
  { [labelled]: 0.5 },
  { [labelled]: 1, [resourceName("mem", { labels: { k: "w" } })]: 0.5 },
  { tags: 1 },
  { tags: 2 },
  { tags: 2, "tags[x]": 1 },
  { "ports@revocable": 3 },
);

const disksAsked = fc.constantFrom<Pick<Asked, "disks" | "resources">>(
  { disks: [{ type: "path", amount: 0.5 }], resources: {} },
  { disks: [{ type: "path", amount: 1 }, { type: "path" }], resources: {} },
  { disks: [{ type: "mount", amount: 1 }], resources: {} },
  { disks: [{ type: "root", amount: 0.5 }], resources: { disk: 0.5 } },
  { disks: [{ type: "root", amount: 1 }, { type: "mount" }], resources: { disk: 1.5 } },
  { disks: [{ type: "volume", id: "v1" }], resources: {} },
  { disks: [{ type: "shared-volume", id: "v1" }], resources: {} },
  {
    disks: [{ type: "volume" }, { type: resourceName("path", { labels: { k: "v" } }), amount: 0.1 }],
    resources: {},
  },
);

/** Volumes on disks asked, to be made; their ids are told apart later. */
const volumesMade = fc.subarray<NewVolume>([
  { disk: 0, id: "a", containerPath: "a" },
  { disk: 1, id: "b", containerPath: "b", mode: "RO", isShared: true },
]);

const ports = shapeOf<Partial<Required<Pick<Asked, "ports">>>>(
  {
    ports: rarely<NonNullable<Asked["ports"]>>(
      6,
      rarely(3, fc.nat({ max: 2 }), fc.nat({ max: 7 })),
      fc.constant<NonNullable<Asked["ports"]>>([31_001, "any", [31_005, 31_040]]),
    ),
  },
  [],
);

type Asks = Required<Pick<PodTask, "resources" | "volumes">> &
  Partial<Required<Pick<PodTask, "ports" | "disks">>>;

/** What a task, or one of a pod, asks. */
const asks: fc.Arbitrary<Asks> = fc
  .tuple(
    amountsAsked,
    ports,
    rarely(3, fc.constant({}), special),
    rarely(
      2,
      fc.constant(undefined),
      fc.tuple(disksAsked, rarely<readonly NewVolume[]>(1, fc.constant([]), volumesMade)),
    ),
  )
  .map(([amounts, portsAsked, more, onDisks]): Asks => {
    const [{ disks = [], resources: ofDisks } = {}, volumes = []] = onDisks ?? [];
    const resources = { mem: 0.001, ...amounts, ...more };
    const disk = (amounts.disk ?? 0) + (ofDisks?.["disk"] ?? 0);
    return {
      // A master refuses a task that asks for nothing.
      resources: { ...resources, mem: Math.max(0.001, resources.mem ?? 0), ...(disk > 0 && { disk }) },
      ...portsAsked,
      volumes: volumes.filter(({ disk: at }) => at < disks.length),
      ...(disks.length > 0 && { disks }),
    };
  });

const reserves = rarely(
  3,
  fc.constant({}),
  fc.constantFrom(
    { reserve: {} },
    { reserve: { labels: { k: "v" } } },
    { reserve: { labels: { b: "", a: "=" } } },
  ),
);

const plainTask = fc
  .tuple(asks, reserves, rarely(4, fc.constant(undefined), asked))
  .map(([{ volumes, ...own }, reserve, extra]): Asked => {
    const { mem = 0, tokens = 0 } = own.resources;
    const upTo = extra === undefined ? {} : { upTo: { mem: mem + extra, tokens: tokens + extra } };
    return { ...own, ...upTo, mesos: { ...reserve, ...(volumes.length > 0 && { volumes }) } };
  });

const podded = fc
  .tuple(fc.array(asks, { minLength: 1, maxLength: 3 }), reserves)
  .map(([members, reserve]) => (id: string, role: string): MesosTask => {
    const tasks = members.map(({ volumes, ...own }, i) => ({
      ...own,
      id: `${id}.${i}`,
      ...(volumes.length > 0 && { volumes: numbered(volumes, `${id}.${i}`) }),
    }));
    return podTask({
      id,
      role,
      executor: { resources: { cpus: 0.01, mem: 32, disk: 0.001 } },
      tasks,
      ...reserve,
    });
  });

function numbered(volumes: readonly NewVolume[], of: string): readonly NewVolume[] {
  return volumes.map((volume) => ({ ...volume, id: `${of}-${volume.id}` }));
}

/** A task by its id. */
const taskMaker: fc.Arbitrary<(id: string) => MesosTask> = fc
  .tuple(
    role,
    rarely<(id: string, role: string) => MesosTask>(
      5,
      plainTask.map((own) => (id, of) => {
        const { volumes } = own.mesos ?? {};
        return {
          ...own,
          id,
          role: of,
          mesos: { ...own.mesos, ...(volumes && { volumes: numbered(volumes, id) }) },
        };
      }),
      podded,
    ),
  )
  .map(
    ([of, make]) =>
      (id) =>
        make(id, of),
  );

/** Whether a master would launch the task. */
function isLaunchable(task: MesosTask): boolean {
  try {
    checkLaunchable(task);
    return true;
  } catch (error) {
    if (error instanceof InvalidInputError) return false;
    throw error;
  }
}

/** Offers with resources of every kind, and tasks that ask for some. */
export const mesosScene: fc.Arbitrary<MesosScene> = fc
  .tuple(style, sizes, fc.array(taskMaker, { maxLength: 12 }))
  .map(([seen, list, tasks]) => ({
    role: "svc",
    offers: list.map(({ agent, role: named, parts }, i): WireOffer => {
      const allocated = seen.hasManyRoles ? named : "svc";
      return {
        id: { value: `o${i}` },
        agent_id: { value: `a${agent}` },
        hostname: `h${agent}`,
        resources: parts.map(([one, under], j) => resourceOf(one, under, seen, allocated, 16 * i + j)),
        attributes: [
          { name: "rack", type: "TEXT", text: { value: `r${agent % 2}` } },
          { name: "slots", type: "RANGES", ranges: { range: [{ begin: 1, end: 4 }] } },
        ],
        domain: { fault_domain: { region: { name: "r" }, zone: { name: "z" } } },
        framework_id: { value: "f" },
        url: {
          scheme: "http",
          address: { hostname: `h${agent}`, ip: "10.0.0.1", port: 5051 },
          path: "/slave(1)",
          query: [],
        },
        ...(i % 2 === 1 && { executor_ids: [{ value: "e1" }, { value: "e2" }] }),
        ...(i % 3 === 1 && {
          unavailability: { start: { nanoseconds: 9e15 }, duration: { nanoseconds: 36e11 } },
        }),
        ...(seen.hasManyRoles && { allocation_info: { role: allocated } }),
      };
    }),
    tasks: tasks.map((make, i) => make(`t${i}`)).filter(isLaunchable),
  }));
