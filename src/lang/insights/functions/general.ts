import { build, type Expr } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import { asCondition, asNumber, asText, chooseIf, common, isNumber, missing, type Value } from '../value.js';
import { at, type CallSite, flag, long, type ScalarFunction } from './row.js';

const { call, coalesce, eq, isPresent, lit, or } = build;

function branch(args: readonly Value[], site: CallSite): Value {
  if (args.length > 21) {
    return refuse(
      site.query,
      'wrong-arguments',
      { name: site.name, takes: 'at most 10 branches', given: Math.floor(args.length / 2) },
      site.span,
    );
  }
  const otherwise = args.length % 2 === 1 ? (args.at(-1) ?? missing) : missing;
  const pairs = Array.from({ length: Math.floor(args.length / 2) }, (_, index) => index * 2);
  const { kind, exprs, structures } = common([...pairs.map((index) => at(args, index + 1)), otherwise]);
  const choose = (values: readonly Expr[]): Expr =>
    build.cases(
      pairs.map((index, order) => [asCondition(at(args, index)), values[order] ?? lit(null)] as const),
      values.at(-1) ?? lit(null),
    );
  return withStructure({ kind, expr: choose(exprs) }, structures && choose(structures));
}

function firstPresent(args: readonly Value[]): Value {
  const { kind, exprs, structures } = common(args);
  return withStructure({ kind, expr: coalesce(...exprs) }, structures && coalesce(...structures));
}

function withStructure(value: Value, structure: Expr | undefined): Value {
  return structure === undefined ? value : { ...value, kind: 'text', structure };
}

function present(value: Value): Expr {
  if (value.structure !== undefined) return or(isPresent(value.expr), isPresent(value.structure));
  return value.kind === 'missing' ? lit(false) : isPresent(value.expr);
}

/** Functions of any value. */
export const generalFunctions: readonly ScalarFunction[] = [
  {
    name: 'ispresent',
    least: 1,
    signature: 'ispresent(f)',
    doc: '1 when the event has the field, else 0.',
    build: (a) => flag(present(at(a, 0))),
  },
  {
    name: 'isempty',
    least: 1,
    signature: 'isempty(s)',
    doc: '1 when missing or empty.',
    build: (a) => flag(or(build.not(present(at(a, 0))), eq(asText(at(a, 0)), lit('')))),
  },
  {
    name: 'isblank',
    least: 1,
    signature: 'isblank(s)',
    doc: '1 when missing, empty or blank.',
    build: (a) => flag(or(build.not(present(at(a, 0))), eq(call('trim', asText(at(a, 0))), lit('')))),
  },
  {
    name: 'coalesce',
    least: 1,
    most: Infinity,
    signature: 'coalesce(f, …)',
    doc: 'The first that is present.',
    build: firstPresent,
  },
  {
    name: 'if',
    least: 3,
    signature: 'if(condition, yes, no)',
    doc: 'One of two values.',
    build: (a) => chooseIf(asCondition(at(a, 0)), at(a, 1), at(a, 2)),
  },
  {
    name: 'case',
    least: 2,
    most: Infinity,
    signature: 'case(condition, value, …, [default])',
    doc: 'The value of the first condition that holds; at most 10.',
    build: branch,
  },
  {
    name: 'isNumeric',
    least: 1,
    signature: 'isNumeric(f)',
    doc: 'Whether the value is a number.',
    build: (a) => flag(isNumber(at(a, 0)) ? present(at(a, 0)) : isPresent(asNumber(at(a, 0)).expr)),
  },
  {
    name: 'messageSize',
    least: 1,
    signature: 'messageSize(f)',
    doc: 'Bytes of the text.',
    build: (a) => long(call('byteLength', asText(at(a, 0)))),
  },
];
