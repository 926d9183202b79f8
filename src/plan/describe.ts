import { assertNever } from '../base/index.js';
import type { Expr, FrameBound, NamedExpr, SortKey, WindowFrame } from './expr.js';
import type { Plan } from './plan.js';

/** A plan for people: one line for each node, the last step first, its inputs below and further in. */
export function describePlan(plan: Plan): string[] {
  const [head, inputs] = nodeOf(plan);
  return [head, ...inputs.flatMap((input) => describePlan(input).map((line) => `  ${line}`))];
}

function nodeOf(plan: Plan): [head: string, inputs: readonly Plan[]] {
  switch (plan.kind) {
    case 'scan':
      return [`scan ${plan.table}`, []];
    case 'values':
      return [`values (${plan.rows.length})`, []];
    case 'filter':
      return [`filter ${describeExpr(plan.where)}`, [plan.input]];
    case 'project':
      return [`project ${named(plan.columns)}`, [plan.input]];
    case 'extend':
      return [`extend ${named(plan.columns)}`, [plan.input]];
    case 'aggregate': {
      const by = plan.by.length === 0 ? '' : ` by ${named(plan.by)}`;
      return [`aggregate ${named(plan.measures)}${by}`, [plan.input]];
    }
    case 'join':
      return [`${plan.type} join on ${describeExpr(plan.on)}`, [plan.left, plan.right]];
    case 'union':
      return ['union', plan.inputs];
    case 'setOperation':
      return [`${plan.operation}${plan.all ? ' all' : ''}`, [plan.left, plan.right]];
    case 'unnest':
      return [
        `unnest ${plan.element} of ${describeExpr(plan.list)}${plan.keepsEmpty ? ', keeping rows without any' : ''}`,
        [plan.input],
      ];
    case 'lateral':
      return [
        `for each row${plan.keepsLeft ? ', keeping rows without a partner' : ''}`,
        [plan.left, plan.right],
      ];
    case 'sample':
      return [`sample ${plan.percent} % (${plan.method})`, [plan.input]];
    case 'recursive':
      return [`recursive ${plan.name} (${plan.columns.join(', ')})`, [plan.base, plan.step]];
    case 'distinct':
      return ['distinct', [plan.input]];
    case 'sort':
      return [`sort ${plan.keys.map(sortKey).join(', ')}`, [plan.input]];
    case 'limit':
      return [`limit ${plan.count}${plan.offset === undefined ? '' : ` after ${plan.offset}`}`, [plan.input]];
    default:
      return assertNever(plan);
  }
}

function named(columns: readonly NamedExpr[]): string {
  return columns
    .map(({ name, expr }) => {
      const text = describeExpr(expr);
      return text === name ? name : `${name} = ${text}`;
    })
    .join(', ');
}

function sortKey({ expr, descending, nullsFirst }: SortKey): string {
  return `${describeExpr(expr)}${descending ? ' desc' : ''}${nullsFirst ? ' nulls first' : ''}`;
}

/** An expression in the plan's own words: every operator is a function of its catalogue. */
export function describeExpr(expr: Expr): string {
  const list = (exprs: readonly Expr[]): string => exprs.map(describeExpr).join(', ');
  switch (expr.kind) {
    case 'column':
      return expr.side === undefined ? expr.name : `${expr.side}.${expr.name}`;
    case 'literal':
      return typeof expr.value === 'string' ? `'${expr.value}'` : String(expr.value);
    case 'call':
      return `${expr.func}(${list(expr.args)})`;
    case 'aggregate': {
      const where = expr.where === undefined ? '' : ` where ${describeExpr(expr.where)}`;
      return `${expr.func}(${expr.distinct ? 'distinct ' : ''}${list(expr.args)})${where}`;
    }
    case 'window': {
      const frame = expr.frame === undefined ? '' : `; ${describeFrame(expr.frame)}`;
      const nulls = expr.ignoreNulls ? ' without nulls' : '';
      const where = expr.where === undefined ? '' : ` where ${describeExpr(expr.where)}`;
      const order = expr.orderBy.map(sortKey).join(', ');
      return `${expr.func}(${list(expr.args)})${nulls}${where} over (${list(expr.partitionBy)}; ${order}${frame})`;
    }
    case 'case': {
      const branches = expr.branches.map(
        (each) => `${describeExpr(each.when)} → ${describeExpr(each.value)}`,
      );
      const otherwise = expr.otherwise === undefined ? [] : [`else ${describeExpr(expr.otherwise)}`];
      return `case(${[...branches, ...otherwise].join('; ')})`;
    }
    case 'cast':
      return `${expr.safe ? 'tryCast' : 'cast'}(${describeExpr(expr.expr)}, ${expr.to})`;
    case 'in':
      return `in(${describeExpr(expr.expr)}; ${list(expr.list)})`;
    case 'lambda':
      return `(${expr.parameters.join(', ')}) → ${describeExpr(expr.body)}`;
    case 'outer':
      return `${'outer.'.repeat(expr.levels)}${expr.name}`;
    case 'parameter':
      return expr.name;
    case 'try':
      return `try(${describeExpr(expr.expr)})`;
    default:
      return describeNested(expr);
  }
}

function describeNested(
  expr: Extract<Expr, { kind: 'scalar' } | { kind: 'inPlan' } | { kind: 'exists' } | { kind: 'quantified' }>,
): string {
  switch (expr.kind) {
    case 'scalar':
      return `value of (${inLine(expr.plan)})`;
    case 'inPlan':
      return `in(${describeExpr(expr.expr)}; ${inLine(expr.plan)})`;
    case 'exists':
      return `exists(${inLine(expr.plan)})`;
    case 'quantified':
      return `${expr.func}(${describeExpr(expr.expr)}; ${expr.quantifier} of (${inLine(expr.plan)}))`;
    default:
      return assertNever(expr);
  }
}

function inLine(plan: Plan): string {
  return describePlan(plan)
    .map((line) => line.trim())
    .join(' ← ');
}

function describeFrame({ unit, start, end }: WindowFrame): string {
  const bound = (each: FrameBound): string =>
    each.kind === 'current' ? 'current' : `${each.offset ?? 'all'} ${each.kind}`;
  return `${unit} ${bound(start)} to ${bound(end)}`;
}
