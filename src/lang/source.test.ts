import { expect, test } from 'vitest';
import { fieldByColumn } from '../flow/index.js';
import { describeExpr } from '../plan/index.js';
import { messageOf, presentFields, querySource, shownValue } from './source.js';

const field = (column: string) => {
  const found = fieldByColumn(column);
  if (found === undefined) throw new Error(`${column} is a field`);
  return found;
};

test('fields of the default format come first, whatever the order of the logs', () => {
  const source = querySource({ formats: [{ fields: ['vpc-id', 'end', 'srcaddr', 'no-such-field'] }] });
  expect(presentFields(source).map((each) => each.column)).toEqual(['srcaddr', 'end', 'vpc_id']);
});

test('a text shows the dash where every format has it, and only for its own sources where some have', () => {
  const one = querySource();
  expect(describeExpr(shownValue(field('srcaddr'), one))).toBe("coalesce(srcaddr, '-')");
  expect(describeExpr(shownValue(field('srcport'), one))).toBe('srcport');
  expect(describeExpr(shownValue(field('vpc_id'), one))).toBe('null');
  const two = querySource({
    formats: [
      { fields: ['srcaddr'], sourceIds: [1, 2, 3, 7] },
      { fields: ['srcaddr', 'vpc-id'], sourceIds: [6, 4, 5, 9] },
    ],
  });
  expect(describeExpr(shownValue(field('srcaddr'), two))).toBe("coalesce(srcaddr, '-')");
  expect(describeExpr(shownValue(field('vpc_id'), two))).toBe(
    "case(or(and(ge(source_id, 4), le(source_id, 6)), in(source_id; 9)) → coalesce(vpc_id, '-'))",
  );
});

test('the line has the fields in the order of its format', () => {
  const source = querySource({ formats: [{ fields: ['dstport', 'srcaddr'] }] });
  expect(describeExpr(messageOf(source))).toBe(
    "joinWith(' ', coalesce(cast(dstport, varchar), '-'), coalesce(srcaddr, '-'))",
  );
});
