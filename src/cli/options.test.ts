import { expect, test } from 'vitest';
import { flagOf, readOptions } from './options.js';
import { UsageError } from './usage-error.js';
import { parseSize, parseTime } from './values.js';

const specs = {
  format: { type: 'choice', choices: ['table', 'json'], default: 'table', doc: '' },
  failOn: { type: 'choice', choices: ['gap', 'admin'], many: true, doc: '' },
  vpcCidr: { type: 'text', many: true, doc: '' },
  limit: { type: 'integer', doc: '' },
  from: { type: 'time', doc: '' },
  memoryLimit: { type: 'size', doc: '' },
  lint: { type: 'flag', default: true, doc: '' },
  strict: { type: 'flag', doc: '' },
} as const;

test('what is left out has its default', () => {
  expect(readOptions(specs, {}, 'sluice x')).toEqual({
    format: 'table',
    failOn: [],
    vpcCidr: [],
    limit: undefined,
    from: undefined,
    memoryLimit: undefined,
    lint: true,
    strict: false,
  });
});

test('texts become values', () => {
  const typed = {
    failOn: ['gap,admin', 'gap'],
    vpcCidr: ['10.0.0.0/8'],
    limit: '20',
    from: '2026-09-14',
    memoryLimit: '2gb',
  };
  expect(readOptions(specs, typed, 'sluice x')).toMatchObject({
    failOn: ['gap', 'admin', 'gap'],
    vpcCidr: ['10.0.0.0/8'],
    limit: 20,
    from: 1_789_344_000,
    memoryLimit: '2GB',
  });
});

test.each([
  [{ format: 'jsn' }, '`--format` does not know `jsn`; the nearest is `json`.'],
  [{ failOn: ['gap,admn'] }, '`--fail-on` does not know `admn`; the nearest is `admin`.'],
  [{ limit: '-1' }, '`--limit` takes a whole number from 1 up, not `-1`.'],
  [{ limit: '1e3' }, '`--limit` takes a whole number from 1 up, not `1e3`.'],
  [
    { from: 'yesterday' },
    '`--from` takes a time such as `2026-09-14T06:00Z` or `1789365600`, not `yesterday`.',
  ],
  [{ memoryLimit: '2' }, '`--memory-limit` takes a size such as `512MB` or `2GB`, not `2`.'],
  [{ vpcCidr: [''] }, '`--vpc-cidr` takes a value that is not empty, not ``.'],
])('%j is refused', (typed, message) => {
  const act = () => readOptions(specs, typed, 'sluice x');
  expect(act).toThrow(UsageError);
  expect(act).toThrow(message);
});

test('names become flags', () => {
  expect(flagOf('memoryLimit', specs.memoryLimit)).toBe('--memory-limit');
  expect(flagOf('lint', specs.lint)).toBe('--no-lint');
  expect(flagOf('strict', specs.strict)).toBe('--strict');
});

test.each([
  ['2026-09-14', 1_789_344_000],
  ['2026-09-14T06:00', 1_789_365_600],
  ['2026-09-14 06:00:00', 1_789_365_600],
  ['2026-09-14T06:00:00.5Z', 1_789_365_600],
  ['2026-09-14T08:00+02:00', 1_789_365_600],
  ['1789365600', 1_789_365_600],
  ['1789365600123', 1_789_365_600],
  ['2026-02-31', undefined],
  ['2026-13-01', undefined],
  ['2026-09-14T25:00', undefined],
  ['12', undefined],
])('the time %s', (text, seconds) => {
  expect(parseTime(text)).toBe(seconds);
});

test.each([
  ['512MB', '512MB'],
  ['1.5 gib', '1.5GiB'],
  ['0GB', undefined],
  ['12', undefined],
])('the size %s', (text, size) => {
  expect(parseSize(text)).toBe(size);
});
