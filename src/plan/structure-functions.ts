import type { FunctionSpec } from './function-spec.js';

/**
 * Functions of texts that hold structures (JSON, logfmt, CSV) or another coding of a value. A structure is the text of
 * a JSON object or array; a path is a JSON pointer (RFC 6901). Text that does not fit gives null, never an error.
 */
export const structureFunctions = {
  jsonStructure: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'varchar',
    doc: 'The text when it is a JSON object or array; null for any other.',
  },
  jsonStructureAt: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'varchar',
    doc: 'The object or array at a path of a structure; null when there is none.',
  },
  jsonScalarAt: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'varchar',
    doc: 'The text, number or boolean at a path of a structure, as text; null for null, objects and arrays.',
  },
  jsonArraySize: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'bigint',
    doc: 'Elements of a JSON array; null for any other text.',
  },
  jsonArrayHas: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'boolean',
    doc: 'Whether a JSON array has an element with this text; false for any other text.',
  },
  jsonElements: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'array',
    doc: 'Each element of a JSON array as JSON; a list of one for any other structure and for null.',
  },
  jsonOfText: { kind: 'scalar', args: ['varchar'], result: 'varchar', doc: 'The text as a JSON string.' },
  regexpMatches: {
    kind: 'scalar',
    args: ['varchar', 'varchar', 'bigint'],
    result: 'array',
    doc: 'Each match of an RE2 pattern with so many groups, for `matchGroup`; one null where there is no match.',
  },
  matchGroup: {
    kind: 'scalar',
    args: ['any', 'bigint'],
    result: 'varchar',
    doc: 'A group of one of the `regexpMatches`; the number is a literal.',
  },
  logfmtStructure: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'varchar',
    doc: 'A structure with the pairs of a line of `key=value`; null when there are none.',
  },
  csvField: {
    kind: 'scalar',
    args: ['varchar', 'bigint'],
    result: 'varchar',
    doc: 'The field of a CSV line (RFC 4180) with this number, from 1; null when there are fewer.',
  },
  xmlAt: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'varchar',
    doc: 'The text of the first XML element at a path of names, such as `/event/level`, or of its attribute, `/event/@id`; null when there is none. The path is a literal.',
  },
  splitStructure: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'varchar',
    doc: 'A JSON array with the parts of the text between the separators.',
  },
  percentEncode: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'varchar',
    doc: 'Percent-encoded (RFC 3986).',
  },
  percentDecode: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'varchar',
    doc: 'Percent-decoded (RFC 3986).',
  },
  base64Text: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'varchar',
    doc: 'The UTF-8 text behind Base64; null when there is none.',
  },
  hexText: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'varchar',
    doc: 'The text behind hexadecimal digits, with or without `0x`; null when there is none.',
  },
  hexNumber: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'bigint',
    doc: 'The number behind hexadecimal digits, with or without a sign and `0x`; null for other text.',
  },
  numberHex: {
    kind: 'scalar',
    args: ['bigint'],
    result: 'varchar',
    doc: 'Hexadecimal with `0x`, in lower case, the sign before it.',
  },
  trimSet: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'varchar',
    doc: 'Without any of these characters at both ends.',
  },
  trimSetLeft: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'varchar',
    doc: 'Without any of these characters at the start.',
  },
  trimSetRight: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'varchar',
    doc: 'Without any of these characters at the end.',
  },
  ipv4Number: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'bigint',
    doc: 'The 32-bit number of an IPv4 address; null for any other text.',
  },
  parseTimeMillis: {
    kind: 'scalar',
    args: ['varchar', 'varchar', 'varchar'],
    result: 'bigint',
    doc: 'Unix milliseconds of a time written by a strftime pattern in a zone; null for other text. Both are literals.',
  },
  formatTimeIn: {
    kind: 'scalar',
    args: ['timestamp', 'varchar', 'varchar'],
    result: 'varchar',
    doc: 'The time written by a strftime pattern in a zone; both are literals.',
  },
  timeSteps: {
    kind: 'scalar',
    args: ['timestamp', 'timestamp', 'bigint'],
    result: 'array',
    doc: 'The times from the first to the second, so many milliseconds apart.',
  },
  numberMarks: {
    kind: 'scalar',
    args: ['varchar', 'varchar', 'varchar'],
    result: 'varchar',
    doc: 'The text with each of its marks, the second text, which is not empty, as `<Word-1>`, `<Word-2>` and so on; the third is the word.',
  },
  haversine: {
    kind: 'scalar',
    args: ['double', 'double', 'double', 'double'],
    result: 'double',
    doc: 'Kilometres between two places given by latitude and longitude, on a sphere of radius 6,371 km.',
  },
} as const satisfies Record<string, FunctionSpec>;
