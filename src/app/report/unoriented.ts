import { plural } from './format.js';

/** Records that are in no list at all: said wherever an answer could look complete without them. */
export function unorientedWords(records: number): string {
  return `Of ${plural(records, 'record')} neither address could be told to be the interface's own: name the VPC's addresses with --vpc-cidr or --inventory.`;
}
