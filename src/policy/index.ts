export * from './derive/index.js';
export * from './ledger/index.js';
export type * from './types.js';
