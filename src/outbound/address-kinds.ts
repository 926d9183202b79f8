import { build, type Expr, type Step } from '../plan/index.js';
import type { OutboundInputs } from './inputs.js';

const { call, coalesce, col, lit, not, scan } = build;

/**
 * Every address of the conversations once, with what the decisions ask of it: prefix tests run on thousands of
 * addresses instead of millions of records.
 */
export function addressStep(inputs: OutboundInputs): Step {
  const both = scan('outbound_conversation')
    .project({ address: col('local') })
    .union(scan('outbound_conversation').project({ address: col('remote') }))
    .distinct();
  const within = (prefixes: readonly string[]): Expr =>
    coalesce(call('addressIn', col('address'), ...prefixes.map((prefix) => lit(prefix))), false);
  const plan = both.extend({
    own: within(inputs.ownPrefixes),
    internet: not(within(inputs.insidePrefixes)),
    ipv6: call('isIpv6Text', col('address')),
  }).plan;
  return { name: 'outbound_address', plan };
}

/**
 * Conversations with the role of their interface and the kinds of both addresses. An interface that nothing describes
 * is taken for a workload: it is better to ask about a need too many than to miss one.
 */
export function classifiedConversationStep(): Step {
  const columns = conversationColumns;
  const { left, right, eq } = build;
  const addresses = scan('outbound_address');
  const own = Object.fromEntries(columns.map((name) => [name, left(name)]));
  const plan = scan('outbound_conversation')
    .join('left', scan('outbound_interface'), eq(left('iface'), right('iface')), {
      ...own,
      role: coalesce(right('role'), lit('unknown')),
      workload: coalesce(right('workload'), left('iface')),
      route_group: coalesce(right('route_group'), lit('')),
      primary4: right('primary4'),
      reachable: right('reachable'),
      guarded: coalesce(right('guarded'), false),
    })
    .join('inner', addresses, eq(left('remote'), right('address')), {
      ...Object.fromEntries([...columns, ...interfaceColumns].map((name) => [name, left(name)])),
      remote_own: right('own'),
      remote_internet: right('internet'),
      ipv6: right('ipv6'),
    })
    .join('inner', addresses, eq(left('local'), right('address')), {
      ...Object.fromEntries(
        [...columns, ...interfaceColumns, ...remoteColumns].map((name) => [name, left(name)]),
      ),
      local_own: right('own'),
      local_internet: right('internet'),
    }).plan;
  return { name: 'outbound_classified', plan };
}

const interfaceColumns = ['role', 'workload', 'route_group', 'primary4', 'reachable', 'guarded'] as const;
const remoteColumns = ['remote_own', 'remote_internet', 'ipv6'] as const;

/** Columns of a conversation, in the order in which the steps carry them. */
export const conversationColumns = [
  'iface',
  'local',
  'remote',
  'local_port',
  'remote_port',
  'protocol',
  'oriented',
  'records_out',
  'records_in',
  'rejected_out',
  'rejected_in',
  'bytes_out',
  'bytes_in',
  'packets_out',
  'packets_in',
  'first_out',
  'first_in',
  'first_accept_out',
  'first_reject_out',
  'first_seen',
  'last_seen',
  'flags_out',
  'flags_in',
  'reject_flags_out',
  'syn_out',
  'syn_in',
  'service',
  'traffic_path',
] as const;
