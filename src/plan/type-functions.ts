import type { FunctionSpec } from './function-spec.js';

/** Functions of types that only Athena SQL has. */
export const typeFunctions = {
  newUuid: {
    kind: 'scalar',
    args: [],
    result: 'varchar',
    doc: 'A UUID of version 4 by chance, another one in each row, in lower case.',
  },
} as const satisfies Record<string, FunctionSpec>;
