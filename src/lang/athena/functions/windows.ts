import { build } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import type { Lowered } from '../types.js';
import { type CallSite, exprs, type SqlFunction, typeOf, windowed } from './row.js';

type FunctionName = Parameters<typeof build.over>[0];

const over =
  (func: FunctionName): SqlFunction['build'] =>
  (args) =>
    build.over(func, exprs(args), []);

/** Offsets and positions are written out, since engines differ on negative ones. */
const overCounted =
  (func: FunctionName, least: number): SqlFunction['build'] =>
  (args, site) => {
    checkCount(args[1], least, site);
    return build.over(func, exprs(args), []);
  };

function checkCount(count: Lowered | undefined, least: number, site: CallSite): void {
  if (count === undefined || Number(count.literal ?? Number.NaN) >= least) return;
  const span = site.argSpans[1] ?? site.span;
  refuse(
    site.query,
    'literal-needed',
    { what: `The offset of ${site.name}` },
    span,
    `write a number from ${least}`,
  );
}

/** Functions that need OVER (trino.io, "Window functions"). */
export const windowFunctions: readonly SqlFunction[] = [
  windowed('row_number', [], 'bigint', 'Position of the row, from 1; needs OVER.', over('rowNumber')),
  windowed('rank', [], 'bigint', 'Position with gaps after peers; needs OVER.', over('rank')),
  windowed('dense_rank', [], 'bigint', 'Position without gaps; needs OVER.', over('denseRank')),
  windowed(
    'percent_rank',
    [],
    'double',
    'Rank less one, over rows less one; needs OVER.',
    over('percentRank'),
  ),
  windowed('cume_dist', [], 'double', 'Share of rows up to the last peer; needs OVER.', over('cumeDist')),
  windowed('ntile', ['bigint'], 'bigint', 'Number of the bucket, from 1; needs OVER.', over('ntile')),
  windowed(
    'lag',
    ['same', 'bigint', 'same'],
    'same',
    'The value some rows before, 1 without a number; needs OVER.',
    overCounted('lag', 0),
    { least: 1 },
  ),
  windowed(
    'lead',
    ['same', 'bigint', 'same'],
    'same',
    'The value some rows after, 1 without a number; needs OVER.',
    overCounted('lead', 0),
    { least: 1 },
  ),
  windowed(
    'first_value',
    ['any'],
    typeOf(0),
    'The value in the first row of the frame; needs OVER.',
    over('firstValue'),
  ),
  windowed(
    'last_value',
    ['any'],
    typeOf(0),
    'The value in the last row of the frame; needs OVER.',
    over('lastValue'),
  ),
  windowed(
    'nth_value',
    ['any', 'bigint'],
    typeOf(0),
    'The value in that row of the frame, from 1; needs OVER.',
    overCounted('nthValue', 1),
  ),
];
