import type { FunctionSpec } from './function-spec.js';

/** Functions of types that only Athena SQL has. */
export const typeFunctions = {
  newUuid: {
    kind: 'scalar',
    args: [],
    result: 'varchar',
    doc: 'A UUID of version 4 by chance, another one in each row, in lower case.',
  },
  mapInKeyOrder: {
    kind: 'scalar',
    args: ['any'],
    result: 'any',
    doc: 'The map with its entries in the order of their keys, where an engine compares maps entry by entry.',
  },
  addressPlain: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'varchar',
    doc: 'An address as RFC 5952 writes it, a mapped IPv4 address as IPv4 and without a zone; null for other texts.',
  },
} as const satisfies Record<string, FunctionSpec>;
