import { type AclEntry, interfaces, type Permission } from './universe.js';

/**
 * The rules of EC2 in nftables' words: the network ACL as a chain that knows no connections, both ways; security groups as
 * one that lets established connections pass. What one chain accepts goes on to the next, what it drops is gone.
 */
export function nftRules(groups: readonly (readonly Permission[])[], entries: readonly AclEntry[]): string {
  return `table ip replay {
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
${groupLines(groups)}
  }
}
`;
}

const numbers: Readonly<Record<string, string>> = { tcp: '6', udp: '17', icmp: '1' };

/** Words that match the protocol and its ports at the far end. */
function traffic(protocol: string, side: 'dport', ports: readonly [number, number] | undefined): string {
  const number = numbers[protocol] ?? protocol;
  if (number === '-1') return '';
  if (number === '6' || number === '17') {
    const [from, to] = ports ?? [0, 65_535];
    return `${number === '6' ? 'tcp' : 'udp'} ${side} ${from}-${to} `;
  }
  return `meta l4proto ${number} `;
}

function aclLines(entries: readonly AclEntry[], egress: boolean): string {
  return [...entries]
    .filter((entry) => entry.Egress === egress && entry.CidrBlock !== undefined)
    .sort((a, b) => a.RuleNumber - b.RuleNumber)
    .map((entry) => {
      const { CidrBlock = '', Protocol, PortRange, RuleAction } = entry;
      const ports = PortRange === undefined ? undefined : ([PortRange.From, PortRange.To] as const);
      const far = blockWords(egress ? 'daddr' : 'saddr', CidrBlock);
      return `    ${far}${traffic(Protocol, 'dport', ports)}${RuleAction === 'allow' ? 'accept' : 'drop'}`;
    })
    .join('\n');
}

/** nftables has no word for the whole of IPv4 as a prefix of length 0 in older versions; it matches without one. */
function blockWords(side: 'saddr' | 'daddr', block: string): string {
  return block === '0.0.0.0/0' ? '' : `ip ${side} ${block} `;
}

function groupLines(groups: readonly (readonly Permission[])[]): string {
  const lines = interfaces
    .filter((each) => each.subnet === 'subnet-a')
    .flatMap((each) =>
      each.groups.flatMap((id) =>
        (groups[Number(id.slice(3)) - 1] ?? []).flatMap((rule) =>
          blocksOf(rule).map((block) => {
            const ports =
              rule.FromPort === undefined || rule.ToPort === undefined
                ? undefined
                : ([rule.FromPort, rule.ToPort] as const);
            const words = traffic(rule.IpProtocol, 'dport', ports);
            return `    ct state new ip saddr ${each.address} ${blockWords('daddr', block)}${words}accept`;
          }),
        ),
      ),
    );
  return lines.join('\n');
}

function blocksOf(rule: Permission): string[] {
  const members = rule.UserIdGroupPairs.flatMap(({ GroupId }) =>
    interfaces
      .filter((each) => (each.groups as readonly string[]).includes(GroupId) && !each.address.includes(':'))
      .map((each) => `${each.address}/32`),
  );
  const entries = rule.PrefixListIds.flatMap(({ PrefixListId }) =>
    PrefixListId === 'pl-1' ? ['198.51.100.8/32', '10.0.0.0/30'] : [],
  );
  return [...rule.IpRanges.map(({ CidrIp }) => CidrIp), ...members, ...entries];
}
