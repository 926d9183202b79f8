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
    private: within(inputs.privatePrefixes),
    ipv6: call('isIpv6Text', col('address')),
  }).plan;
  return { name: 'outbound_address', plan };
}

/**
 * Conversations with the role of their interface and the kinds of both addresses. An interface that nothing describes
 * is taken for an end of its conversations: it is better to ask about a need too many than to miss one.
 */
export function classifiedConversationStep(): Step {
  const { left, right, eq } = build;
  const addresses = scan('outbound_address');
  const from = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, left(name)]));
  const plan = scan('outbound_conversation')
    .join('left', scan('outbound_interface'), eq(left('iface'), right('iface')), {
      ...from(conversationColumns),
      role: coalesce(right('role'), lit('unknown')),
    })
    .join('inner', addresses, eq(left('remote'), right('address')), {
      ...from([...conversationColumns, 'role']),
      remote_own: right('own'),
      remote_internet: right('internet'),
      remote_private: right('private'),
      ipv6: right('ipv6'),
    })
    .join('inner', addresses, eq(left('local'), right('address')), {
      ...from([...conversationColumns, 'role', 'remote_own', 'remote_internet', 'remote_private', 'ipv6']),
      local_private: right('private'),
    }).plan;
  return { name: 'outbound_classified', plan };
}

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
