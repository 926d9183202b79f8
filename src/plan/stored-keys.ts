import type { Expr, NamedExpr } from './expr.js';
import type { Plan } from './plan.js';

/** A table whose text columns hold a null where a placeholder is shown, and never the placeholder itself. */
export interface StoredTexts {
  readonly table: string;
  readonly columns: ReadonlySet<string>;
  readonly placeholder: string;
}

/**
 * The same plan with rows grouped by stored texts, and shown afterwards: the groups of `coalesce(column, '-')` are those of the
 * bare column, and engines group stored texts, which are numbers in a dictionary, in half the time of computed ones.
 */
export function groupedByStored(plan: Plan, texts: StoredTexts): Plan {
  switch (plan.kind) {
    case 'filter':
    case 'project':
    case 'extend':
    case 'sort':
    case 'limit':
    case 'distinct':
      return { ...plan, input: groupedByStored(plan.input, texts) };
    case 'aggregate':
      return plan.sets === undefined && isOverStored(plan.input, texts.table)
        ? withStoredKeys(plan, texts)
        : { ...plan, input: groupedByStored(plan.input, texts) };
    default:
      return plan;
  }
}

/** Whether the columns of the table are still themselves: names that are added to them are others. */
function isOverStored(plan: Plan, table: string): boolean {
  switch (plan.kind) {
    case 'scan':
      return plan.table === table;
    case 'filter':
    case 'extend':
    case 'sort':
    case 'limit':
      return isOverStored(plan.input, table);
    default:
      return false;
  }
}

function withStoredKeys(plan: Extract<Plan, { kind: 'aggregate' }>, texts: StoredTexts): Plan {
  const stored = plan.by.map(({ expr }) => storedColumn(expr, texts));
  if (stored.every((column) => column === undefined)) return plan;
  const by = plan.by.map((key, index) => ({ ...key, expr: stored[index] ?? key.expr }));
  const shown = plan.by.map(({ name }, index): NamedExpr => {
    const column: Expr = { kind: 'column', name };
    return { name, expr: stored[index] === undefined ? column : shownText(column, texts) };
  });
  const measures = plan.measures.map(({ name }): NamedExpr => ({ name, expr: { kind: 'column', name } }));
  return { kind: 'project', input: { ...plan, by }, columns: [...shown, ...measures] };
}

/** The column of `coalesce(column, placeholder)`, when it is one of these texts. */
function storedColumn(expr: Expr, { columns, placeholder }: StoredTexts): Expr | undefined {
  if (expr.kind !== 'call' || expr.func !== 'coalesce' || expr.args.length !== 2) return undefined;
  const [column, other] = expr.args;
  const isText = column?.kind === 'column' && column.side === undefined && columns.has(column.name);
  return isText && other?.kind === 'literal' && other.value === placeholder ? column : undefined;
}

function shownText(column: Expr, { placeholder }: StoredTexts): Expr {
  return { kind: 'call', func: 'coalesce', args: [column, { kind: 'literal', value: placeholder }] };
}
