import type { Agent, DiskGrant, PortRequest, Task } from "../../src/index.ts";
import type { Scene, Seat } from "./scene.ts";
import { exact, total } from "./scene.ts";

/** Where an agent gives more than it has, a port twice, or something else than what was asked. */
export function capacityViolations(scene: Scene): readonly string[] {
  return [
    ...scene.agents.flatMap((agent) => [
      ...resourceViolations(scene, agent),
      ...portViolations(scene, agent),
      ...deviceViolations(scene, agent),
      ...diskViolations(scene, agent),
    ]),
    ...scene.placed.flatMap((seat) => [
      ...amountViolations(seat),
      ...answerViolations(seat),
      ...grantViolations(seat),
      ...diskGrantViolations(seat),
    ]),
  ];
}

function resourceViolations({ placed }: Scene, agent: Agent): readonly string[] {
  const here = placed.filter((seat) => seat.agent === agent);
  return [...new Set(here.map((seat) => seat.role))].flatMap((role) => {
    const offers = agent.offers.filter((offer) => (offer.role ?? "*") === role);
    const seats = here.filter((seat) => seat.role === role);
    const parts = seats.flatMap((seat) => [seat.resources, seat.started?.resources ?? {}]);
    const names = new Set(parts.flatMap((part) => Object.keys(part)));
    return [...names]
      .filter((name) => {
        const given = total(parts.map((part) => exact(part, name)));
        return given > total(offers.map((offer) => exact(offer.resources, name)));
      })
      .map((name) => `agent ${agent.id} gives ${role} more ${name} than was offered`);
  });
}

function portViolations({ before, placed }: Scene, agent: Agent): readonly string[] {
  const running = before.filter((seat) => seat.agent === agent).flatMap((seat) => seat.ports);
  const given = placed.filter((seat) => seat.agent === agent);
  const all = given.flatMap((seat) => seat.ports);
  return given.flatMap((seat) =>
    seat.ports.flatMap((port) => {
      const isOffered = agent.offers.some(
        (offer) =>
          (offer.role ?? "*") === seat.role &&
          (offer.ports ?? []).some(([first, last]) => first <= port && port <= last),
      );
      const violations: string[] = [];
      if (!isOffered) violations.push(`port ${port} of agent ${agent.id} was not offered to ${seat.role}`);
      if (running.includes(port)) violations.push(`port ${port} of agent ${agent.id} is in use`);
      if (all.filter((other) => other === port).length > 1) {
        violations.push(`port ${port} of agent ${agent.id} is given twice`);
      }
      return violations;
    }),
  );
}

function deviceViolations({ before, placed }: Scene, agent: Agent): readonly string[] {
  const grantsOf = (seats: readonly Seat[]): Seat["devices"] =>
    seats.filter((seat) => seat.agent === agent).flatMap((seat) => seat.devices);
  const given = grantsOf(placed);
  return given.flatMap((grant) => {
    const name = `device ${grant.name}[${grant.index}] of agent ${agent.id}`;
    const set = agent.devices.find((one) => one.name === grant.name);
    if (set === undefined || grant.index >= set.count) return [`${name} does not exist`];
    const all = [...grantsOf(before), ...given].filter(
      (other) => other.name === grant.name && other.index === grant.index,
    );
    const used = total(all.map((other) => exact({ units: other.units }, "units")));
    const violations: string[] = [];
    if (grant.units > 0 && used > exact({ capacity: set.capacity }, "capacity")) {
      violations.push(`${name} gives more than it has`);
    }
    const served = all.slice(Math.max(0, all.findIndex((other) => given.includes(other)) - 1));
    if (served.some((other) => other.binding !== grant.binding))
      violations.push(`${name} serves two bindings`);
    return violations;
  });
}

