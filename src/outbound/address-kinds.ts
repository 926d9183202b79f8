import { build, type Expr, type Step } from '../plan/index.js';
import { interfacesStep } from './conversation.js';
import type { OutboundInputs } from './inputs.js';

const { call, coalesce, col, eq, left, lit, not, over, right, scan } = build;

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

/**
 * Every address of the conversations once, with what the decisions ask of it: prefix tests run on thousands of
 * addresses instead of millions of records. From here on an address is its number `no`, which joins faster and takes
 * less memory than text.
 */
export function addressStep(inputs: OutboundInputs): Step {
  const both = scan('outbound_conversation')
    .project({ address: col('local') })
    .union(scan('outbound_conversation').project({ address: col('remote') }))
    .distinct();
  // Each family apart: an engine that computes a shared part of the IPv6 tests beforehand would do so for every address.
  const ofFamily = (ipv6: boolean) => {
    const within = (prefixes: readonly string[]): Expr => {
      const same = prefixes.filter((prefix) => prefix.includes(':') === ipv6);
      return coalesce(call('addressIn', col('address'), ...same.map((prefix) => lit(prefix))), false);
    };
    const isIpv6 = call('isIpv6Text', col('address'));
    return both.filter(ipv6 ? isIpv6 : not(isIpv6)).extend({
      own: within(inputs.ownPrefixes),
      internet: not(within(inputs.insidePrefixes)),
      private: within(inputs.privatePrefixes),
      ipv6: lit(ipv6),
    });
  };
  const plan = ofFamily(false)
    .union(ofFamily(true))
    .extend({ no: over('rowNumber', [], []) }).plan;
  return { name: 'outbound_address', plan };
}

/**
 * Every interface of the conversations once, numbered, with what is known of it. An interface that nothing describes is
 * taken for an end of its conversations: it is better to ask about a need too many than to miss one.
 */
export const partyStep: Step = {
  name: 'outbound_party',
  plan: scan('outbound_conversation')
    .project({ iface: col('iface') })
    .distinct()
    .join('left', scan(interfacesStep), eq(left('iface'), right('iface')), {
      iface: left('iface'),
      role: coalesce(right('role'), lit('unknown')),
      workload: coalesce(right('workload'), left('iface')),
      route_group: coalesce(right('route_group'), lit('')),
      primary4: right('primary4'),
      reachable: right('reachable'),
      guarded: coalesce(right('guarded'), false),
    })
    .join('left', scan('outbound_address'), eq(left('primary4'), right('address')), {
      ...Object.fromEntries(
        ['iface', 'role', 'workload', 'route_group', 'reachable', 'guarded'].map((name) => [
          name,
          left(name),
        ]),
      ),
      own_address: right('no'),
    })
    .extend({ no: over('rowNumber', [], []) }).plan,
};

/**
 * Conversations with the role of their interface and the kinds of both addresses; interface and addresses are numbers
 * from here on.
 */
export const classifiedConversationStep: Step = {
  name: 'outbound_classified',
  plan: (() => {
    const addresses = scan('outbound_address');
    const measures = conversationColumns.filter((name) => !['iface', 'local', 'remote'].includes(name));
    const from = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, left(name)]));
    return scan('outbound_conversation')
      .join('inner', scan(partyStep.name), eq(left('iface'), right('iface')), {
        iface: right('no'),
        role: right('role'),
        ...from('local', 'remote', ...measures),
      })
      .join('inner', addresses, eq(left('remote'), right('address')), {
        ...from('iface', 'role', 'local', ...measures),
        remote: right('no'),
        remote_own: right('own'),
        remote_internet: right('internet'),
        remote_private: right('private'),
        ipv6: right('ipv6'),
      })
      .join('inner', addresses, eq(left('local'), right('address')), {
        ...from(
          'iface',
          'role',
          'remote',
          'remote_own',
          'remote_internet',
          'remote_private',
          'ipv6',
          ...measures,
        ),
        local: right('no'),
        local_private: right('private'),
      }).plan;
  })(),
};
