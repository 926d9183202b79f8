import type { Inventory } from '../../inventory/index.js';
import {
  hasPorts,
  mergePrefixes,
  type Prefix,
  PrefixTable,
  parseAddress,
  parsePrefix,
} from '../../net/index.js';
import { servedInternetPlan, servedPlan } from '../../outbound/index.js';
import type { CellValue } from '../../store/index.js';
import type { ServedPort } from '../../target/index.js';
import { flag, number, text } from '../analysis/cells.js';
import type { AnalysisSession } from '../analysis/index.js';

/**
 * What each subnet serves, from the inbound connections that were answered. An opener in a described subnet stands for
 * that subnet, any other by its address; openers on the internet are everyone.
 */
export async function servedPorts(session: AnalysisSession, inventory: Inventory): Promise<ServedPort[]> {
  const subnetOf = new Map(inventory.interfaces.map(({ id, subnetId }) => [id, subnetId]));
  const subnets = new PrefixTable<Prefix>();
  for (const each of inventory.subnets.flatMap(({ prefixes }) => prefixes)) {
    const prefix = parsePrefix(each);
    if (prefix !== undefined) subnets.add(prefix, prefix);
  }
  const found = new Map<string, { port: Omit<ServedPort, 'peers'>; peers: Prefix[] }>();
  const add = (row: Record<string, CellValue>, peer: Prefix | undefined) => {
    const subnetId = subnetOf.get(text(row.iface)) ?? null;
    if (subnetId === null || peer === undefined) return;
    const protocol = number(row.protocol);
    const port = number(row.local_port);
    // A fragment names no port.
    if (hasPorts(protocol) && port === 0) return;
    const ports = hasPorts(protocol) ? { from: port, to: port } : null;
    const key = [subnetId, protocol, port].join(' ');
    const entry = found.get(key) ?? { port: { subnetId, protocol, ports }, peers: [] };
    found.set(key, entry);
    entry.peers.push(peer);
  };
  for (const row of await session.rows(servedPlan)) {
    const address = parseAddress(text(row.remote));
    const [subnet] = address === undefined ? [] : subnets.find(address);
    add(row, subnet ?? parsePrefix(text(row.remote)));
  }
  for (const row of await session.rows(servedInternetPlan)) {
    add(row, { family: flag(row.ipv6) ? 6 : 4, value: 0n, length: 0 });
  }
  return [...found.values()].map(({ port, peers }) => ({ ...port, peers: mergePrefixes(peers) }));
}
