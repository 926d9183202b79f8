import { build, type Expr } from '../../plan/index.js';
import { textOrder } from './order.js';
import type { Standing } from './standing.js';
import { asNumber, asText, missing, type Value } from './value.js';

const { agg, call, cast, cases, coalesce, countDistinct, gt, isNull, isPresent, lit } = build;

export interface AggregateFunction extends Standing {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly least: number;
  readonly most: number;
  readonly signature: string;
  readonly doc: string;
  /** Whether the second argument is a period. */
  readonly takesPeriod?: boolean;
  /** `time` is the event's own time, for `earliest` and `latest`. */
  readonly build: (args: readonly Value[], time: Expr) => Value;
}

const at = (args: readonly Value[], index: number): Value => args[index] ?? missing;

/** `count(f)` is missing, not 0, in a group where no event has the field (observed on AWS, not documented). */
function count(args: readonly Value[]): Value {
  const [subject] = args;
  if (subject === undefined) return { kind: 'long', expr: agg('count') };
  if (subject.kind === 'missing') return missing;
  const counted = agg('count', [subject.expr]);
  return { kind: 'long', expr: cases([[gt(counted, 0), counted]]) };
}

/** Whole numbers sum to a whole number; numbers read from text sum as doubles. */
function sum(args: readonly Value[]): Value {
  const value = asNumber(at(args, 0));
  if (value.kind === 'long') return { kind: 'long', expr: cast(agg('sum', [value.expr]), 'bigint') };
  return { kind: 'double', expr: agg('sum', [value.expr]) };
}

function ofNumber(func: 'avg' | 'stddevSample'): AggregateFunction['build'] {
  return (args) => ({ kind: 'double', expr: agg(func, [cast(asNumber(at(args, 0)).expr, 'double')]) });
}

function extreme(func: 'min' | 'max'): AggregateFunction['build'] {
  return (args) => {
    const value = at(args, 0);
    if (value.kind === 'missing') return missing;
    if (value.kind !== 'text') return { kind: value.kind, expr: agg(func, [value.expr]) };
    const by = func === 'min' ? 'minBy' : 'maxBy';
    const number = call('parseNumber', value.expr);
    const numbers = agg(by, [value.expr, number], isPresent(number));
    const others = agg(by, [value.expr, textOrder(value.expr)], isNull(number));
    // As in `sort`, text stands before numbers; the numbers here have signs and decimals too.
    return { kind: 'text', expr: func === 'min' ? coalesce(others, numbers) : coalesce(numbers, others) };
  };
}

/** First or last in the order of `sort`. */
function inOrder(func: 'min' | 'max'): AggregateFunction['build'] {
  return (args) => {
    const value = at(args, 0);
    if (value.kind !== 'text') return extreme(func)(args, lit(null));
    const order = value.address === undefined ? textOrder(value.expr) : call('naturalKey', value.expr);
    return { kind: 'text', expr: agg(func === 'min' ? 'minBy' : 'maxBy', [value.expr, order]) };
  };
}

/** The value in the event with the first or last time, among those that have it; of `@timestamp` Unix milliseconds. */
function byTime(func: 'minBy' | 'maxBy'): AggregateFunction['build'] {
  return (args, time) => {
    const value = at(args, 0);
    if (value.kind === 'missing') return missing;
    const subject = value.kind === 'timestamp' ? asNumber(value) : value;
    return { kind: subject.kind, expr: agg(func, [subject.expr, time], isPresent(subject.expr)) };
  };
}

function percentile(args: readonly Value[]): Value {
  const subject = cast(asNumber(at(args, 0)).expr, 'double');
  const share = at(args, 1).literal;
  const percent = typeof share === 'number' ? share : 50;
  return { kind: 'double', expr: agg('percentile', [subject, lit(percent / 100, 'double')]) };
}

/** Different values in their order as text, with commas between them, as the service's answers show a list. */
function values(args: readonly Value[]): Value {
  const value = at(args, 0);
  if (value.kind === 'missing') return missing;
  const subject = asText(value);
  const expr: Expr = {
    kind: 'aggregate',
    func: 'joinText',
    args: [subject, lit(',')],
    distinct: true,
    orderBy: [{ expr: subject }],
  };
  return { kind: 'text', expr };
}

/** From the first value to the last one, for each period between them (observed on AWS; not documented). */
function rate(args: readonly Value[], time: Expr): Value {
  const value = asNumber(at(args, 0));
  const present = isPresent(value.expr);
  const millis = call('unixMillis', time);
  const change = call(
    'subtract',
    agg('maxBy', [value.expr, time], present),
    agg('minBy', [value.expr, time], present),
  );
  const span = call('subtract', agg('max', [millis], present), agg('min', [millis], present));
  const periods = call('divideReal', cast(span, 'double'), at(args, 1).expr);
  return { kind: 'double', expr: call('divideReal', cast(change, 'double'), periods) };
}

