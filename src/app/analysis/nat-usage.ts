import { emptyInventory } from '../../inventory/index.js';
import { type NatUsage, natClientPlan, natUsagePlan } from '../../outbound/index.js';
import { flag, number, text } from './cells.js';
import type { AnalysisSession } from './session.js';

/** What each NAT gateway carried, by the true clients behind it. */
export async function natUsage(session: AnalysisSession): Promise<NatUsage[]> {
  const inventory = session.options.inventory ?? emptyInventory;
  const gateways = new Map(
    inventory.natGateways.flatMap((gateway) =>
      gateway.addresses.flatMap((address) =>
        address.interfaceId === null ? [] : [[address.interfaceId, gateway.id] as const],
      ),
    ),
  );
  const clients = new Map<string, { listed: string[]; unseen: number }>();
  for (const row of await session.rows(natClientPlan)) {
    const known = clients.get(text(row.iface)) ?? { listed: [], unseen: 0 };
    if (number(row.place) <= 20) known.listed.push(text(row.client));
    if (!flag(row.seen)) known.unseen += 1;
    clients.set(text(row.iface), known);
  }
  return (await session.rows(natUsagePlan)).map((row) => {
    const id = text(row.iface);
    const known = clients.get(id);
    return {
      natGateway: gateways.get(id) ?? id,
      interfaceId: id.startsWith('eni-') ? id : null,
      clients: known?.listed ?? [],
      clientCount: number(row.client_count),
      unseenClients: known?.unseen ?? 0,
      records: number(row.records),
      bytesOut: number(row.bytes_out),
      bytesIn: number(row.bytes_in),
    };
  });
}
