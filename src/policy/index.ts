export * from './check/index.js';
export * from './derive/index.js';
export * from './ledger/index.js';
export * from './serialize/index.js';
export type * from './types.js';
