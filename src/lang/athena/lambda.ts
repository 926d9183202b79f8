import { build, childrenOf, type Expr, mapNames } from '../../plan/index.js';
import type { Lowered, TrinoType } from './types.js';

let made = 0;

/** A value that a lambda is given. Its name is for the time until `lambda` closes over it. */
export function newParameter(type: TrinoType): Lowered {
  made += 1;
  return { type, expr: { kind: 'parameter', name: `#${made}` } };
}

/**
 * The function of these parameters. They are named after how many lambdas stand inside of the body, so that equal
 * functions are equal plans and no inner name hides an outer one.
 */
export function lambda(parameters: readonly Lowered[], body: Expr): Expr {
  const height = heightOf(body) + 1;
  const names = parameters.map((_, index) =>
    index === 0 ? `lambda ${height}` : `lambda ${height}.${index + 1}`,
  );
  const temporary = parameters.map(({ expr }) => (expr.kind === 'parameter' ? expr.name : ''));
  const named = mapNames(body, (each) => {
    const name = each.kind === 'parameter' ? names[temporary.indexOf(each.name)] : undefined;
    return name === undefined ? each : { kind: 'parameter', name };
  });
  return { kind: 'lambda', parameters: names, body: named };
}

function heightOf(expr: Expr): number {
  const inside = childrenOf(expr).reduce((most, child) => Math.max(most, heightOf(child)), 0);
  return expr.kind === 'lambda' ? inside + 1 : inside;
}

/** An expression with a value computed once, however often it is used. */
export function withValue(value: Expr, type: TrinoType, use: (value: Lowered) => Expr): Expr {
  const parameter = newParameter(type);
  const body = use(parameter);
  const list = build.call('arrayTransform', build.call('arrayList', value), lambda([parameter], body));
  return build.call('arrayElement', list, 1);
}
