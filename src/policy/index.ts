export * from './ledger/index.js';
export type * from './types.js';
