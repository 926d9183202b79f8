import { build } from '../../../plan/index.js';
import type { Cursor } from '../cursor.js';
import { periodOf } from '../periods.js';
import { printName, printNames } from '../print.js';
import { defineStage } from '../stage.js';
import type { Stage } from '../syntax.js';
import { asTime } from '../value.js';
import { aliasAfter, plainField } from './names.js';

const { asc, call, cast, cases, gt, isNull, or, over } = build;

type SessionizeStage = Extract<Stage, { kind: 'sessionize' }>;

/** Half an hour (Logs Insights syntax, `sessionize`). */
const defaultGap = 1_800_000;

export const sessionizeStage = defineStage<SessionizeStage>({
  keyword: 'sessionize',
  unconfirmed: 'Sessions are numbered from 1 over all combinations.',
  syntax: 'sessionize field [, …] [maxspan period] [as name]',
  doc: 'Numbers the events of each combination by session: a gap longer than `maxspan`, 30 minutes without it, begins a new one; as `session_id` without a name.',
  example: 'sessionize srcAddr maxspan 5m | stats count(*) as records by srcAddr, session_id',
  onRows: () => true,
  parse: (cursor, start) => {
    const fields = cursor.list(() => cursor.name('a field'));
    const gap = cursor.acceptWord('maxspan') ? readGap(cursor) : { milliseconds: defaultGap, text: '30m' };
    const name = aliasAfter(cursor, () => 'session_id', start);
    return { kind: 'sessionize', fields, gap, name, span: cursor.from(start) };
  },
  print: ({ fields, gap, name }) =>
    `sessionize ${printNames(fields)} maxspan ${gap.text} as ${printName(name.name)}`,
  apply: ({ fields, gap, name, span }, pipeline) => {
    pipeline.cut();
    const keys = fields.map((field) => plainField(field, pipeline.scope, 'sessionize').expr);
    const time = call('unixMillis', asTime(pipeline.scope.resolve('@timestamp', span)));
    const millis = pipeline.materialize({ kind: 'long', expr: time }, 'event_time');
    const before = over('lag', [millis], keys, [asc(millis)]);
    const earlier = pipeline.materialize({ kind: 'long', expr: before }, 'event_before');
    const begins = or(isNull(earlier), gt(call('subtract', millis, earlier), gap.milliseconds));
    const order = [...keys, millis].map((expr) => asc(expr));
    // Counting the beginnings over all combinations gives each session a number of its own.
    const number = over('sum', [cases([[begins, 1]], 0)], [], order);
    pipeline.add(name.name, { kind: 'long', expr: cast(number, 'bigint') }, name.span);
  },
});

function readGap(cursor: Cursor): { milliseconds: number; text: string } {
  const { token } = cursor;
  if (token.kind !== 'period') return cursor.unexpected('write a period such as 5m');
  cursor.next();
  const period = periodOf(cursor.query, token.amount, token.unit, token.span, { capped: false });
  if (period.milliseconds === undefined) return cursor.notSupported('A `maxspan` of months', token.span);
  return { milliseconds: period.milliseconds, text: `${token.amount}${token.unit}` };
}
