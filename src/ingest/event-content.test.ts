import { expect, test } from 'vitest';
import { addFieldNames, contentOf } from './event-content.js';
import { formOf } from './form.js';

const millisecond = Date.parse('2026-09-14T06:08:34Z');

test.each([
  ['{"query_timestamp": "2026-09-14T06:08:34Z"}', millisecond],
  ['{"event_timestamp": "1789366114"}', millisecond],
  ['{"event_timestamp": 1789366114}', millisecond],
  ['{"time": 1789366114000}', millisecond],
  ['{"timestamp": "2026-09-14T08:08:34.000+0200"}', millisecond],
  ['{"ts": true, "level": "info"}', null],
  ['2026-09-14T06:08:34Z started', millisecond],
  ['[2026-09-14 06:08:34,000] started', millisecond],
  ['2026-09-14T06:08:34.5+02:00', millisecond + 500 - 7_200_000],
  ['2026-13-14T06:08:34Z no month', null],
  ['at 2026-09-14T06:08:34Z', null],
  ['  at com.example.Shop', null],
  ['{"timestamp": 9e20}', null],
])('the time of %s', (text, time) => {
  expect(contentOf(text).timeMs).toBe(time);
});

test.each([
  ['{"query_name": "a.", "query_timestamp": "x"}', 'resolver'],
  ['{"firewall_name": "f", "event": {"event_type": "alert"}}', 'firewallAlert'],
  ['{"firewall_name": "f", "event": {"event_type": "netflow"}}', 'firewallFlow'],
  ['{"firewall_name": "f", "event": {"event_type": "tls"}}', 'firewallTls'],
  ['{"firewall_name": "f", "event": {"event_type": "stats"}}', null],
  ['{"firewall_name": "f", "event": []}', null],
  ['{"query_name": "a."', null],
  ['[1]', null],
])('the kind of %s', (text, kind) => {
  expect(contentOf(text).kind).toBe(kind);
});

test('fields are discovered at any depth, lists by number, without nulls', () => {
  const names = new Set<string>();
  addFieldNames({ a: 1, b: { c: null, d: [true, { e: '' }], f: {}, g: [] } }, names, 1000);
  expect([...names]).toEqual(['a', 'b.d.0', 'b.d.1.e']);
});

test('the first 200 fields of an event are discovered', () => {
  const names = new Set<string>();
  addFieldNames(
    Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, index])),
    names,
    1000,
  );
  expect(names.size).toBe(200);
  expect(names.has('f199')).toBe(true);
});

const dns = '{"query_name":"a.example.","query_timestamp":"2026-09-14T06:08:34Z"}';
const quoted = JSON.stringify(dns);

test.each([
  ['on lines', dns, 'lines', 'resolver-query-logs', 'content'],
  ['exported', `2026-09-14T06:08:34.000Z ${dns}`, 'export', 'resolver-query-logs', 'content'],
  [
    'of a subscription',
    `{"messageType":"DATA_MESSAGE","logGroup":"/dns","logEvents":[{"timestamp":1,"message":${quoted}}]}`,
    'json',
    '/dns',
    'payload',
  ],
  ['of aws logs', `{"events": [{"message": ${quoted}}]}`, 'json', 'resolver-query-logs', 'content'],
])('Resolver query logs %s are recognised', (_, text, wrap, group, groupFrom) => {
  expect(formOf(`${text}\n`)).toEqual({ kind: 'events', wrap, group, groupFrom });
});

test.each([
  ['{"level": "info", "message": "m"}', 'lines'],
  ['{"logEvents": []}', 'json'],
  ['2026-09-14T06:08:34.000Z m', 'export'],
  ['# a comment is a line too', 'lines'],
  ['version srcaddr', 'lines'],
])('with a log group %s is taken as %s', (text, wrap) => {
  const form = { kind: 'events', wrap, group: '/shop', groupFrom: 'user' };
  expect(formOf(text, { logGroup: '/shop' })).toEqual(form);
});

test('flow logs in JSON stay flow logs', () => {
  expect(formOf('{"events":[{"message":"2 123456789010 eni-1 ..."}]}').kind).toBe('json');
});
