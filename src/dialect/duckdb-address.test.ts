import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatAddress, parseAddress, parsePrefix, prefixContains } from '../net/index.js';
import { Engine } from '../store/index.js';
import { addressInDuckdb, addressKeyInDuckdb, isIpv4Text, isIpv6Text } from './duckdb-address.js';
import { joinSql, name, sql, text } from './index.js';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 });
});
afterAll(() => engine.close());

const byte = fc.oneof(fc.constantFrom(0, 1, 10, 32, 127, 128, 255), fc.nat(255));
const ipv4 = fc.array(byte, { minLength: 4, maxLength: 4 }).map((octets) => octets.join('.'));
const group = fc.oneof(fc.constantFrom(0, 1, 0xdb8, 0x2001, 0xffff), fc.nat(0xffff));
const ipv6 = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((groups) =>
    formatAddress({ family: 6, value: groups.reduce((sum, each) => (sum << 16n) | BigInt(each), 0n) }),
  );
const address = fc.oneof({ weight: 3, arbitrary: ipv4 }, ipv6);
const prefix = fc.oneof(
  fc.tuple(ipv4, fc.nat(32)).map(([each, length]) => `${each}/${length}`),
  fc.tuple(ipv6, fc.nat(128)).map(([each, length]) => `${each}/${length}`),
);
/** Texts around what an address is: short and long forms, zeros in front, too many groups, other characters. */
const nearly = fc.oneof(
  address,
  fc.constantFrom(
    '-',
    '',
    '::',
    '::1',
    '1::',
    '1:2:3:4:5:6:7::',
    '::2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:8:9',
  ),
  fc.constantFrom(
    '10.0.0.01',
    '256.1.1.1',
    '1.2.3',
    '1.2.3.4.5',
    '10.0.0.1 ',
    '::ffff:10.0.0.1',
    '1::2::3',
    ':1',
    '1:',
    'g::',
  ),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.-'), maxLength: 20 }),
);

async function answers(
  texts: readonly string[],
  condition: (value: ReturnType<typeof sql>) => ReturnType<typeof sql>,
): Promise<unknown[]> {
  const rows = joinSql(
    texts.map((each, index) => sql`(${text(String(index))}, ${text(each)})`),
    ', ',
  );
  const column = name('a');
  const { rows: found } = await engine.query(
    sql`SELECT ${condition(column)} FROM (VALUES ${rows}) AS t (i, a) ORDER BY CAST(i AS INTEGER)`,
  );
  return found.map(([value]) => value);
}

test('a compiled prefix holds the addresses that it contains', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(address, { minLength: 1, maxLength: 40 }),
      prefix,
      prefix,
      async (texts, first, second) => {
        const blocks = [first, second].map(parsePrefix);
        const expected = texts.map((each) => {
          const parsed = parseAddress(each);
          return blocks.some(
            (block) => block !== undefined && parsed !== undefined && prefixContains(block, parsed),
          );
        });
        expect(await answers(texts, (value) => addressInDuckdb(value, [first, second]))).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

test('the key of an address is its value in hexadecimal digits of one width', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(address, { minLength: 1, maxLength: 40 }), async (texts) => {
      const expected = texts.map((each) => {
        const parsed = parseAddress(each);
        return parsed?.value.toString(16).padStart(parsed.family === 4 ? 8 : 32, '0');
      });
      expect(await answers(texts, addressKeyInDuckdb)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('text is an address for the engine when it is one for us', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(nearly, { minLength: 1, maxLength: 60 }), async (texts) => {
      const families = texts.map((each) => parseAddress(each)?.family);
      expect(await answers(texts, isIpv4Text)).toEqual(families.map((family) => family === 4));
      expect(await answers(texts, isIpv6Text)).toEqual(families.map((family) => family === 6));
    }),
    { numRuns: 60 },
  );
});

test('a missing address lies in no prefix and outside of none', async () => {
  const { rows } = await engine.query(
    sql`SELECT ${addressInDuckdb(name('a'), ['10.0.0.0/8', '10.0.0.0/13', '2001:db8::/32'])} FROM (SELECT CAST(NULL AS VARCHAR) AS a)`,
  );
  expect(rows).toEqual([[null]]);
});
