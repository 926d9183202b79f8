import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allFlowFields, defaultFormat } from '../flow/index.js';
import { complaintAbout, defaultLayoutOf, isDefaultRecord } from './check.js';
import { containerOf, formOf } from './form.js';
import { globToRegExp, literalStart } from './glob.js';
import { HeaderCutter } from './header-cutter.js';
import { fieldOf, isHeader, layoutOf, parseLogFormat, tokensOf } from './layout.js';
import { EventScanner } from './log-events.js';
import { describePath, partitionOf } from './source-path.js';
import { TextTally } from './tally.js';
import { linesOf } from './text-lines.js';

const header = defaultFormat.join(' ');
const line =
  '2 123456789010 eni-0123456789abcdef0 10.0.0.1 192.0.2.7 40000 443 6 10 1000 1789365600 1789365659 ACCEPT OK';

/** The same bytes, cut at any places. */
const chunked = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.array(fc.nat(40), { minLength: 1, maxLength: 8 })).map(([whole, sizes]) => {
    const bytes = Buffer.from(whole);
    const chunks: Buffer[] = [];
    for (let at = 0, index = 0; at < bytes.length; index++) {
      const size = 1 + (sizes[index % sizes.length] ?? 0);
      chunks.push(bytes.subarray(at, at + size));
      at += size;
    }
    return { whole, chunks };
  });

describe('TextTally', () => {
  test('counts what a loop over the text counts, however it is cut', () => {
    const text = fc.string({
      unit: fc.constantFrom(' ', '\n', 'a', '\u00ff', '!', '\u000b', '*'),
      maxLength: 3000,
    });
    fc.assert(
      fc.property(chunked(text), ({ whole, chunks }) => {
        const tally = new TextTally();
        for (const chunk of chunks) tally.add(chunk);
        expect(tally.spaces).toBe(whole.split(' ').length - 1);
        expect(tally.lines).toBe(whole === '' ? 0 : whole.replace(/\n$/, '').split('\n').length);
      }),
    );
  });
  test('does not overflow on a long run', () => {
    const tally = new TextTally();
    tally.add(Buffer.alloc(1_000_001, ' '));
    expect(tally.spaces).toBe(1_000_001);
  });
});

test('HeaderCutter takes out whole header lines only, however the text is cut', () => {
  const lines = fc.array(fc.constantFrom('a b', 'a b c', 'x', 'xa b', ''), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(chunked(lines.map((each) => each.join('\n'))), ({ whole, chunks }) => {
      const cutter = new HeaderCutter('a b');
      const parts = [...chunks.flatMap((chunk) => cutter.push(chunk)), ...cutter.end()];
      const wanted = whole.replace(/\n$/, '').split('\n');
      const kept = wanted.filter((each) => each !== 'a b');
      expect(Buffer.concat(parts).toString().replace(/\n$/, '').split('\n').join('|')).toBe(kept.join('|'));
      expect(cutter.headers).toBe(wanted.length - kept.length);
    }),
  );
});

test('linesOf cuts and numbers lines, however the text is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      chunked(fc.string({ unit: fc.constantFrom('a', 'é', '\n', '\r') })),
      async ({ whole, chunks }) => {
        const found: string[] = [];
        const source = (async function* () {
          yield* chunks;
        })();
        for await (const block of linesOf(source)) {
          for (const each of block) {
            found.push(each.text ?? '');
            expect(each.number).toBe(found.length);
          }
        }
        expect(found).toEqual(whole === '' ? [] : whole.replace(/\n$/, '').split('\n'));
      },
    ),
  );
});

test('EventScanner finds the same events, however the JSON is cut', () => {
  const message = fc.string({
    unit: fc.constantFrom('a', '"', '\\', '{', '}', '[', ']', ',', ':', 'é', '\n', ' '),
  });
  const events = fc.array(fc.record({ message, more: fc.anything() }), { maxLength: 6 });
  const text = events.chain((list) => {
    const lists = { logEvents: list, logStream: 's' };
    const forms = [lists, { events: list }, list].map((each) => JSON.stringify(each));
    const plain = list.map((each) => JSON.stringify({ message: each.message })).join('\n');
    return fc.constantFrom(...forms, plain).map((json) => ({ json, list }));
  });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 50 }), ({ json, list }, size) => {
      const scanner = new EventScanner();
      const found = [];
      for (let at = 0; at < json.length; at += size) found.push(...scanner.push(json.slice(at, at + size)));
      found.push(...scanner.end());
      expect(found.map((each) => ('message' in each ? each.message : each))).toEqual(
        list.map((each) => each.message),
      );
    }),
  );
});

