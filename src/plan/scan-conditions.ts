import { childrenOf, type Expr, type NamedExpr } from './expr.js';
import type { Plan } from './plan.js';

/**
 * For each table, the conditions that every row of each of its scans has to meet: one list for each scan, in terms of the
 * table's own columns. A scan of which nothing is known has an empty list. Whoever leaves out rows that meet none of the
 * lists changes no answer.
 */
export function scanConditions(plan: Plan): ReadonlyMap<string, readonly (readonly Expr[])[]> {
  const found = new Map<string, (readonly Expr[])[]>();
  const add = (table: string, conditions: readonly Expr[]): void => {
    found.set(table, [...(found.get(table) ?? []), conditions]);
  };
  for (const [table, conditions] of visit(plan, [])) add(table, conditions);
  // Scans that stand where the walk does not go, in subqueries for example, are read without a condition.
  for (const [table, count] of countScans(plan)) {
    for (let known = found.get(table)?.length ?? 0; known < count; known++) add(table, []);
  }
  return found;
}

type Scan = readonly [table: string, conditions: readonly Expr[]];

function visit(plan: Plan, conditions: readonly Expr[]): readonly Scan[] {
  switch (plan.kind) {
    case 'scan':
      return [[plan.table, conditions]];
    case 'filter':
      return visit(plan.input, [...conditions, ...conjuncts(plan.where)]);
    case 'sort':
    case 'distinct':
      return visit(plan.input, conditions);
    case 'project':
      return visit(plan.input, throughColumns(conditions, plan.columns));
    case 'extend': {
      const made = new Set(plan.columns.map((column) => column.name));
      const below = conditions.filter((each) => !columnsOf(each).some((name) => made.has(name)));
      return visit(plan.input, below);
    }
    case 'union':
      return plan.inputs.flatMap((input) => visit(input, conditions));
    case 'limit':
    case 'aggregate':
      return visit(plan.input, []);
    case 'join':
      return visitJoin(plan, conditions);
    default:
      return [];
  }
}

/** A side whose rows the join may fill up with nulls is read without conditions. */
function visitJoin(plan: Extract<Plan, { kind: 'join' }>, conditions: readonly Expr[]): readonly Scan[] {
  const above = plan.allLeft ? [] : throughColumns(conditions, plan.columns);
  const both = plan.type === 'inner' ? [...above, ...conjuncts(plan.on)] : above;
  return [
    ...visit(plan.left, plan.type === 'full' ? [] : ofSide(both, 'left')),
    ...visit(plan.right, plan.type === 'inner' ? ofSide(both, 'right') : []),
  ];
}

/** The parts of a chain of `and`. */
function conjuncts(expr: Expr): readonly Expr[] {
  return expr.kind === 'call' && expr.func === 'and' ? expr.args.flatMap(conjuncts) : [expr];
}

/** Conditions on a projection's columns as conditions on what they are made of; those that cannot be told are left out. */
function throughColumns(conditions: readonly Expr[], columns: readonly NamedExpr[]): Expr[] {
  const made = new Map(columns.map((column) => [column.name, column.expr]));
  return conditions.flatMap((condition) => replaced(condition, (name) => made.get(name)) ?? []);
}

/** Conditions that name columns of one side only, in that side's own terms. */
function ofSide(conditions: readonly Expr[], side: 'left' | 'right'): Expr[] {
  return conditions.flatMap((condition) => {
    const own = columnNodes(condition).every((column) => column.side === side);
    return own ? (replaced(condition, (name) => ({ kind: 'column', name })) ?? []) : [];
  });
}

/** The expression with other columns; undefined for kinds whose columns are not all their own. */
function replaced(expr: Expr, column: (name: string) => Expr | undefined): Expr | undefined {
  const all = (list: readonly Expr[]): Expr[] | undefined => {
    const done = list.flatMap((each) => replaced(each, column) ?? []);
    return done.length === list.length ? done : undefined;
  };
  switch (expr.kind) {
    case 'column':
      return column(expr.name);
    case 'literal':
      return expr;
    case 'call': {
      const args = all(expr.args);
      return args && { ...expr, args };
    }
    case 'cast': {
      const inner = replaced(expr.expr, column);
      return inner && { ...expr, expr: inner };
    }
    case 'in': {
      const [value, ...list] = all([expr.expr, ...expr.list]) ?? [];
      return value && { ...expr, expr: value, list };
    }
    case 'case': {
      const branches = expr.branches.flatMap(({ when, value }) => {
        const [test, answer] = all([when, value]) ?? [];
        return test && answer ? [{ when: test, value: answer }] : [];
      });
      if (branches.length < expr.branches.length) return undefined;
      if (expr.otherwise === undefined) return { ...expr, branches };
      const otherwise = replaced(expr.otherwise, column);
      return otherwise && { ...expr, branches, otherwise };
    }
    default:
      return undefined;
  }
}

function columnNodes(expr: Expr): Extract<Expr, { kind: 'column' }>[] {
  return expr.kind === 'column' ? [expr] : childrenOf(expr).flatMap(columnNodes);
}

/** The columns that an expression names. */
export function columnsOf(expr: Expr): readonly string[] {
  return columnNodes(expr).map((column) => column.name);
}

/** Whether an expression is computed from one row alone, so that it can be computed for other rows, too. */
export function isPlain(expr: Expr): boolean {
  return replaced(expr, (name) => ({ kind: 'column', name })) !== undefined;
}

/** How often each table is scanned, wherever in the plan: also in nodes and expressions that the walk does not know. */
function countScans(plan: Plan): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('kind' in value && value.kind === 'scan' && 'table' in value) {
      const table = String(value.table);
      counts.set(table, (counts.get(table) ?? 0) + 1);
    }
    for (const part of Object.values(value)) look(part);
  };
  look(plan);
  return counts;
}
