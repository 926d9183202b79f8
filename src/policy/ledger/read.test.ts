import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../base/index.js';
import { readLedger } from './read.js';

function messages(...lines: readonly string[]): string {
  const text = `${lines.join('\n')}\n`;
  const { ledger, diagnostics } = readLedger(text, 'ledger.csv');
  const errors = diagnostics.filter((each) => each.severity === 'error');
  expect(ledger === undefined).toBe(errors.length > 0);
  return diagnostics.map((each) => formatDiagnostic(each, text)).join('\n');
}

const header = 'workload,destination,protocol,port,decision,expires';

describe('a bad ledger', () => {
  test('is told all of its mistakes at once, each with its place and cure', () => {
    const rows = [
      ',10.0.0.1,tcp,443,allow,',
      'app,10.0.0.1/8,tcp,443,allow,',
      'app,*.example.com,tcp,443,allow,',
      'app,nobody,tcp,443,allow,',
      'app,300.1.1.1,tcp,443,allow,',
      'app,workload:,tcp,443,allow,',
      'app,10.0.0.1,tpc,443,allow,',
      'app,10.0.0.1,icmp,8,allow,',
      'app,10.0.0.1,tcp,65536,allow,',
      'app,10.0.0.1,tcp,10-Jan,allow,',
      'app,10.0.0.1,tcp,443,alow,',
      'app,10.0.0.1,tcp,443,yes,',
      'app,10.0.0.1,tcp,443,allow,31.12.2027',
      'app,10.0.0.1,tcp,443,allow,2027-02-30',
      'app,10.0.0.1,tcp,443,allow,,a,b',
    ];
    expect(messages(header, ...rows)).toMatchSnapshot();
  });

  test.each([
    ['without a line', ''],
    ['with comments only', '# hello'],
    ['with semicolons', 'workload;destination;protocol;port;decision'],
    [
      'with semicolons and quotes',
      '"workload";"destination";protocol;port;decision\napp;"10.0.0.1";tcp;443;allow',
    ],
    ['with tabs', 'workload\tdestination\tprotocol\tport\tdecision'],
    ['with a slip in a name', 'workload,destinaton,protocol,port,decision'],
    ['with a column twice', 'workload,destination,protocol,port,decision,port'],
    ['with a slip in a name that may be missing', `${header},reasn`],
    [
      'with a quote that is not closed',
      `${header}\napp,"10.0.0.1,tcp,443,allow,\nworker,10.0.0.2,tcp,22,deny,`,
    ],
    ['with a quote inside a cell', `${header}\nmy "app",10.0.0.1,tcp,443,allow,`],
    ['with more after a quote', `${header}\n"my" app,10.0.0.1,tcp,443,allow,`],
  ])('%s', (_, text) => expect(messages(text)).toMatchSnapshot());
});

describe('a good ledger', () => {
  const first = (...lines: readonly string[]) => readLedger(lines.join('\n'), 'ledger.csv').ledger?.lines[0];

  test.each([
    ['Port names do not matter', `${header}\napp,10.0.0.1,TCP,443,ALLOW,`],
    ['nor spaces', `${header}\n app , 10.0.0.1 , tcp , 443 , allow , `],
    [
      'nor the mark that spreadsheets write first, nor their empty lines',
      `\uFEFF${header}\r\n,,,,,\r\napp,10.0.0.1,6,443-443,allow\r\n`,
    ],
    ['nor empty cells behind the last column', `${header}\napp,10.0.0.1,tcp,443,allow,,,`],
    [
      'nor the order of the columns, nor further ones, nor line ends in quotes',
      'note,decision,port,protocol,destination,workload\r\n"two\r\nlines",allow,443,tcp,10.0.0.1,app\r\n',
    ],
  ])('%s', (_, text) => {
    expect(first(text)).toMatchObject({
      workload: 'app',
      destination: { kind: 'prefix', prefix: { length: 32 } },
      protocol: 6,
      ports: { from: 443, to: 443 },
      decision: 'allow',
      expires: null,
    });
  });

  test.each([
    ['*', { kind: 'any' }],
    ['2001:db8::/32', { kind: 'prefix' }],
    ['2001:0db8::/32', { kind: 'prefix' }],
    ['pl-6ea54007', { kind: 'prefix-list', name: 'pl-6ea54007' }],
    ['com.amazonaws.eu-west-1.s3', { kind: 'prefix-list', name: 'com.amazonaws.eu-west-1.s3' }],
    ['prefix-list:on premises', { kind: 'prefix-list', name: 'on premises' }],
    ['sg-0123456789abcdef0', { kind: 'security-group' }],
    ['workload:db', { kind: 'workload', name: 'db' }],
    ['service:S3', { kind: 'service', name: 's3' }],
    ['Example.COM.', { kind: 'domain', name: 'example.com' }],
    ['.example.com', { kind: 'domain', name: '.example.com' }],
  ])('has the destination `%s`', (text, wanted) => {
    expect(first(header, `app,${text},*,*,deny,`)?.destination).toMatchObject(wanted);
  });
});
