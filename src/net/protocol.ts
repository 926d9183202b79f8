/** IANA protocol numbers that appear in flow logs (IANA "Protocol Numbers" registry), with the usual short names. */
const names = new Map([
  [1, 'icmp'],
  [2, 'igmp'],
  [4, 'ipv4'],
  [6, 'tcp'],
  [17, 'udp'],
  [41, 'ipv6'],
  [47, 'gre'],
  [50, 'esp'],
  [51, 'ah'],
  [58, 'icmpv6'],
  [89, 'ospf'],
  [112, 'vrrp'],
  [115, 'l2tp'],
  [132, 'sctp'],
]);
const numbers = new Map([...names].map(([number, name]) => [name, number]));

/** The short name of a protocol, or its number as text when it has none here. */
export function protocolName(number: number): string {
  return names.get(number) ?? String(number);
}

/** The number of a protocol given by name or number, or undefined. */
export function protocolNumber(text: string): number | undefined {
  const known = numbers.get(text.toLowerCase());
  if (known !== undefined) return known;
  return /^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : undefined;
}

/** Whether the protocol has ports that a flow log records (TCP, UDP, SCTP). */
export function hasPorts(protocol: number): boolean {
  return protocol === 6 || protocol === 17 || protocol === 132;
}
