import type { ClusterEvent, ScalingAction } from "stowage";
import type { Random } from "../random.ts";
import { calendarOf } from "../simulation/calendar.ts";
import type { Master } from "../simulation/master.ts";
import type { Account } from "./account.ts";
import { agentTypes, roundMs, typeAttribute } from "./setting.ts";

/** What runs the machines: it starts and stops agents as it is told, and takes its time. */
export interface Cloud {
  /** Does what autoscaling decided. */
  carryOut(actions: readonly ScalingAction[], nowMs: number): void;
  /** Agents asked for come to the master, agents named go: of these an event each. */
  advance(nowMs: number): readonly ClusterEvent[];
}

const roundsToBoot = { least: 2, most: 5 };
const roundsToStop = 2;
const zones = ["zone-a", "zone-b", "zone-c"];

/** A cloud without agents. */
export function cloudOf(master: Master, account: Account, random: Random): Cloud {
  const boots = calendarOf<string>();
  const stops = calendarOf<string>();
  let started = 0;

  function start(type: string): void {
    const number = started++;
    const id = `${type}-${String(number).padStart(6, "0")}`;
    const resources = agentTypes.find(({ name }) => name === type)?.resources ?? {};
    const attributes = { [typeAttribute]: type, zone: zones[number % zones.length] ?? "" };
    master.join({ id, hostname: id, attributes, devices: [], pools: [{ role: "*", resources, ports: [] }] });
    account.join(id, type, resources);
  }

  function stop(agentId: string): void {
    master.lose(agentId);
    master.forget(agentId);
    account.leave(agentId);
  }

  return {
    carryOut(actions, nowMs) {
      for (const action of actions) {
        if (action.type === "scale-up") {
          const type = String(action.value);
          account.order(type, action.agents);
          for (let at = 0; at < action.agents; at++) {
            boots.add(nowMs + random.integer(roundsToBoot.least, roundsToBoot.most) * roundMs, type);
          }
          continue;
        }
        for (const { agentId } of action.agents) {
          account.name(agentId);
          stops.add(nowMs + roundsToStop * roundMs, agentId);
        }
      }
    },
    advance(nowMs) {
      for (const type of boots.takeDue(nowMs)) start(type);
      const gone = stops.takeDue(nowMs).filter((agentId) => master.agents.has(agentId));
      for (const agentId of gone) stop(agentId);
      return gone.map((agentId) => ({ type: "agent-lost", agentId }));
    },
  };
}
