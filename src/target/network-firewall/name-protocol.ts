import type { EgressRule } from '../../policy/index.js';

/** Where Network Firewall reads a name for a rule: the server name of TLS, the Host of HTTP. */
export function nameProtocol({ protocol, ports }: EgressRule): 'tls' | 'http' | undefined {
  if (protocol !== 6 || ports === null || ports.from !== ports.to) return undefined;
  if (ports.from === 443) return 'tls';
  return ports.from === 80 ? 'http' : undefined;
}
