import type { Diagnostic } from '../../base/index.js';
import type { AthenaCatalog } from '../../lang/index.js';
import { isRelation } from './relations.js';

/**
 * The same catalogue, which remembers the names that stand for the flow logs and read as a relation of the analysis.
 * Whoever names one has seen it in a ready question, and would take the records for what the analysis found.
 */
export function watchRelations(catalog: AthenaCatalog | undefined): {
  readonly catalog: AthenaCatalog;
  readonly warnings: () => readonly Diagnostic[];
} {
  const seen = new Set<string>();
  const find: AthenaCatalog['find'] = (parts) => {
    const found = catalog?.find(parts);
    const [only = ''] = parts;
    if (found === undefined && parts.length === 1 && isRelation(only) && only !== 'records') seen.add(only);
    return found;
  };
  return { catalog: { find }, warnings: () => [...seen].map(warning) };
}

function warning(name: string): Diagnostic {
  return {
    code: 'means-flow-logs',
    severity: 'warning',
    source: 'query',
    message: `\`${name}\` stands for the flow logs here, as any name does; what the analysis found is asked otherwise.`,
    help: `write \`.over ${name}\` in \`sluice shell\`, or keep the query as a question with \`over: ${name}\``,
  };
}
