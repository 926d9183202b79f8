import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../src/store/index.js';
import { analyze, facts, type Scenario } from './harness.js';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 });
});
afterAll(() => engine.close());

const app = facts('eni-app', '10.0.1.5', { reachable: false });
const nat = facts('eni-nat', '10.0.0.220', { role: 'nat-gateway', workload: 'nat' });

/** The six records of one connection through a zonal NAT gateway (VPC User Guide, NAT gateway example). */
function throughNat(packetAddresses: boolean, at = 0): string[] {
  const pkt = (source: string, destination: string) =>
    packetAddresses ? `pkt ${source} ${destination}` : '';
  return [
    `eni-nat 10.0.1.5:40001 > 10.0.0.220:443 tcp at ${at} ${pkt('10.0.1.5', '203.0.113.5')}`,
    `eni-nat 10.0.0.220:9999 > 203.0.113.5:443 tcp at ${at} ${pkt('10.0.0.220', '203.0.113.5')}`,
    `eni-nat 203.0.113.5:443 > 10.0.0.220:9999 tcp at ${at} ${pkt('203.0.113.5', '10.0.0.220')}`,
    `eni-nat 10.0.0.220:443 > 10.0.1.5:40001 tcp at ${at} ${pkt('203.0.113.5', '10.0.1.5')}`,
    `eni-app 10.0.1.5:40001 > 203.0.113.5:443 tcp at ${at} ${pkt('10.0.1.5', '203.0.113.5')}`,
    `eni-app 203.0.113.5:443 > 10.0.1.5:40001 tcp at ${at} ${pkt('203.0.113.5', '10.0.1.5')}`,
  ];
}

async function needsOf(scenario: Scenario): Promise<string[]> {
  const found = await analyze(engine, scenario);
  return found.needs.map((row) => `${row.need} ${row.status} x${row.connections} from ${row.vantage}`);
}

describe('one vantage point for each connection', () => {
  test.each([false, true])(
    'six records of one connection through a NAT gateway count once (packet addresses: %s)',
    async (pkt) => {
      const needs = await needsOf({ interfaces: [app, nat], records: throughNat(pkt) });
      expect(needs).toEqual(['10.0.1.5 > 203.0.113.5 6/443 accepted x1 from interface']);
    },
  );

  test('a client whose interface was not logged is found at the NAT gateway, by packet-level addresses', async () => {
    const needs = await needsOf({ interfaces: [nat], records: throughNat(true).slice(0, 4) });
    expect(needs).toEqual(['10.0.1.5 > 203.0.113.5 6/443 accepted x1 from nat-gateway']);
  });

  test('without packet-level addresses the gateway stands for the client that is not known', async () => {
    const needs = await needsOf({ interfaces: [nat], records: throughNat(false).slice(0, 4) });
    expect(needs).toEqual(['10.0.0.220 > 203.0.113.5 6/443 accepted x1 from nat-gateway']);
  });

  test('a scan of the gateway’s public address is no need of the gateway', async () => {
    const needs = await needsOf({
      interfaces: [app, nat],
      records: [...throughNat(false), 'eni-nat 198.51.100.66:55555 > 10.0.0.220:22 tcp REJECT'],
    });
    expect(needs).toEqual(['10.0.1.5 > 203.0.113.5 6/443 accepted x1 from interface']);
  });

  test('a regional NAT gateway has no interface; its leg from the public address is a duplicate (P8)', async () => {
    const regional = facts('nat-0123', '107.22.182.139', { role: 'nat-gateway', primary4: null });
    const leg = (source: string, destination: string) => `- ${source} > ${destination} tcp nat nat-0123`;
    const needs = await needsOf({
      interfaces: [app, regional],
      records: [
        leg('10.0.1.5:40001', '203.0.113.5:443'),
        leg('203.0.113.5:443', '10.0.1.5:40001'),
        leg('107.22.182.139:1024', '203.0.113.5:443'),
        leg('203.0.113.5:443', '107.22.182.139:1024'),
        'eni-app 10.0.1.5:40001 > 203.0.113.5:443 tcp',
        'eni-app 203.0.113.5:443 > 10.0.1.5:40001 tcp',
      ],
    });
    expect(needs).toEqual(['10.0.1.5 > 203.0.113.5 6/443 accepted x1 from interface']);
  });

  test('both ends inside: the client’s view is the need, the server’s view is inbound', async () => {
    const database = facts('eni-db', '10.0.2.7');
    const records = ['eni-app', 'eni-db'].flatMap((id) => [
      `${id} 10.0.1.5:40001 > 10.0.2.7:5432 tcp flags 3`,
      `${id} 10.0.2.7:5432 > 10.0.1.5:40001 tcp flags 19`,
    ]);
    expect(await needsOf({ interfaces: [app, database], records })).toEqual([
      '10.0.1.5 > 10.0.2.7 6/5432 accepted x1 from interface',
    ]);
  });

  test('an inside client whose interface was not logged is found at the server', async () => {
    const records = [
      'eni-db 10.0.3.3:40001 > 10.0.2.7:5432 tcp flags 3',
      'eni-db 10.0.2.7:5432 > 10.0.3.3:40001 tcp flags 19',
    ];
    expect(await needsOf({ interfaces: [facts('eni-db', '10.0.2.7')], records })).toEqual([
      '10.0.3.3 > 10.0.2.7 6/5432 accepted x1 from responder',
    ]);
  });

  test('an interface endpoint’s own records do not double its clients’', async () => {
    const endpoint = facts('eni-vpce', '10.0.2.9', { role: 'endpoint' });
    const records = ['eni-app', 'eni-vpce'].flatMap((id) => [
      `${id} 10.0.1.5:40001 > 10.0.2.9:443 tcp`,
      `${id} 10.0.2.9:443 > 10.0.1.5:40001 tcp`,
    ]);
    expect(await needsOf({ interfaces: [app, endpoint], records })).toEqual([
      '10.0.1.5 > 10.0.2.9 6/443 accepted x1 from interface',
    ]);
  });

  test('a transit gateway’s attachments are one, and repeat what the ends logged (P9)', async () => {
    const tgw = ['eni-tgw-a', 'eni-tgw-b'].map((id, index) =>
      facts(id, `10.0.9.${index + 1}`, { role: 'transit-gateway' }),
    );
    const passing = [
      'eni-tgw-a 10.0.9.1:40001 > 10.40.2.236:443 tcp flags 3 pkt 10.20.33.164 10.40.2.236',
      'eni-tgw-b 10.40.2.236:443 > 10.0.9.2:40001 tcp flags 19 pkt 10.40.2.236 10.20.33.164',
    ];
    expect(await needsOf({ interfaces: tgw, records: passing })).toEqual([
      '10.20.33.164 > 10.40.2.236 6/443 accepted x1 from transit-gateway',
    ]);
    const server = facts('eni-srv', '10.40.2.236');
    const logged = [
      'eni-srv 10.20.33.164:40001 > 10.40.2.236:443 tcp flags 3 pkt 10.20.33.164 10.40.2.236',
      'eni-srv 10.40.2.236:443 > 10.20.33.164:40001 tcp flags 19 pkt 10.40.2.236 10.20.33.164',
    ];
    expect(await needsOf({ interfaces: [...tgw, server], records: [...passing, ...logged] })).toEqual([]);
  });

  test('a pod’s own address stands as source when packet-level addresses show it (P20)', async () => {
    const records = [
      'eni-app 10.0.1.5:40001 > 203.0.113.5:443 tcp flags 3 pkt 10.0.1.77 203.0.113.5',
      'eni-app 203.0.113.5:443 > 10.0.1.5:40001 tcp flags 19 pkt 203.0.113.5 10.0.1.77',
    ];
    expect(await needsOf({ interfaces: [app], records })).toEqual([
      '10.0.1.77 > 203.0.113.5 6/443 accepted x1 from interface',
    ]);
  });
});