test('JSON that is cut off or none is said', () => {
  const scanner = new EventScanner();
  expect(scanner.push('junk {"message": "a"} {"other": 1} {"message": "b')).toMatchObject([
    { reason: 'text that is not JSON', text: 'junk' },
    { message: 'a' },
    { reason: 'an object without a message' },
  ]);
  expect(scanner.end()).toMatchObject([{ reason: 'the JSON ends in the middle' }]);
});

describe('headers and formats', () => {
  test('every known field is one, in text and Parquet spelling', () => {
    expect(allFlowFields.length).toBeGreaterThan(60);
    for (const field of allFlowFields) {
      expect(fieldOf(field.log)?.name).toBe(field.name);
      expect(fieldOf(field.column)?.name).toBe(field.name);
    }
  });
  test('a record is never a header', () => {
    expect(isHeader(tokensOf(header))).toBe(true);
    expect(isHeader(tokensOf(line))).toBe(false);
    expect(isHeader(['srcaddr'])).toBe(true);
    expect(isHeader(['hello', 'world'])).toBe(false);
  });
  test('a format as DescribeFlowLogs prints it reads back', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          allFlowFields.map((field) => field.log),
          { minLength: 1 },
        ),
        (names) => {
          const layout = parseLogFormat(names.map((name) => `\${${name}}`).join(' '));
          expect(layout.columns.map((column) => column.log)).toEqual(names);
          expect(layoutOf(names)).toEqual({ kind: 'layout', layout });
        },
      ),
    );
  });
});

test('a headerless line is the default format only if every token is what stands there', () => {
  const tokens = tokensOf(line);
  expect(isDefaultRecord(tokens)).toBe(true);
  for (const [index, wrong] of [
    [0, 'x'],
    [1, '12'],
    [2, 'vpc-1'],
    [3, 'OK'],
    [13, 'ok'],
  ] as const) {
    expect(isDefaultRecord(tokens.with(index, wrong))).toBe(false);
  }
  expect(complaintAbout(tokens.slice(1), defaultLayoutOf())?.reason).toMatch(
    /too few fields: 13 where the format has 14/,
  );
});

test('forms by their first line', () => {
  const kind = (head: string) => formOf(head, undefined).kind;
  expect(kind(`${header}\n${line}\n`)).toBe('records');
  expect(kind(`${header}\n${line.replace(' 6 ', ' 6.5 ')}\n`)).toBe('lines');
  expect(kind(`${header}\r\n${line}\r\n`)).toBe('lines');
  expect(kind(`${line}\n`)).toBe('lines');
  expect(kind(`2026-09-14T06:00:00.000Z ${line}\n`)).toBe('export');
  expect(kind('{"message": "x"}')).toBe('json');
  expect(kind('\n  \n')).toBe('empty');
  expect(containerOf(Buffer.from('PAR1'))).toBe('parquet');
});

test('paths of every S3 layout say account, region, day and flow log', () => {
  const name = '123456789010_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe123456.log.gz';
  const facts = { account: '123456789010', region: 'us-east-1', day: '2018-06-20', flowLogId: 'fl-1234abcd' };
  expect(describePath(`/b/AWSLogs/123456789010/vpcflowlogs/us-east-1/2018/06/20/${name}`)).toEqual(facts);
  expect(describePath(name)).toEqual(facts);
  expect(describePath('/tmp/flow.log')).toEqual({ account: null, region: null, day: null, flowLogId: null });
  expect(partitionOf(describePath('/tmp/x'))).toBe('account=unknown/region=unknown/day=unknown');
});

test('globs match as in a shell', () => {
  const matches = (pattern: string, path: string) => globToRegExp(pattern).test(path);
  expect(matches('/a/*.gz', '/a/b.gz')).toBe(true);
  expect(matches('/a/*.gz', '/a/b/c.gz')).toBe(false);
  expect(matches('/a/**/*.gz', '/a/c.gz')).toBe(true);
  expect(matches('/a/**/*.gz', '/a/b/d/c.gz')).toBe(true);
  expect(matches('/a/[!b]?.{log,gz}', '/a/cd.log')).toBe(true);
  expect(matches('/a/b.c', '/a/bxc')).toBe(false);
  expect(literalStart('/a/b/*/c.gz')).toBe('/a/b');
});
