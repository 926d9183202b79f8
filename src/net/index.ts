export { type Address, formatAddress, parseAddress } from './address.js';
export { mergePrefixes, rangeToPrefixes } from './merge.js';
export { formatPortRange, type PortRange, parsePortRange, portInRange } from './port.js';
export {
  bitsOf,
  formatPrefix,
  type Prefix,
  parsePrefix,
  prefixContains,
  prefixCovers,
  prefixRange,
} from './prefix.js';
export { PrefixTable } from './prefix-table.js';
export { hasPorts, protocolName, protocolNumber } from './protocol.js';
export {
  isSpecialPurpose,
  lastIpv4,
  type SpecialRange,
  specialRangeOf,
  specialRanges,
} from './special-purpose.js';
export { commonPrefix, halvesOf, prefixSize, subtractPrefixes } from './subtract.js';
