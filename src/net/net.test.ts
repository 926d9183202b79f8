import cidrTools from 'cidr-tools';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Address,
  formatAddress,
  formatPortRange,
  formatPrefix,
  isSpecialPurpose,
  lastIpv4,
  mergePrefixes,
  type Prefix,
  PrefixTable,
  parseAddress,
  parsePortRange,
  parsePrefix,
  portInRange,
  prefixContains,
  prefixCovers,
  protocolNumber,
  specialRangeOf,
  specialRanges,
} from './index.js';

const { containsCidr, mergeCidr, normalizeCidr } = cidrTools;

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();
const anyAddress = fc.oneof(ipv4, ipv6);
const prefix4 = fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })).map(([ip, length]) => `${ip}/${length}`);
const prefix6 = fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })).map(([ip, length]) => `${ip}/${length}`);
/** Prefixes crowded into one /24, so that they often touch and overlap. */
const crowded = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }))
  .map(([host, length]) => `10.0.0.${host}/${length}`);
const anyPrefix = fc.oneof(prefix4, prefix6, crowded);

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed) throw new Error(`${text} is not an address`);
  return parsed;
}

function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  if (!parsed) throw new Error(`${text} is not a prefix`);
  return parsed;
}

describe('against cidr-tools', () => {
  test('reads every address and writes it in canonical form', () => {
    fc.assert(
      fc.property(anyAddress, (text) => {
        expect(formatAddress(address(text))).toBe(normalizeCidr(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('a written address reads back as itself', () => {
    fc.assert(
      fc.property(anyAddress, (text) => {
        const value = address(text);
        expect(parseAddress(formatAddress(value))).toEqual(value);
      }),
    );
  });

  test('cuts the host bits off a prefix', () => {
    fc.assert(
      fc.property(anyPrefix, (text) => {
        expect(formatPrefix(prefix(text))).toBe(normalizeCidr(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('contains the same addresses', () => {
    fc.assert(
      fc.property(anyPrefix, fc.oneof(anyAddress, crowded), (outer, inner) => {
        const bare = inner.split('/')[0] ?? '';
        expect(prefixContains(prefix(outer), address(bare))).toBe(containsCidr(outer, bare));
      }),
      { numRuns: 1000 },
    );
  });

  test('covers the same prefixes', () => {
    fc.assert(
      fc.property(anyPrefix, anyPrefix, (outer, inner) => {
        expect(prefixCovers(prefix(outer), prefix(inner))).toBe(containsCidr(outer, inner));
      }),
      { numRuns: 1000 },
    );
  });

  test('merges to the same fewest prefixes', () => {
    fc.assert(
      fc.property(fc.array(anyPrefix, { maxLength: 30 }), (texts) => {
        const merged = mergePrefixes(texts.map(prefix)).map(formatPrefix);
        expect(new Set(merged)).toEqual(new Set(mergeCidr(texts)));
        expect(merged.length).toBe(new Set(merged).size);
      }),
      { numRuns: 500 },
    );
  });
});

describe('an address', () => {
  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.4 ',
    '0x1.2.3.4',
    ':',
    ':::',
    '1::2::3',
    'g::',
    '1:2:3:4:5:6:7',
    '::1%eth0',
    '12345::',
  ])('`%s` is none', (text) => expect(parseAddress(text)).toBeUndefined());
});

describe('a prefix', () => {
  test.each(['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/08', '10.0.0.0/-1', '10.0.0/8', '10.0.0.0/8/8'])(
    '`%s` is none',
    (text) => expect(parsePrefix(text)).toBeUndefined(),
  );

  test('a bare address is its own prefix', () => {
    expect(formatPrefix(prefix('10.1.2.3'))).toBe('10.1.2.3/32');
    expect(formatPrefix(prefix('::1'))).toBe('::1/128');
  });
});

/** The same crowd in IPv6. */
const crowded6 = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 120, max: 128 }))
  .map(([host, length]) => `2001:db8::${host.toString(16)}/${length}`);

test('a prefix table finds what a scan over all prefixes finds, longest first', () => {
  const mixed = fc.oneof(crowded, crowded6, fc.constantFrom('0.0.0.0/0', '::/0'));
  fc.assert(
    fc.property(fc.array(mixed, { maxLength: 30 }), mixed, (texts, probe) => {
      const canonical = [...new Set(texts.map((each) => formatPrefix(prefix(each))))];
      const table = new PrefixTable<string>();
      for (const text of canonical) table.add(prefix(text), text);
      const wanted = address(probe.split('/')[0] ?? '');
      const scanned = canonical
        .filter((each) => prefixContains(prefix(each), wanted))
        .sort((a, b) => prefix(b).length - prefix(a).length);
      expect(table.find(wanted)).toEqual(scanned);
    }),
    { numRuns: 500 },
  );
});

describe('special-purpose ranges', () => {
  test.each([
    ['10.1.2.3', 'private'],
    ['100.64.0.1', 'private'],
    ['198.19.0.1', 'private'],
    ['203.0.113.5', 'documentation'],
    ['192.31.196.1', 'global'],
    ['192.0.0.9', 'global'],
    ['192.0.0.8', 'reserved'],
    ['224.0.0.251', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['2001:db8::1', 'documentation'],
    ['2001:4:112::1', 'global'],
    ['2001::1', 'reserved'],
    ['fd00:ec2::253', 'private'],
    ['fe80::1', 'link-local'],
    ['64:ff9b::808:808', 'embedded'],
  ])('%s is %s', (text, kind) => expect(specialRangeOf(address(text))?.kind).toBe(kind));

  test.each(['8.8.8.8', '100.128.0.1', '172.32.0.1', '2606:4700::1', '192.31.196.1'])(
    '%s is not special',
    (text) => expect(isSpecialPurpose(address(text))).toBe(false),
  );

  test('each range is listed once', () => {
    expect(specialRanges.length).toBeGreaterThan(40);
    expect(new Set(specialRanges.map((range) => formatPrefix(range.prefix))).size).toBe(specialRanges.length);
  });

  test('an IPv4 address inside IPv6 is taken out', () => {
    expect(lastIpv4(address('64:ff9b::8.8.4.4'))).toEqual(address('8.8.4.4'));
    expect(lastIpv4(address('::ffff:10.0.0.1'))).toEqual(address('10.0.0.1'));
  });
});

test('a protocol is read by name or number', () => {
  expect([protocolNumber('TCP'), protocolNumber('17'), protocolNumber('256'), protocolNumber('x')]).toEqual([
    6,
    17,
    undefined,
    undefined,
  ]);
});

describe('a port range', () => {
  test.each([
    ['443', 443, 443],
    ['8000-8100', 8000, 8100],
    [' 1 - 2 ', 1, 2],
    ['0', 0, 0],
  ])('`%s` is %i to %i', (text, from, to) => {
    expect(parsePortRange(text)).toEqual({ from, to });
    expect(parsePortRange(formatPortRange({ from, to }))).toEqual({ from, to });
  });

  test.each(['', '65536', '10-1', '1-', '-1', 'http', '1,2', '1.5'])('`%s` is none', (text) =>
    expect(parsePortRange(text)).toBeUndefined(),
  );

  test('holds both its ends', () => {
    expect([1, 2, 3, 4].map((port) => portInRange({ from: 2, to: 3 }, port))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
