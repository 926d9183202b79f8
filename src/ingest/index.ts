export { addAccounts, emptyAccount, isBalanced, type LineAccount, type RejectedLine } from './account.js';
export { readHead } from './bytes.js';
export { bounds } from './check.js';
export { codeOf, type FoundFile, findSources, type SkippedFile } from './find-sources.js';
export { type Container, type Form, type FormHints, formOf } from './form.js';
export {
  eventColumns,
  fieldOf,
  type Layout,
  layoutKey,
  parseLogFormat,
} from './layout.js';
export { normalise } from './normalise.js';
export { type Piece, pieceBytes, pieceKey, type RecordPiece } from './pieces.js';
export { readEvents } from './read-events.js';
export { describePath, type PathFacts, partitionOf } from './source-path.js';
export { hashOf, type ReadOptions, type SourceText, unpack } from './unpack.js';
export { checkZstdFrames } from './zstd-frames.js';
