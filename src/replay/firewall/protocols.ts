import type { Match } from '../match.js';
import type { Packet } from './model.js';

/** Protocols that a stateful rule may name (API, Header.Protocol; HTTP2 and QUIC are not in CloudFormation yet). */
export const firewallProtocols: Readonly<
  Record<string, { readonly transports: readonly number[] | null; readonly application: boolean }>
> = {
  ip: { transports: null, application: false },
  tcp: { transports: [6], application: false },
  udp: { transports: [17], application: false },
  icmp: { transports: [1, 58], application: false },
  http: { transports: [6], application: true },
  http2: { transports: [6], application: true },
  ftp: { transports: [6], application: true },
  tls: { transports: [6], application: true },
  smb: { transports: [6], application: true },
  dns: { transports: [6, 17], application: true },
  dcerpc: { transports: [6, 17], application: true },
  ssh: { transports: [6], application: true },
  smtp: { transports: [6], application: true },
  imap: { transports: [6], application: true },
  msn: { transports: [6], application: true },
  krb5: { transports: [6, 17], application: true },
  ikev2: { transports: [17], application: true },
  tftp: { transports: [17], application: true },
  ntp: { transports: [17], application: true },
  dhcp: { transports: [17], application: true },
  quic: { transports: [17], application: true },
};

/** Ports on which a connection to a host whose name is known is taken for one of these protocols. */
const namedPorts: Readonly<Record<number, string>> = { 443: 'tls', 80: 'http' };

/**
 * Whether a packet is of the protocol in a rule's header. An application protocol is seen in the first data of TCP, not in
 * the handshake. Flow logs do not name it; only where the destination's name is known, port 443 is taken for TLS and
 * port 80 for HTTP.
 */
export function firewallProtocolMatches(name: string, packet: Packet): Match {
  const { transports, application } = firewallProtocols[name] ?? { transports: [], application: false };
  const { flow } = packet;
  if (transports !== null && !transports.includes(flow.protocol)) return false;
  if (!application) return true;
  if (flow.protocol === 6 && !packet.established) return false;
  const taken = flow.names.length > 0 && flow.port !== null ? namedPorts[flow.port] : undefined;
  return taken === undefined ? 'application-protocol' : taken === name;
}
