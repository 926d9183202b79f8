import { limits } from '../../../base/index.js';
import { parsePrefix } from '../../../net/index.js';
import { build, type Expr } from '../../../plan/index.js';
import type { LookupTable } from '../../source.js';
import type { Cursor } from '../cursor.js';
import { columnIndex, setOutputs, tableNamed } from '../lookup-table.js';
import { refuse } from '../messages.js';
import type { Pipeline } from '../pipeline.js';
import { printName } from '../print.js';
import { defineStage } from '../stage.js';
import type { Name, Stage } from '../syntax.js';
import { asText, type Value } from '../value.js';

const { call, cases, col, eq, left, lit, or, right } = build;

type CidrlookupStage = Extract<Stage, { kind: 'cidrlookup' }>;

export const cidrlookupStage = defineStage<CidrlookupStage>({
  keyword: 'cidrlookup',
  unconfirmed: 'The longest block wins, the first of equal ones.',
  syntax: 'cidrlookup table field [as column] OUTPUT|OUTPUTNEW column [as name] [, …]',
  doc: 'Adds columns of the lookup table from the row with the longest CIDR block that holds the address; OUTPUTNEW fills only what is empty.',
  example: 'cidrlookup networks dstAddr as cidr OUTPUT team | stats sum(bytes) as volume by team',
  onRows: () => true,
  parse: (cursor, start) => {
    const table = cursor.name('the name of a lookup table');
    const field = cursor.name('a field with addresses');
    const column = cursor.acceptWord('as') ? cursor.name('the column with the CIDR blocks') : field;
    const onlyEmpty = cursor.acceptWord('outputnew');
    if (!onlyEmpty && !cursor.acceptWord('output')) cursor.unexpected('write OUTPUT or OUTPUTNEW here');
    const outputs = cursor.list(() => readOutput(cursor));
    return { kind: 'cidrlookup', table, field, column, onlyEmpty, outputs, span: cursor.from(start) };
  },
  print: ({ table, field, column, onlyEmpty, outputs }) => {
    const names = outputs.map((each) => `${printName(each.column.name)} as ${printName(each.name.name)}`);
    const word = onlyEmpty ? 'OUTPUTNEW' : 'OUTPUT';
    return `cidrlookup ${printName(table.name)} ${printName(field.name)} as ${printName(column.name)} ${word} ${names.join(', ')}`;
  },
  apply: ({ table: name, field, column, onlyEmpty, outputs }, pipeline) => {
    const table = tableNamed(name, pipeline);
    const cidrAt = columnIndex(table, column.name, column.span, pipeline);
    const outputAt = outputs.map((each) => columnIndex(table, each.column.name, each.column.span, pipeline));
    const address = addressOf(pipeline.scope.resolve(field.name, field.span));
    const number = pipeline.materialize(
      { kind: 'long', expr: rowNumber(address, table, cidrAt, name, pipeline) },
      'lookup_row',
    );
    const other = build.values(
      [
        { name: 'row', type: 'bigint' },
        ...outputs.map((_, index) => ({ name: `c${index}`, type: 'varchar' as const })),
      ],
      table.rows.map((row, index) => [index, ...outputAt.map((each) => row[each] ?? '')]),
    );
    const on = eq(number.kind === 'column' ? left(number.name) : number, right('row'));
    const wanted = [
      { name: 'found', expr: right('row') },
      ...outputs.map((each, index) => ({ name: each.name.name, expr: right(`c${index}`) })),
    ];
    const [found = col('found'), ...made] = pipeline.join('left', other, on, wanted);
    const values = outputs.map((each, index) => ({
      name: each.name,
      value: { kind: 'text', expr: made[index] ?? found } as const,
    }));
    setOutputs(values, found, onlyEmpty, pipeline);
  },
});

function readOutput(cursor: Cursor): CidrlookupStage['outputs'][number] {
  const column = cursor.name('a column of the table');
  return { column, name: cursor.acceptWord('as') ? cursor.name('a name for the value') : column };
}

/** Null for text that is no address. */
function addressOf(value: Value): Expr {
  if (value.address !== undefined) return value.address;
  const subject = asText(value);
  return cases([[or(call('isIpv4Address', subject), call('isIpv6Address', subject)), subject]]);
}

/** The number of the row with the longest block around the address; the first of equal ones. */
function rowNumber(address: Expr, table: LookupTable, cidrAt: number, name: Name, pipeline: Pipeline): Expr {
  if (table.rows.length > limits.insightsPrefixes) {
    const params = { name: name.name, rows: table.rows.length, max: limits.insightsPrefixes };
    return refuse(pipeline.text, 'table-too-long', params, name.span);
  }
  const blocks = table.rows.map((row, index) => {
    const text = row[cidrAt] ?? '';
    const prefix = parsePrefix(text);
    if (prefix === undefined) {
      const help = `row ${index + 1} of the table \`${name.name}\` needs an address block`;
      return refuse(pipeline.text, 'bad-prefix', { text }, name.span, help);
    }
    return { text, index, length: prefix.length };
  });
  if (blocks.length === 0) return lit(null, 'bigint');
  const longest = blocks.sort((a, b) => b.length - a.length || a.index - b.index);
  return cases(longest.map(({ text, index }) => [call('addressIn', address, lit(text)), index] as const));
}
