import type { Diagnostic } from '../base/index.js';
import { commandOf, type DocumentKey } from './commands.js';

/** A member that is not what the EC2 API says it is. */
export function wrongMember(
  source: string,
  key: DocumentKey,
  path: string,
  found: unknown,
  expected: string,
): Diagnostic {
  const written = found === undefined ? 'is missing' : `is \`${shown(found)}\``;
  return {
    code: 'inventory-wrong-member',
    severity: 'error',
    source,
    message: `\`${path}\` ${written}; ${expected} is expected.`,
    help: `write the file again: aws ec2 ${commandOf(key)} --output json > ${source}`,
  };
}

/** What was found, of lists and objects no more than that they are. */
function shown(found: unknown): string {
  if (Array.isArray(found)) return found.length === 0 ? '[]' : '[…]';
  if (typeof found === 'object' && found !== null) return Object.keys(found).length === 0 ? '{}' : '{…}';
  return JSON.stringify(found).slice(0, 60);
}

export function furtherWrongMembers(source: string, count: number): Diagnostic {
  return {
    code: 'inventory-wrong-member',
    severity: 'error',
    source,
    message: `${count} more members are not as expected.`,
  };
}

export function describedTwice(id: string, first: string, second: string): Diagnostic {
  const where = first === second ? 'the same file' : `\`${first}\``;
  return {
    code: 'inventory-described-twice',
    severity: 'warning',
    source: second,
    message: `\`${id}\` is described in other words in ${where}; the later description is used.`,
    help: 'keep the one that was taken when the logs were recorded',
  };
}

export function pageMissing(key: DocumentKey, source: string): Diagnostic {
  return {
    code: 'inventory-page-missing',
    severity: 'warning',
    source,
    message: 'The output ends with a `NextToken`, and no file here holds the page after it.',
    help: `run aws ec2 ${commandOf(key)} without --max-items and --no-paginate`,
  };
}

export function roleConflict(id: string, owner: string, listedAs: string): Diagnostic {
  return {
    code: 'inventory-role-conflict',
    severity: 'warning',
    source: 'inventory',
    message: `\`${id}\` describes itself as ${owner}, but is listed as ${listedAs}; the list is believed.`,
  };
}