describe('counting connections, not records (P6)', () => {
  test('intervals of one connection are one; its ports used again much later are another', async () => {
    const at = [0, 60, 120, 180, 7200];
    const records = at.flatMap((time) => [
      `eni-app 10.0.1.5:40001 > 203.0.113.5:443 tcp at ${time} for 55`,
      `eni-app 203.0.113.5:443 > 10.0.1.5:40001 tcp at ${time} for 55`,
    ]);
    expect(await needsOf({ interfaces: [app], records })).toEqual([
      '10.0.1.5 > 203.0.113.5 6/443 accepted x2 from interface',
    ]);
  });

  test('a long record that encloses shorter ones does not split them', async () => {
    const records = [
      'eni-app 10.0.1.5:40001 > 203.0.113.5:443 tcp at 0 for 5000',
      'eni-app 203.0.113.5:443 > 10.0.1.5:40001 tcp at 10 for 20',
      'eni-app 203.0.113.5:443 > 10.0.1.5:40001 tcp at 4000 for 20',
    ];
    expect(await needsOf({ interfaces: [app], records })).toEqual([
      '10.0.1.5 > 203.0.113.5 6/443 accepted x1 from interface',
    ]);
  });

  test('SYNs that are repeated without an answer are one attempt', async () => {
    const records = [0, 60, 120].map(
      (time) => `eni-app 10.0.1.5:40001 > 203.0.113.5:443 tcp at ${time} flags 2`,
    );
    expect(await needsOf({ interfaces: [app], records })).toEqual([
      '10.0.1.5 > 203.0.113.5 6/443 unanswered x1 from interface',
    ]);
  });

  test('with flags each SYN is an opening', async () => {
    const records = [0, 100, 200].flatMap((time) => [
      `eni-app 10.0.1.5:40001 > 203.0.113.5:443 tcp at ${time} flags 3`,
      `eni-app 203.0.113.5:443 > 10.0.1.5:40001 tcp at ${time} flags 19`,
    ]);
    expect(await needsOf({ interfaces: [app], records })).toEqual([
      '10.0.1.5 > 203.0.113.5 6/443 accepted x3 from interface',
    ]);
  });
});
