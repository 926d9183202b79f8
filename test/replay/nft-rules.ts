import { type AclEntry, interfaces, type Permission } from './universe.js';

type Groups = readonly (readonly Permission[])[];

/**
 * The rules of EC2 in nftables' words: the network ACL as a chain that knows no connections, both ways; security groups as
 * chains that let established connections pass, one for what sources let out and one for what destinations let in. What one
 * chain accepts goes on to the next, what it drops is gone.
 */
export function nftRules(groups: Groups, ingress: Groups, entries: readonly AclEntry[]): string {
  return `table inet replay {
  chain acl_out {
${aclLines(entries, true)}
    drop
  }
  chain acl_in {
${aclLines(entries, false)}
    drop
  }
  chain acl {
    type filter hook forward priority -10; policy drop;
    iifname "c0" goto acl_out
    iifname "s0" goto acl_in
  }
  chain groups {
    type filter hook forward priority 0; policy drop;
    ct state established accept
${groupLines(groups, 'subnet-a', 'saddr', 'daddr')}
  }
  chain ingress {
    type filter hook forward priority 10; policy accept;
    ct state established accept
${groupLines(ingress, 'subnet-b', 'daddr', 'saddr')}
${theirs('subnet-b')
  .map(({ address }) => `    ${blockWords('daddr', whole(address))}drop`)
  .join('\n')}
  }
}
`;
}

const numbers: Readonly<Record<string, string>> = { tcp: '6', udp: '17', icmp: '1', icmpv6: '58' };

/** Words that match the protocol, and its ports at the far end or type and code. */
function traffic(protocol: string, pair: readonly [number, number] | undefined): string {
  const number = numbers[protocol] ?? protocol;
  if (number === '-1') return '';
  const [from, to] = pair ?? [0, 65_535];
  if (number === '6' || number === '17') return `${number === '6' ? 'tcp' : 'udp'} dport ${from}-${to} `;
  const icmp = number === '1' || number === '58';
  if (!icmp || pair === undefined || from < 0) return `meta l4proto ${number} `;
  // Bytes of the header, since a word for ICMP would fix the family.
  return `meta l4proto ${number} @th,0,8 ${from} ${to < 0 ? '' : `@th,8,8 ${to} `}`;
}

function aclLines(entries: readonly AclEntry[], egress: boolean): string {
  return [...entries]
    .filter((entry) => entry.Egress === egress)
    .sort((a, b) => a.RuleNumber - b.RuleNumber)
    .map(({ CidrBlock, Ipv6CidrBlock, Protocol, PortRange, IcmpTypeCode, RuleAction }) => {
      const ports = PortRange === undefined ? undefined : ([PortRange.From, PortRange.To] as const);
      const pair = IcmpTypeCode === undefined ? ports : ([IcmpTypeCode.Type, IcmpTypeCode.Code] as const);
      const far = blockWords(egress ? 'daddr' : 'saddr', CidrBlock ?? Ipv6CidrBlock ?? '');
      return `    ${far}${traffic(Protocol, pair)}${RuleAction === 'allow' ? 'accept' : 'drop'}`;
    })
    .join('\n');
}

/** nftables has no word for a whole family as a prefix of length 0 in older versions. */
function blockWords(side: 'saddr' | 'daddr', block: string): string {
  if (block.endsWith('/0')) return `meta nfproto ${block.includes(':') ? 'ipv6' : 'ipv4'} `;
  return `${block.includes(':') ? 'ip6' : 'ip'} ${side} ${block} `;
}

function whole(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

/** Interfaces of a subnet that carry a group. */
function theirs(subnet: string) {
  return interfaces.filter((each) => each.subnet === subnet && each.groups.length > 0);
}

type Side = 'saddr' | 'daddr';

/** Messages of ICMP may belong to no connection, so they are accepted whatever state they have. */
function groupLines(groups: Groups, subnet: string, own: Side, far: Side): string {
  const lines = theirs(subnet).flatMap((each) =>
    each.groups.flatMap((id) =>
      (groups[Number(id.slice(3)) - 1] ?? []).flatMap((rule) =>
        blocksOf(rule)
          .filter((block) => block.includes(':') === each.address.includes(':'))
          .map((block) => {
            const { FromPort, ToPort } = rule;
            const pair =
              FromPort === undefined || ToPort === undefined ? undefined : ([FromPort, ToPort] as const);
            return `    ${blockWords(own, whole(each.address))}${blockWords(far, block)}${traffic(rule.IpProtocol, pair)}accept`;
          }),
      ),
    ),
  );
  return lines.join('\n');
}

function blocksOf(rule: Permission): string[] {
  const members = rule.UserIdGroupPairs.flatMap(({ GroupId }) =>
    interfaces
      .filter((each) => (each.groups as readonly string[]).includes(GroupId))
      .map((each) => whole(each.address)),
  );
  const entries = rule.PrefixListIds.flatMap(({ PrefixListId }) =>
    PrefixListId === 'pl-1' ? ['198.51.100.8/32', '10.0.0.0/30'] : [],
  );
  return [
    ...rule.IpRanges.map(({ CidrIp }) => CidrIp),
    ...rule.Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
    ...members,
    ...entries,
  ];
}
