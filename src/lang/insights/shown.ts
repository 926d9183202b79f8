import { build, type Expr } from '../../plan/index.js';
import type { OutputType } from '../compiled.js';
import { shownAddress } from '../source.js';
import type { Value } from './value.js';

const { col, lit } = build;

/** A structure is shown as its JSON text. */
export function shownExpr(value: Value | undefined): Expr {
  if (value?.structure === undefined) return value?.expr ?? lit(null);
  return value.expr.kind === 'literal' ? value.structure : build.coalesce(value.expr, value.structure);
}

/** An address among the groups; the bare column is null where `-` is shown. */
export function addressValue(column: string): Value {
  return { kind: 'text', expr: shownAddress(col(column)), address: col(column) };
}

export function conjuncts(where: Expr): readonly Expr[] {
  return where.kind === 'call' && where.func === 'and' ? where.args : [where];
}

export function outputType(value: Value): OutputType {
  switch (value.kind) {
    case 'long':
      return 'bigint';
    case 'text':
      return 'varchar';
    case 'missing':
      return 'unknown';
    default:
      return value.kind;
  }
}
