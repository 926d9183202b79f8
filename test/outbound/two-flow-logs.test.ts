import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyze } from '../../src/app/analyze.js';
import { folderWith, log, record, skipdata, take } from '../ingest/support.js';

const at = (seconds: number) => ({
  'interface-id': 'eni-00000000000000001',
  start: String(1_789_365_600 + seconds),
  end: String(1_789_365_640 + seconds),
});
const header =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end';
/** The same records as a second flow log with more fields writes them. */
const richer = (lines: readonly string[]) =>
  `${[`${header} action log-status tcp-flags`, ...lines.map((line) => `${line} 2`)].join('\n')}\n`;

async function answerFor(files: Record<string, string>) {
  const folder = folderWith(files);
  await take(folder);
  const { analysis } = await analyze({
    lake: join(folder, 'lake'),
    from: folder,
    vpcCidrs: ['10.0.0.0/16'],
  });
  return analysis;
}

const sums = ({ totals, coverage }: Awaited<ReturnType<typeof answerFor>>) => ({
  records: totals.records,
  bytes: totals.bytes,
  connections: totals.outboundConnections,
  gaps: coverage.interfaces.map((each) => each.gapSeconds),
});

test('what two flow logs of different formats record on one interface counts once, and is said', async () => {
  const lines = [record(1, at(0)), record(2, at(60)), record(3, { ...at(120), action: 'REJECT' })];
  const alone = await answerFor({ 'logs/b.log': richer(lines) });
  const both = await answerFor({ 'logs/a.log': log(...lines), 'logs/b.log': richer(lines) });
  expect(sums(both)).toEqual(sums(alone));
  expect(sums(both)).toMatchObject({ records: 3 });
  expect(both.coverage.limits.join('\n')).toMatch(
    /record 1 interface: .* 3 records of the others are left out/,
  );
  expect(alone.coverage.limits.join('\n')).not.toMatch(/left out/);
});

test('what only one of them records stays: another time, another action', async () => {
  const accepted = [record(1, at(0))];
  const both = await answerFor({
    'logs/a.log': log(record(2, { ...at(0), action: 'REJECT' }), record(3, at(1200)), skipdata),
    'logs/b.log': richer(accepted),
  });
  expect(sums(both)).toMatchObject({ records: 3 });
});

test('two formats on different interfaces are read whole', async () => {
  const other = { 'interface-id': 'eni-00000000000000002' };
  const both = await answerFor({
    'logs/a.log': log(record(1, at(0)), record(2, at(60))),
    'logs/b.log': richer([record(1, { ...at(0), ...other }), record(2, { ...at(60), ...other })]),
  });
  expect(sums(both)).toMatchObject({ records: 4 });
});
