import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../src/store/index.js';
import { analyze, facts, type Scenario } from './harness.js';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 });
});
afterAll(() => engine.close());

const app = facts('eni-app', '10.0.1.5', { reachable: false });
const web = facts('eni-web', '10.0.0.9', { reachable: true });
const nat = facts('eni-nat', '10.0.0.220', { role: 'nat-gateway', workload: 'nat' });

interface Case extends Scenario {
  readonly what: string;
  /** `source > destination protocol/port status evidence/confidence`, in order. */
  readonly needs: readonly string[];
  readonly undecided?: number;
  readonly inbound?: number;
  readonly late?: number;
}

const cases: Case[] = [
  {
    what: 'a SYN-ACK sent is a reply, however egress it looks (a1, P1, P3)',
    interfaces: [web],
    records: [
      'eni-web 198.51.100.77:51514 > 10.0.0.9:443 tcp flags 3 ingress',
      'eni-web 10.0.0.9:443 > 198.51.100.77:51514 tcp flags 19 egress',
    ],
    needs: [],
    inbound: 1,
  },
  {
    what: 'a SYN sent opens (a2)',
    interfaces: [web],
    records: [
      'eni-web 10.0.0.9:51514 > 198.51.100.77:443 tcp flags 3',
      'eni-web 198.51.100.77:443 > 10.0.0.9:51514 tcp flags 19',
    ],
    needs: ['10.0.0.9 > 198.51.100.77 6/443 accepted 2/1'],
  },
  {
    what: 'a SYN-ACK received tells when the own record carries no SYN (b)',
    interfaces: [web],
    records: [
      'eni-web 10.0.0.9:51514 > 198.51.100.77:443 tcp flags 0',
      'eni-web 198.51.100.77:443 > 10.0.0.9:51514 tcp flags 18',
    ],
    needs: ['10.0.0.9 > 198.51.100.77 6/443 accepted 3/1'],
  },
  {
    what: 'flags on both sides contradict each other: the ports decide (a0)',
    interfaces: [web],
    records: [
      'eni-web 10.0.0.9:51514 > 198.51.100.77:443 tcp flags 18',
      'eni-web 198.51.100.77:443 > 10.0.0.9:51514 tcp flags 18',
    ],
    needs: ['10.0.0.9 > 198.51.100.77 6/443 accepted 8/2'],
  },
  {
    what: 'a keep-alive connection without SYN was opened inside when a NAT gateway forwarded it (b2, P4)',
    interfaces: [app, nat],
    records: [
      'eni-app 10.0.1.5:40001 > 51.79.164.201:40002 tcp at 100',
      'eni-app 51.79.164.201:40002 > 10.0.1.5:40001 tcp at 100',
      'eni-nat 10.0.1.5:40001 > 10.0.0.220:40002 tcp at 100',
      'eni-nat 10.0.0.220:40002 > 10.0.1.5:40001 tcp at 100',
      'eni-nat 10.0.0.220:9999 > 51.79.164.201:40002 tcp at 100',
      'eni-nat 51.79.164.201:40002 > 10.0.0.220:9999 tcp at 100',
    ],
    needs: ['10.0.1.5 > 51.79.164.201 6/40002 accepted 4/1'],
  },
  {
    what: 'nothing on the internet can open a connection to an interface without a public address (b3)',
    interfaces: [app],
    records: [
      'eni-app 10.0.1.5:40001 > 51.79.164.201:40002 tcp',
      'eni-app 51.79.164.201:40002 > 10.0.1.5:40001 tcp',
    ],
    needs: ['10.0.1.5 > 51.79.164.201 6/40002 accepted 5/2'],
  },
  {
    what: 'over IPv6 every address can be reached: b3 says nothing there',
    interfaces: [facts('eni-app', '2001:db8:1::5', { reachable: false })],
    records: [
      'eni-app [2001:db8:1::5]:50001 > [2600:9000::1]:50002 tcp',
      'eni-app [2600:9000::1]:50002 > [2001:db8:1::5]:50001 tcp',
    ],
    needs: [],
    undecided: 1,
  },
  {
    what: 'IPv6 to a known port',
    interfaces: [facts('eni-app', '2001:db8:1::5')],
    records: [
      'eni-app [2001:db8:1::5]:50001 > [2600:9000::1]:443 tcp',
      'eni-app [2600:9000::1]:443 > [2001:db8:1::5]:50001 tcp',
    ],
    needs: ['2001:db8:1::5 > 2600:9000::1 6/443 accepted 8/2'],
  },
  {
    what: 'high port to high port opened from outside: the security group names the port (e)',
    interfaces: [web],
    guarded: ['eni-web'],
    listening: [
      { interfaceId: 'eni-web', protocol: 6, fromPort: 31022, toPort: 31022, peers: ['203.0.113.9/32'] },
    ],
    records: [
      'eni-web 203.0.113.9:20000 > 10.0.0.9:31022 tcp',
      'eni-web 10.0.0.9:31022 > 203.0.113.9:20000 tcp',
    ],
    needs: [],
    inbound: 1,
  },
  {
    what: 'high port to high port that no security group lets in was opened inside (e)',
    interfaces: [web],
    guarded: ['eni-web'],
    listening: [{ interfaceId: 'eni-web', protocol: 6, fromPort: 443, toPort: 443, peers: ['0.0.0.0/0'] }],
    records: [
      'eni-web 203.0.113.9:20000 > 10.0.0.9:31022 tcp',
      'eni-web 10.0.0.9:31022 > 203.0.113.9:20000 tcp',
    ],
    needs: ['10.0.0.9 > 203.0.113.9 6/20000 accepted 8/2'],
  },
  {
    what: 'high port to high port with nothing to tell stays undecided',
    interfaces: [web],
    records: [
      'eni-web 203.0.113.9:20000 > 10.0.0.9:31022 tcp',
      'eni-web 10.0.0.9:31022 > 203.0.113.9:20000 tcp',
    ],
    needs: [],
    undecided: 1,
  },
  {
    what: 'both ports well known: the one that many different ports meet is listened on (e, fan-in)',
    interfaces: [web],
    records: [53, 80, 123, 50000, 50001].flatMap((port) => [
      `eni-web 198.51.100.7:${port} > 10.0.0.9:443 tcp`,
      `eni-web 10.0.0.9:443 > 198.51.100.7:${port} tcp`,
    ]),
    needs: [],
    inbound: 5,
  },
  {
    what: 'a client port below the service’s port does not mislead',
    interfaces: [web],
    records: [1492, 2174, 3306].flatMap((port) => [
      `eni-web 198.51.100.7:${port} > 10.0.0.9:8443 tcp`,
      `eni-web 10.0.0.9:8443 > 198.51.100.7:${port} tcp`,
    ]),
    needs: [],
    inbound: 3,
  },
  {
    what: 'DNS over UDP by port shape; NTP between equal ports by the earlier start only (P19)',
    interfaces: [web],
    records: [
      'eni-web 10.0.0.9:50000 > 8.8.8.8:53 udp at 10',
      'eni-web 8.8.8.8:53 > 10.0.0.9:50000 udp at 10',
      'eni-web 10.0.0.9:123 > 162.159.200.1:123 udp at 20',
      'eni-web 162.159.200.1:123 > 10.0.0.9:123 udp at 21',
    ],
    needs: ['10.0.0.9 > 162.159.200.1 17/123 accepted 9/3', '10.0.0.9 > 8.8.8.8 17/53 accepted 8/2'],
  },
  {
    what: 'NTP between equal ports that start together stays undecided',
    interfaces: [web],
    records: [
      'eni-web 10.0.0.9:123 > 162.159.200.1:123 udp at 20',
      'eni-web 162.159.200.1:123 > 10.0.0.9:123 udp at 20',
    ],
    needs: [],
    undecided: 1,
  },
  {
    what: 'ICMP: the earlier start tells echo request from reply, weakly (P16)',
    interfaces: [web],
    records: ['eni-web 10.0.0.9:0 > 8.8.8.8:0 icmp at 10', 'eni-web 8.8.8.8:0 > 10.0.0.9:0 icmp at 11'],
    needs: ['10.0.0.9 > 8.8.8.8 1/0 accepted 9/3'],
  },
  {
    what: 'ICMP that only came in is somebody else’s',
    interfaces: [web],
    records: ['eni-web 8.8.8.8:0 > 10.0.0.9:0 icmp'],
    needs: [],
    inbound: 1,
  },
  {
    what: 'a rejected SYN is an attempt; the scan that was rejected on its way in is not (P15, d)',
    interfaces: [web],
    records: [
      'eni-web 10.0.0.9:50000 > 198.51.100.7:25 tcp REJECT flags 2',
      'eni-web 198.51.100.66:40000 > 10.0.0.9:23 tcp REJECT flags 2',
    ],
    needs: ['10.0.0.9 > 198.51.100.7 6/25 rejected 2/1'],
    inbound: 1,
  },
  {
    what: 'the same without flags',
    interfaces: [web],
    records: [
      'eni-web 10.0.0.9:50000 > 198.51.100.7:25 tcp REJECT',
      'eni-web 198.51.100.66:40000 > 10.0.0.9:23 tcp REJECT',
    ],
    needs: ['10.0.0.9 > 198.51.100.7 6/25 rejected 7/2'],
    inbound: 1,
  },
  {
    what: 'a scan from a low port to a high one is still a scan',
    interfaces: [web],
    records: ['eni-web 198.51.100.66:80 > 10.0.0.9:51000 tcp REJECT'],
    needs: [],
    inbound: 1,
  },
  {
    what: 'a late packet after the close is no denial (P13)',
    interfaces: [web],
    records: [
      'eni-web 10.0.0.9:50000 > 198.51.100.7:443 tcp flags 3 at 0',
      'eni-web 198.51.100.7:443 > 10.0.0.9:50000 tcp flags 19 at 0',
      'eni-web 10.0.0.9:50000 > 198.51.100.7:443 tcp REJECT flags 4 at 90',
    ],
    needs: ['10.0.0.9 > 198.51.100.7 6/443 accepted 2/1'],
    late: 1,
  },
  {
    what: 'a late packet without flags, after an accepted exchange',
    interfaces: [web],
    records: [
      'eni-web 10.0.0.9:50000 > 198.51.100.7:443 tcp at 0',
      'eni-web 198.51.100.7:443 > 10.0.0.9:50000 tcp at 0',
      'eni-web 10.0.0.9:50000 > 198.51.100.7:443 tcp REJECT at 90',
    ],
    needs: ['10.0.0.9 > 198.51.100.7 6/443 accepted 8/2'],
    late: 1,
  },
  {
    what: 'UDP has no close: its reject is a denial, flags 0 or not',
    interfaces: [web],
    records: ['eni-web 10.0.0.9:50000 > 9.9.9.9:53 udp REJECT flags 0'],
    needs: ['10.0.0.9 > 9.9.9.9 17/53 rejected 7/2'],
  },
  {
    what: 'an attempt that nobody answered (P15)',
    interfaces: [web],
    records: ['eni-web 10.0.0.9:50000 > 198.51.100.7:443 tcp flags 2'],
    needs: ['10.0.0.9 > 198.51.100.7 6/443 unanswered 2/1'],
  },
  {
    what: 'a scan from one fixed port that nobody answers does not make its own port look listened on',
    interfaces: [web],
    records: [21, 25, 8080, 8443].map((port) => `eni-web 10.0.0.9:40000 > 198.51.100.7:${port} tcp`),
    needs: [21, 25, 8080, 8443]
      .map((port) => `10.0.0.9 > 198.51.100.7 6/${port} unanswered 7/2`)
      .sort((a, b) => (a < b ? -1 : 1)),
  },
  {
    what: 'contradicting flags do not hide that a security group lets the port in',
    interfaces: [web],
    guarded: ['eni-web'],
    listening: [{ interfaceId: 'eni-web', protocol: 6, fromPort: 31022, toPort: 31022, peers: null }],
    records: [
      'eni-web 203.0.113.9:20000 > 10.0.0.9:31022 tcp flags 18',
      'eni-web 10.0.0.9:31022 > 203.0.113.9:20000 tcp flags 18',
    ],
    needs: [],
    inbound: 1,
  },
  {
    what: 'a reply rejected on its way in: the attempt was ours, a network ACL blocked the answer',
    interfaces: [web],
    records: [
      'eni-web 10.0.0.9:50000 > 198.51.100.7:8443 tcp',
      'eni-web 198.51.100.7:8443 > 10.0.0.9:50000 tcp REJECT',
    ],
    needs: ['10.0.0.9 > 198.51.100.7 6/8443 rejected 7/2'],
  },
  {
    what: 'a reply rejected on its way out: the attempt was theirs, whatever the ports say',
    interfaces: [web],
    records: ['eni-web 203.0.113.12:0 > 10.0.0.9:0 icmp', 'eni-web 10.0.0.9:0 > 203.0.113.12:0 icmp REJECT'],
    needs: [],
    inbound: 1,
  },
];

describe('who opened it', () => {
  test.each(cases)('$what', async (each) => {
    const found = await analyze(engine, each);
    const printed = found.needs.map((row) => `${row.need} ${row.status} ${row.evidence}/${row.confidence}`);
    expect(printed).toEqual(each.needs);
    expect(found.undecided).toBe(each.undecided ?? 0);
    expect(found.inbound).toBe(each.inbound ?? 0);
    expect(found.lateRejects).toBe(each.late ?? 0);
  });

  test('there are cases', () => expect(cases.length).toBeGreaterThan(20));
});