function diskViolations({ placed }: Scene, agent: Agent): readonly string[] {
  const here = placed.filter((seat) => seat.agent === agent);
  return here.flatMap((seat) =>
    seat.disks.flatMap((grant) => {
      const name = `disk ${grant.id} of agent ${agent.id}`;
      const offers = agent.offers.filter((offer) => (offer.role ?? "*") === seat.role);
      const isIt = ({ id, type, use }: DiskGrant): boolean =>
        id === grant.id && type === grant.type && use === grant.use;
      const offered = offers.flatMap((offer) => offer.disks ?? []).filter(isIt);
      if (offered.length === 0) return [`${name} was not offered to ${seat.role}`];
      const all = here
        .filter((other) => other.role === seat.role)
        .flatMap((other) => other.disks)
        .filter(isIt);
      const amounts = offered.map(({ amount }) => exact({ amount }, "amount"));
      const whole = grant.use === "shared" ? amounts.reduce((a, b) => (a > b ? a : b)) : total(amounts);
      if (grant.use === "whole" && all.length > 1) return [`${name} is given twice`];
      if (grant.use !== undefined) {
        return exact({ amount: grant.amount }, "amount") === whole ? [] : [`${name} is not given whole`];
      }
      const given = total(all.map(({ amount }) => exact({ amount }, "amount")));
      return given > whole ? [`${name} gives more than it has`] : [];
    }),
  );
}

function amountViolations({ task, resources }: Seat): readonly string[] {
  const { upTo = {} } = task;
  const names = new Set([...Object.keys(task.resources), ...Object.keys(upTo), ...Object.keys(resources)]);
  return [...names]
    .filter((name) => {
      const needed = exact(task.resources, name);
      const most = Object.hasOwn(upTo, name) ? exact(upTo, name) : needed;
      const given = exact(resources, name);
      return given < needed || given > most;
    })
    .map((name) => `task ${task.id} got ${resources[name]} ${name}, which is not what it can use`);
}

function answerViolations({ task, ports }: Seat): readonly string[] {
  const requests = requestsOf(task);
  const isAnswered =
    ports.length === requests.length &&
    requests.every((request, index) => {
      const port = ports[index] ?? -1;
      if (request === "any") return true;
      if (typeof request === "number") return port === request;
      return request[0] <= port && port <= request[1];
    });
  return isAnswered ? [] : [`task ${task.id} asks ports ${JSON.stringify(requests)}, got ${ports.join()}`];
}

function requestsOf({ ports = [] }: Task): readonly PortRequest[] {
  return typeof ports === "number" ? Array.from({ length: ports }, () => "any" as const) : ports;
}

function grantViolations({ task, devices }: Seat): readonly string[] {
  const violations: string[] = [];
  let next = 0;
  for (const [place, request] of (task.devices ?? []).entries()) {
    const grants = devices.slice(next, next + (request.count ?? 1));
    next += request.count ?? 1;
    const isAnswered =
      grants.length === (request.count ?? 1) &&
      grants.every(
        (grant, index) =>
          grant.name === request.name &&
          exact({ units: grant.units }, "units") === exact({ units: request.units }, "units") &&
          grant.binding === request.binding &&
          grant.index > (grants[index - 1]?.index ?? -1),
      );
    if (!isAnswered) violations.push(`devices[${place}] of task ${task.id} is not what it asks`);
  }
  if (next !== devices.length) violations.push(`task ${task.id} got ${devices.length} devices, asks ${next}`);
  return violations;
}

function diskGrantViolations({ task, disks }: Seat): readonly string[] {
  const asked = task.disks ?? [];
  if (asked.length !== disks.length)
    return [`task ${task.id} got ${disks.length} disks, asks ${asked.length}`];
  return asked.flatMap(({ type, id, amount = 0 }, place) => {
    const grant = disks[place];
    const isAnswered =
      grant?.type === type &&
      (id === undefined || grant.id === id) &&
      exact({ amount: grant.amount }, "amount") >= exact({ amount }, "amount");
    return isAnswered ? [] : [`disks[${place}] of task ${task.id} is not what it asks`];
  });
}
