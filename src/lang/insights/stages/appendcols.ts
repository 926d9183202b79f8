import { limits } from '../../../base/index.js';
import { build } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import { readFlag, readOptions } from '../options.js';
import { defineStage } from '../stage.js';
import { readSubquery, runSubquery } from '../subquery.js';
import type { Stage } from '../syntax.js';
import { chooseIf } from '../value.js';

const { col, eq, isPresent, le, left, right } = build;

type AppendcolsStage = Extract<Stage, { kind: 'appendcols' }>;

/** Rows that are appended without `max`, and at most (Logs Insights syntax, `appendcols`). */
const defaultRows = 10_000;

export const appendcolsStage = defineStage<AppendcolsStage>({
  keyword: 'appendcols',
  unconfirmed: 'Rows of the subquery beyond the last row are left out.',
  syntax: 'appendcols [override=false] [max=10000] (subquery)',
  doc: 'Puts the rows of a subquery beside the rows so far, the first to the first and so on; a name that both have keeps its value unless `override=true`.',
  example:
    "stats count(*) as records by action | appendcols (SOURCE 'flow-logs' | stats sum(bytes) as volume by dstPort | sort volume desc)",
  onRows: () => true,
  parse: (cursor, start) => {
    let override = false;
    let max = defaultRows;
    readOptions(cursor, {
      override: () => {
        override = readFlag(cursor);
      },
      max: () => {
        max = cursor.count();
      },
    });
    if (max > limits.insightsRows) {
      const params = { limit: max, max: limits.insightsRows };
      refuse(cursor.query, 'limit-too-large', params, cursor.taken, `write max=${limits.insightsRows}`);
    }
    const query = readSubquery(cursor, false);
    return { kind: 'appendcols', override, max, query, span: cursor.from(start) };
  },
  print: ({ override, max, query }) => `appendcols override=${override} max=${max} (${query.text})`,
  apply: ({ override, max, query, span }, pipeline) => {
    const position = pipeline.position();
    const inner = runSubquery(query, pipeline.scope);
    const number = inner.position();
    const { rows, columns } = inner.rows();
    const other = rows.filter(le(number, max)).project({
      ...Object.fromEntries(columns.map((each) => [each.column, each.value.expr] as const)),
      appended_row: number,
    });
    const wanted = [{ name: 'appended_row', column: 'appended_row' }, ...columns].map((each) => ({
      name: each.name,
      expr: right(each.column),
    }));
    const on = eq(position.kind === 'column' ? left(position.name) : position, right('appended_row'));
    const [row = col('appended_row'), ...made] = pipeline.join('left', other, on, wanted);
    const known = pipeline.shownNames();
    for (const [index, { name, value }] of columns.entries()) {
      const appended =
        value.kind === 'missing' ? value : { kind: value.kind, expr: made[index] ?? value.expr };
      if (!known.includes(name)) pipeline.add(name, appended, span);
      else if (override) {
        const before = pipeline.scope.resolve(name, span);
        pipeline.redefine(name, chooseIf(isPresent(row), appended, before), span);
      }
    }
  },
});
