import { limits } from '../../../base/index.js';
import { build, type Expr } from '../../../plan/index.js';
import type { Cursor } from '../cursor.js';
import { refuse } from '../messages.js';
import { readOptions } from '../options.js';
import type { Pipeline } from '../pipeline.js';
import { printName } from '../print.js';
import { defineStage } from '../stage.js';
import { readSubquery, runSubquery } from '../subquery.js';
import type { Name, Stage } from '../syntax.js';
import { asText, isNumber, type Value } from '../value.js';

const { and, cast, eq, left, right } = build;

type JoinStage = Extract<Stage, { kind: 'join' }>;

export const joinStage = defineStage<JoinStage>({
  keyword: 'join',
  observed: 'The subquery has no `parse`, and a query one `join`.',
  unconfirmed:
    'Several equal fields may be joined by `and`. Without `fields`, `display` or `stats` the answer shows `@timestamp` and `@message` of the left rows.',
  syntax: "join [type=inner|left] left=A right=B where A.field = B.field [and …] (SOURCE 'log-group' | …)",
  doc: 'Puts each row together with the rows of a subquery that have the same values; fields are then `A.field` and `B.field`.',
  example:
    "join type=left left=A right=B where A.dstAddr = B.dstAddr (SOURCE 'flow-logs' | stats count(*) as hits by dstAddr) | fields A.srcAddr, A.dstAddr, B.hits | limit 5",
  onRows: () => true,
  parse: (cursor, start) => {
    let type: 'inner' | 'left' = 'inner';
    const names: { left?: Name; right?: Name } = {};
    readOptions(cursor, {
      type: () => {
        type = readType(cursor);
      },
      left: () => {
        names.left = cursor.name('a name for the rows so far');
      },
      right: () => {
        names.right = cursor.name('a name for the rows of the subquery');
      },
    });
    if (names.left === undefined) return cursor.unexpected('write `left=` and a name for the rows so far');
    if (names.right === undefined) return cursor.unexpected('write `right=` and a name for the other rows');
    if (!cursor.acceptWord('where')) cursor.unexpected('write `where` and the fields that are equal');
    const pairs = [readPair(cursor, names.left, names.right)];
    while (cursor.acceptWord('and')) pairs.push(readPair(cursor, names.left, names.right));
    const query = readSubquery(cursor, true);
    return {
      kind: 'join',
      type,
      left: names.left,
      right: names.right,
      pairs,
      query,
      span: cursor.from(start),
    };
  },
  print: (stage) => {
    const { type, pairs, query } = stage;
    const side = (alias: Name, field: string): string => printName(`${alias.name}.${field}`);
    const where = pairs.map((pair) => `${side(stage.left, pair.left)} = ${side(stage.right, pair.right)}`);
    const names = `left=${printName(stage.left.name)} right=${printName(stage.right.name)}`;
    return `join type=${type} ${names} where ${where.join(' and ')} (${query.text})`;
  },
  apply: (stage, pipeline) => {
    const { query, span } = stage;
    const parsing = query.stages.find((each) => each.kind === 'parse');
    if (pipeline.scope.leftAlias !== undefined) refuse(pipeline.text, 'second-join', {}, span);
    if (parsing !== undefined) {
      const help = 'join first, and parse `B.@message` after it';
      refuse(pipeline.text, 'parse-in-join', {}, parsing.span, help);
    }
    pipeline.cut();
    joinRows(stage, pipeline);
    pipeline.scope.leftAlias = stage.left.name;
  },
});

function readType(cursor: Cursor): 'inner' | 'left' {
  if (cursor.acceptWord('inner')) return 'inner';
  if (cursor.acceptWord('left')) return 'left';
  return cursor.unexpected('write inner or left');
}

/** `A.field = B.field`, on whichever side of the sign each stands. */
function readPair(cursor: Cursor, one: Name, other: Name): JoinStage['pairs'][number] {
  const start = cursor.token.span;
  const names = [cursor.name('a field, with the name of its side')];
  if (cursor.acceptSymbol('=', '==') === undefined)
    cursor.unexpected('rows are joined by equal fields: write =');
  names.push(cursor.name('a field, with the name of its side'));
  const span = cursor.from(start);
  const fieldOf = (side: Name): string | undefined =>
    names.find(({ name }) => name.startsWith(`${side.name}.`))?.name.slice(side.name.length + 1);
  const left = fieldOf(one);
  const right = fieldOf(other);
  if (left !== undefined && right !== undefined) return { left, right, span };
  return refuse(cursor.query, 'join-fields', { left: one.name, right: other.name }, span);
}

function joinRows(stage: JoinStage, pipeline: Pipeline): void {
  const { rows, columns } = runSubquery(stage.query, pipeline.scope).rows({ allFields: true });
  const keys = stage.pairs.map((pair, index) => {
    const found = columns.find((each) => each.name === pair.right);
    if (found === undefined) {
      const help = `the subquery gives ${columns.map((each) => each.name).join(', ')}`;
      return refuse(pipeline.text, 'no-such-output', { name: pair.right }, pair.span, help);
    }
    const value = pipeline.scope.resolve(pair.left, pair.span);
    const asNumbers = isNumber(value) && isNumber(found.value);
    const shape = (each: Value): Expr => (asNumbers ? cast(each.expr, 'double') : asText(each));
    const column = pipeline.materialize({ kind: 'text', expr: shape(value) }, 'join_key');
    return { name: `key_${index + 1}`, expr: shape(found.value), left: column };
  });
  const other = rows.project({
    ...Object.fromEntries(columns.map((each) => [each.column, each.value.expr] as const)),
    ...Object.fromEntries(keys.map((key) => [key.name, key.expr] as const)),
  });
  const bounded = withKeyBound(
    other,
    keys.map((key) => key.name),
  );
  const on = keys.map((key) =>
    eq(key.left.kind === 'column' ? left(key.left.name) : key.left, right(key.name)),
  );
  const wanted = columns.map((each) => ({
    name: `${stage.right.name}.${each.name}`,
    expr: right(each.column),
  }));
  const made = pipeline.join(stage.type, bounded, and(...on), wanted);
  for (const [index, { name, value }] of columns.entries()) {
    const expr = made[index] ?? value.expr;
    const joined: Value = value.kind === 'missing' ? value : { kind: value.kind, expr };
    pipeline.scope.define(`${stage.right.name}.${name}`, joined, stage.right.span);
  }
}

/** Ends the query when the other side has more keys than the service takes, which is known only when it runs. */
function withKeyBound(
  rows: InstanceType<typeof build.Query>,
  keys: readonly string[],
): InstanceType<typeof build.Query> {
  const { insightsJoinKeys: most } = limits;
  const columns = build.keep(...keys);
  const count = rows
    .project(columns)
    .distinct()
    .limit(most + 1)
    .aggregate({}, { count: build.agg('count') });
  const message = `The subquery of \`join\` has more than ${most} different keys; filter it further.`;
  const within = build.le({ kind: 'scalar', plan: count.plan }, most);
  return rows.filter(build.cases([[within, true]], build.call('fail', build.lit(message))));
}
