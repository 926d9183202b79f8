import type { Expression } from './syntax.js';
import type { JsonCase } from './syntax-json.js';

type Node = Extract<Expression, { kind: 'jsonPath' } | { kind: 'jsonMade' }>;
type Print = (node: Expression) => string;

const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** SQL's functions of JSON as they are written. */
export function printJson(node: Node, print: Print): string {
  if (node.kind === 'jsonMade') {
    const members = node.members.map(({ key, value, isJson }) => {
      const name = key === undefined ? '' : `${print(key)} VALUE `;
      return `${name}${print(value)}${isJson ? ' FORMAT JSON' : ''}`;
    });
    const nulls = node.nulls === undefined ? '' : ` ${node.nulls.toUpperCase()} ON NULL`;
    return `${node.func.toUpperCase()}(${`${members.join(', ')}${nulls}`.trim()})`;
  }
  const parts = [`${print(node.input)}, ${quote(node.path.value)}`];
  if (node.returning !== undefined) parts.push(`RETURNING ${node.returning}`);
  if (node.wrapper !== undefined) parts.push(`WITH ${node.wrapper.toUpperCase()} WRAPPER`);
  if (node.omitsQuotes) parts.push('OMIT QUOTES');
  if (node.onEmpty !== undefined) parts.push(`${printCase(node.onEmpty, print)} ON EMPTY`);
  if (node.onError !== undefined) parts.push(`${printCase(node.onError, print)} ON ERROR`);
  return `${node.func.toUpperCase()}(${parts.join(' ')})`;
}

const printCase = (given: JsonCase, print: Print): string =>
  given.kind === 'default' ? `DEFAULT ${print(given.value)}` : given.kind.toUpperCase();
