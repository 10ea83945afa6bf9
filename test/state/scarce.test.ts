import { describe, expect, it } from "vitest";
import {
  clusterOf,
  emptyCluster,
  fromSnapshot,
  toSnapshot,
  update,
  type Cluster,
  type ClusterEvent,
} from "../../src/index.ts";
import { deepFreeze, offer, offerOf, round, runningOn, task } from "../support/build.ts";

const gpuOffer = offer({ resources: { cpus: 4, gpus: 1 } });
const lost: ClusterEvent = { type: "agent-lost", agentId: "a1" };
const rescinded: ClusterEvent = { type: "offer-rescinded", offerId: "o1" };

function scarce(...resources: readonly string[]): ClusterEvent {
  return { type: "scarce-set", resources };
}

function received(...offers: readonly ReturnType<typeof offer>[]): ClusterEvent {
  return { type: "offers-received", offers };
}

/** What every agent has that is scarce. */
function hasOf({ agents }: Cluster) {
  return Object.fromEntries(agents.map(({ id, scarce: has }) => [id, has]));
}

describe("scarce resources", () => {
  it("are none at first, and then those set, sorted, each once", () => {
    expect(emptyCluster).not.toHaveProperty("scarce");
    expect(update(emptyCluster, [scarce("gpus", "fpga", "gpus")])).toEqual({
      ...emptyCluster,
      scarce: ["fpga", "gpus"],
    });
  });

  it("are in force until others are set; none ends it, and nothing is left of it", () => {
    const cluster = clusterOf([gpuOffer, offerOf(2)]);
    const guarded = update(cluster, [scarce("gpus")]);
    expect(update(guarded, [scarce("fpga")])).toEqual({ ...cluster, scarce: ["fpga"] });
    expect(JSON.stringify(update(guarded, [scarce()]))).toBe(JSON.stringify(cluster));
  });

  it("are those set last, of an agent that has as many of these as of those before", () => {
    const cluster = clusterOf([offer({ resources: { gpus: 1, fpga: 1 } })]);
    expect(hasOf(update(cluster, [scarce("gpus"), scarce("fpga")]))).toEqual({ a1: ["fpga"] });
    expect(hasOf(update(update(cluster, [scarce("gpus")]), [scarce("fpga")]))).toEqual({ a1: ["fpga"] });
  });

  it("set once more change nothing", () => {
    const guarded = update(clusterOf([gpuOffer]), [scarce("gpus", "fpga")]);
    expect(update(guarded, [scarce("fpga", "gpus", "fpga")])).toBe(guarded);
    expect(update(emptyCluster, [scarce()])).toBe(emptyCluster);
  });

  it("are of any class: what follows an @ is none of the name, unless it is set so", () => {
    const executor = { id: "e", resources: { "gpus@a": 1 } };
    const cluster = clusterOf(
      [
        offerOf(1, { resources: { "gpus@app=db": 1 } }),
        offerOf(2, { resources: { gpusets: 1, "gpu@s": 1, "@gpus": 1 } }),
        offerOf(3, { resources: { "gpus@revocable": 0.0004 } }),
        offerOf(4, { devices: [{ name: "gpus@slot=1", count: 1, capacity: 1 }] }),
        offerOf(5, { resources: { "gpus@app=db@revocable": 1 } }),
      ],
      [
        runningOn(6, { id: "r6", resources: { "gpus@revocable": 1 } }),
        runningOn(7, { id: "r7", executor }, { executor }),
        runningOn(8, { id: "r8" }, { devices: [{ name: "gpus@slot=1", index: 0, units: 1 }] }),
      ],
    );
    const has = ["gpus"];
    expect(hasOf(update(cluster, [scarce("gpus")]))).toEqual({
      a1: has,
      a4: has,
      a5: has,
      a6: has,
      a7: has,
      a8: has,
    });
    expect(hasOf(update(cluster, [scarce("gpus@app=db")]))).toEqual({
      a1: ["gpus@app=db"],
      a5: ["gpus@app=db"],
    });
    const late = update(clusterOf([]), [
      scarce("gpus"),
      received(offerOf(1, { resources: { "gpus@app=db": 1 } })),
    ]);
    expect(hasOf(late)).toEqual({ a1: has });
  });

  it("that an agent has are known of it, from what it offers, its devices and what its tasks and their executors hold", () => {
    const executor = { id: "e1", resources: { gpus: 1, fpga: 0 } };
    const cluster = clusterOf(
      [
        gpuOffer,
        offerOf(2, { devices: [{ name: "fpga", count: 1, capacity: 1 }] }),
        offerOf(3, { resources: { gpus: 0.0004 }, devices: [{ name: "fpga", count: 0, capacity: 1 }] }),
        offerOf(6),
      ],
      [
        runningOn(4, { id: "r4", resources: { gpus: 1 } }),
        runningOn(
          5,
          { id: "r5" },
          { devices: [{ name: "fpga", index: 0, units: 0.5 }], resources: { gpus: 1 } },
        ),
        runningOn(
          6,
          { id: "r6", resources: { gpus: 1 } },
          { devices: [{ name: "fpga", index: 0, units: 0 }], resources: {} },
        ),
        runningOn(7, { id: "r7", executor }, { executor }),
        runningOn(8, { id: "r8", executor }),
      ],
    );
    const has = {
      a1: ["gpus"],
      a2: ["fpga"],
      a3: undefined,
      a4: ["gpus"],
      a5: ["fpga", "gpus"],
      a6: undefined,
      a7: ["gpus"],
      a8: undefined,
    };
    expect(hasOf(update(cluster, [scarce("gpus", "fpga")]))).toEqual(has);
    const events = [
      received(...cluster.agents.flatMap(({ offers }) => offers)),
      ...cluster.agents.flatMap(({ running }) =>
        running.map((each): ClusterEvent => ({ type: "task-started", running: each })),
      ),
    ];
    expect(hasOf(update(emptyCluster, [scarce("gpus", "fpga"), ...events]))).toEqual(has);
    expect(hasOf(update(emptyCluster, [...events, scarce("gpus", "fpga")]))).toEqual(has);
  });

  it("are still known of an agent whose devices are those of an offer that is gone", () => {
    const devices = [{ name: "fpga", count: 1, capacity: 1 }];
    const cluster = clusterOf([offer({ devices })], [runningOn(1, { id: "r1" })]);
    expect(hasOf(update(update(cluster, [rescinded]), [scarce("fpga")]))).toEqual({ a1: ["fpga"] });
  });

  it("are remembered, and the agent with them, until it is lost", () => {
    const guarded = update(emptyCluster, [scarce("gpus"), received(gpuOffer, offerOf(2))]);
    const gone = update(guarded, [rescinded, { type: "offer-rescinded", offerId: "o2" }]);
    expect(gone.agents).toEqual([
      {
        id: "a1",
        hostname: "h1",
        attributes: {},
        devices: [],
        newestOfferAtMs: 0,
        offers: [],
        running: [],
        scarce: ["gpus"],
      },
    ]);
    expect(hasOf(update(gone, [received(offer({ id: "o3" }))]))).toEqual({ a1: ["gpus"] });
    expect(update(gone, [lost])).toEqual({ ...emptyCluster, roles: ["*"], scarce: ["gpus"] });
    expect(hasOf(update(gone, [lost, received(offer({ id: "o3" }))]))).toEqual({ a1: undefined });
    expect(update(gone, [scarce()])).toEqual({ ...emptyCluster, roles: ["*"] });
  });

  it("are remembered though the offer came and went in one call, unless it was rescinded before it came", () => {
    expect(hasOf(update(emptyCluster, [scarce("gpus"), received(gpuOffer), rescinded]))).toEqual({
      a1: ["gpus"],
    });
    expect(update(emptyCluster, [scarce("gpus"), rescinded, received(gpuOffer)]).agents).toEqual([]);
  });

  it("are remembered of an agent that was known, as long as they stay scarce", () => {
    const both = offer({ resources: { gpus: 1, network: 5 } });
    const guarded = update(clusterOf([both]), [scarce("gpus", "network"), rescinded]);
    expect(hasOf(update(guarded, [scarce("gpus", "fpga")]))).toEqual({ a1: ["gpus"] });
    expect(hasOf(update(guarded, [scarce("gpus"), scarce("gpus", "network")]))).toEqual({ a1: ["gpus"] });
    expect(hasOf(update(guarded, [lost, scarce("gpus")]))).toEqual({});
    expect(hasOf(update(guarded, [received(offer({ id: "o7" })), scarce("network")]))).toEqual({
      a1: ["network"],
    });
  });

  it("are remembered by rounds too, which use and decline the agent's offers", () => {
    const cluster = update(clusterOf([gpuOffer, offerOf(2)]), [scarce("gpus")]);
    expect(hasOf(round(cluster, []).cluster)).toEqual({ a1: ["gpus"] });
    const used = round(cluster, [task({ resources: { gpus: 1 } })]).cluster;
    expect(hasOf(update(used, [{ type: "task-ended", taskId: "t1" }]))).toEqual({ a1: ["gpus"] });
  });

  it("go through a snapshot and through plain JSON", () => {
    const away = { startMs: 5, durationMs: 6 };
    const cluster = deepFreeze(
      update(clusterOf([{ ...gpuOffer, unavailability: away }]), [
        scarce("gpus"),
        { type: "agent-disabled", agentId: "a1", untilMs: 9 },
      ]),
    );
    expect(JSON.stringify(fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(cluster)))))).toBe(
      JSON.stringify(cluster),
    );
    const copy: Cluster = JSON.parse(JSON.stringify(cluster));
    expect(JSON.stringify(update(copy, []))).toBe(JSON.stringify(cluster));
    expect(update(copy, [rescinded])).toEqual(update(cluster, [rescinded]));
  });
});
