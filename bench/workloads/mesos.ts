import type { Offer } from "stowage";

/** The text of an OFFERS event that has the offers as a master of Mesos 1.12 writes them, to the role. */
export function offersText(offers: readonly Offer[], role: string): string {
  return JSON.stringify({
    type: "OFFERS",
    offers: { offers: offers.map((offer) => wireOffer(offer, role)) },
  });
}

function wireOffer(
  { id, agentId, hostname, resources, ports = [], attributes = {} }: Offer,
  role: string,
): object {
  const allocation_info = { role };
  const range = ports.map(([begin, end]) => ({ begin, end }));
  return {
    id: { value: id },
    framework_id: { value: "f" },
    agent_id: { value: agentId },
    hostname,
    allocation_info,
    resources: [
      ...Object.entries(resources).map(([name, value]) => ({
        name,
        type: "SCALAR",
        scalar: { value },
        allocation_info,
      })),
      ...(range.length > 0 ? [{ name: "ports", type: "RANGES", ranges: { range }, allocation_info }] : []),
    ],
    attributes: Object.entries(attributes).map(([name, value]) => ({
      name,
      type: "TEXT",
      text: { value: String(value) },
    })),
  };
}
