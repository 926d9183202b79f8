import { expect, test } from 'vitest';
import { type OwnSideCandidates, settleOwnSides } from './own-side.js';

function row(
  iface: string,
  ...candidates: [address: string, share: number, inside?: boolean][]
): OwnSideCandidates {
  return {
    iface,
    ipv6: candidates[0]?.[0].includes(':') ?? false,
    candidates: candidates.map(([address, share, inside = false]) => ({ address, share, inside })),
  };
}

test('the address that every record shows is the interface’s own', () => {
  const settled = settleOwnSides([row('eni-a', ['10.0.0.5', 1, true], ['198.51.100.7', 0.5])]);
  expect(settled.get('eni-a')).toEqual({ primary4: '10.0.0.5', primary6: null });
});

test('a few records with another address do not hide it', () => {
  const settled = settleOwnSides([row('eni-a', ['10.0.0.5', 0.999, true], ['10.0.0.6', 0.001, true])]);
  expect(settled.get('eni-a')?.primary4).toBe('10.0.0.5');
});

test('with one peer the inside address is the own one', () => {
  const settled = settleOwnSides([row('eni-a', ['198.51.100.7', 1], ['10.0.0.5', 1, true])]);
  expect(settled.get('eni-a')?.primary4).toBe('10.0.0.5');
});

test('with one peer that several interfaces talk to, the address of one interface only is its own', () => {
  const settled = settleOwnSides([
    row('eni-a', ['2600:1::1', 1], ['2a05::5', 1]),
    row('eni-b', ['2600:1::1', 1], ['2a05::6', 1]),
  ]);
  expect(settled.get('eni-a')?.primary6).toBe('2a05::5');
  expect(settled.get('eni-b')?.primary6).toBe('2a05::6');
});

test('nothing to tell leaves it unknown', () => {
  const settled = settleOwnSides([row('eni-a', ['198.51.100.7', 1], ['203.0.113.5', 1])]);
  expect(settled.get('eni-a')).toEqual({ primary4: null, primary6: null });
});
