export { type Address, formatAddress, parseAddress } from './address.js';
export { bitsOf, formatPrefix, type Prefix, parsePrefix, prefixContains, prefixRange } from './prefix.js';
export { PrefixTable } from './prefix-table.js';
export { hasPorts, protocolName, protocolNumber } from './protocol.js';
