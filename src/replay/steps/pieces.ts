import { build } from '../../plan/index.js';

const { asc, col, isNull, lit, over } = build;

/**
 * Which piece each value lies in: the last piece that starts at or before it. Values and starts are sorted together, and
 * a running maximum carries the number of the piece along; it needs no comparison of each value with each piece.
 */
export function pieceOf(
  values: build.Query,
  starts: build.Query,
  within: readonly string[],
  key: string,
): build.Query {
  return values
    .extend({ piece: lit(null, 'bigint') })
    .union(starts)
    .extend({ found: over('max', [col('piece')], within.map(col), [asc(col(key))]) });
}

/** The class of every port of a table's column; one row each. */
export function portClasses(table: string, column: string, pieces: string): build.Query {
  const ports = build
    .scan(table)
    .project({ port: col(column) })
    .distinct();
  return pieceOf(ports, build.scan(pieces).project(build.keep('port', 'piece')), [], 'port')
    .filter(isNull(col('piece')))
    .project({ port: col('port'), class_no: col('found') });
}
