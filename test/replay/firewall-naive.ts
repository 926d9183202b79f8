import { type Answer, inBlock } from './naive.js';
import type { Connection } from './universe.js';

/** A second, plain evaluator of Network Firewall, written for the tests: rules are plain values, packets are walked. */
export interface PlainRule {
  readonly action: 'pass' | 'drop' | 'reject' | 'alert';
  readonly protocol: string;
  readonly source: string;
  readonly sourcePort: string;
  readonly direction: '->' | '<>';
  readonly destination: string;
  readonly destinationPort: string;
  readonly flow: string | null;
  readonly priority: number | null;
}

export interface PlainStateless {
  readonly priority: number;
  readonly destination: string | null;
  readonly destinationPort: readonly [number, number] | null;
  readonly protocol: number | null;
  readonly syn: boolean;
  readonly action: 'aws:pass' | 'aws:drop' | 'aws:forward_to_sfe';
}

export interface PlainFirewall {
  readonly strict: boolean;
  readonly defaultAction: string | null;
  readonly rules: readonly PlainRule[];
  readonly stateless: readonly PlainStateless[];
  readonly statelessDefault: PlainStateless['action'];
}

interface Sent {
  readonly from: string;
  readonly fromPort: number;
  readonly to: string;
  readonly toPort: number;
  readonly toServer: boolean;
  readonly late: boolean;
  readonly flags: string;
}

function walk(flow: Connection): Sent[] {
  const out = {
    from: flow.source,
    fromPort: flow.clientPort,
    to: flow.destination,
    toPort: flow.port,
    toServer: true,
  };
  const back = {
    from: flow.destination,
    fromPort: flow.port,
    to: flow.source,
    toPort: flow.clientPort,
    toServer: false,
  };
  if (flow.protocol === 6) {
    return [
      { ...out, late: false, flags: 'S' },
      { ...back, late: false, flags: 'SA' },
      { ...out, late: true, flags: 'A' },
      { ...back, late: true, flags: 'A' },
    ];
  }
  const first = [{ ...out, late: false, flags: '' }];
  return flow.answered
    ? [...first, { ...back, late: true, flags: '' }, { ...out, late: true, flags: '' }]
    : first;
}

const homeNet = '10.0.0.0/24';

function address(text: string, value: string): boolean {
  if (text.startsWith('!')) return !address(text.slice(1), value);
  if (text === 'any') return true;
  if (text === '$HOME_NET') return inBlock(homeNet, value);
  if (text === '$EXTERNAL_NET') return !inBlock(homeNet, value);
  return inBlock(text, value);
}

const ported = (flow: Connection) => [6, 17, 132].includes(flow.protocol);

/** True, false, or null for what is not known. */
function portIs(text: string, value: number, flow: Connection): boolean | null {
  if (text === 'any') return true;
  if (!ported(flow)) return false;
  const [from = '', to = from] = text.split(':');
  if (Number(from || 0) === 0 && Number(to || 65_535) === 65_535) return true;
  return value === 0 ? null : value >= Number(from || 0) && value <= Number(to || 65_535);
}

const transports: Readonly<Record<string, readonly number[]>> = {
  tcp: [6],
  tls: [6],
  udp: [17],
  icmp: [1, 58],
};

function ruleMatches(rule: PlainRule, packet: Sent, flow: Connection): boolean | null {
  if (rule.protocol !== 'ip' && !transports[rule.protocol]?.includes(flow.protocol)) return false;
  const words = rule.flow?.split(',') ?? [];
  if (words.includes('to_server') && !packet.toServer) return false;
  if (words.includes('to_client') && packet.toServer) return false;
  if (words.includes('established') && !packet.late) return false;
  if (words.includes('not_established') && packet.late) return false;
  const way = (a: string, aPort: number, b: string, bPort: number): boolean | null => {
    if (!address(rule.source, a) || !address(rule.destination, b)) return false;
    const both = [portIs(rule.sourcePort, aPort, flow), portIs(rule.destinationPort, bPort, flow)];
    return both.includes(false) ? false : both.includes(null) ? null : true;
  };
  const ways = [way(packet.from, packet.fromPort, packet.to, packet.toPort)];
  if (rule.direction === '<>') ways.push(way(packet.to, packet.toPort, packet.from, packet.fromPort));
  const header = ways.includes(true) ? true : ways.includes(null) ? null : false;
  if (rule.protocol !== 'tls' || header === false) return header;
  return packet.late ? null : false;
}

function stateless(
  { stateless: rules, statelessDefault }: PlainFirewall,
  packet: Sent,
  flow: Connection,
): Set<string> {
  const ends = new Set<string>();
  for (const rule of [...rules].sort((a, b) => a.priority - b.priority)) {
    if (rule.protocol !== null && rule.protocol !== flow.protocol) continue;
    if (rule.destination !== null && !inBlock(rule.destination, packet.to)) continue;
    if (rule.syn && packet.flags !== 'S') continue;
    let sure = true;
    if (rule.destinationPort !== null && (flow.protocol === 6 || flow.protocol === 17)) {
      const [from, to] = rule.destinationPort;
      if (from > 0 || to < 65_535) {
        if (packet.toPort === 0) sure = false;
        else if (packet.toPort < from || packet.toPort > to) continue;
      }
    }
    ends.add(rule.action);
    if (sure) return ends;
  }
  return ends.add(flow.protocol === 17 && flow.port === 0 ? 'aws:drop' : statelessDefault);
}

/** All ends that the stateful engine may come to. */
function stateful(firewall: PlainFirewall, flow: Connection): Set<string> {
  const order = ['pass', 'drop', 'reject', 'alert'];
  const rules = firewall.strict
    ? firewall.rules
    : order.flatMap((action) =>
        firewall.rules
          .filter((rule) => rule.action === action)
          .sort((a, b) => (a.priority ?? 3) - (b.priority ?? 3)),
      );
  const ends = new Set<string>();
  for (const packet of walk(flow)) {
    for (const rule of rules) {
      const match = rule.action === 'alert' ? false : ruleMatches(rule, packet, flow);
      if (match === false) continue;
      ends.add(rule.action === 'pass' ? 'pass' : 'block');
      if (match === true) return ends;
    }
    if (!firewall.strict || firewall.defaultAction === null) continue;
    if (firewall.defaultAction === 'aws:drop_strict' || flow.protocol !== 6 || packet.late)
      return ends.add('block');
  }
  return ends.add('pass');
}

export function byFirewall(firewall: PlainFirewall, flow: Connection): Answer {
  if (flow.scope !== 'internet') return 'pass';
  const packets = walk(flow).map((packet) => stateless(firewall, packet, flow));
  if (packets.some((ends) => ends.size === 1 && ends.has('aws:drop'))) return 'block';
  if (packets.some((ends) => ends.size > 1)) return 'unknown';
  const firsts = new Set(packets.flatMap((ends) => [...ends]));
  if (firsts.size > 1) return 'unknown';
  if (firsts.has('aws:pass')) return 'pass';
  const ends = stateful(firewall, flow);
  if (ends.size > 1) return 'unknown';
  return ends.has('pass') ? 'pass' : 'block';
}
