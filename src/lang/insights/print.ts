import type { Expression, Item, Name } from './syntax.js';

const levels = { or: 1, and: 2, not: 3, relation: 4, sum: 5, product: 6, power: 7, unary: 8, primary: 9 };

/** Prints an expression so that reading it again gives the same tree. */
export function printExpression(expression: Expression): string {
  return print(expression)[0];
}

function print(expression: Expression): [text: string, level: number] {
  switch (expression.kind) {
    case 'field':
      return [printName(expression.name, expression.quoted), levels.primary];
    case 'number':
      return [expression.text, expression.value < 0 ? levels.unary : levels.primary];
    case 'string':
      return [printString(expression.value), levels.primary];
    case 'regex':
      return [`/${expression.pattern.replaceAll('/', '\\/')}/`, levels.primary];
    case 'period':
      return [`${expression.amount}${expression.unit}`, levels.primary];
    case 'star':
      return ['*', levels.primary];
    case 'call':
      return [`${expression.name}(${expression.args.map(printExpression).join(', ')})`, levels.primary];
    case 'path': {
      const steps = expression.steps.map((step) =>
        typeof step === 'number' ? `[${step}]` : `.${printName(step)}`,
      );
      return [`${within(expression.value, levels.primary)}${steps.join('')}`, levels.primary];
    }
    case 'not':
      return [`not ${within(expression.arg, levels.not)}`, levels.not];
    case 'negate':
      return [`-${within(expression.arg, levels.unary)}`, levels.unary];
    case 'and':
    case 'or': {
      const level = levels[expression.kind];
      const parts = expression.args.map((arg) => within(arg, level + 1));
      return [parts.join(` ${expression.kind} `), level];
    }
    case 'binary':
      return printBinary(expression);
    case 'like': {
      const word = expression.negated ? 'not like' : 'like';
      return [
        `${within(expression.value, levels.sum)} ${word} ${printExpression(expression.pattern)}`,
        levels.relation,
      ];
    }
    case 'inQuery':
      return printSubqueryTest(expression);
    case 'in': {
      const list = expression.list.map((each) => within(each, levels.sum)).join(', ');
      return [
        `${within(expression.value, levels.sum)} ${expression.negated ? 'not in' : 'in'} [${list}]`,
        levels.relation,
      ];
    }
  }
}

function printSubqueryTest({
  negated,
  value,
  query,
}: Extract<Expression, { kind: 'inQuery' }>): [string, number] {
  const word = negated ? 'not in' : 'in';
  return [`${within(value, levels.sum)} ${word} (${query.text})`, levels.relation];
}

function within(expression: Expression, least: number): string {
  const [text, level] = print(expression);
  return level < least ? `(${text})` : text;
}

function printBinary(expression: Extract<Expression, { kind: 'binary' }>): [string, number] {
  const { operator, left, right } = expression;
  const level = levelOf(operator);
  if (level === levels.relation) {
    return [`${within(left, levels.sum)} ${operator} ${within(right, levels.sum)}`, level];
  }
  if (level === levels.power) {
    return [`${within(left, levels.unary)} ^ ${within(right, levels.power)}`, level];
  }
  return [`${within(left, level)} ${operator} ${within(right, level + 1)}`, level];
}

function levelOf(operator: string): number {
  if (operator === '+' || operator === '-') return levels.sum;
  if (operator === '*' || operator === '/' || operator === '%') return levels.product;
  return operator === '^' ? levels.power : levels.relation;
}

export function printString(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

const plainName = /^[\p{L}_@][\p{L}\p{N}_@]*(\.[\p{L}\p{N}_@]+)*$/u;
const keywords = new Set(['and', 'or', 'not', 'like', 'in', 'as', 'by', 'asc', 'desc']);

export function printName(name: string, quoted = false): string {
  return quoted || !plainName.test(name) || keywords.has(name.toLowerCase()) ? `\`${name}\`` : name;
}

export function printNames(names: readonly Name[]): string {
  return names.map((each) => printName(each.name)).join(', ');
}

export function printItems(items: readonly Item[]): string {
  return items
    .map(({ expression, alias }) => {
      const text = printExpression(expression);
      return alias === undefined ? text : `${text} as ${printName(alias.name)}`;
    })
    .join(', ');
}
