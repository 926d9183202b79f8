import { defineStatement } from './definition.js';
import { readInnerQuery, readLocation } from './read.js';
import type { Statement } from './syntax.js';
import { readWithOptions } from './with-options.js';

/** UNLOAD (Athena User Guide, "UNLOAD"). */
export const unload = defineStatement<Extract<Statement, { kind: 'unload' }>>({
  name: 'UNLOAD',
  begins: ['unload'],
  quoting: 'trino',
  syntax: "UNLOAD (SELECT …) TO 's3://bucket/prefix/' WITH (format = 'PARQUET', …)",
  doc: 'Writes the rows of a query into a folder, which has to be empty or not there yet.',
  example: "UNLOAD (SELECT * FROM vpc_flow_logs) TO 's3://results/flows/' WITH (format = 'PARQUET')",
  parse(cursor, start) {
    cursor.expectSymbol('(', 'write the query in parentheses');
    const query = readInnerQuery(cursor);
    cursor.expectSymbol(')', 'close the query with )');
    cursor.expectWord('to');
    const location = readLocation(cursor);
    if (!cursor.acceptWord('with'))
      cursor.unexpected("write WITH (format = 'PARQUET'): the format is needed");
    return { kind: 'unload', query, location, options: readWithOptions(cursor), span: cursor.from(start) };
  },
});
