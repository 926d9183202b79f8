import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isParameterType, parameterTypes } from './parameter-types.js';

const span = { from: 1_000_000_000, to: 1_000_086_400 };

test.each([
  ['interface', 'eni-1234567890000000', 'eni-1234567890000000'],
  ['interface', 'i-1', undefined],
  ['address', '2001:db8::1', '2001:db8::1'],
  ['address', '10.0.0.256', undefined],
  ['cidr', '10.0.0.0/8', '10.0.0.0/8'],
  ['cidr', '10.0.0.0', undefined],
  ['port', '0443', '443'],
  ['port', '65536', undefined],
  ['ports', '22, 3389', '22, 3389'],
  ['ports', '22,', undefined],
  ['integer', '-1', undefined],
  ['duration', '90', '90'],
  ['duration', '2h', '7200'],
  ['duration', '2y', undefined],
  ['time', 'newest', '1000086400'],
  ['time', 'newest-1d', '1000000000'],
  ['time', 'oldest+15m', '1000000900'],
  ['time', '2026-09-14', '1789344000'],
  ['time', '2026-09-14T06:00Z', '1789365600'],
  ['time', '2026-09-14 06:00:01', '1789365601'],
  ['time', '1789365600', '1789365600'],
  ['time', 'yesterday', undefined],
  ['time', '2026-13-14', undefined],
  ['text', '10.32', '10.32'],
  ['text', "10' OR 1=1 --", undefined],
] as const)('%s reads %j as %j', (type, text, read) => {
  expect(parameterTypes[type].read(text, span)).toBe(read);
});

test('in an empty lake a time that counts from its records is the beginning of time', () => {
  expect(parameterTypes.time.read('newest', null)).toBe('0');
});

test('no value ends a quoted text or opens a place, whatever is typed', () => {
  const types = Object.values(parameterTypes);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...types), (text, type) => {
      expect(type.read(text, span) ?? '').not.toMatch(/['"`\\{}\n\r]/);
    }),
    { numRuns: 2000 },
  );
});

test('types are known by their own names only', () => {
  expect(isParameterType('time')).toBe(true);
  expect(isParameterType('toString')).toBe(false);
});
