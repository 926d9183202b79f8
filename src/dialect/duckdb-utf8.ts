import { type Sql, sql, text } from './sql.js';

/** Sequences of UTF-8 (RFC 3629) as hexadecimal digits. */
const valid = [
  '[0-7].',
  '(C[2-9A-F]|D.)[89AB].',
  'E0[AB].[89AB].',
  'E[1-9ABCEF]([89AB].){2}',
  'ED[89].[89AB].',
  'F0[9AB].([89AB].){2}',
  'F[1-3]([89AB].){3}',
  'F48.([89AB].){2}',
].join('|');
/** A first byte with as many others as it may have; Trino makes one character of each that is broken. */
const anySequence =
  '[CD].(?:[89AB].)?|E.(?:[89AB].){0,2}|F[0-7](?:[89AB].){0,3}|F[89AB](?:[89AB].){0,4}|F[CD](?:[89AB].){0,5}|..';
/** Java, which Trino asks about URLs, makes one of each byte that begins no sequence. */
const javaSequence = [
  '(?:C[2-9A-F]|D.)(?:[89AB].)?',
  'E0(?:[AB].(?:[89AB].)?)?',
  'E[1-9A-F](?:[89AB].){0,2}',
  'F0(?:[9AB].(?:[89AB].){0,2})?',
  'F[1-3](?:[89AB].){0,3}',
  'F4(?:8.(?:[89AB].){0,2})?',
  '..',
].join('|');

/** The text of UTF-8, with U+FFFD for each sequence that is broken; DuckDB refuses such bytes. */
function decoded(hex: Sql, sequence: string): Sql {
  const [digits, each] = [sql`"the digits"`, sql`"the sequence"`];
  const kept = sql`CASE WHEN regexp_full_match(${each}, ${text(valid)}) THEN ${each} ELSE 'EFBFBD' END`;
  const parts = sql`list_transform(regexp_extract_all(${digits}, ${text(sequence)}), lambda ${each}: ${kept})`;
  const isWhole = sql`regexp_full_match(${digits}, ${text(`(${valid})*`)})`;
  const mended = sql`CASE WHEN ${isWhole} THEN ${digits} ELSE array_to_string(${parts}, '') END`;
  return sql`list_transform([${hex}], lambda ${digits}: decode(unhex(${mended})))[1]`;
}

/** The text of bytes. */
export const textOfBytes = (bytes: Sql): Sql => decoded(sql`hex(${bytes})`, anySequence);

/** What a value of a form in a URL means. */
export function formDecode(value: Sql): Sql {
  const part = sql`"the part"`;
  const digits = sql`CASE WHEN starts_with(${part}, '%') THEN upper(substring(${part}, 2)) ELSE hex(encode(${part})) END`;
  const plain = sql`regexp_extract_all(replace(${value}, '+', ' '), '%[0-9a-fA-F]{2}|[^%]+')`;
  const hex = sql`array_to_string(list_transform(${plain}, lambda ${part}: ${digits}), '')`;
  return decoded(sql`CASE WHEN ${value} = '' THEN '' ELSE ${hex} END`, javaSequence);
}
