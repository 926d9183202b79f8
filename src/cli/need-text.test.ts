import { describe, expect, test } from 'vitest';
import { parseNeed } from './need-text.js';

const any = { kind: 'ends', source: null, protocol: null, port: null };

describe('NEED', () => {
  test('an id', () => {
    expect(parseNeed('fd564804')).toEqual({ kind: 'id', id: 'fd564804' });
  });

  test.each([
    ['193.149.180.77', { ...any, destination: '193.149.180.77' }],
    ['2a05:d014:1c2::7', { ...any, destination: '2a05:d014:1c2::7' }],
    ['-> 193.149.180.77', { ...any, destination: '193.149.180.77' }],
    ['193.149.180.77 tcp/443', { ...any, destination: '193.149.180.77', protocol: 'tcp', port: 443 }],
    ['worker -> 9.9.9.9 udp', { ...any, source: 'worker', destination: '9.9.9.9', protocol: 'udp' }],
    [
      '10.0.1.5->9.9.9.9 tcp/53',
      { kind: 'ends', source: '10.0.1.5', destination: '9.9.9.9', protocol: 'tcp', port: 53 },
    ],
  ])('%s', (text, expected) => {
    expect(parseNeed(text)).toEqual(expected);
  });

  test.each(['worker', '', '9.9.9.9 tcp/70000', '9.9.9.9 tcp 443'])('%s is refused', (text) => {
    expect(() => parseNeed(text)).toThrow(/names no need/);
  });
});