const textExtremes =
  'Texts that are numbers go by their value, with signs and decimals; other texts stand before them, in the order of `sort`.';

/** The aggregates of `stats` (Logs Insights syntax, `stats`), one row each. */
export const aggregateFunctions: readonly AggregateFunction[] = [
  {
    name: 'count',
    observed: 'Missing, not 0, in a group where no event has the field.',
    least: 0,
    most: 1,
    signature: 'count(*) or count(f)',
    doc: 'Events, or events that have the field.',
    build: count,
  },
  {
    name: 'count_distinct',
    unconfirmed: 'Exact; AWS counts approximately when there are many values.',
    aliases: ['countDistinct'],
    least: 1,
    most: 1,
    signature: 'count_distinct(f)',
    doc: 'Different values, counted exactly.',
    build: (a) =>
      at(a, 0).kind === 'missing' ? missing : { kind: 'long', expr: countDistinct(at(a, 0).expr) },
  },
  {
    name: 'sum',
    least: 1,
    most: 1,
    signature: 'sum(n)',
    doc: 'Sum of the values that are numbers.',
    build: sum,
  },
  {
    name: 'avg',
    least: 1,
    most: 1,
    signature: 'avg(n)',
    doc: 'Mean of the values that are numbers.',
    build: ofNumber('avg'),
  },
  {
    name: 'stddev',
    unconfirmed: 'Of a sample.',
    least: 1,
    most: 1,
    signature: 'stddev(n)',
    doc: 'Sample standard deviation.',
    build: ofNumber('stddevSample'),
  },
  {
    name: 'min',
    unconfirmed: textExtremes,
    least: 1,
    most: 1,
    signature: 'min(f)',
    doc: 'Smallest value.',
    build: extreme('min'),
  },
  {
    name: 'max',
    unconfirmed: textExtremes,
    least: 1,
    most: 1,
    signature: 'max(f)',
    doc: 'Largest value.',
    build: extreme('max'),
  },
  {
    name: 'pct',
    unconfirmed: 'Exact, with linear interpolation.',
    least: 2,
    most: 2,
    signature: 'pct(n, percent)',
    doc: 'Exact percentile with linear interpolation.',
    build: percentile,
  },
  {
    name: 'median',
    observed: 'Used in samples of AWS, and not documented.',
    least: 1,
    most: 1,
    signature: 'median(n)',
    doc: 'The 50th percentile.',
    build: percentile,
  },
  {
    name: 'earliest',
    observed: 'Of `@timestamp` Unix milliseconds. Events without the field are passed over.',
    least: 1,
    most: 1,
    signature: 'earliest(f)',
    doc: 'Value in the earliest event that has it.',
    build: byTime('minBy'),
  },
  {
    name: 'latest',
    observed: 'Of `@timestamp` Unix milliseconds. Events without the field are passed over.',
    least: 1,
    most: 1,
    signature: 'latest(f)',
    doc: 'Value in the latest event that has it.',
    build: byTime('maxBy'),
  },
  {
    name: 'sortsFirst',
    least: 1,
    most: 1,
    signature: 'sortsFirst(f)',
    doc: 'First value in the order of `sort`.',
    build: inOrder('min'),
  },
  {
    name: 'sortsLast',
    least: 1,
    most: 1,
    signature: 'sortsLast(f)',
    doc: 'Last value in the order of `sort`.',
    build: inOrder('max'),
  },
  {
    name: 'values',
    observed: 'One text with commas.',
    unconfirmed: 'In the order of text.',
    least: 1,
    most: 1,
    signature: 'values(f)',
    doc: 'Different values, in the order of text, with commas between them.',
    build: values,
  },
  {
    name: 'rate',
    observed: 'The change from the first value to the last one; AWS documents the signature only.',
    least: 2,
    most: 2,
    takesPeriod: true,
    signature: 'rate(n, period)',
    doc: 'Change from the earliest value to the latest one, for each period between them.',
    build: rate,
  },
  {
    name: 'countOverTime',
    observed: 'The same as `count`.',
    aliases: ['count_over_time'],
    least: 0,
    most: 1,
    signature: 'countOverTime(f)',
    doc: 'As `count`.',
    build: count,
  },
  {
    name: 'sumOverTime',
    observed: 'The same as `sum`.',
    aliases: ['sum_over_time'],
    least: 1,
    most: 1,
    signature: 'sumOverTime(n)',
    doc: 'As `sum`.',
    build: sum,
  },
];

const byName = new Map(
  aggregateFunctions.flatMap((each) =>
    [each.name, ...(each.aliases ?? [])].map((name) => [name.toLowerCase(), each] as const),
  ),
);

export function aggregateFunction(name: string): AggregateFunction | undefined {
  return byName.get(name.toLowerCase());
}

export const aggregateNames: readonly string[] = aggregateFunctions.map((each) => each.name);
