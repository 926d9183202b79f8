export { Allotment } from './allot.js';
export { Cover, type Least, type Piece } from './cover.js';
