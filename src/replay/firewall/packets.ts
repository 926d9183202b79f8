import type { Flow } from '../types.js';
import type { Packet } from './model.js';

/**
 * The packets of a connection that rules can tell apart. A TCP connection is taken as one that is answered: a rule that
 * stops it after the handshake stops it. Of other protocols the answer counts where one was recorded.
 */
export function packetsOf(flow: Flow): Packet[] {
  const packet = (toServer: boolean, established: boolean, flags: Packet['flags'] = []): Packet => ({
    flow,
    toServer,
    established,
    flags,
  });
  if (flow.protocol === 6) {
    return [
      packet(true, false, ['SYN']),
      packet(false, false, ['SYN', 'ACK']),
      packet(true, true, ['ACK']),
      packet(false, true, ['ACK']),
    ];
  }
  const first = packet(true, false);
  return flow.answered ? [first, packet(false, true), packet(true, true)] : [first];
}

/** Both ends of a packet. */
export function endsOf({ flow, toServer }: Packet) {
  const client = { address: flow.source, port: flow.clientPort };
  const server = { address: flow.destination, port: flow.port };
  return toServer ? { from: client, to: server } : { from: server, to: client };
}
