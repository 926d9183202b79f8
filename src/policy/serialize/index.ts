export { type PolicyRead, readPolicy } from './read.js';
export { writePolicy } from './write.js';
